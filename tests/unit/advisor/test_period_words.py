"""The table of period words in the finance conventions, row by row, on days that make it hard."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.periods.grammar import read_span

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 16)
NEW_YEAR = date(2026, 1, 1)
END_OF_MARCH = date(2026, 3, 31)
LEAP_DAY = date(2024, 2, 29)

TABLE = [
    (FRIDAY, "today", "2026-11-20", "2026-11-20"),
    (NEW_YEAR, "today", "2026-01-01", "2026-01-01"),
    (FRIDAY, "yesterday", "2026-11-19", "2026-11-19"),
    (NEW_YEAR, "yesterday", "2025-12-31", "2025-12-31"),
    # This unit, and to date
    (FRIDAY, "this week", "2026-11-16", "2026-11-20"),
    (MONDAY, "this week", "2026-11-16", "2026-11-16"),
    (NEW_YEAR, "this week", "2025-12-29", "2026-01-01"),
    (FRIDAY, "this month", "2026-11-01", "2026-11-20"),
    (FRIDAY, "this quarter", "2026-10-01", "2026-11-20"),
    (END_OF_MARCH, "this quarter", "2026-01-01", "2026-03-31"),
    (FRIDAY, "this year", "2026-01-01", "2026-11-20"),
    (NEW_YEAR, "this year", "2026-01-01", "2026-01-01"),
    (FRIDAY, "so far this year", "2026-01-01", "2026-11-20"),
    (FRIDAY, "week to date", "2026-11-16", "2026-11-20"),
    (FRIDAY, "month to date", "2026-11-01", "2026-11-20"),
    (FRIDAY, "quarter-to-date", "2026-10-01", "2026-11-20"),
    (FRIDAY, "year to date", "2026-01-01", "2026-11-20"),
    (FRIDAY, "WTD", "2026-11-16", "2026-11-20"),
    (FRIDAY, "MTD", "2026-11-01", "2026-11-20"),
    (FRIDAY, "QTD", "2026-10-01", "2026-11-20"),
    (FRIDAY, "YTD", "2026-01-01", "2026-11-20"),
    (FRIDAY, "y.t.d.", "2026-01-01", "2026-11-20"),
    # The last full unit
    (FRIDAY, "last week", "2026-11-09", "2026-11-15"),
    (MONDAY, "last week", "2026-11-09", "2026-11-15"),
    (FRIDAY, "last month", "2026-10-01", "2026-10-31"),
    (NEW_YEAR, "last month", "2025-12-01", "2025-12-31"),
    (END_OF_MARCH, "last month", "2026-02-01", "2026-02-28"),
    (FRIDAY, "last quarter", "2026-07-01", "2026-09-30"),
    (NEW_YEAR, "last quarter", "2025-10-01", "2025-12-31"),
    (FRIDAY, "last year", "2025-01-01", "2025-12-31"),
    (FRIDAY, "the previous quarter", "2026-07-01", "2026-09-30"),
    # The past N units
    (FRIDAY, "past 30 days", "2026-10-22", "2026-11-20"),
    (FRIDAY, "last 1 day", "2026-11-20", "2026-11-20"),
    (FRIDAY, "last 2 weeks", "2026-11-07", "2026-11-20"),
    (FRIDAY, "past wk", "2026-11-14", "2026-11-20"),
    (FRIDAY, "past month", "2026-10-21", "2026-11-20"),
    (END_OF_MARCH, "past month", "2026-03-01", "2026-03-31"),
    (LEAP_DAY, "past month", "2024-01-30", "2024-02-29"),
    (date(2024, 3, 31), "past month", "2024-03-01", "2024-03-31"),
    (date(2026, 5, 31), "last 3 months", "2026-03-01", "2026-05-31"),
    (FRIDAY, "over the past 3 months", "2026-08-21", "2026-11-20"),
    (FRIDAY, "last 6 mos", "2026-05-21", "2026-11-20"),
    (FRIDAY, "past twelve months", "2025-11-21", "2026-11-20"),
    (FRIDAY, "last twenty-one days", "2026-10-31", "2026-11-20"),
    (FRIDAY, "3m", "2026-08-21", "2026-11-20"),
    (FRIDAY, "a 12-month return", "2025-11-21", "2026-11-20"),
    (FRIDAY, "past 2 quarters", "2026-05-21", "2026-11-20"),
    (FRIDAY, "the past year", "2025-11-21", "2026-11-20"),
    (FRIDAY, "last 1 year", "2025-11-21", "2026-11-20"),
    (FRIDAY, "last one yr", "2025-11-21", "2026-11-20"),
    (FRIDAY, "last 2 yrs", "2024-11-21", "2026-11-20"),
    (LEAP_DAY, "past year", "2023-03-01", "2024-02-29"),
    (LEAP_DAY, "past 4 years", "2020-03-01", "2024-02-29"),
    (FRIDAY, "past year and a half", "2025-05-21", "2026-11-20"),
    # Since
    (FRIDAY, "since march", "2026-03-01", "2026-11-20"),
    (FRIDAY, "since December", "2025-12-01", "2026-11-20"),
    (FRIDAY, "since november", "2026-11-01", "2026-11-20"),
    (FRIDAY, "since Jan 2023", "2023-01-01", "2026-11-20"),
    (FRIDAY, "since 3/4/2025", "2025-03-04", "2026-11-20"),
    (FRIDAY, "since 5 May", "2026-05-05", "2026-11-20"),
    (FRIDAY, "since Nov 21", "2025-11-21", "2026-11-20"),
    (FRIDAY, "since feb 29", "2024-02-29", "2026-11-20"),
    (FRIDAY, "since 2023", "2023-01-01", "2026-11-20"),
    (FRIDAY, "since the start of the year", "2026-01-01", "2026-11-20"),
    (FRIDAY, "since last month", "2026-10-01", "2026-11-20"),
    (FRIDAY, "from march to now", "2026-03-01", "2026-11-20"),
    (FRIDAY, "how did i do since march", "2026-03-01", "2026-11-20"),
    # Named days, months, quarters, halves, years
    (FRIDAY, "in march", "2026-03-01", "2026-03-31"),
    (FRIDAY, "in december", "2025-12-01", "2025-12-31"),
    (FRIDAY, "last december", "2025-12-01", "2025-12-31"),
    (FRIDAY, "march 2024", "2024-03-01", "2024-03-31"),
    (FRIDAY, "march of last year", "2025-03-01", "2025-03-31"),
    (FRIDAY, "feb 2024", "2024-02-01", "2024-02-29"),
    (FRIDAY, "on 5 may", "2026-05-05", "2026-05-05"),
    (FRIDAY, "on March 3rd", "2026-03-03", "2026-03-03"),
    (FRIDAY, "on the third of march", "2026-03-03", "2026-03-03"),
    (FRIDAY, "on december 25", "2025-12-25", "2025-12-25"),
    (FRIDAY, "May 5, 2025", "2025-05-05", "2025-05-05"),
    (FRIDAY, "3/4/2025", "2025-03-04", "2025-03-04"),
    (FRIDAY, "2025-03-04", "2025-03-04", "2025-03-04"),
    (FRIDAY, "in 2024", "2024-01-01", "2024-12-31"),
    (FRIDAY, "Q2", "2026-04-01", "2026-06-30"),
    (END_OF_MARCH, "Q2", "2025-04-01", "2025-06-30"),
    (FRIDAY, "Q2 2025", "2025-04-01", "2025-06-30"),
    (FRIDAY, "second quarter", "2026-04-01", "2026-06-30"),
    (FRIDAY, "the third quarter of 2025", "2025-07-01", "2025-09-30"),
    (FRIDAY, "H1 2025", "2025-01-01", "2025-06-30"),
    (FRIDAY, "first half of 2025", "2025-01-01", "2025-06-30"),
    # From A to B
    (FRIDAY, "from march to may", "2026-03-01", "2026-05-31"),
    (FRIDAY, "from november to february", "2025-11-01", "2026-02-28"),
    (FRIDAY, "from november to february 2025", "2024-11-01", "2025-02-28"),
    (FRIDAY, "between 2022 and 2023", "2022-01-01", "2023-12-31"),
    (FRIDAY, "between jan and march 2024", "2024-01-01", "2024-03-31"),
    (FRIDAY, "from march 2024 to may", "2024-03-01", "2024-05-31"),
    (FRIDAY, "from 3/4/2025 to 5/6/2025", "2025-03-04", "2025-05-06"),
    (FRIDAY, "from jan 5 to mar 7", "2026-01-05", "2026-03-07"),
    (FRIDAY, "jan-mar 2024", "2024-01-01", "2024-03-31"),
    (FRIDAY, "2022–2023", "2022-01-01", "2023-12-31"),
    # Holidays and seasons
    (FRIDAY, "since Labor Day", "2026-09-07", "2026-11-20"),
    (FRIDAY, "between Thanksgiving and Christmas", "2025-11-27", "2025-12-25"),
    (date(2026, 11, 26), "on Thanksgiving", "2026-11-26", "2026-11-26"),
    (FRIDAY, "on black friday", "2025-11-28", "2025-11-28"),
    (FRIDAY, "since easter", "2026-04-05", "2026-11-20"),
    (FRIDAY, "easter 2025", "2025-04-20", "2025-04-20"),
    (FRIDAY, "between New Year and Easter", "2026-01-01", "2026-04-05"),
    (FRIDAY, "since new year's eve", "2025-12-31", "2026-11-20"),
    (FRIDAY, "since new year's", "2026-01-01", "2026-11-20"),
    (FRIDAY, "since memorial day", "2026-05-25", "2026-11-20"),
    (FRIDAY, "since MLK day", "2026-01-19", "2026-11-20"),
    (FRIDAY, "from July 4 to labour day", "2026-07-04", "2026-09-07"),
    (FRIDAY, "last Christmas", "2025-12-25", "2025-12-25"),
    (FRIDAY, "since christmas last year", "2025-12-25", "2026-11-20"),
    (FRIDAY, "last summer", "2026-06-01", "2026-08-31"),
    (FRIDAY, "in the spring of 2024", "2024-03-01", "2024-05-31"),
    (FRIDAY, "since last fall", "2025-09-01", "2026-11-20"),
    (FRIDAY, "this fall", "2026-09-01", "2026-11-20"),
    (date(2026, 7, 1), "last summer", "2025-06-01", "2025-08-31"),
    (date(2026, 12, 25), "last christmas", "2025-12-25", "2025-12-25"),
    (FRIDAY, "fall 2025", "2025-09-01", "2025-11-30"),
    (FRIDAY, "from autumn to christmas", "2025-09-01", "2025-12-25"),
    (FRIDAY, "last winter", "2025-12-01", "2026-02-28"),
    (NEW_YEAR, "this winter", "2025-12-01", "2026-01-01"),
    (FRIDAY, "the end of summer", "2026-08-31", "2026-08-31"),
    # Parts of months, and days by their number
    (FRIDAY, "first week of march", "2026-03-01", "2026-03-07"),
    (FRIDAY, "in the last week of february 2024", "2024-02-23", "2024-02-29"),
    (FRIDAY, "the second half of april", "2026-04-16", "2026-04-30"),
    (FRIDAY, "since the second week of june", "2026-06-08", "2026-11-20"),
    (FRIDAY, "on the 2nd", "2026-11-02", "2026-11-02"),
    (FRIDAY, "on the 30th", "2026-10-30", "2026-10-30"),
    (date(2026, 3, 20), "on the 31st", "2026-01-31", "2026-01-31"),
    (FRIDAY, "since the 15th", "2026-11-15", "2026-11-20"),
    (FRIDAY, "between the 1st and the 20th", "2026-11-01", "2026-11-20"),
    (FRIDAY, "from the 10th to the 25th", "2026-10-10", "2026-10-25"),
    # Days and weeks in other words
    (FRIDAY, "in the past fortnight", "2026-11-07", "2026-11-20"),
    (FRIDAY, "the week before last", "2026-11-02", "2026-11-08"),
    (FRIDAY, "year before last", "2024-01-01", "2024-12-31"),
    (FRIDAY, "the day before yesterday", "2026-11-18", "2026-11-18"),
    (FRIDAY, "over the weekend", "2026-11-14", "2026-11-15"),
    (MONDAY, "since the weekend", "2026-11-14", "2026-11-16"),
    (date(2026, 11, 15), "this weekend", "2026-11-14", "2026-11-15"),
    (date(2026, 11, 15), "last weekend", "2026-11-07", "2026-11-08"),
    (FRIDAY, "this morning", "2026-11-20", "2026-11-20"),
    (FRIDAY, "last 72 hours", "2026-11-18", "2026-11-20"),
    (FRIDAY, "this tax year", "2026-01-01", "2026-11-20"),
    (FRIDAY, "last fiscal year", "2025-01-01", "2025-12-31"),
    (FRIDAY, "FY24", "2024-01-01", "2024-12-31"),
    (FRIDAY, "in TY 2023", "2023-01-01", "2023-12-31"),
    (FRIDAY, "DTD", "2026-11-20", "2026-11-20"),
    (FRIDAY, "in twenty twenty-four", "2024-01-01", "2024-12-31"),
    (FRIDAY, "since twenty twenty two", "2022-01-01", "2026-11-20"),
    (FRIDAY, "on or after 15 October", "2026-10-15", "2026-11-20"),
    # Slips
    (FRIDAY, "sicne janurary", "2026-01-01", "2026-11-20"),
    (FRIDAY, "last quater", "2026-07-01", "2026-09-30"),
    (FRIDAY, "past 3 moths", "2026-08-21", "2026-11-20"),
]
INCEPTION = [
    *("since I joined", "since I opened my account", "since i started", "all time", "since inception", "ever"),
    *("to date", "inception to date", "since the beginning", "since your first transaction"),
]
NOT_UNDERSTOOD = [
    *("", "recently", "before 2024", "fifth week of march", "march and may", "past 0 days", "in the past few months"),
    *("13/4/2025", "feb 30", "until march", "the other day", "from may 2025 to march 2025", "from 1 to 5 march"),
    *("before christmas", "since the fall", "in the fall of the market", "last 5 hours", "on the 32nd", "mid summer"),
]


@pytest.mark.parametrize(("today", "words", "start", "end"), TABLE)
def test_words_name_the_days_of_the_table(today: date, words: str, start: str, end: str) -> None:
    span = read_span(words, today)
    assert span is not None
    assert (str(span.start), str(min(span.end, today))) == (start, end)


@pytest.mark.parametrize("words", INCEPTION)
def test_inception_has_no_start_of_its_own(words: str) -> None:
    span = read_span(words, FRIDAY)
    assert span is not None
    assert (span.start, span.end) == (None, FRIDAY)


_SECOND_QUARTER = [
    *("2025-Q2", "2025Q2", "2025 q2", "Q2'25", "Q2\N{RIGHT SINGLE QUOTATION MARK}25", "q2-25", "Q2/25", "Q2/2025"),
    *("Q2-2025", "q22025", "2Q25", "2q2025", "2Q 2025", "2Q'25", "in 2Q25"),
]
_FIRST_HALF = ["1H25", "1h2025", "1H 2025", "H1 2025", "H1'25", "h1/25", "2025-H1", "2025H1", "during 1H25"]


@pytest.mark.parametrize("words", _SECOND_QUARTER)
def test_a_quarter_may_touch_its_year(words: str) -> None:
    assert read_span(words, FRIDAY) == read_span("Q2 2025", FRIDAY)


@pytest.mark.parametrize("words", _FIRST_HALF)
def test_a_half_may_touch_its_year(words: str) -> None:
    assert read_span(words, FRIDAY) == read_span("first half of 2025", FRIDAY)


@pytest.mark.parametrize(
    ("words", "plain"),
    [("Q4'24-Q2'25", "Q4 2024 to Q2 2025"), ("since 2H24", "since H2 2024"), ("1Q24-4Q24", "in 2024")],
)
def test_touching_years_stand_in_longer_periods_too(words: str, plain: str) -> None:
    touching, apart = read_span(words, FRIDAY), read_span(plain, FRIDAY)
    assert touching is not None and apart is not None
    assert (touching.start, touching.end) == (apart.start, apart.end)


@pytest.mark.parametrize("words", ["in q2 10 trades", "q2 10", "2q 25", "h1 25 trades"])
def test_two_figures_behind_a_blank_are_no_year(words: str) -> None:
    assert read_span(words, FRIDAY) is None


@pytest.mark.parametrize("words", NOT_UNDERSTOOD)
def test_words_that_are_not_understood_name_nothing(words: str) -> None:
    assert read_span(words, FRIDAY) is None


@pytest.mark.parametrize("words", ["tomorrow", "next month", "in 2030", "december 2027", "since 2030", "easter 2027"])
def test_what_lies_ahead_is_understood(words: str) -> None:
    span = read_span(words, FRIDAY)
    assert span is not None and span.start is not None and span.start > FRIDAY


@pytest.mark.parametrize(("today", "words", "start", "end"), TABLE)
def test_a_label_names_the_same_days_again(today: date, words: str, start: str, end: str) -> None:
    span = read_span(words, today)
    assert span is not None
    assert read_span(span.label, today) == span


_VOCABULARY = (
    "since from to between and in on last past this next the 3 12 31 2024 '24 a few days weeks months year quarter "
    "march may feb december q2 h1 29 3rd first half 3/4/2025 2024-02-29 today now ago ytd - of start monday "
    "christmas easter summer winter thanksgiving weekend fortnight before fall end"
)
_PIECES = st.sampled_from(_VOCABULARY.split())


@given(
    pieces=st.lists(_PIECES, max_size=7),
    today=st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)),
)
def test_any_phrase_names_days_in_order_or_nothing(pieces: list[str], today: date) -> None:
    span = read_span(" ".join(pieces), today)
    assert span is None or span.start is None or span.start <= span.end


@given(text=st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    span = read_span(text, FRIDAY)
    assert span is None or span.label
