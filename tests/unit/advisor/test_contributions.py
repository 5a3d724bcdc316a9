"""What each security brought to the gain: worked figures, and parts that always add up in cents."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.finance.contributions import Contribution, Contributions, contributions, in_cents
from advisor.model import PriceSeries
from advisor.money import cents
from tests.fakes.portfolio import buy, day, deposit, dividend, fee, interest, sell
from tests.unit.advisor.world import CLOSES

PRICES = {
    ticker: PriceSeries.of(ticker, sorted(rows), [rows[d] for d in sorted(rows)]) for ticker, rows in CLOSES.items()
}
START, END = day("2026-07-01"), day("2026-11-20")


def _line(ticker: str, gain: str) -> Contribution:
    return Contribution(ticker, Decimal(gain), Decimal(0), Decimal(0))


def test_a_security_brings_its_price_move_its_sales_and_its_dividends() -> None:
    rows = [
        deposit("2026-01-02", "10000"),
        buy("2026-01-02", "VTI", "10", "100"),
        buy("2026-07-10", "VTI", "2", "112"),
        sell("2026-08-03", "VTI", "5", "115"),
        dividend("2026-08-04", "VTI", "7.25"),
        interest("2026-08-05", "1.10"),
        fee("2026-08-06", "3.40"),
    ]
    found = contributions(rows, PRICES, start=START, end=END)
    # 7 × 121.5 − 10 × 110 + 575 − 224 + 7.25
    assert found.securities == (Contribution("VTI", Decimal("108.75"), Decimal(1100), Decimal(224)),)
    assert found.securities[0].return_ == pytest.approx(108.75 / 1324)
    assert (found.interest, found.fees, found.gain) == (Decimal("1.10"), Decimal("-3.40"), Decimal("106.45"))


def test_a_dividend_after_the_sale_is_a_part_without_a_return() -> None:
    rows = [
        buy("2026-01-02", "BND", "1", "50"),
        sell("2026-06-30", "BND", "1", "50"),
        dividend("2026-07-02", "BND", "2"),
    ]
    (line,) = contributions(rows, PRICES, start=START, end=END).securities
    assert (line.gain, line.put_in, line.return_) == (Decimal(2), Decimal(0), None)


def test_what_was_sold_before_or_is_bought_after_has_no_part() -> None:
    rows = [
        buy("2026-01-02", "BND", "1", "50"),
        sell("2026-06-30", "BND", "1", "50"),
        buy("2026-11-21", "VTI", "1", "9"),
    ]
    assert contributions(rows, PRICES, start=START, end=END) == Contributions((), Decimal(0), Decimal(0))


def test_a_security_without_a_close_leaves_its_part_and_the_gain_unknown() -> None:
    rows = [buy("2026-07-01", "VTI", "1", "110"), buy("2026-07-01", "NEW", "1", "10")]
    found = contributions(rows, PRICES, start=START, end=END)
    assert [(line.ticker, line.gain) for line in found.securities] == [("NEW", None), ("VTI", Decimal("11.5"))]
    assert (found.gain, found.unpriced) == (None, ("NEW",))
    assert [line.gain for line in in_cents(found).securities] == [None, Decimal("11.50")]


def test_a_security_bought_and_sold_within_the_period_needs_no_close() -> None:
    rows = [buy("2026-07-01", "NEW", "1", "10"), sell("2026-07-02", "NEW", "1", "12")]
    (line,) = contributions(rows, {}, start=START, end=END).securities
    assert line.gain == 2 and line.return_ == pytest.approx(0.2)


def test_leftover_cents_go_to_the_largest_absolute_gain() -> None:
    # −6.006 → −6.01, but the lines are −9.00 + 1.00 + 2.00
    exact = Contributions((_line("AAA", "-9.004"), _line("BBB", "1.00"), _line("CCC", "1.998")), Decimal(0), Decimal(0))
    assert [str(line.gain) for line in in_cents(exact).securities] == ["-9.01", "1.00", "2.00"]


def test_of_equal_gains_the_last_ticker_gets_the_leftover() -> None:
    exact = Contributions((_line("AAA", "-5.005"), _line("BBB", "-5.005")), Decimal("1.00"), Decimal("-2.00"))
    shown = in_cents(exact)  # both round to −5.00, their sum to −10.01
    assert [line.gain for line in shown.securities] == [Decimal("-5.00"), Decimal("-5.01")]
    assert shown.gain == Decimal("-11.01")


def test_nothing_adds_up_to_nothing() -> None:
    nothing = contributions([], {}, start=START, end=END)
    assert in_cents(nothing) == nothing and nothing.gain == 0


@given(
    gains=st.lists(st.decimals(-(10**6), 10**6, places=6), max_size=12),
    interest_=st.decimals(0, 1000, places=2),
    fees=st.decimals(-1000, 0, places=2),
)
def test_rounded_parts_add_up_to_the_rounded_gain(gains: list[Decimal], interest_: Decimal, fees: Decimal) -> None:
    exact = Contributions(
        tuple(Contribution(f"F{i:02}", gain, Decimal(0), Decimal(0)) for i, gain in enumerate(gains)), interest_, fees
    )
    shown = in_cents(exact)
    assert exact.gain is not None and shown.gain == cents(exact.gain)
    pairs = zip(shown.securities, exact.securities, strict=True)
    assert sum(line.gain != cents(was.gain or Decimal(0)) for line, was in pairs) <= 1
