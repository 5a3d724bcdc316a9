"""Periods that a message plainly names although understanding marked none, and words that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.dialogue import Mention
from advisor.periods.period import Period, period_of
from advisor.periods.scan import period_in
from tests.fakes.portfolio import day

TODAY = day("2026-11-20")
FIRST = day("2020-02-03")


def _period(message: str, *marked: str) -> Period:
    mentions = [Mention("period", words, words) for words in marked]
    return period_of(mentions, message=message, default="this year", today=TODAY, first_transaction=FIRST)


@pytest.mark.parametrize(
    ("message", "start", "end"),
    [
        ("how did I do today", "2026-11-20", "2026-11-20"),
        ("my return 2025-Q2", "2025-04-01", "2025-06-30"),
        ("return 2025 q2?", "2025-04-01", "2025-06-30"),
        ("how was Q2'25", "2025-04-01", "2025-06-30"),
        ("gains in q2 fy25", "2025-04-01", "2025-06-30"),
        ("dividends 1H25", "2025-01-01", "2025-06-30"),
        ("in q2 10 trades", "2026-04-01", "2026-06-30"),
        ("gain since q2'25", "2025-04-01", "2026-11-20"),
        ("fees from Q1'25 to 2Q25", "2025-01-01", "2025-06-30"),
        ("yesterdays return?", "2026-11-19", "2026-11-19"),
        ("yesterday’s gain", "2026-11-19", "2026-11-19"),
        ("gain since yesterday", "2026-11-19", "2026-11-20"),
        ("how are we doing this week", "2026-11-16", "2026-11-20"),
        ("QTD gains", "2026-10-01", "2026-11-20"),
        ("my year-to-date return", "2026-01-01", "2026-11-20"),
        ("what did we earn last qtr", "2026-07-01", "2026-09-30"),
        ("how much did I make lst year", "2025-01-01", "2025-12-31"),
        ("prior year performance", "2025-01-01", "2025-12-31"),
        ("my gain for the previous month", "2026-10-01", "2026-10-31"),
        ("last ninety days how did i do", "2026-08-23", "2026-11-20"),
        ("1y return", "2025-11-21", "2026-11-20"),
        ("my 3 month performance", "2026-08-21", "2026-11-20"),
        ("up since march?", "2026-03-01", "2026-11-20"),
        ("since 3/4/2025 how much", "2025-03-04", "2026-11-20"),
        ("am I up since 2023", "2023-01-01", "2026-11-20"),
        ("since the beginning of the year", "2026-01-01", "2026-11-20"),
        ("how much did i gain from may until now", "2026-05-01", "2026-11-20"),
        ("from March 2024 to June 2025", "2024-03-01", "2025-06-30"),
        ("between q1 and q2 last year, my return", "2025-01-01", "2025-06-30"),
        ("how did I do in 2024", "2024-01-01", "2024-12-31"),
        ("how did I do in june 2024", "2024-06-01", "2024-06-30"),
        ("my 5 march 2024 result", "2024-03-05", "2024-03-05"),
        ("on march 5th how was it", "2026-03-05", "2026-03-05"),
        ("did I do well in april", "2026-04-01", "2026-04-30"),
        ("what about q3", "2026-07-01", "2026-09-30"),
        ("second quarter of last year please", "2025-04-01", "2025-06-30"),
        ("all-time gains", "2020-02-03", "2026-11-20"),
        ("return over the last year and a half", "2025-05-21", "2026-11-20"),
        ("gains oct 2025 through jan 2026", "2025-10-01", "2026-01-31"),
        ("since two weeks ago", "2026-11-06", "2026-11-20"),
        ("two days ago how did i do", "2026-11-18", "2026-11-18"),
        ("how did my portfolio do monday", "2026-11-16", "2026-11-16"),
        ("gain since monday", "2026-11-16", "2026-11-20"),
        ("up since labor day?", "2026-09-07", "2026-11-20"),
        ("how much have I made since new year's", "2026-01-01", "2026-11-20"),
        ("since last fall, what did I gain", "2025-09-01", "2026-11-20"),
        ("how did I do last summer", "2026-06-01", "2026-08-31"),
        ("how did I do last fall compared to the market", "2025-09-01", "2025-11-30"),
        ("last year vs s&p 500", "2025-01-01", "2025-12-31"),
        ("what happened last weekend", "2026-11-14", "2026-11-15"),
        ("my return between easter and thanksgiving", "2025-04-20", "2025-11-27"),
        ("total return to date", "2020-02-03", "2026-11-20"),
        ("lifetime performance", "2020-02-03", "2026-11-20"),
        ("have I ever made money with you", "2020-02-03", "2026-11-20"),
        ("how much have I earned from the beginning", "2020-02-03", "2026-11-20"),
        ("gains since I opened this", "2020-02-03", "2026-11-20"),
    ],
)
def test_a_period_nobody_marked_is_found_where_it_is_plain(message: str, start: str, end: str) -> None:
    period = _period(message)
    assert (str(period.start), str(period.end), period.assumed) == (start, end, False)


@pytest.mark.parametrize(
    "message",
    [
        *(
            "may I see my performance",
            "sep ira performance",
            "statement for my SEP, 2025",
            "differ in risk and return",
            "how is my money in sep ira",
            "March on, portfolio!",
        ),
        *("how is Retirement 2050 doing", "money in 2050 fund", "what's my return right now", "gain as of today"),
        *("this year compared to last year", "compared to last year", "end of 2024", "at the end of last year"),
        *("the first week of march", "first week of march 2024", "before last year", "until march 2024"),
        *("how is it going", "same period last year", "this time last year", "in march and april"),
        *("a return after 3 months", "mid 2024", "next month", "worse than ever", "whatever my return is"),
        *('/performance{"account": "last year"}', "I put in 2000 dollars", "in jane's account", "my 401k", ""),
    ],
)
def test_words_that_may_mean_something_else_name_no_period(message: str) -> None:
    assert period_in(message) is None
    assert _period(message).assumed


def test_a_mark_that_holds_only_a_part_is_widened() -> None:
    half = _period("how did i do in the first half of 2024", "2024")
    assert (half.start, half.end) == (day("2024-01-01"), day("2024-06-30"))
    longer = _period("return over the last year and a half", "over the last year")
    assert (longer.start, longer.end) == (day("2025-05-21"), TODAY)
    assert _period("overall return since day one", "since day").start == FIRST


def test_before_outside_of_the_mark_is_not_that_period() -> None:
    assert _period("return before 2024", "2024").not_understood
    assert _period("how was early 2025", "early 2025").not_understood


def test_the_last_quarter_of_a_year_marked_in_two_parts_is_its_fourth() -> None:
    quarter = _period("how did i do in the last quarter of 2025", "in the last quarter", "2025")
    assert (quarter.start, quarter.end) == (day("2025-10-01"), day("2025-12-31"))
    month = _period("return in the last month of 2025", "in the last month", "2025")
    assert (month.start, month.end) == (day("2025-12-01"), day("2025-12-31"))


def test_a_mark_elsewhere_counts_more_than_what_is_found() -> None:
    assert _period("last year I asked about March", "March").start == day("2026-03-01")


def test_a_period_in_the_message_counts_more_than_one_of_an_earlier_turn() -> None:
    assert _period("and last month?", "this year").start == day("2026-10-01")
    assert _period("and the roth?", "last year").start == day("2025-01-01")


@given(message=st.text(max_size=200))
def test_any_message_is_survived_and_places_are_right(message: str) -> None:
    found = period_in(message)
    assert found is None or 0 <= found.start < found.end <= len(message)
