from __future__ import annotations

import pytest

from content.problems import ContentError
from tests.unit.content.foreign.conftest import Read, answers, examples, noted

SHARED = [
    {"tag": "a", "patterns": ["only a", "Both ways"], "responses": ["A"]},
    {"tag": "b", "patterns": ["both  WAYS", "only b"], "responses": ["B"]},
]


def test_an_example_under_two_intents_is_kept_under_none(read: Read) -> None:
    reading = read("a.json", SHARED)
    assert examples(reading) == {"a": ["only a"], "b": ["only b"]}
    assert noted(reading, "'Both ways'", "'a' and 'b'", "$[0].patterns[1]", "$[1].patterns[0]", "under none")


def test_on_conflict_first_keeps_it_under_the_first(read: Read) -> None:
    reading = read("a.json", SHARED, on_conflict="first")
    assert examples(reading) == {"a": ["only a", "Both ways"], "b": ["only b"]}
    assert noted(reading, "'Both ways'", "kept under the first")


def test_an_intent_left_without_examples_is_listed_and_left_out(read: Read) -> None:
    entries = [*SHARED, {"tag": "c", "patterns": ["only b"], "responses": ["C"]}]
    reading = read("a.json", entries, on_conflict="first")
    assert "c" not in examples(reading)
    assert "utter_c" not in answers(reading)
    assert noted(reading, "$[2]", "'c' is unreachable")


def test_a_file_of_nothing_but_conflicts_is_refused_with_the_way_out(read: Read) -> None:
    entries = [{"tag": tag, "patterns": ["x"], "responses": [tag]} for tag in "ab"]
    with pytest.raises(ContentError, match="--on-conflict first"):
        read("a.json", entries)


FAQ = "Question,Answer\nWhat is A?,one\nwhat is a?,two\nWhat is B?,three\n"


def test_conflicting_answers_are_listed_and_dropped(read: Read) -> None:
    reading = read("faq.csv", FAQ)
    assert examples(reading) == {"what_is_b": ["What is B?"]}
    assert noted(reading, "faq.csv, row 2", "'What is A?' has 2 different answers", "faq.csv, row 3", "left out")


def test_on_conflict_first_keeps_the_first_answer(read: Read) -> None:
    reading = read("faq.csv", FAQ, on_conflict="first")
    assert answers(reading) == {"utter_what_is_a": ["one"], "utter_what_is_b": ["three"]}
    assert noted(reading, "faq.csv, row 2", "the first was kept")


def test_fallbacks_become_the_fallback_answer(read: Read) -> None:
    entries = [
        *SHARED,
        {"tag": "noanswer", "patterns": ["", " "], "responses": ["Sorry?", "Pardon?"]},
        {"tag": "unknown", "patterns": [], "responses": ["Hm."]},
    ]
    reading = read("a.json", entries)
    assert answers(reading)["utter_default"] == ["Sorry?", "Pardon?", "Hm."]
    assert set(examples(reading)) == {"a", "b"}
    assert noted(reading, "$[2]", "'noanswer'", "fallback answer")


def test_other_intents_without_patterns_are_unreachable(read: Read) -> None:
    reading = read("a.json", [*SHARED, {"tag": "lost", "patterns": [], "responses": ["L"]}])
    assert "utter_lost" not in answers(reading)
    assert noted(reading, "$[2]", "'lost' is unreachable")


def test_a_fallback_with_patterns_is_an_intent_of_its_own(read: Read) -> None:
    reading = read("a.json", [*SHARED, {"tag": "default", "patterns": ["asdf"], "responses": ["D"]}])
    assert examples(reading)["default_intent"] == ["asdf"]
    assert answers(reading)["utter_default_intent"] == ["D"]
