"""Content → data/nlu/*.yml: intents by kind, and what entities are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from content.markup import render
from content.rasa_project.yaml_text import lines
from content.records import Content, Example, Intent
from content.sheets import KINDS

VERSION = "3.1"


def nlu_files(content: Content) -> dict[str, dict[str, Any]]:
    """Return the data of each file by its path in the project."""
    files: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        items = [_intent(intent) for intent in content.intents if intent.kind == kind and intent.examples]
        if items:
            files[f"data/nlu/{kind}.yml"] = {"version": VERSION, "nlu": items}
    entities = [*_synonyms(content), *_tables(content)]
    if entities:
        files["data/nlu/entities.yml"] = {"version": VERSION, "nlu": entities}
    return files


def intent_metadata(intent: Intent) -> dict[str, str]:
    """Return what is kept beside the examples so that the way back finds it; Rasa carries it along untouched."""
    found = {"title": intent.title} if intent.title else {}
    return found | ({"kind": intent.kind} if intent.kind != "faq" else {})


def _intent(intent: Intent) -> dict[str, Any]:
    item: dict[str, Any] = {"intent": intent.name}
    if metadata := intent_metadata(intent):
        item["metadata"] = metadata
    return item | {"examples": _examples(intent.examples)}


def _examples(examples: Sequence[Example]) -> Any:
    """A block of lines where each fits a line of its own, else a list of quoted texts: Rasa reads both."""
    annotated = [render(example.text, example.entities) for example in examples]
    if all(_is_plain_line(text) for text in annotated):
        return lines(annotated)
    return [{"text": text} for text in annotated]


def _is_plain_line(text: str) -> bool:
    return text.isprintable() and len(text.splitlines()) == 1


def _synonyms(content: Content) -> list[dict[str, Any]]:
    """Rasa knows no entity of a synonym: one value's ways are listed together."""
    ways: dict[str, dict[str, None]] = {}
    for (_, value), texts in content.synonyms.items():
        ways.setdefault(value, {}).update(dict.fromkeys(texts))
    return [{"synonym": value, "examples": lines(list(texts))} for value, texts in ways.items()]


def _tables(content: Content) -> list[dict[str, Any]]:
    lookups = [{"lookup": entity, "examples": lines(values)} for entity, values in content.lookups.items()]
    regexes = [{"regex": name, "examples": lines(patterns)} for name, patterns in content.regexes.items()]
    return [*lookups, *regexes]
