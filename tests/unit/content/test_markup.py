"""Entity markup: Rasa reads what we write, and we read what Rasa reads."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.entities_parser import (
    ENTITY_REGEX,
    find_entities_in_training_example,
    replace_entities,
)

from content.markup import ANNOTATION, MarkupError, parse, render
from content.records import Span

texts = st.text(alphabet=st.sampled_from('[](){}"\\:ab x\nш😀'), min_size=1, max_size=20)


def test_the_expression_is_rasas() -> None:
    assert ANNOTATION.pattern == ENTITY_REGEX.pattern


def test_entities_stand_beside_the_plain_text() -> None:
    text, spans = parse('what did [VTI](security) pay [last year]{"entity": "period", "value": "2025"}')
    assert text == "what did VTI pay last year"
    assert spans == (Span(9, 12, "security"), Span(17, 26, "period", "2025"))


def test_roles_and_two_entities_on_one_span_survive() -> None:
    annotated = 'from [Rome]{"entity": "city", "role": "from"} to [Oslo][{"entity": "city"}, {"entity": "goal"}]'
    text, spans = parse(annotated)
    assert [(span.entity, span.role) for span in spans] == [("city", "from"), ("city", None), ("goal", None)]
    assert parse(render(text, spans)) == (text, spans)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_brackets_that_mean_nothing_arrive_as_they_are(text: str) -> None:
    written = render(text)
    assert parse(written) == (text, ())
    assert replace_entities(written) == text
    assert find_entities_in_training_example(written) == []


@given(texts, st.data())
@settings(max_examples=300, deadline=None)
def test_any_span_with_any_value_is_read_back_by_rasa(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if "]" in text[start:end]:
        return
    value = data.draw(st.none() | texts)
    span = Span(start, end, "thing", None if value == text[start:end] else value)
    written = render(text, (span,))
    assert parse(written) == (text, (span,))
    assert replace_entities(written) == text
    found = find_entities_in_training_example(written)
    assert [(e["start"], e["end"], e["value"]) for e in found] == [(start, end, span.value or text[start:end])]


@pytest.mark.parametrize(
    ("annotated", "why"),
    [
        ("pay [last year] (period)", "space"),
        ("pay [last year](period", "not closed"),
        ("pay [last year(period)", "']' is missing"),
        ("pay last year](period)", "'[' is missing"),
        ("pay [](period)", "nothing stands between"),
        ("pay [last year]()", "no name"),
        ("pay [last year](:2025)", "no name"),
        ("pay [ ](period)", "nothing but blanks is marked"),
        ("pay [[last year](period)", "a '[' stands inside"),
        ("pay [last year](period:)", "nothing stands after ':'"),
        ("pay [[last year]](period)", "a ']' too many"),
        ('pay [last year]{"entity": "period", "value": ""}', "the value is empty"),
        ("see [last year](1)", "no name of an entity"),
        ("pay [last year]{entity: period}", "no JSON"),
        ('pay [last year]{"entiti": "period"}', "unknown key"),
        ('pay [last year]{"value": "2025"}', "'entity' is missing"),
        ("pay [last year](the period)", "no name of an entity"),
    ],
)
def test_malformed_annotations_are_told(annotated: str, why: str) -> None:
    with pytest.raises(MarkupError, match=re.escape(why)):
        parse(annotated)


def test_brackets_without_entity_stay_literal() -> None:
    assert parse("what is [this] about") == ("what is [this] about", ())


def test_a_span_over_a_closing_bracket_is_refused() -> None:
    with pytest.raises(ValueError, match="closing bracket"):
        render("a]b", (Span(0, 3, "thing"),))
