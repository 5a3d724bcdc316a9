from __future__ import annotations

from typing import Any

from content.records import Span
from tests.unit.content.foreign.conftest import Read, noted

BYE = {"text": "bye", "intent": "bye"}


def spans(read: Read, entry: Any) -> tuple[str, tuple[Span, ...]]:
    example = read("a.json", [entry, BYE]).content.intents[0].examples[0]
    return example.text, example.entities


def test_offsets_beside_a_text_become_spans(read: Read) -> None:
    entities = [
        {"start": 8, "end": 11, "entity": "fund name", "value": "Vanguard"},
        {"start": 0, "end": 4, "entity": "verb"},
    ]
    entry = {"text": "show my VTI", "intent": "show", "entities": entities}
    assert spans(read, entry) == ("show my VTI", (Span(0, 4, "verb"), Span(8, 11, "fund_name", "Vanguard")))


def test_offsets_that_count_the_last_character_in_become_spans(read: Read) -> None:
    entry = {"text": "show VTI", "intent": "show", "entities": [{"startPos": 5, "endPos": 7, "entity": "fund"}]}
    assert spans(read, entry) == ("show VTI", (Span(5, 8, "fund"),))


def test_parts_become_one_text_with_spans(read: Read) -> None:
    parts = [{"text": "show "}, {"text": "VTI", "entityType": "@fund", "alias": "fund"}, {"text": " now"}]
    assert spans(read, {"tag": "show", "patterns": [{"parts": parts}]}) == ("show VTI now", (Span(5, 8, "fund"),))


def test_spans_move_with_the_folding_of_their_text(read: Read) -> None:
    entry = {"text": "  show  VTI ", "intent": "show", "entities": [{"start": 8, "end": 11, "entity": "fund"}]}
    assert spans(read, entry) == ("show VTI", (Span(5, 8, "fund"),))


def test_entities_that_do_not_fit_are_told(read: Read) -> None:
    entities = [
        {"start": 0, "end": 99, "entity": "x"},
        {"start": 2, "end": 1, "entity": "x"},
        {"start": 0, "end": 2, "entity": ""},
        {"start": 0, "end": 2, "entity": "ok"},
        {"start": 1, "end": 3, "entity": "over"},
        "nonsense",
    ]
    reading = read("a.json", [{"text": "abcd", "intent": "a", "entities": entities}, BYE])
    assert reading.content.intents[0].examples[0].entities == (Span(0, 2, "ok"),)
    assert noted(reading, "and 4 more", "doesn't fit")
