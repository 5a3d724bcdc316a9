"""What fees were paid?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advisor.finance.activity import newest_first, within
from advisor.money import ZERO
from advisor.periods.period import Period
from advisor.resolve.lists import asks_for_a_list
from advisor.scope import Scope


@dataclass(frozen=True)
class FeeItem:
    date: date
    account_id: str
    amount: Decimal  # positive


@dataclass(frozen=True)
class FeesPaid:
    """`total` is positive, 0 without a fee, and None where the period holds nothing (see `Period`)."""

    period: Period
    total: Decimal | None = None
    items: tuple[FeeItem, ...] = ()
    list_wanted: bool = field(default=False, metadata={"fact": False})


def fees_paid(scope: Scope) -> FeesPaid:
    """−Σ of the fee transactions in the period, and each of them, newest first, then by transaction id."""
    period = scope.period
    if period is None:
        raise ValueError("advisor.questions.fees_paid: the scope has no period; resolve one before asking")
    if period.start is None:
        return FeesPaid(period)
    fees = newest_first(row for row in within(scope.transactions, period) if row.type == "fee")
    return FeesPaid(
        period=period,
        total=-sum((row.amount for row in fees), ZERO) + ZERO,
        items=tuple(FeeItem(row.date, row.account_id, -row.amount) for row in fees),
        list_wanted=asks_for_a_list(scope.message),
    )
