"""How often, in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from advisor.dialogue import Mention
from advisor.resolve.frequencies import frequency_meant, pace_meant, paces_in


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("weekly", 52),
        ("a week", 52),
        ("every friday", 52),
        ("every two weeks", 26),
        ("every other week", 26),
        ("biweekly", 26),
        ("fortnightly", 26),
        ("twice a month", 24),
        ("semi-monthly", 24),
        ("monthly", 12),
        ("once a month", 12),
        ("on the first of every month", 12),
        ("all months", 12),
        ("every 3 months", 4),
        ("a quarter", 4),
        ("quarterly", 4),
        ("a year", 1),
    ],
)
def test_a_pace_is_a_number_of_times_a_year(words: str, times: int) -> None:
    pace = pace_meant(words)
    assert pace is not None and pace.times_a_year == times


@pytest.mark.parametrize(("words", "monthly"), [("weekly", "520"), ("biweekly", "260"), ("quarterly", "40")])
def test_a_pace_comes_to_its_share_of_the_year_a_month(words: str, monthly: str) -> None:
    pace = pace_meant(words)
    assert pace is not None and pace.monthly(Decimal(120)) == Decimal(monthly)


def _frequency(words: str) -> str | None:
    return frequency_meant([Mention("frequency", words, words)])


def test_of_the_four_frequencies_twice_a_month_is_nearest_to_biweekly() -> None:
    assert (_frequency("twice a month"), _frequency("each week")) == ("biweekly", "weekly")


def test_what_is_none_of_the_four_is_none() -> None:
    assert (_frequency("a year"), _frequency("now and then"), frequency_meant([])) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("500 a motnh into the roth", ("a motnh", "a month")),
        ("evry month from now on", ("evry month", "a month")),
        ("quartrly, thanks", ("quartrly", "a quarter")),
        ("make it wekly!", ("wekly", "a week")),
    ],
)
def test_a_mistyped_pace_is_found_where_it_stands(text: str, found: tuple[str, str]) -> None:
    assert [(text[one.start : one.end], one.pace.words) for one in paces_in(text)] == [found]


@pytest.mark.parametrize("text", ["in a weak market", "if ever", "by word of mouth", "a moth"])
def test_words_that_only_look_like_a_pace_are_none(text: str) -> None:
    assert paces_in(text) == []
