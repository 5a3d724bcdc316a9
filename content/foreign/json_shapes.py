"""Finds the entries in a JSON value, whatever stands around them.

An entry is an object with example questions and a name or answers. Everything else is a container: lists and objects
are searched, an object of lists is read as name → examples, one of strings as question → answer, lists of lists as
tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from content.foreign.aliases import (
    ANSWERS,
    BUTTONS,
    CONTAINERS,
    FILTERS,
    OF_NAMES,
    PATTERNS,
    SETS,
    SKIPPED,
    SURE_NAMES,
    WEAK_NAMES,
    best,
    is_any,
    key_form,
)
from content.foreign.columns import Columns
from content.foreign.grid import Grid, Row
from content.foreign.json_fields import holds_texts, is_role, is_scalar, read_entry, read_name, texts_of
from content.foreign.json_parse import Json, Twice
from content.foreign.names import is_fallback
from content.foreign.notes import Notes, quoted
from content.foreign.raw import Raw, Text

_ROLES: Final = (PATTERNS, ANSWERS, SETS, FILTERS, BUTTONS, SURE_NAMES, WEAK_NAMES)
_MAPPING_DEPTH: Final = 2  # deeper objects of lists are settings rather than intents


@dataclass
class Found:
    """What a JSON file holds: entries, and tables written as lists of lists. `keys` are all keys of its objects."""

    raws: list[Raw] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    keys: dict[str, None] = field(default_factory=dict)


def find_entries(value: Json, *, place: str, columns: Columns, notes: Notes) -> Found:
    """All entries of a file's value; empty where there is nothing like them."""
    search = _Search(place, columns, notes)
    search.visit(value, "$", key="", depth=0)
    return search.found


class _Search:
    def __init__(self, file: str, columns: Columns, notes: Notes) -> None:
        self.found = Found()
        self._file = file
        self._columns = columns
        self._notes = notes

    def visit(self, value: Json, path: str, *, key: str, depth: int, alone: bool = False) -> None:
        """Searches `value`; `key` is the name it stands under, `alone` whether it stands there by itself."""
        if isinstance(value, list):
            self._visit_list(value, path, key=key, depth=depth)
        elif isinstance(value, dict):
            self.found.keys.update(dict.fromkeys(value))
            self._tell_twice(value, path)
            if self._take_named_texts(value, path, key=key):
                return
            if not self._take_entry(value, path, key=key, alone=alone):
                self._visit_object(value, path, key=key, depth=depth)

    def _tell_twice(self, value: dict[str, Json], path: str) -> None:
        names = {*self._columns.find("name", list(value)), *self._columns.find_weak_name(list(value))}
        for key, item in value.items():
            if isinstance(item, Twice):
                what = f"gives the key {quoted(key)} {len(item)} times in one object; all were read"
                if key in names and all(map(is_scalar, item)):
                    listed = ", ".join(quoted(str(name), limit=40) for name in item)
                    what = f"gives the key {quoted(key)} {len(item)} times in one object ({listed}); the first stands"
                self._notes.tell(f"{self._file}, {path}", what)

    def _visit_list(self, items: list[Json], path: str, *, key: str, depth: int) -> None:
        rows = [item for item in items if isinstance(item, list) and item and all(is_scalar(cell) for cell in item)]
        if rows and len(rows) == len(items) and not isinstance(items, Twice):
            self._take_table(items, path)
            return
        mixed = any(isinstance(item, dict) for item in items)
        for index, item in enumerate(items):
            if mixed and item is not None and is_scalar(item):
                self._notes.count("text or number among entries left out", f"{self._file}, {path}[{index}]")
            alone = isinstance(items, Twice) or len(items) == 1
            self.visit(item, f"{path}[{index}]", key=key, depth=depth + 1, alone=alone)

    def _take_table(self, items: list[Json], path: str) -> None:
        rows = tuple(
            Row(number, tuple("" if cell is None else str(cell) for cell in item))
            for number, item in enumerate(items, start=1)
            if isinstance(item, list)
        )
        self.found.grids.append(Grid(f"{self._file}, {path}", rows))

    def _take_entry(self, entry: dict[str, Json], path: str, *, key: str, alone: bool) -> bool:
        keys = list(entry)
        asked = self._columns.find("pattern", keys)
        told = self._columns.find("answer", [name for name in keys if name not in asked])
        if self._take_maps(entry, asked, told, path):
            return True
        has_patterns = bool(asked) and all(holds_texts(entry[name], of_pattern=True) for name in asked)
        has_answers = bool(told) and all(holds_texts(entry[name], of_pattern=False) for name in told)
        if not has_patterns and (asked or not has_answers):
            return False
        if has_patterns and told and not has_answers:
            return False
        name, sure = read_name(entry, self._columns)
        inherited = key if key and (alone or (key_form(key) not in CONTAINERS and not is_role(key))) else None
        if name is None and inherited and (alone or not has_answers):
            name, sure = inherited, True
        if name is None and not (has_patterns and has_answers):
            return False
        if not has_patterns and not sure:
            return False
        if self._take_parallel(entry, asked, told, path, name=name):
            return True
        place = f"{self._file}, {path}"
        self.found.raws.append(read_entry(entry, place, name=name, sure=sure, columns=self._columns, notes=self._notes))
        self._visit_children(entry, path, skipping={*asked, *told})
        return True

    def _take_parallel(
        self, entry: dict[str, Json], asked: list[str], told: list[str], path: str, *, name: str | None
    ) -> bool:
        """Columns instead of rows: the questions and answers of the root match one by one."""
        if name is not None or len(asked) != 1 or len(told) != 1:
            return False
        questions, answers = entry[asked[0]], entry[told[0]]
        if path != "$" or not isinstance(questions, list) or not isinstance(answers, list):
            return False
        if len(questions) != len(answers) or len(questions) < 3:
            return False
        for index, (question, answer) in enumerate(zip(questions, answers, strict=True)):
            self._add(None, question, f"{path}.{asked[0]}[{index}]", answer, f"{path}.{told[0]}[{index}]")
        return True

    def _take_maps(self, entry: dict[str, Json], asked: list[str], told: list[str], path: str) -> bool:
        """Two objects side by side, questions and answers by the same keys."""
        if len(asked) != 1 or len(told) != 1:
            return False
        questions, answers = entry[asked[0]], entry[told[0]]
        if not isinstance(questions, dict) or not isinstance(answers, dict):
            return False
        shared = questions.keys() & answers.keys()
        if len(shared) * 2 < len(questions) or not shared:
            return False
        for key in dict.fromkeys([*questions, *answers]):
            # Row numbers name nothing: pandas writes columns so.
            name = None if key.isdigit() and key in shared else key
            here, there = f"{path}.{asked[0]}.{key}", f"{path}.{told[0]}.{key}"
            self._add(name, questions.get(key, []), here, answers.get(key, []), there)
        return True

    def _add(self, name: str | None, patterns: Json, asked: str, answers: Json, told: str) -> None:
        asked, told = f"{self._file}, {asked}", f"{self._file}, {told}"
        self.found.raws.append(
            Raw(
                name=name,
                patterns=tuple(texts_of(patterns, asked, self._notes)),
                answers=tuple(texts_of(answers, told, self._notes)),
                place=asked,
            )
        )

    def _visit_children(self, entry: dict[str, Json], path: str, *, skipping: set[str]) -> None:
        for key, child in entry.items():
            if key not in skipping and key_form(key) not in SKIPPED and isinstance(child, list):
                for index, item in enumerate(child):
                    if isinstance(item, dict):
                        self.visit(item, f"{path}.{key}[{index}]", key="", depth=1)

    def _visit_object(self, value: dict[str, Json], path: str, *, key: str, depth: int) -> None:
        if not self._columns.named and (
            self._take_pairs(value, path, key=key) or self._take_names(value, path, key=key, depth=depth)
        ):
            return
        of_names = _has_names_for_keys(value, key)
        for name, child in value.items():
            if key_form(name) in SKIPPED and not of_names:
                continue
            below = f"{path}.{name}" if name.isidentifier() else f"{path}[{name!r}]"
            if is_fallback(name) and holds_texts(child, of_pattern=False) and not isinstance(child, dict):
                self._add(name, [], below, child, below)
            elif len(value) > 1 and is_any(name, ANSWERS) and _answers_by_name(child):
                for intent, answers in child.items() if isinstance(child, dict) else ():
                    self._add(intent.removeprefix("utter_"), [], f"{below}.{intent}", answers, f"{below}.{intent}")
            elif of_names and child is not None and _is_texts(child):
                self._add(name, child, below, [], below)
            elif isinstance(child, Twice):
                for item in child:
                    if of_names and item is not None and _is_texts(item):
                        self._add(name, item, below, [], below)
                    self.visit(item, below, key=name, depth=depth + 1, alone=True)
            else:
                if isinstance(child, list) and child and all(isinstance(item, str) for item in child):
                    self._notes.count("list of texts that belong to no intent left out", f"{self._file}, {below}")
                self.visit(child, below, key=name, depth=depth + 1, alone=isinstance(child, dict))

    def _take_pairs(self, value: dict[str, Json], path: str, *, key: str) -> bool:
        """An object of strings is question → answer where its keys read like questions or its own key says so."""
        if len(value) < 2 or not all(isinstance(text, str) for item in value.values() for text in _each(item)):
            return False
        speaking = any(" " in question.strip() or question.strip().endswith("?") for question in value)
        if not speaking and key_form(key) not in CONTAINERS and not is_role(key):
            return False
        for question, answer in value.items():
            place = f"{self._file}, {path}[{question!r}]"
            asked = (Text(question, place),)
            self.found.raws += [
                Raw(name=None, patterns=asked, answers=(Text(str(text), place),), place=place) for text in _each(answer)
            ]
        return True

    def _take_named_texts(self, value: dict[str, Json], path: str, *, key: str) -> bool:
        """Under a key such as `intents`, an object of strings and lists of strings is name → examples.

        Whatever the names: `request` and `a` are keys of entries elsewhere.
        """
        if self._columns.named or not _has_names_for_keys(value, key) or not all(map(_is_texts, value.values())):
            return False
        if (best(list(value), PATTERNS[:1]) and best(list(value), ANSWERS)) or _asks(value):
            return False
        return self._add_names(value, path)

    def _add_names(self, value: dict[str, Json], path: str) -> bool:
        for name, patterns in value.items():
            below = f"{path}[{name!r}]"
            self._add(name, patterns, below, [], below)
        return bool(value)

    def _take_names(self, value: dict[str, Json], path: str, *, key: str, depth: int) -> bool:
        """An object of lists is name → examples; or question → answers where most keys are questions."""
        if depth > _MAPPING_DEPTH or not value or any(isinstance(item, (bool, dict)) for item in value.values()):
            return False
        lists = [item for item in value.values() if isinstance(item, list) and _is_list_of_texts(item)]
        if not any(lists) or sum(isinstance(item, list) for item in value.values()) != len(lists):
            return False
        if len(lists) < (0.5 if key_form(key) in CONTAINERS else 0.8) * len(value):
            return False
        if all(is_role(name) or key_form(name) in CONTAINERS or key_form(name) in SKIPPED for name in value):
            return False
        if _asks(value):
            for question, answers in value.items():
                below = f"{path}[{question!r}]"
                self._add(None, question, below, answers, below)
            return True
        return self._add_names(value, path)


def _each(item: Json) -> list[Json]:
    """The values of a key: one, or those of a key given twice."""
    return list(item) if isinstance(item, Twice) else [item]


def _has_names_for_keys(value: dict[str, Json], key: str) -> bool:
    """Whether the object stands under a key such as `intents` and has no keys that only entries have."""
    if key_form(key) not in OF_NAMES or any(is_any(name, SURE_NAMES, WEAK_NAMES) for name in value):
        return False
    return not all(is_any(name, *_ROLES) for name in value)


def _asks(value: dict[str, Json]) -> bool:
    """Whether most keys are questions."""
    fallbacks = sum(is_fallback(name) for name in value)
    return sum(name.strip().endswith("?") for name in value) * 2 > len(value) + fallbacks


def _is_texts(item: Json) -> bool:
    """Whether a value is a text or a list of them, nothing where a text could be among them."""
    return not isinstance(item, bool) and (is_scalar(item) or (isinstance(item, list) and _is_list_of_texts(item)))


def _is_list_of_texts(item: list[Json]) -> bool:
    if isinstance(item, Twice):
        return all(is_scalar(value) or (isinstance(value, list) and all(map(is_scalar, value))) for value in item)
    return all(map(is_scalar, item))


def _answers_by_name(value: Json) -> bool:
    """Whether an object beside the intents gives each one's answers under its name."""
    if not isinstance(value, dict) or not value or any(" " in name.strip() or name.endswith("?") for name in value):
        return False
    return all(holds_texts(item, of_pattern=False) and item is not None for item in value.values())
