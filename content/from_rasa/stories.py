"""Rasa's stories and rules → ours: user, bot and slot steps where these tell all, else Rasa's own steps as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from content.from_rasa.files import Source
from content.names import is_intent_name, is_name
from content.nesting import json_text
from content.records import Step, Story
from content.steps import OF_WHOLE_RULE
from content.texts import clean, one_line


def read_stories(sources: Iterable[Source], notes: list[str]) -> dict[str, Story]:
    """Return the stories and rules by their place; a name that stands there twice gets a number, which is noted."""
    found: dict[str, Story] = {}
    names: set[str] = set()
    for source in sources:
        for key, item in (("rules", "rule"), ("stories", "story")):
            for number, block in enumerate(source.data.get(key) or []):
                place = source.at(key, number)
                name = one_line(str(block.get(item) or ""))
                if not name or not block.get("steps"):
                    notes.append(f"{place}: a {item} without name or steps, which Rasa passes over; left out")
                    continue
                unique = _unique(name, names, is_rule=item == "rule")
                if unique != block[item]:
                    notes.append(f"{place}: the {item} '{block[item]}' is renamed to '{unique}'")
                if any("metadata" in part for part in (block, *block["steps"])):
                    notes.append(
                        f"{place}: metadata of the {item} '{block[item]}', which Rasa doesn't use, is left out"
                    )
                found[place] = Story(unique, tuple(_block(block)), is_rule=item == "rule")
    return found


def _block(block: Mapping[str, Any]) -> Iterator[Step]:
    """Yield the steps, before and after them what belongs to the whole rule."""
    whole = {key: Step("rasa", json_text({key: block[key]})) for key in sorted(OF_WHOLE_RULE) if key in block}
    after = whole.pop("wait_for_user_input", None)
    yield from whole.values()
    for raw in block["steps"]:
        yield from _steps({key: value for key, value in raw.items() if key != "metadata"})
    if after:
        yield after


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


def _steps(raw: Mapping[str, Any]) -> Iterator[Step]:
    keys = set(raw)
    if "intent" in keys and keys <= {"intent", "entities"}:
        yield _user(raw, str(raw["intent"]).strip().removeprefix("/"))
    elif keys == {"action"} and is_intent_name(str(raw["action"])):
        yield Step("bot", str(raw["action"]))
    elif keys == {"slot_was_set"} and all(_is_plain_slot(slot) for slot in raw["slot_was_set"] or []):
        for slot in raw["slot_was_set"] or []:
            yield from _slot(slot)
    elif keys:
        yield Step("rasa", json_text(raw))


def _user(raw: Mapping[str, Any], intent: str) -> Step:
    values: dict[str, Any] = {}
    for entity in raw.get("entities") or []:
        pair = {entity: ""} if isinstance(entity, str) else entity
        if len(pair) != 1 or next(iter(pair)) in values or isinstance(next(iter(pair.values())), list):
            return Step("rasa", json_text(raw))  # an entity with role or group, or twice
        values |= pair
    if not is_intent_name(intent):
        return Step("rasa", json_text(raw))
    return Step("user", f"{intent}{json_text(values)}" if values else intent)


def _is_plain_slot(slot: Any) -> bool:
    return (isinstance(slot, str) and is_name(slot)) or (
        isinstance(slot, Mapping) and all(map(is_name, map(str, slot)))
    )


def _slot(slot: str | Mapping[str, Any]) -> Iterator[Step]:
    if isinstance(slot, str):
        yield Step("slot", slot)
        return
    for name, value in slot.items():
        yield Step("slot", f"{name}={_written(value)}")


def _written(value: Any) -> str:
    """Text as it is, unless it reads as JSON or would lose white space; everything else as JSON."""
    if isinstance(value, str) and clean(value) == value and value:
        try:
            json.loads(value)
        except ValueError:
            return value
    return json_text(value)
