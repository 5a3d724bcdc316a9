"""What holds for the answers of any history: values and gains add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from advisor.model import Transaction
from tests.fakes.portfolio import (
    buy,
    day,
    deposit,
    sell,
    withdrawal,
)
from tests.unit.advisor.world import TODAY, facts, repository

_STEPS = st.lists(
    st.tuples(st.sampled_from(["deposit", "withdraw", "buy", "sell"]), st.integers(1, 50_000), st.integers(1, 20)),
    min_size=1,
    max_size=15,
)


def _history(steps: Sequence[tuple[str, int, int]]) -> list[Transaction]:
    """A valid history in two accounts: nothing is spent or sold that isn't there."""
    rows: list[Transaction] = []
    on = day("2026-01-02")
    cash = {"A-1": Decimal(0), "A-2": Decimal(0)}
    shares = {"A-1": Decimal(0), "A-2": Decimal(0)}
    for step, size, pause in steps:
        on = min(on + timedelta(days=pause), TODAY)
        where = "A-1" if size % 2 else "A-2"
        amount = Decimal(size) / 100
        if step == "deposit":
            rows.append(deposit(str(on), str(amount), where))
        elif step == "withdraw" and cash[where] >= amount:
            rows.append(withdrawal(str(on), str(amount), where))
        elif step == "buy" and cash[where] >= amount:
            rows.append(buy(str(on), "VTI", str(amount / 100), "100", where))
            shares[where] += amount / 100
        elif step == "sell" and shares[where] >= amount / 100:
            rows.append(sell(str(on), "VTI", str(amount / 100), "100", where))
            shares[where] -= amount / 100
        else:
            continue
        cash[where] += rows[-1].amount
    return rows


@given(steps=_STEPS)
def test_values_and_gains_add_up(steps: list[tuple[str, int, int]]) -> None:
    source = repository(*_history(steps))
    cent = Decimal("0.01")
    worth = facts(source, "portfolio_value")
    assert abs(Decimal(worth["cash"]) + Decimal(worth["invested"]) - Decimal(worth["value"])) <= cent
    by_account = sum(Decimal(row["value"]) for row in worth["by_account"])
    assert abs(by_account - Decimal(worth["value"])) <= cent
    held = facts(source, "holdings")
    assert held["total"] == worth["invested"]
    done = facts(source, "performance", period="all time")
    start, end, flows = (Decimal(done[name]) for name in ("start_value", "end_value", "net_flows"))
    assert abs(end - start - flows - Decimal(done["gain"])) <= cent
    assert done["end_value"] == worth["value"]
