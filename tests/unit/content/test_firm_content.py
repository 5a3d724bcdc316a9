"""The firm's own content: enough of it, marked with what its intents list, and apart from the held-out messages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.training_data import TrainingData

from content.own import read_sources
from content.records import Content

PROJECT = Path(__file__).resolve().parents[3]
LEAST_EXAMPLES = {"portfolio": 40, "request": 40, "faq": 25, "chat": 25}
LEAST_HELD_OUT = 8


@pytest.fixture(scope="module")
def content() -> Content:
    return read_sources(PROJECT / "data" / "source")


@pytest.fixture(scope="module")
def held_out() -> TrainingData:
    return load_data(str(PROJECT / "tests" / "nlu"))


def test_every_intent_has_examples_enough(content: Content) -> None:
    assert Counter(intent.kind for intent in content.intents) == {"chat": 15, "portfolio": 31, "request": 9, "faq": 47}
    few = {i.name: len(i.examples) for i in content.intents if len(i.examples) < LEAST_EXAMPLES[i.kind]}
    assert few == {}
    assert next(len(intent.examples) for intent in content.intents if intent.name == "out_of_scope") >= 250


def test_every_intent_has_a_title_that_fits_a_button(content: Content) -> None:
    assert {i.name: i.title for i in content.intents if not 0 < len(i.title) <= 30} == {}


def test_every_faq_is_answered_in_two_to_five_sentences(content: Content) -> None:
    answers = {response.name: response.texts for response in content.responses}
    for intent in content.intents:
        if intent.kind == "faq":
            for text in answers[f"utter_{intent.name}"]:
                sentences = [part for part in re.split(r"(?<![ap]\.m\.)(?<=[.!?])\s+(?=[A-Z0-9])", text) if part]
                assert 2 <= len(sentences) <= 5, (intent.name, len(sentences), text)
                assert "{{" not in text, (intent.name, "a fact was not filled in")


def test_faq_and_chat_examples_mark_no_entities(content: Content) -> None:
    marked = [i.name for i in content.intents if i.kind in ("faq", "chat") and any(e.entities for e in i.examples)]
    assert marked == []


def test_held_out_messages_cover_every_intent(content: Content, held_out: TrainingData) -> None:
    counts = Counter(example.get("intent") for example in held_out.intent_examples)
    assert {i.name: counts[i.name] for i in content.intents if counts[i.name] < LEAST_HELD_OUT} == {}
    assert set(counts) == {intent.name for intent in content.intents}


@pytest.mark.parametrize("folder", ["nlu", "nlu_fresh", "nlu_voices_fresh"])
def test_no_held_out_message_is_trained_on(content: Content, folder: str) -> None:
    def folded(text: str) -> str:
        return re.sub(r"[\W_]+", " ", text.lower()).strip() or text

    trained = {folded(example.text) for intent in content.intents for example in intent.examples}
    examples = load_data(str(PROJECT / "tests" / folder)).intent_examples
    assert [e.get("text") for e in examples if folded(e.get("text")) in trained] == []


def test_held_out_entities_are_those_that_examples_mark(content: Content, held_out: TrainingData) -> None:
    marks = {i.name: {span.entity for e in i.examples for span in e.entities} for i in content.intents}
    for example in held_out.intent_examples:
        assert {entity["entity"] for entity in example.get("entities", [])} <= marks[example.get("intent")]
