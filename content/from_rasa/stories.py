"""Rasa's stories and rules → ours, as far as user, bot and slot steps tell them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from content.names import is_intent_name, is_name
from content.records import Step, Story
from content.texts import one_line


class _NotHeld(Exception):
    """A story with something that our steps can't say; the message names it."""


def read_stories(files: Mapping[str, Mapping[str, Any]], notes: list[str]) -> tuple[Story, ...]:
    """Read the stories and rules of parsed files; those that can't be held are noted and left out."""
    found: list[Story] = []
    names: set[str] = set()
    for file, parsed in files.items():
        for key, item in (("rules", "rule"), ("stories", "story")):
            for block in parsed.get(key) or []:
                try:
                    name, steps = _block(block, item)
                except _NotHeld as error:
                    notes.append(f"{file}, {item} '{block.get(item, '')}': left out, a workbook can't hold {error}")
                    continue
                unique = _unique(name, names, is_rule=item == "rule")
                if unique != block.get(item):
                    notes.append(f"{file}, {item} '{block.get(item)}': renamed to '{unique}'")
                found.append(Story(unique, steps, is_rule=item == "rule"))
    return tuple(found)


def _block(block: Mapping[str, Any], item: str) -> tuple[str, tuple[Step, ...]]:
    extra = set(block) - {item, "steps", "metadata"}
    if extra:
        raise _NotHeld(", ".join(f"'{key}'" for key in sorted(extra)))
    steps = tuple(step for raw in block.get("steps") or [] for step in _steps(raw))
    name = one_line(str(block.get(item) or ""))
    if not steps or not name:
        raise _NotHeld("a block without name or steps")
    return name, steps


def _unique(name: str, names: set[str], *, is_rule: bool) -> str:
    """Rasa allows a name twice; in the workbook it tells stories apart, and "rule …" is always a rule."""
    if not is_rule and name.casefold().startswith("rule "):
        name = f"story {name}"
    unique, number = name, 1
    while unique in names:
        number += 1
        unique = f"{name} ({number})"
    names.add(unique)
    return unique


def _steps(raw: Any) -> Iterator[Step]:
    if not isinstance(raw, Mapping):
        raise _NotHeld(f"the step '{raw}'")
    keys = set(raw) - {"metadata"}
    if "intent" in keys and keys <= {"intent", "entities"}:
        yield Step("user", _user(str(raw["intent"]).removeprefix("/"), raw.get("entities") or []))
    elif keys == {"action"} and is_intent_name(str(raw["action"])):
        yield Step("bot", str(raw["action"]))
    elif keys == {"slot_was_set"}:
        for slot in raw["slot_was_set"] or []:
            yield from _slot(slot)
    else:
        named = keys & {"or", "checkpoint", "active_loop", "user", "bot"} or keys
        raise _NotHeld(", ".join(f"'{key}'" for key in sorted(map(str, named))))


def _user(intent: str, entities: list[Any]) -> str:
    if not is_intent_name(intent):
        raise _NotHeld(f"the intent '{intent}'")
    values: dict[str, Any] = {}
    for entity in entities:
        pair = {entity: ""} if isinstance(entity, str) else entity
        if len(pair) != 1 or next(iter(pair)) in values:
            raise _NotHeld("an entity with role or group, or twice")
        values |= pair
    return f"{intent}{json.dumps(values, ensure_ascii=False)}" if values else intent


def _slot(slot: Any) -> Iterator[Step]:
    if isinstance(slot, str):
        yield Step("slot", slot)
        return
    for name, value in slot.items():
        if not is_name(str(name)):
            raise _NotHeld(f"the slot '{name}'")
        yield Step("slot", f"{name}={_written(value)}")


def _written(value: Any) -> str:
    """Text as it is, unless it reads as JSON or would lose white space; everything else as JSON."""
    if isinstance(value, str) and one_line(value) == value and value:
        try:
            json.loads(value)
        except ValueError:
            return value
    return json.dumps(value, ensure_ascii=False)
