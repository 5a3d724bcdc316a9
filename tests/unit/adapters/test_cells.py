"""From raw cells to values: exact, and strict about everything but blanks and what spreadsheets do to numbers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.portfolio_files.cells import Amount, BadCell, Day, Flag, Names, Number, Text, Whole, shown

MONEY = Amount(decimals=2)
FINE = Amount(decimals=6)
WEIGHT = Amount(decimals=None, least=0, most=1, percent=True)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_a_decimal_comes_back_exactly_from_its_text(number: Decimal) -> None:
    assert FINE(f" {number:f} ") == number


@given(st.integers(-(10**12), 10**12))
def test_cents_survive_the_float_that_excel_keeps(cents: int) -> None:
    assert MONEY(Number(repr(cents / 100))) == Decimal(cents).scaleb(-2)


@given(st.lists(st.integers(-(10**8), 10**8), min_size=1, max_size=12))
def test_a_sum_of_floats_is_read_as_the_cents_it_stands_for(cents: list[int]) -> None:
    total = sum(each / 100 for each in cents)
    if repr(total) != repr(total + 0.0) or "e" in repr(total):
        return
    assert MONEY(Number(repr(total))) == Decimal(sum(cents)).scaleb(-2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.340000000000002", "12.34"),
        ("0.30000000000000004", "0.3"),
        ("4.0000000000000001E-2", "0.04"),
        ("-1234567.8900000001", "-1234567.89"),
        ("1e3", "1000"),
        ("+5.", "5"),
        (".5", "0.5"),
    ],
)
def test_what_spreadsheets_write_for_an_amount_is_that_amount(text: str, value: str) -> None:
    assert MONEY(Number(text)) == Decimal(value)


@pytest.mark.parametrize("text", ["12.345", "12.3400001", "0.001", "1e-9999"])
def test_more_decimals_than_allowed_are_an_error_not_a_rounding(text: str) -> None:
    with pytest.raises(BadCell, match="has more than 2 decimals"):
        MONEY(text)


@pytest.mark.parametrize("text", ["nan", "NaN", "inf", "-Infinity", "+INF"])
def test_a_number_that_is_not_finite_is_named_as_such(text: str) -> None:
    with pytest.raises(BadCell, match="is not a finite number"):
        FINE(text)


@pytest.mark.parametrize("cell", ["1,234.50", "$5", "12 %", "5-", "٣", "1_000", "", "0x10", True, date(2026, 1, 1)])
def test_what_is_not_plainly_a_number_is_refused(cell: object) -> None:
    with pytest.raises(BadCell, match="is not a number"):
        MONEY(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(("cell", "weight"), [("30%", "0.3"), ("33.3 %", "0.333"), ("0.3", "0.3"), ("1", "1")])
def test_a_weight_may_be_written_in_percent(cell: str, weight: str) -> None:
    assert WEIGHT(cell) == Decimal(weight)


def test_a_third_from_a_spreadsheet_is_a_weight() -> None:
    assert WEIGHT(Number("0.33333333333333331")) == Decimal("0.333333333333")


@pytest.mark.parametrize(
    ("cell", "text"),
    [(Number("17"), "17"), (Number("17.0"), "17"), (Number("1E5"), "100000"), ("017", "017"), (" A-1\u00a0", "A-1"),
     (True, "TRUE")],
)  # fmt: skip
def test_ids_come_back_as_they_were_typed(cell: Number | str | bool, text: str) -> None:
    assert Text()(cell) == text


def test_an_id_that_excel_made_a_date_is_an_error() -> None:
    with pytest.raises(BadCell, match="is a date where text belongs"):
        Text()(datetime(2026, 3, 1))


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_text_that_no_database_stores_is_an_error_that_can_be_printed(text: str) -> None:
    with pytest.raises(BadCell, match="control character") as caught:
        Text()(text)
    str(caught.value).encode()


@pytest.mark.parametrize(
    "cell",
    [date(2026, 3, 31), datetime(2026, 3, 31), "2026-03-31", " 2026-03-31 ", "2026-03-31 00:00:00", "2026-03-31T00:00"],
)
def test_a_date_is_a_real_one_or_iso_text(cell: date | str) -> None:
    assert Day()(cell) == date(2026, 3, 31)


@pytest.mark.parametrize(
    "cell", ["31.3.2026", "2026-3-31", "20260331", "2026-03-32", Number("46112"), True, datetime(2026, 3, 31, 9)]
)
def test_anything_else_is_not_a_date(cell: object) -> None:
    with pytest.raises(BadCell, match="use a date such as 2026-03-31"):
        Day()(cell)  # type: ignore[arg-type]


def test_truth_is_excels_or_a_word() -> None:
    assert [Flag()(cell) for cell in (True, False, "TRUE", " false ")] == [True, False, True, False]
    with pytest.raises(BadCell, match="neither true nor false"):
        Flag()(Number("1"))


def test_a_whole_number_may_come_as_a_float() -> None:
    assert Whole(1, 10)(Number("5.0")) == 5


def test_names_lose_blanks_and_repetitions() -> None:
    assert Names()(" S&P 500;the market;;the market ") == ("S&P 500", "the market")


def test_a_long_cell_is_quoted_in_short_on_one_line() -> None:
    assert shown("a\nb " + "x" * 100) == repr("a b " + "x" * 35 + "…")
