"""External flows: deposits (+) and withdrawals (−). Buys, sells, dividends, interest and fees are internal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.model import Transaction
from advisor.money import ZERO


@dataclass(frozen=True)
class Flow:
    day: date
    amount: Decimal  # signed


def external_flows(transactions: Iterable[Transaction], *, start: date, end: date) -> tuple[Flow, ...]:
    """The flows dated start … end, both inclusive, in the order given; not netted within a day."""
    return tuple(
        Flow(row.date, row.amount)
        for row in transactions
        if row.type in ("deposit", "withdrawal") and start <= row.date <= end
    )


def net(flows: Iterable[Flow]) -> Decimal:
    """The signed sum; 0 of nothing."""
    return sum((flow.amount for flow in flows), ZERO)
