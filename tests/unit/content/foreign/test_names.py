from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.constants import DEFAULT_INTENTS

from content.foreign.names import RESERVED, Slugs, is_fallback, slug
from tests.unit.content.foreign.conftest import Read, examples

VALID = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("greeting", "greeting"),
        ("Good Bye", "good_bye"),
        ("GoodBye", "good_bye"),
        ("opening/hours", "opening_hours"),
        ("a+b", "a_b"),
        ("año nuevo", "ano_nuevo"),
        ("привет", "privet"),
        ("开户", "kai_hu"),
        ("yes", "yes"),
        ("null", "null"),
        ("1e3", "1e3"),
        ("???", "intent"),
        ("back", "back_intent"),
        ("Default", "default_intent"),
    ],
)
def test_names_become_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


@settings(deadline=None)
@given(st.text())
def test_every_name_becomes_a_valid_slug_that_stays_itself(name: str) -> None:
    made = slug(name)
    assert VALID.fullmatch(made)
    assert len(made) <= 70
    assert made not in RESERVED
    assert slug(made) == made
    assert slug(name) == made


@settings(deadline=None)
@given(st.lists(st.text(max_size=8), max_size=30))
def test_slugs_are_unique_and_the_same_every_time(names: list[str]) -> None:
    first, second = Slugs(RESERVED), Slugs(RESERVED)
    made = [first.take(name) for name in names]
    assert len(set(made)) == len(made)
    assert made == [second.take(name) for name in names]


def test_rasas_own_intents_are_all_reserved() -> None:
    assert set(DEFAULT_INTENTS) <= RESERVED


def test_names_of_one_form_are_numbered_and_a_valid_name_keeps_itself(read: Read) -> None:
    entries = [
        {"tag": "A B", "patterns": ["1"], "responses": ["x"]},
        {"tag": "a/b", "patterns": ["2"], "responses": ["x"]},
        {"tag": "a_b", "patterns": ["3"], "responses": ["x"]},
        {"tag": "a_b_2", "patterns": ["4"], "responses": ["x"]},
    ]
    reading = read("a.json", entries)
    assert examples(reading) == {"a_b_3": ["1"], "a_b_4": ["2"], "a_b": ["3"], "a_b_2": ["4"]}
    assert reading.renames == {"A B": "a_b_3", "a/b": "a_b_4"}
    assert [intent.title for intent in reading.content.intents] == ["A B", "a/b", "a_b", "a_b_2"]


def test_an_intent_without_a_name_and_answers_is_named_from_its_question(read: Read) -> None:
    entries = [
        {"tag": None, "patterns": ["Who are you?"], "responses": ["Me"]},
        {"tag": " ", "patterns": ["x"], "responses": ["y"]},
    ]
    assert examples(read("a.json", entries)) == {"who_are_you": ["Who are you?"], "x": ["x"]}


@pytest.mark.parametrize(
    "name",
    [
        "fallback",
        "noanswer",
        "No Answer",
        "default",
        "Default Fallback Intent",
        "unknown",
        "none",
        "no_entiendo",
        "desconhecido",
        "não entendi",
        "nicht verstanden",
        "out_of_scope",
    ],
)
def test_fallbacks_are_known_by_name(name: str) -> None:
    assert is_fallback(name)


@pytest.mark.parametrize("name", ["greeting", "default_payment", "unknown_charge", "nonesuch", "answer"])
def test_other_names_are_no_fallbacks(name: str) -> None:
    assert not is_fallback(name)
