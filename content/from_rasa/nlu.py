"""Rasa's NLU training data → intents with examples, synonyms, lookups, regexes."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from content.from_rasa.files import rasa_problems
from content.markup import is_entity_name
from content.names import is_intent_name
from content.problems import Problem
from content.records import Example, Intent, Kind, Span
from content.sheets import KINDS
from content.texts import clean, one_line

_MATTERS = re.compile(
    r"skip|ignor|overwrit|conflict|empty|misaligned", re.I
)  # in Rasa's warnings; others tell of habits


@dataclass
class NluReading:
    intents: tuple[Intent, ...] = ()
    synonyms: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    lookups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    regexes: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_nlu(files: Mapping[str, Path], problems: list[Problem], notes: list[str]) -> NluReading:
    """Read NLU files (by their names in the project) in whatever format Rasa reads.

    What Rasa refuses is a problem, what it warns of (examples that it passes over, two meanings of a synonym) a note.
    """

    intents: dict[str, Intent] = {}
    examples: dict[str, dict[str, Example]] = {}
    ways: dict[str, str] = {}
    lookups: dict[str, list[str]] = {}
    regexes: dict[str, list[str]] = {}
    for name, path in files.items():
        data = _load(name, path, problems, notes)
        if data is None:
            continue
        for message in data.training_examples:
            _add(message, name, intents, examples, notes)
        ways |= data.entity_synonyms
        for table in data.lookup_tables:
            if isinstance(table["elements"], str):
                notes.append(f"{name}: the lookup '{table['name']}' is a file of its own and left out")
            else:
                lookups.setdefault(table["name"], []).extend(table["elements"])
        for regex in data.regex_features:
            regexes.setdefault(regex["name"], []).append(regex["pattern"])
    found = tuple(replace(intent, examples=tuple(examples[name].values())) for name, intent in intents.items())
    _note_conflicts(found, notes)
    return NluReading(
        intents=found,
        synonyms=_synonyms(ways, found, lookups, notes),
        lookups=_tables("lookup", lookups, notes),
        regexes={name: _patterns(name, patterns, notes) for name, patterns in regexes.items()},
    )


def _load(name: str, path: Path, problems: list[Problem], notes: list[str]) -> Any:
    """Return what Rasa reads from a file, None where it refuses it."""
    from rasa.shared.exceptions import RasaException
    from rasa.shared.nlu.training_data.loading import load_data

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", UserWarning)
        try:
            data = load_data(str(path))
        except RasaException as error:
            problems += rasa_problems(name, path.read_text(encoding="utf-8"), error)
            return None
    for warning in told:
        if issubclass(warning.category, UserWarning) and _MATTERS.search(str(warning.message)):
            notes.append(f"{name}: {one_line(str(warning.message)).replace(str(path), name)}")
    return data


def _add(
    message: Any, file: str, intents: dict[str, Intent], examples: dict[str, dict[str, Example]], notes: list[str]
) -> None:
    name, raw = message.get("intent_response_key") or message.get("intent"), message.get("text")
    if not name or not raw or not is_intent_name(name):
        notes.append(f"{file}: an example of the intent '{name or ''}' ({raw!r}) is left out")
        return
    if name not in intents:
        intents[name] = _with_metadata(Intent(name, place=file), _metadata_of(message, "intent"), notes)
    if _metadata_of(message, "example"):
        notes.append(f"{file}: metadata of the example '{one_line(raw)}' is left out")
    text = clean(raw)
    if not text:
        notes.append(f"{file}: an empty example of '{name}' is left out")
        return
    shift = raw.find(text) if text in raw else 0
    spans = [_span(entity, shift) for entity in message.get("entities") or []]
    kept = tuple(span for span in spans if _can_hold(span, text))
    if lost := [span.entity for span in spans if span not in kept]:
        notes.append(f"{file}: the example '{text}' is kept without the entity {lost[0]!r}, which a cell can't hold")
    if text != raw:
        notes.append(f"{file}: '{text}' is kept without white space at its edges, or characters that a cell can't hold")
    example = examples.setdefault(name, {}).setdefault(text, Example(text, kept, file))
    if example.entities != kept:
        notes.append(f"{file}: the example '{text}' of '{name}' stands there with other entities; the first is kept")


def _metadata_of(message: Any, what: str) -> Any:
    """Return the metadata of an `intent` or `example`, None where there are none."""
    metadata = message.get("metadata")
    return metadata.get(what) if isinstance(metadata, Mapping) else None


def _with_metadata(intent: Intent, metadata: Any, notes: list[str]) -> Intent:
    if metadata and not isinstance(metadata, Mapping):
        notes.append(f"{intent.place}: metadata of the intent '{intent.name}' is left out ({metadata})")
        return intent
    ours = dict(metadata or {})
    title, kind = str(ours.pop("title", "")), ours.pop("kind", "faq")
    if ours:
        notes.append(f"{intent.place}: metadata of the intent '{intent.name}' is left out ({', '.join(ours)})")
    return replace(intent, title=one_line(title), kind=cast("Kind", kind if kind in KINDS else "faq"))


def _span(entity: Mapping[str, Any], shift: int) -> Span:
    return Span(
        start=entity["start"] - shift,
        end=entity["end"] - shift,
        entity=str(entity["entity"]),
        value=None if entity.get("value") is None else str(entity["value"]),
        role=entity.get("role"),
        group=entity.get("group"),
    )


def _can_hold(span: Span, text: str) -> bool:
    inside = 0 <= span.start < span.end <= len(text)
    covered = text[span.start : span.end]
    return inside and is_entity_name(span.entity) and span.value != "" and "]" not in covered


def _note_conflicts(intents: Iterable[Intent], notes: list[str]) -> None:
    first: dict[str, str] = {}
    for intent in intents:
        for example in intent.examples:
            other = first.setdefault(one_line(example.text).casefold(), intent.name)
            if other != intent.name:
                notes.append(
                    f"{example.place}: '{example.text}' stands under '{other}' and '{intent.name}'; "
                    "converting the workbook will ask to keep one"
                )


def _synonyms(
    ways: Mapping[str, str], intents: Iterable[Intent], lookups: Mapping[str, list[str]], notes: list[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Leave out synonyms that annotations give anyway; find the entity from examples and lookups where they tell."""
    entity_of: dict[str, str] = {value: entity for entity, values in lookups.items() for value in values}
    given: set[tuple[str, str]] = set()
    for intent in intents:
        for example in intent.examples:
            for span in example.entities:
                text = example.text[span.start : span.end]
                entity_of.setdefault(span.value or text, span.entity)
                given.add((text, span.value or text))
    found: dict[tuple[str, str], list[str]] = {}
    for way, value in ways.items():
        if (way, value) in given:
            continue
        if way != one_line(way) or str(value) != one_line(str(value)) or not way:
            notes.append(f"synonym '{way}' of '{value}': white space is folded")
        found.setdefault((entity_of.get(value, ""), one_line(str(value))), []).append(one_line(way))
    return {key: tuple(texts) for key, texts in found.items()}


def _tables(what: str, tables: Mapping[str, list[str]], notes: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, values in tables.items():
        folded = [one_line(str(value)) for value in values]
        found[one_line(name)] = tuple(dict.fromkeys(text for text in folded if text))
        if folded != values:
            notes.append(f"{what} '{name}': white space in its values is folded")
        if len(found[one_line(name)]) < len(values):
            notes.append(f"{what} '{name}': repeated or empty values are left out")
    return {name: values for name, values in found.items() if name and values}


def _patterns(name: str, patterns: list[str], notes: list[str]) -> tuple[str, ...]:
    """White space counts, but neither a cell nor Rasa's YAML holds it at the edges: there it is escaped."""
    found = {_escaped_edges(pattern): pattern for pattern in patterns if pattern}
    for escaped, pattern in found.items():
        if escaped != pattern:
            notes.append(f"regex '{name}': '{pattern}' is written '{escaped}', so that no blank at its edges gets lost")
    if len(found) < len(patterns):
        notes.append(f"regex '{name}': repeated or empty patterns are left out")
    return tuple(found)


def _escaped_edges(pattern: str) -> str:
    left, right = len(pattern) - len(pattern.lstrip()), len(pattern.rstrip())
    core = pattern[left:right]
    if (len(core) - len(core.rstrip("\\"))) % 2 and right < len(pattern):
        core = core[:-1]  # the blank was escaped already
    return _code_points(pattern[:left]) + core + _code_points(pattern[right:] if right > left else "")


def _code_points(blanks: str) -> str:
    return "".join(f"\\x{ord(blank):02x}" if ord(blank) < 256 else f"\\u{ord(blank):04x}" for blank in blanks)
