"""Content → domain.yml."""

from __future__ import annotations

import json
import re
from typing import Any

from content.names import DEFAULT_ACTIONS, DEFAULT_SLOTS, FALLBACK_INTENT, base_intent
from content.rasa_project.braces import to_template
from content.rasa_project.nlu_files import VERSION
from content.records import Button, Content, Response
from content.steps import actions_of, entities_of, slots_of

SESSION_MINUTES = 60
NOT_ASCII = {"note": "–"}  # see `_keep_backslashes`
_BACKSLASH_U = re.compile(r"\\[uU]")


def domain(content: Content, *, fallback: str | None) -> dict[str, Any]:
    """Return the domain: what the assistant knows, remembers, says and can do."""
    found: dict[str, Any] = {"version": VERSION, "intents": _intents(content)}
    found["entities"] = [{name: more} if more else name for name, more in entities(content).items()]
    found["slots"] = _slots(content)
    found["responses"] = {response.name: variations(response) for response in content.responses}
    found["forms"] = dict(content.forms)
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


def _intents(content: Content) -> list[Any]:
    more: dict[str, str] = {}
    for intent in content.intents:
        name = base_intent(intent.name)
        more[name] = more.get(name) or intent.more
    # Rasa adds its fallback intent itself.
    named = {name: json.loads(settings) if settings else {} for name, settings in more.items()}
    return [{name: found} if found else name for name, found in named.items() if name != FALLBACK_INTENT]


def entities(content: Content) -> dict[str, dict[str, Any]]:
    """Return the entities that are declared or marked, each with what the domain says of it (roles, groups)."""
    found = {name: dict(definition) for name, definition in content.entities.items()}
    spans = [span for intent in content.intents for example in intent.examples for span in example.entities]
    steps = [step for story in content.stories for step in story.steps]
    marked = [(span.entity, span.role, span.group) for span in spans]
    for entity, role, group in [*marked, *(entity for step in steps for entity in entities_of(step))]:
        here = found.setdefault(entity, {})
        for key, value in (("roles", role), ("groups", group)):
            if value and value not in here.get(key, ()):
                here[key] = [*here.get(key, ()), value]
    return found


def _slots(content: Content) -> dict[str, dict[str, Any]]:
    """Return the declared slots; those that only stories name get a type that tells their values apart."""
    values: dict[str, list[Any]] = {}
    for story in content.stories:
        for step in story.steps:
            for name, value in slots_of(step):
                values.setdefault(name, []).append(value)
    found = {name: _declared(definition) for name, definition in content.slots.items()}
    for name, seen in values.items():
        if name not in found and name not in DEFAULT_SLOTS:
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
    named += [name for story in content.stories for step in story.steps for name in actions_of(step)]
    used = [name for name in named if name not in DEFAULT_ACTIONS]
    used += [fallback] if fallback and fallback not in DEFAULT_ACTIONS else []
    used += content.actions
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
