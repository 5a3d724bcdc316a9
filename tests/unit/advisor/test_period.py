"""Periods as answers use them: cut to what has happened, defaults, and phrases that understanding tore apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.dialogue import Mention
from advisor.periods.period import Period, period_of
from tests.fakes.portfolio import day

TODAY = day("2026-11-20")


def _mention(text: str, value: str | None = None) -> Mention:
    return Mention("period", text, value or text)


def _period(*mentions: Mention, message: str = "", first: str | None = "2025-06-15") -> Period:
    first_transaction = None if first is None else day(first)
    return period_of(mentions, message=message, default="this year", today=TODAY, first_transaction=first_transaction)


def test_without_a_mention_the_default_is_assumed() -> None:
    assert _period() == Period(day("2026-01-01"), TODAY, "this year", assumed=True)


def test_words_not_understood_fall_back_and_say_so() -> None:
    period = _period(_mention("the other day"))
    assert period == Period(day("2026-01-01"), TODAY, "this year", assumed=True, not_understood=True)


def test_a_period_never_starts_before_the_first_transaction() -> None:
    assert _period(_mention("in 2025")).start == day("2025-06-15")


def test_since_inception_starts_with_the_first_transaction() -> None:
    assert _period(_mention("all time")).start == day("2025-06-15")


def test_a_period_never_ends_after_today() -> None:
    assert _period(_mention("in november")).end == TODAY


@pytest.mark.parametrize(("words", "ahead"), [("in 2030", True), ("tomorrow", True), ("in 2024", False)])
def test_a_period_wholly_outside_has_no_days(words: str, ahead: bool) -> None:
    period = _period(_mention(words))
    assert (period.start, period.end, period.days, period.ahead) == (None, None, 0, ahead)


def test_without_transactions_the_words_stand() -> None:
    assert _period(_mention("last year"), first=None).start == day("2025-01-01")
    assert _period(_mention("ever"), first=None).start == TODAY


def test_since_outside_of_the_mention_still_counts() -> None:
    period = _period(_mention("march"), message="how did I do since March?")
    assert (period.start, period.end) == (day("2026-03-01"), TODAY)


def test_two_mentions_of_one_phrase_are_read_together() -> None:
    period = _period(_mention("march"), _mention("may"), message="gains from march to may please")
    assert (period.start, period.end) == (day("2026-03-01"), day("2026-05-31"))


def test_a_mention_kept_from_an_earlier_turn_stands_by_itself() -> None:
    assert _period(_mention("last month"), message="and the roth?").start == day("2026-10-01")


def test_the_value_of_a_synonym_is_understood() -> None:
    assert _period(_mention("annee", "this year")).assumed is False


_WORDS = st.sampled_from(
    [
        "today",
        "last week",
        "past 3 months",
        "since march",
        "in 2024",
        "q3",
        "from nov to feb",
        "ever",
        "on 29 feb",
        "2030",
    ]
)


@given(words=_WORDS, today=st.dates(date(2000, 1, 1), date(2060, 1, 1)), age=st.integers(0, 4000))
def test_a_period_lies_between_first_transaction_and_today(words: str, today: date, age: int) -> None:
    first = date.fromordinal(today.toordinal() - age)
    period = period_of([_mention(words)], message="", default="this year", today=today, first_transaction=first)
    if period.start is not None and period.end is not None:
        assert first <= period.start <= period.end <= today
