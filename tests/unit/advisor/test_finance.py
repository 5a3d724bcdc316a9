"""Values, flows and returns, worked by hand and against the definitions written out day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from advisor.finance.book import book_at
from advisor.finance.daily import daily_values
from advisor.finance.flows import Flow, external_flows
from advisor.finance.money_weighted import over_period, yearly_rate
from advisor.finance.returns import annualised, simple_return, time_weighted_return
from advisor.finance.valuation import valuation_at
from advisor.model import PriceSeries, Transaction
from advisor.money import cents
from tests.fakes.portfolio import buy, day, deposit, dividend, fee, interest, sell, withdrawal

ONE_DAY = timedelta(days=1)


def _prices(**by_ticker: dict[str, str]) -> dict[str, PriceSeries]:
    return {
        ticker: PriceSeries.of(ticker, list(map(day, rows)), list(map(Decimal, rows.values())))
        for ticker, rows in by_ticker.items()
    }


def _twr(rows: Sequence[Transaction], prices: dict[str, PriceSeries], start: str, end: str) -> float | None:
    return time_weighted_return(daily_values(rows, prices, first=day(start) - ONE_DAY, last=day(end)))


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.125", "0.12"), ("0.135", "0.14"), ("-0.125", "-0.12"), ("-0.001", "0.00"), ("2", "2.00")],
)
def test_money_is_rounded_half_to_even(amount: str, rounded: str) -> None:
    assert str(cents(Decimal(amount))) == rounded


def test_a_book_adds_up_every_kind_of_transaction() -> None:
    rows = [
        deposit("2026-01-01", "1000"),
        buy("2026-01-02", "VTI", "5", "100"),
        dividend("2026-01-03", "VTI", "4.20"),
        interest("2026-01-04", "0.80"),
        fee("2026-01-05", "1.25"),
        sell("2026-01-06", "VTI", "2", "110"),
        withdrawal("2026-01-07", "100"),
    ]
    book = book_at(rows, day("2026-01-07"))
    assert (book.cash, dict(book.shares)) == (Decimal("623.75"), {"VTI": Decimal(3)})
    assert book_at(rows, day("2025-12-31")).cash == 0


def test_a_position_sold_whole_is_gone() -> None:
    rows = [
        buy("2026-01-02", "VTI", "0.1", "1"),
        buy("2026-01-02", "VTI", "0.2", "1"),
        sell("2026-01-03", "VTI", "0.3", "1"),
    ]
    assert dict(book_at(rows, day("2026-01-03")).shares) == {}


def test_a_value_uses_the_last_close_up_to_the_day() -> None:
    rows = [buy("2026-01-02", "VTI", "2", "100")]
    prices = _prices(VTI={"2026-01-02": "100", "2026-01-09": "130"})
    assert valuation_at(rows, prices, day("2026-01-08")).value == Decimal(0)  # 2 × 100 − 200 of cash spent
    assert valuation_at(rows, prices, day("2026-01-09")).value == Decimal(60)


def test_a_holding_without_a_close_leaves_the_value_unknown() -> None:
    rows = [deposit("2026-01-01", "500"), buy("2026-01-02", "NEW", "2", "100")]
    now = valuation_at(rows, _prices(NEW={"2026-01-05": "100"}), day("2026-01-03"))
    assert (now.value, now.invested, now.cash, now.unpriced) == (None, None, Decimal(300), ("NEW",))


def test_a_time_weighted_return_links_the_days_between_flows() -> None:
    # +10 % on 1,000; then 1,100 more at the start of a day that loses 5 %; then 100 out at the end of a day of +2 %.
    rows = [
        deposit("2026-01-01", "1000"),
        buy("2026-01-01", "VTI", "10", "100"),
        deposit("2026-01-03", "1100"),
        buy("2026-01-03", "VTI", "10", "110"),
        withdrawal("2026-01-04", "100"),
        sell("2026-01-04", "VTI", "1", "100"),
    ]
    prices = _prices(VTI={"2026-01-01": "100", "2026-01-02": "110", "2026-01-03": "104.5", "2026-01-04": "106.59"})
    # 4 January: V = 19 × 106.59 + 0, W = 100: the share sold at 100 instead of 106.59 costs 6.59.
    expected = 1.10 * ((20 * 104.5) / 2200) * ((19 * 106.59 + 100) / (20 * 104.5)) - 1
    assert _twr(rows, prices, "2026-01-01", "2026-01-04") == pytest.approx(expected, abs=1e-12)


def test_a_flow_on_a_closed_day_counts_on_its_calendar_day() -> None:
    rows = [deposit("2026-01-02", "1000"), buy("2026-01-02", "VTI", "10", "100"), deposit("2026-01-04", "1000")]
    prices = _prices(VTI={"2026-01-02": "100", "2026-01-05": "110"})
    assert _twr(rows, prices, "2026-01-02", "2026-01-05") == pytest.approx(2100 / 2000 - 1)


def test_days_with_nothing_invested_count_as_zero_return() -> None:
    rows = [
        deposit("2026-01-01", "100.10"),
        interest("2026-01-02", "10.01"),
        withdrawal("2026-01-03", "110.11"),
        deposit("2026-02-01", "50"),
        fee("2026-02-02", "5"),
    ]
    assert _twr(rows, {}, "2026-01-01", "2026-02-02") == pytest.approx(1.1 * 0.9 - 1, abs=1e-12)


def test_nothing_ever_invested_has_no_return() -> None:
    assert _twr([], {}, "2026-01-01", "2026-02-02") is None


def test_a_missing_close_leaves_the_return_unknown() -> None:
    rows = [deposit("2026-01-01", "100"), buy("2026-01-02", "NEW", "1", "100")]
    assert _twr(rows, _prices(NEW={"2026-01-05": "100"}), "2026-01-01", "2026-01-06") is None


@pytest.mark.parametrize("days", [1, 365, 366])
def test_up_to_366_days_are_not_annualised(days: int) -> None:
    assert annualised(0.21, days=days) is None


def test_two_years_of_21_percent_are_10_percent_a_year() -> None:
    assert annualised(0.21, days=730) == pytest.approx(0.10)


def test_a_simple_return_needs_something_put_in() -> None:
    assert simple_return(Decimal(10), Decimal(100), Decimal(100)) == pytest.approx(0.05)
    assert simple_return(Decimal(10), Decimal(100), Decimal(-100)) is None


def _rate(start: str, end: str, start_value: str, end_value: str, *flows: tuple[str, str]) -> float | None:
    return yearly_rate(
        start=day(start),
        end=day(end),
        start_value=Decimal(start_value),
        end_value=Decimal(end_value),
        flows=[Flow(day(on), Decimal(amount)) for on, amount in flows],
    )


def test_a_year_of_ten_percent_is_ten_percent_money_weighted() -> None:
    assert _rate("2025-01-01", "2025-12-31", "1000", "1100") == pytest.approx(0.10, abs=1e-12)


def test_a_rate_over_half_a_year_grows_less() -> None:
    rate = _rate("2025-01-01", "2025-07-02", "1000", "1100")  # 183 days after the day before the start
    assert over_period(rate, days=183) == pytest.approx(0.10, abs=1e-12)


def test_everything_lost_has_no_money_weighted_return() -> None:
    assert _rate("2025-01-01", "2025-12-31", "1000", "0") is None


def test_all_flows_on_one_day_have_no_money_weighted_return() -> None:
    assert _rate("2025-01-01", "2025-01-01", "0", "1001", ("2025-01-01", "1000")) is None


def test_a_rate_beyond_a_million_is_none() -> None:
    assert _rate("2025-01-01", "2025-01-01", "1000", "1100") is None  # 1.1 ** 365


def test_no_change_is_a_rate_of_zero() -> None:
    assert _rate("2025-01-01", "2025-06-30", "1000", "900", ("2025-03-01", "-100")) == pytest.approx(0.0, abs=1e-12)


def test_of_several_roots_the_one_nearest_zero_counts() -> None:
    # −1000 + 2300/(1+x) − 1320/(1+x)²: roots 0.1 and 0.2, two years of 365 days apart.
    rate = _rate("2021-01-01", "2022-12-31", "1000", "0", ("2021-12-31", "-2300"), ("2022-12-31", "1320"))
    assert rate == pytest.approx(0.1, abs=1e-9)


def test_two_roots_close_together_are_found() -> None:
    # −1e7 + 21820000/(1+x) − 11902800/(1+x)²: roots 0.09 and 0.092, too close for the scan alone.
    rate = _rate("2021-01-01", "2022-12-31", "10000000", "0", ("2021-12-31", "-21820000"), ("2022-12-31", "11902800"))
    assert rate == pytest.approx(0.09, abs=1e-6)


_AMOUNTS = st.integers(100, 1_000_000).map(lambda value: Decimal(value) / 100)


@given(start_value=_AMOUNTS, end_value=_AMOUNTS, paid_in=st.lists(st.tuples(st.integers(0, 699), _AMOUNTS), max_size=8))
def test_a_single_root_agrees_with_pyxirr(
    start_value: Decimal, end_value: Decimal, paid_in: list[tuple[int, Decimal]]
) -> None:
    start, end = date(2024, 1, 1), date(2025, 12, 31)
    flows = [Flow(start + timedelta(days=after), amount) for after, amount in paid_in]
    mine = yearly_rate(start=start, end=end, start_value=start_value, end_value=end_value, flows=flows)
    days = [start - ONE_DAY, *(flow.day for flow in flows), end]
    amounts = [-float(start_value), *(-float(flow.amount) for flow in flows), float(end_value)]
    if mine is not None:
        scale = pyxirr.xnpv(mine, days, [abs(amount) for amount in amounts])
        npv = pyxirr.xnpv(mine, days, amounts)
        assert npv is not None and scale is not None and abs(npv) <= 1e-9 * scale
    theirs = pyxirr.xirr(days, amounts)
    if theirs is not None and -0.999 < theirs < 1e5:
        assert mine == pytest.approx(theirs, rel=1e-6, abs=1e-8)


_MOVES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(-60, 100)).filter(lambda move: move[1] != 0), min_size=1, max_size=8
)
_START = date(2026, 1, 1)


def _rows(moves: list[tuple[int, int]]) -> list[Transaction]:
    """Deposits and withdrawals, each wholly put into or taken out of VTI at 10, never more than there is."""
    rows: list[Transaction] = []
    held = 0
    for after, amount in sorted(moves):
        on = str(_START + timedelta(days=after))
        if amount > 0:
            rows += [deposit(on, str(amount)), buy(on, "VTI", str(amount), "1")]
        elif held + amount >= 0:
            rows += [sell(on, "VTI", str(-amount), "1"), withdrawal(on, str(-amount))]
        else:
            continue
        held += amount
    return rows


@given(moves=_MOVES)
def test_flows_alone_earn_nothing_while_prices_stand_still(moves: list[tuple[int, int]]) -> None:
    prices = _prices(VTI={"2025-12-31": "1"})
    result = _twr(_rows(moves), prices, "2026-01-01", "2026-02-20")
    assert result is None or result == pytest.approx(0.0, abs=1e-12)


@given(moves=_MOVES, closes=st.lists(st.integers(50, 200), min_size=41, max_size=41))
def test_the_arrays_agree_with_the_definition_day_by_day(moves: list[tuple[int, int]], closes: list[int]) -> None:
    rows = _rows(moves)
    days = [_START + timedelta(days=i) for i in range(41)]
    prices = {"VTI": PriceSeries.of("VTI", list(days), [Decimal(close) / 100 for close in closes])}
    product = Decimal(1)
    for on in days:
        flows = external_flows(rows, start=on, end=on)
        paid_in = sum((flow.amount for flow in flows if flow.amount > 0), Decimal(0))
        paid_out = -sum((flow.amount for flow in flows if flow.amount < 0), Decimal(0))
        before = valuation_at(rows, prices, on - ONE_DAY).value
        after = valuation_at(rows, prices, on).value
        assert before is not None and after is not None
        if before + paid_in:
            product *= (after + paid_out) / (before + paid_in)
    result = _twr(rows, prices, str(days[0]), str(days[-1]))
    assert (result or 0.0) == pytest.approx(float(product - 1), abs=1e-9)
