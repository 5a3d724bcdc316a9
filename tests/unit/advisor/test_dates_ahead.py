"""Points in time that lie ahead, said on Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.dialogue import Mention
from advisor.resolve.dates import Aged, Named, Shifted, When, date_meant, when_in, when_meant
from tests.fakes.portfolio import day
from tests.unit.advisor.world import TODAY

PLANNED = day("2046-08-31")


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("in 2050", "2050-08-31"),  # the rest stays as planned
        ("by 2040", "2040-08-31"),
        ("by twenty forty-three", "2043-08-31"),
        ("by June 2030", "2030-06-30"),
        ("until february 2030", "2030-02-28"),
        ("by June 15, 2036", "2036-06-15"),
        ("2036-06-15", "2036-06-15"),
        ("in five years", "2031-11-20"),
        ("in a year and a half", "2028-05-20"),
        ("in half a year", "2027-05-20"),
        ("by the end of 2030", "2030-12-31"),
        ("next year", "2027-08-31"),
        ("by next summer", "2027-06-30"),
        ("two years later", "2048-08-31"),
        ("3 years longer", "2049-08-31"),
        ("18 months earlier", "2045-02-28"),
        ("a decade sooner", "2036-08-31"),
        ("two more years", "2048-08-31"),
    ],
)
def test_what_is_not_said_stays_as_planned(words: str, on: str) -> None:
    when = when_meant(words, TODAY)
    assert isinstance(when, (Named, Shifted)) and when.on(PLANNED) == day(on)


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("tomorrow at noon", "2026-11-21"),
        ("day after tomorrow", "2026-11-22"),
        ("next Tuesday at 3", "2026-11-24"),
        ("on Friday", "2026-11-27"),
        ("this Saturday", "2026-11-21"),
        ("wed", "2026-11-25"),
        ("next week", "2026-11-23"),
        ("on March 14", "2027-03-14"),
        ("on 12/3", "2026-12-03"),
        ("on the 10th", "2026-12-10"),
        ("in two weeks", "2026-12-04"),
        ("before Christmas", "2026-12-24"),
        ("after thanksgiving", "2026-11-27"),
        ("by Labor Day", "2027-09-06"),
        ("on the Monday after Easter", "2027-03-29"),
        ("Christmas 2030", "2030-12-25"),
        ("by 2040", "2040-12-31"),
    ],
)
def test_without_a_plan_a_day_is_the_next_such_one(words: str, on: str) -> None:
    assert date_meant([Mention("date", words, words)], TODAY) == day(on)


def test_next_tuesday_said_on_a_monday_is_in_the_week_after() -> None:
    monday = day("2026-11-23")
    assert date_meant([Mention("date", "next Tuesday", "next Tuesday")], monday) == day("2026-12-01")
    assert date_meant([Mention("date", "on Tuesday", "on Tuesday")], monday) == day("2026-11-24")


@pytest.mark.parametrize("words", ["at 62", "age 62", "by my 62nd birthday", "until 62", "before I turn 62", "62"])
def test_an_age_is_no_date(words: str) -> None:
    assert when_meant(words, TODAY) == Aged(62)


@pytest.mark.parametrize("words", ["at 5 pm", "at 2 o'clock", "this afternoon", "in an hour", "whenever", ""])
def test_a_time_of_day_or_nothing_is_no_date(words: str) -> None:
    assert when_meant(words, TODAY) is None


def test_words_around_tell_which_way_a_span_goes() -> None:
    assert when_meant("by 18 months", TODAY, around="if I delayed it by 18 months") == Shifted(18)
    assert when_meant("by 18 months", TODAY, around="bring it forward by 18 months") == Shifted(-18)


@pytest.mark.parametrize(
    ("message", "when"),
    [
        ("what if i work 3 years longer", Shifted(36)),
        ("what if I retire at 62", Aged(62)),
        ("could we do it in 2030 instead", Named(2030)),
        ("what if I save 2030 more", None),
        ("how did it go in the last five years", None),
        ("in 2030 or in 2032?", None),
    ],
)
def test_a_message_is_read_only_where_it_can_mean_one_thing(message: str, when: When | None) -> None:
    assert when_in(message, TODAY) == when


@given(st.dates(date(2026, 1, 1), date(2120, 12, 31)), st.integers(-600, 600).filter(bool), st.integers(18, 99))
def test_words_for_a_date_are_read_as_it_again(on: date, months: int, age: int) -> None:
    for when in (
        Named(on.year),
        Named(on.year, on.month),
        Named(on.year, on.month, on.day),
        Shifted(months),
        Aged(age),
    ):
        assert when_meant(when.words, TODAY) == when


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    when_meant(text, TODAY)
    when_in(text, TODAY)
