"""Tax lots: first in, first out, with every basis conserved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.finance.book import book_at
from advisor.finance.lots import lots_of
from advisor.model import Transaction
from tests.fakes.portfolio import buy, day, deposit, dividend, sell
from tests.unit.advisor.world import TODAY


def _named(row: Transaction, transaction_id: str) -> Transaction:
    return replace(row, transaction_id=transaction_id)


def test_a_sale_takes_the_oldest_lots_first_and_splits_the_last_one_pro_rata() -> None:
    lots = lots_of(
        [
            buy("2024-01-02", "VTI", "10", "100"),
            buy("2025-01-02", "VTI", "10", "110"),
            buy("2026-01-02", "VTI", "10", "120"),
            sell("2026-06-01", "VTI", "15", "130"),
        ]
    )
    (sale,) = lots.sales
    assert [(part.shares, part.basis, part.proceeds) for part in sale.parts] == [(10, 1000, 1300), (5, 550, 650)]
    assert sale.gain == 400
    assert [(lot.shares, lot.basis) for lot in lots.open] == [(5, 550), (10, 1200)]


def test_the_basis_is_the_amount_paid_and_not_shares_times_price() -> None:
    bought = replace(buy("2026-01-02", "VTI", "3", "33.333333"), amount=Decimal("-100.01"))
    lots = lots_of([bought, sell("2026-06-01", "VTI", "1", "40")])
    assert lots.sales[0].parts[0].basis == Decimal("100.01") / 3
    assert lots.basis + lots.sales[0].parts[0].basis == Decimal("100.01")


@pytest.mark.parametrize(
    ("bought", "sold", "long_term"),
    [
        ("2025-01-02", "2026-01-02", False),  # 365 days
        ("2025-01-02", "2026-01-03", True),
        ("2024-02-28", "2025-02-27", False),  # 365 days, with a leap day between
        ("2024-02-28", "2025-02-28", True),
    ],
)
def test_long_term_is_more_than_365_days(bought: str, sold: str, long_term: bool) -> None:
    lots = lots_of([buy(bought, "VTI", "1", "100"), sell(sold, "VTI", "1", "120")])
    assert lots.sales[0].parts[0].long_term is long_term


def test_lots_of_one_day_go_by_transaction_id_as_text() -> None:
    rows = [
        _named(buy("2026-01-02", "VTI", "1", "100"), "T-9"),
        _named(buy("2026-01-02", "VTI", "1", "200"), "T-10"),
        _named(sell("2026-06-01", "VTI", "1", "300"), "T-11"),
    ]
    assert lots_of(rows).sales[0].gain == 100  # "T-10" comes before "T-9"


def test_each_account_has_its_own_lots() -> None:
    rows = [
        buy("2026-01-02", "VTI", "1", "100"),
        buy("2026-01-03", "VTI", "1", "200", "A-2"),
        sell("2026-06-01", "VTI", "1", "300", "A-2"),
    ]
    lots = lots_of(rows)
    assert lots.sales[0].gain == 100
    assert [lot.buy.account_id for lot in lots.open] == ["A-1"]


def test_what_was_sold_whole_and_bought_again_starts_afresh() -> None:
    lots = lots_of(
        [
            buy("2024-01-02", "VTI", "1", "100"),
            sell("2026-01-02", "VTI", "1", "150"),
            buy("2026-01-03", "VTI", "1", "140"),
            sell("2026-06-01", "VTI", "1", "130"),
        ]
    )
    assert [(sale.gain, sale.parts[0].long_term) for sale in lots.sales] == [(50, True), (-10, False)]
    assert lots.open == ()


def test_a_sale_booked_before_the_buy_of_its_day_still_finds_it() -> None:
    rows = [
        _named(sell("2026-01-02", "VTI", "1", "110"), "T-1"),
        _named(buy("2026-01-02", "VTI", "1", "100"), "T-2"),
    ]
    assert lots_of(rows).sales[0].gain == 10


def test_a_sale_of_more_than_there_is_names_the_transaction() -> None:
    rows = [buy("2026-01-02", "VTI", "1", "100"), _named(sell("2026-06-01", "VTI", "2", "100"), "T-bad")]
    with pytest.raises(ValueError, match="'T-bad' sells more VTI than account 'A-1' held"):
        lots_of(rows)


def test_nothing_but_buys_and_sells_counts() -> None:
    assert lots_of([deposit("2026-01-02", "100"), dividend("2026-01-02", "VTI", "1")]).open == ()


_TRADES = st.lists(
    st.tuples(st.booleans(), st.integers(1, 9_999_999), st.integers(1, 99_999), st.integers(0, 200)), max_size=25
)


@given(trades=_TRADES)
def test_lots_add_up_to_the_position_and_no_basis_is_lost(trades: list[tuple[bool, int, int, int]]) -> None:
    """Shares to the millionth; basis of what is open and of what was sold is what was paid."""
    rows: list[Transaction] = []
    on = day("2016-01-02")
    held = Decimal(0)
    for is_buy, micros, price, pause in trades:
        on = min(on + timedelta(days=pause), TODAY)
        shares = Decimal(micros) / 1_000_000
        if not is_buy:
            shares = min(shares, held)
        if not shares:
            continue
        make = buy if is_buy else sell
        rows.append(make(str(on), "VTI", str(shares), str(Decimal(price) / 100)))
        held += shares if is_buy else -shares
    lots = lots_of(rows)
    assert sum(lot.shares for lot in lots.open) == book_at(rows, TODAY).shares.get("VTI", 0)
    paid = -sum(row.amount for row in rows if row.type == "buy")
    sold = sum(part.basis for sale in lots.sales for part in sale.parts)
    assert abs(lots.basis + sold - paid) < Decimal("1e-15")
    for sale in lots.sales:
        assert sum(part.shares for part in sale.parts) == sale.sell.shares
        assert abs(sum(part.proceeds for part in sale.parts) - sale.sell.amount) < Decimal("1e-15")
        assert abs(sum(part.gain for part in sale.parts) - sale.gain) < Decimal("1e-15")
        assert all(part.shares > 0 and part.buy.date <= sale.sell.date for part in sale.parts)
