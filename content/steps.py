"""What the steps of stories name: intents, entities, slots, actions, forms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from content.nesting import loads
from content.records import Step

OF_WHOLE_RULE = {"condition", "conversation_start", "wait_for_user_input"}


def split_user_step(what: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the intent and the entities of a `user` step: `inform{"city": "Rome"}` → inform, [{"city": "Rome"}]."""
    name, brace, rest = what.partition("{")
    entities = json.loads(brace + rest) if brace else {}
    listed = ((name, value if isinstance(value, list) else [value]) for name, value in entities.items())
    return name.strip(), [{name: value} for name, values in listed for value in values]


def split_slot_step(what: str) -> tuple[str, Any]:
    """Return name and value of a `slot` step: JSON where it is JSON, else text; None where only a name is given."""
    name, equals, value = what.partition("=")
    if not equals:
        return name.strip(), None
    try:
        return name.strip(), loads(value)
    except ValueError:
        return name.strip(), value.strip()


def intents_of(step: Step) -> list[str]:
    """Return the intents with which a step goes on, several where it offers alternatives."""
    if step.kind == "user":
        return [split_user_step(step.what)[0]]
    return [str(found["intent"]) for found in _alternatives(step) if found.get("intent")]


def entities_of(step: Step) -> list[tuple[str, str | None, str | None]]:
    """Return the entities that a step names, each with role and group."""
    listed = split_user_step(step.what)[1] if step.kind == "user" else []
    for found in _alternatives(step):
        listed += [{name: ""} if isinstance(name, str) else name for name in found.get("entities") or []]
    return [
        (str(name), entity.get("role"), entity.get("group"))
        for entity in listed
        for name in entity
        if name not in ("role", "group")
    ]


def slots_of(step: Step) -> list[tuple[str, Any]]:
    """Return the slots that a step sets or asks for, with their values; None where only the name is given."""
    if step.kind == "slot":
        return [split_slot_step(step.what)]
    conditions = loads(step.what).get("condition") or [] if step.kind == "rasa" else []
    listed = [slot for found in [*_alternatives(step), *conditions] for slot in found.get("slot_was_set") or []]
    return [pair for slot in listed for pair in ([(slot, None)] if isinstance(slot, str) else slot.items())]


def forms_of(step: Step) -> list[str]:
    """Return the forms that a step starts or asks for."""
    if step.kind != "rasa":
        return []
    found = loads(step.what)
    loops = (part.get("active_loop") for part in [found, *(found.get("condition") or [])])
    return [str(loop) for loop in loops if loop not in (None, "null")]


def actions_of(step: Step) -> list[str]:
    if step.kind == "bot":
        return [step.what]
    return [str(found["action"]) for found in _alternatives(step) if found.get("action")]


def is_of_whole_rule(step: Step) -> bool:
    """True for what stands in the workbook as a step and in Rasa's file beside the steps."""
    return step.kind == "rasa" and set(loads(step.what)) <= OF_WHOLE_RULE


def _alternatives(step: Step) -> Iterator[dict[str, Any]]:
    """Yield a step of Rasa's own, or what it leaves the choice between."""
    if step.kind == "rasa":
        found = loads(step.what)
        yield from found.get("or") or [found]
