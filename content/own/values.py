"""Check synonyms, lookups and regexes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from content.closest import did_you_mean
from content.own.draft import Draft, ValueRow
from content.records import Intent


def build_synonyms(draft: Draft, intents: Mapping[str, Intent]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Rasa keeps one meaning per synonym, whatever the entity: two are a mistake."""
    entities = _entities(intents)
    found: dict[tuple[str, str], list[str]] = {}
    meaning: dict[str, tuple[str, str]] = {}  # synonym → value, place
    for row in draft.synonyms:
        if not row.value or not row.text:
            empty = "value" if not row.value else "synonym"
            draft.problem(row.place.at(empty), "the synonym is empty on one side", _fill(row, empty))
            continue
        if row.entity and row.entity not in entities:
            _unknown_entity(draft, row.place.at("entity"), row.entity, entities)
        value, place = meaning.setdefault(row.text, (row.value, row.place.row))
        if value != row.value:
            what = f"'{row.text}' stands for '{row.value}' here and for '{value}' in {place}"
            draft.problem(row.place.at("synonym"), what, "Rasa holds one meaning per synonym; keep one")
        elif row.text in found.get((row.entity, row.value), ()):
            draft.problem(row.place.at("synonym"), f"'{row.text}' stands in {place} already", "delete one")
        else:
            found.setdefault((row.entity, row.value), []).append(row.text)
    for intent in intents.values():
        for example in intent.examples:
            for span in example.entities:
                text = example.text[span.start : span.end]
                if span.value is not None and meaning.get(text, (span.value, ""))[0] != span.value:
                    draft.note(example.place, f"'{text}' means '{span.value}' there, '{meaning[text][0]}' elsewhere")
                elif span.value is not None:
                    meaning.setdefault(text, (span.value, example.place))
    return {key: tuple(texts) for key, texts in found.items()}


def build_lookups(draft: Draft, intents: Mapping[str, Intent]) -> dict[str, tuple[str, ...]]:
    entities = _entities(intents)
    found: dict[str, dict[str, None]] = {}
    for row in draft.lookups:
        if not row.entity or not row.text:
            empty = "entity" if not row.entity else "value"
            draft.problem(row.place.at(empty), f"the {empty} is empty", _fill(row, empty))
            continue
        if row.entity not in entities and entities:
            mend = did_you_mean(row.entity, entities)
            what = f"no example marks the entity '{row.entity}'" + (f"; {mend}" if mend else "")
            if row.entity not in found:
                draft.note(row.place.at("entity"), what)
        found.setdefault(row.entity, {})[row.text] = None
    return {entity: tuple(values) for entity, values in found.items()}


def build_regexes(draft: Draft) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for row in draft.regexes:
        if not row.entity or not row.text:
            empty = "name" if not row.entity else "pattern"
            draft.problem(row.place.at(empty), f"the {empty} is empty", _fill(row, empty))
            continue
        if "\n" in row.text:
            draft.problem(row.place.at("pattern"), f"the pattern of '{row.entity}' has several lines", "write \\n")
            continue
        try:
            re.compile(row.text)
        except re.error as error:
            draft.problem(row.place.at("pattern"), f"'{row.text}' is no regular expression ({error})", "mend it")
        found.setdefault(row.entity, {})[row.text] = None
    return {name: tuple(patterns) for name, patterns in found.items()}


def _fill(row: ValueRow, empty: str) -> str:
    return f"write the {empty}" if row.place.is_json else f"fill the column '{empty}'"


def _entities(intents: Mapping[str, Intent]) -> set[str]:
    return {span.entity for intent in intents.values() for example in intent.examples for span in example.entities}


def _unknown_entity(draft: Draft, place: str, entity: str, entities: set[str]) -> None:
    if hint := did_you_mean(entity, entities):
        draft.problem(place, f"no example marks the entity '{entity}'", hint)
    else:
        draft.note(place, f"no example marks the entity '{entity}'")
