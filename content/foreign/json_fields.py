"""The fields of one JSON entry: texts out of strings, lists and objects, contexts, buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from content.foreign.aliases import (
    ANSWERS,
    BUTTONS,
    PART_KEYS,
    PATTERNS,
    SURE_NAMES,
    TEXT_KEYS,
    WEAK_NAMES,
    best,
    is_any,
    key_form,
)
from content.foreign.cleaning import fold
from content.foreign.columns import Columns
from content.foreign.json_entities import join_parts, with_entities
from content.foreign.json_parse import Json
from content.foreign.notes import Notes
from content.foreign.raw import Raw, RawButton, Text

_BUTTON_TITLES: Final = ("title", "text", "label", "name", "caption")
_BUTTON_SENDS: Final = ("payload", "intent", "sends", "value", "postback", "next", "to")


def is_scalar(value: Json) -> bool:
    return value is None or isinstance(value, (str, bool))


def texts_of(value: Json, place: str, notes: Notes) -> Iterator[Text]:
    """All texts in a field's value, wherever they hide; null is an empty text."""
    if value is None:
        yield Text("", place)
    elif isinstance(value, bool):
        yield Text(str(value).lower(), place)
    elif isinstance(value, str):
        yield Text(value, place)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts_of(item, f"{place}[{index}]", notes)
    elif isinstance(value, dict):
        yield from _texts_of_object(value, place, notes)


def _texts_of_object(value: dict[str, Json], place: str, notes: Notes) -> Iterator[Text]:
    forms = {key_form(key): key for key in reversed(value)}
    for form in PART_KEYS:
        parts = value.get(forms.get(form, ""))
        if isinstance(parts, list) and parts and all(isinstance(part, dict) and "text" in part for part in parts):
            yield join_parts([part for part in parts if isinstance(part, dict)], f"{place}.{forms[form]}")
            return
    for form in TEXT_KEYS:
        if form in forms:
            yield from texts_of(value[forms[form]], f"{place}.{forms[form]}", notes)
            return
    if value and all(isinstance(item, list) for item in value.values()):  # by language or by kind
        for key, item in value.items():
            yield from texts_of(item, f"{place}.{key}", notes)
        return
    notes.count("object without a text left out", place)


def holds_texts(value: Json, *, of_pattern: bool) -> bool:
    """Whether a field's value is texts, and not a list of entries that have names or answers of their own."""
    if is_scalar(value):
        return True
    if isinstance(value, list):
        return all(holds_texts(item, of_pattern=of_pattern) for item in value)
    if not isinstance(value, dict):
        return False
    keys = list(value)
    speaks = any(key_form(key) in (*TEXT_KEYS, *PART_KEYS) for key in keys)
    if not speaks and any(
        isinstance(item, dict) or not holds_texts(item, of_pattern=of_pattern) for item in value.values()
    ):
        return False
    if of_pattern:
        return not best(keys, SURE_NAMES) and not best(keys, ANSWERS)
    return not (best(keys, PATTERNS[:1]) and best(keys, ANSWERS))


def read_name(entry: dict[str, Json], columns: Columns) -> tuple[str | None, bool]:
    """The entry's name and whether it is an intent's for certain; (None, True) where it has none."""
    keys = list(entry)
    for key in columns.find("name", keys):
        name = _name_text(entry[key])
        if name:
            return name, True
    for key in columns.find_weak_name(keys):
        name = _name_text(entry[key])
        # A number or an identifier names a record; it names an intent only where nothing else is said of it.
        counted = fold(name).isdigit() or (key_form(key) in WEAK_NAMES[-1] and any(map(str.isdigit, name)))
        if name and not (counted and columns.find("answer", keys)):
            return name, False
    return None, True


def _name_text(value: Json) -> str:
    """A name as it is written; empty where there is none or only white space."""
    while isinstance(value, list) and value and not isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "displayName", "intent", "tag", "text") if key in value), None)
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) and fold(value) else ""


def read_entry(
    entry: dict[str, Json], place: str, *, name: str | None, sure: bool, columns: Columns, notes: Notes
) -> Raw:
    """One entry; `name` as found by `read_name` or taken from the key it stands under."""
    keys = list(entry)
    pattern_keys = columns.find("pattern", keys)
    patterns = [text for key in pattern_keys for text in texts_of(entry[key], f"{place}.{key}", notes)]
    if len(patterns) == 1 and (entities := entry.get("entities")):
        patterns = [with_entities(patterns[0], entities, notes)]
    answer_keys = columns.find("answer", [key for key in keys if key not in pattern_keys])
    answers = [text for key in answer_keys for text in texts_of(entry[key], f"{place}.{key}", notes)]
    sets, filters = _contexts(entry, keys, columns)
    buttons = [button for key in columns.find("button", keys) for button in _buttons(entry[key], f"{place}.{key}")] + [
        button
        for key in answer_keys
        for item in _objects(entry[key])
        for inner in best(list(item), BUTTONS)
        for button in _buttons(item[inner], f"{place}.{key}")
    ]
    return Raw(
        name=name,
        sure=sure,
        patterns=tuple(patterns),
        answers=tuple(answers),
        place=place,
        sets=tuple(sets),
        filters=tuple(filters),
        buttons=tuple(buttons),
    )


def _contexts(entry: dict[str, Json], keys: list[str], columns: Columns) -> tuple[list[str], list[str]]:
    """Context names set and asked for; `{"in": …, "out": …}` under `context` gives both."""
    sets: list[str] = []
    filters: list[str] = []
    for key in columns.find("set", keys):
        value = entry[key]
        if isinstance(value, dict) and ("in" in value or "out" in value):
            filters += _context_names(value.get("in"))
            sets += _context_names(value.get("out"))
        else:
            sets += _context_names(value)
    for key in columns.find("filter", keys):
        filters += _context_names(entry[key])
    return list(dict.fromkeys(sets)), list(dict.fromkeys(filters))


def _context_names(value: Json) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in _context_names(item)]
    name = fold(_name_text(value))
    return [name] if name else []


def _objects(value: Json) -> list[dict[str, Json]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _buttons(value: Json, place: str) -> Iterator[RawButton]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and fold(item):
            yield RawButton(fold(item), fold(item), place)
        elif isinstance(item, dict):
            forms = {key_form(key): text for key, text in item.items() if isinstance(text, str) and fold(text)}
            title = next((fold(forms[key]) for key in _BUTTON_TITLES if key in forms), "")
            sends = next((fold(forms[key]) for key in _BUTTON_SENDS if key in forms), title)
            if title:
                yield RawButton(title, sends.removeprefix("/").partition("{")[0], place)


def is_role(key: str) -> bool:
    """Whether the key is one that entries have, so that it names no intent."""
    return is_any(key, PATTERNS, ANSWERS)
