"""Check the steps of a story that are Rasa's own, as JSON: loops, checkpoints, alternatives, a rule's conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from content.closest import did_you_mean
from content.counting import joined
from content.nesting import json_text, loads

_OF_WHOLE_RULE: dict[str, type] = {"condition": list, "conversation_start": bool, "wait_for_user_input": bool}
_OF_STEP: dict[str, type] = {
    "active_loop": str,
    "or": list,
    "checkpoint": str,
    "slot_was_set": list,
    "intent": str,
    "user": str,
    "entities": list,
    "action": str,
    "bot": str,
    "metadata": dict,
}
_SAY = {list: "a list", bool: "true or false", str: "a text", dict: "an object"}


def check_rasa_step(text: str) -> None:
    """Raises ValueError with what is wrong and how to mend it."""
    try:
        found = loads(text)
    except ValueError as error:
        raise ValueError(f'is no JSON ({error}); write it like {{"active_loop": "trip_form"}}') from error
    if not isinstance(found, dict) or not found:
        raise ValueError('is no JSON object; write it like {"active_loop": "trip_form"}')
    for problem in _problems(found, top=True):
        raise ValueError(problem)


def _problems(found: dict[str, Any], *, top: bool) -> Iterator[str]:
    known = {**_OF_STEP, **_OF_WHOLE_RULE} if top else _OF_STEP
    for key, value in found.items():
        if key not in known:
            mend = did_you_mean(key, known, otherwise=f"Rasa knows {joined(sorted(known))}")
            yield f"has the unknown key '{key}'; {mend}"
        elif not isinstance(value, known[key]) and not (key == "active_loop" and value is None):
            yield f"has {json_text(value)} under '{key}'; write {_SAY[known[key]]}"
    whole = sorted(set(found) & set(_OF_WHOLE_RULE))
    if whole and set(found) - set(_OF_WHOLE_RULE):
        yield f"mixes a step with '{whole[0]}', which belongs to the whole rule; give that a row of its own"
    for key in ("or", "condition"):
        for part in found.get(key, ()) if isinstance(found.get(key), list) else ():
            if isinstance(part, dict):
                yield from _problems(part, top=False)
            else:
                yield f"has {json_text(part)} under '{key}'; write an object"
    for key in ("entities", "slot_was_set"):
        for part in found.get(key, ()) if isinstance(found.get(key), list) else ():
            if not isinstance(part, (str, dict)):
                yield f"has {json_text(part)} under '{key}'; write a name, or an object of name and value"
