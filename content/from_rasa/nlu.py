"""Rasa's NLU training data → intents with examples, synonyms, lookups, regexes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from content.names import is_intent_name, is_name
from content.records import Example, Intent, Kind, Span
from content.sheets import KINDS
from content.texts import clean, one_line


@dataclass
class NluReading:
    intents: tuple[Intent, ...] = ()
    synonyms: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    lookups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    regexes: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_nlu(files: Iterable[Path], notes: list[str]) -> NluReading:
    """Read all NLU files, in whatever format Rasa reads. Raises Rasa's own exceptions."""
    from rasa.shared.data import is_nlu_file
    from rasa.shared.nlu.training_data.loading import load_data

    intents: dict[str, Intent] = {}
    examples: dict[str, dict[str, Example]] = {}
    ways: dict[str, str] = {}
    lookups: dict[str, list[str]] = {}
    regexes: dict[str, list[str]] = {}
    for path in files:
        if not is_nlu_file(str(path)):
            continue
        data = load_data(str(path))
        for message in data.training_examples:
            _add(message, path.name, intents, examples, notes)
        ways |= data.entity_synonyms
        for table in data.lookup_tables:
            if isinstance(table["elements"], str):
                notes.append(f"{path.name}: the lookup '{table['name']}' is a file of its own and left out")
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
        regexes=_tables("regex", regexes, notes),
    )


def _add(
    message: Any, file: str, intents: dict[str, Intent], examples: dict[str, dict[str, Example]], notes: list[str]
) -> None:
    name, raw = message.get("intent_response_key") or message.get("intent"), message.get("text")
    if not name or not raw or not is_intent_name(name):
        notes.append(f"{file}: an example of the intent '{name or ''}' ({raw!r}) is left out")
        return
    if name not in intents:
        intents[name] = _with_metadata(Intent(name, place=file), message.get("metadata"), notes)
    text = clean(raw)
    if not text:
        notes.append(f"{file}: an empty example of '{name}' is left out")
        return
    shift = raw.find(text) if text in raw else 0
    spans = [_span(entity, shift) for entity in message.get("entities") or []]
    kept = tuple(span for span in spans if _can_hold(span, text))
    if len(kept) < len(spans) or text not in raw:
        notes.append(f"{file}: '{text}' is kept without what a cell can't hold (white space, odd annotations)")
    examples.setdefault(name, {}).setdefault(text, Example(text, kept, file))


def _with_metadata(intent: Intent, metadata: Any, notes: list[str]) -> Intent:
    ours = dict((metadata or {}).get("intent") or {}) if isinstance(metadata, Mapping) else {}
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
    return inside and "]" not in text[span.start : span.end] and is_name(span.entity)


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
        kept = tuple(dict.fromkeys(text for value in values if (text := one_line(str(value)))))
        if kept and one_line(name) == name:
            found[name] = kept
        if list(kept) != values:
            notes.append(f"{what} '{name}': repeated or empty values are left out")
    return found
