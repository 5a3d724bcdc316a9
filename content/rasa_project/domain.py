"""Content → domain.yml."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from content.names import DEFAULT_ACTIONS, FALLBACK_INTENT, base_intent
from content.rasa_project.braces import to_template
from content.rasa_project.flow import split_slot_step, split_user_step
from content.rasa_project.nlu_files import VERSION
from content.records import Button, Content, Response, Span

SESSION_MINUTES = 60
NOT_ASCII = {"note": "–"}  # see `_keep_backslashes`
_BACKSLASH_U = re.compile(r"\\[uU]")


def domain(content: Content, *, fallback: str | None) -> dict[str, Any]:
    """Return the domain: what the assistant knows, remembers, says and can do."""
    found: dict[str, Any] = {"version": VERSION, "intents": _unique(base_intent(i.name) for i in content.intents)}
    found["entities"] = _entities(content)
    found["slots"] = _slots(content)
    found["responses"] = {response.name: variations(response) for response in content.responses}
    found["forms"] = {name: {"required_slots": list(slots)} for name, slots in content.forms.items()}
    found["actions"] = _actions(content, fallback)
    found = {key: value for key, value in found.items() if value}
    _keep_backslashes(found)
    return found | {
        "session_config": {
            "session_expiration_time": SESSION_MINUTES,
            "carry_over_slots_to_new_session": True,
        }
    }


def variations(response: Response) -> list[dict[str, Any]]:
    """Return a response as the domain holds it, braces doubled where they are meant literally."""
    template = str if response.fills_slots else to_template
    more = response.more or ("",) * len(response.texts)
    found: list[dict[str, Any]] = []
    for number, (text, extra) in enumerate(zip(response.texts, more, strict=True), start=1):
        wording: dict[str, Any] = {"text": template(text)} if text or not extra else {}
        wording |= json.loads(extra) if extra else {}
        buttons = [button for button in response.buttons if button.wording in (None, number)]
        if buttons:
            wording["buttons"] = [{"title": template(b.title), "payload": template(payload(b))} for b in buttons]
        found.append(wording)
    return found


def payload(button: Button) -> str:
    """Return what a click sends: `/intent`, a payload as it stands, or the text between the quotes."""
    if button.sends.startswith("/"):
        return button.sends
    if button.sends.startswith('"') and button.sends.endswith('"') and len(button.sends) > 2:
        return button.sends[1:-1]
    return f"/{button.sends}"


def _unique(names: Iterable[str]) -> list[str]:
    # Rasa adds its fallback intent itself.
    return [name for name in dict.fromkeys(names) if name != FALLBACK_INTENT]


def _entities(content: Content) -> list[Any]:
    spans = [span for intent in content.intents for example in intent.examples for span in example.entities]
    by_name: dict[str, list[Span]] = {}
    for span in spans:
        by_name.setdefault(span.entity, []).append(span)
    for story in content.stories:
        for step in story.steps:
            if step.kind == "user":
                for entity in split_user_step(step.what)[1]:
                    by_name.setdefault(next(iter(entity)), [])
    return [_entity(name, found) for name, found in by_name.items()]


def _entity(name: str, spans: list[Span]) -> Any:
    more = {
        key: values
        for key, values in (
            ("roles", list(dict.fromkeys(span.role for span in spans if span.role))),
            ("groups", list(dict.fromkeys(span.group for span in spans if span.group))),
        )
        if values
    }
    return {name: more} if more else name


def _slots(content: Content) -> dict[str, dict[str, Any]]:
    """Return the declared slots; those that only stories name get a type that tells their values apart."""
    values: dict[str, list[Any]] = {}
    for story in content.stories:
        for step in story.steps:
            if step.kind == "slot":
                name, value = split_slot_step(step.what)
                values.setdefault(name, []).append(value)
    found = {name: _declared(definition) for name, definition in content.slots.items()}
    for name, seen in values.items():
        if name not in found:
            found[name] = _inferred(seen)
    return found


def _declared(definition: dict[str, Any]) -> dict[str, Any]:
    return definition if definition.get("mappings") else definition | {"mappings": [{"type": "custom"}]}


def _inferred(seen: list[Any]) -> dict[str, Any]:
    mappings = [{"type": "custom"}]
    given = [value for value in seen if value is not None]
    if given and all(isinstance(value, bool) for value in given):
        return {"type": "bool", "mappings": mappings}
    if given and all(isinstance(value, str) for value in given):
        return {"type": "categorical", "values": list(dict.fromkeys(given)), "mappings": mappings}
    return {"type": "any", "mappings": mappings}


def _actions(content: Content, fallback: str | None) -> list[str]:
    responses = {response.name for response in content.responses}
    named = [intent.action for intent in content.intents if intent.action and not intent.only_in_stories]
    named += [step.what for story in content.stories for step in story.steps if step.kind == "bot"]
    used = [name for name in named if name not in DEFAULT_ACTIONS]
    used += [fallback] if fallback and fallback not in DEFAULT_ACTIONS else []
    used += [*content.actions, *(f"validate_{form}" for form in content.forms)]
    return [name for name in dict.fromkeys(used) if name not in responses and name not in content.forms]


def _keep_backslashes(found: dict[str, Any]) -> None:
    """Rasa writes the domain into the model without our first line, and reads `\\u` in an ASCII file as an escape.

    One character that is not ASCII keeps it from that: as metadata, which nobody sees.
    """
    responses: dict[str, list[dict[str, Any]]] = found.get("responses", {})
    whole = json.dumps(found, ensure_ascii=False)
    if not whole.isascii():
        return
    for wordings in responses.values():
        for wording in wordings:
            if _BACKSLASH_U.search(str(wording)) and "metadata" not in wording:
                wording["metadata"] = NOT_ASCII
                return
