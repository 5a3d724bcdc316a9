"""What happened in the accounts: every transaction of a period, the newest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import get_args

from advisor.finance.activity import newest_first, within
from advisor.model import Security, TransactionType
from advisor.money import ZERO
from advisor.periods.period import Period
from advisor.scope import Scope


@dataclass(frozen=True)
class TransactionItem:
    """`shares` and `price` are positive and only there for buys and sells; `amount` is the signed effect on cash."""

    date: date
    type: TransactionType
    ticker: str | None
    shares: Decimal | None
    price: Decimal | None
    amount: Decimal
    account_id: str


@dataclass(frozen=True)
class Transactions:
    """`type` is None for all, `trade` for buys and sells; several others are joined by commas, in the order of the
    data format: "deposit,withdrawal".

    `count` and `total`, the sum of the amounts, are 0 of nothing, and None where the period holds nothing (see
    `Period`).
    """

    period: Period
    type: str | None
    items: tuple[TransactionItem, ...] = ()
    count: int | None = None
    total: Decimal | None = None
    types: tuple[TransactionType, ...] = field(default=(), metadata={"fact": False})  # empty: all of them
    securities: tuple[Security, ...] = field(default=(), metadata={"fact": False})  # empty: all of them


def transactions(scope: Scope) -> Transactions:
    """Those of the named types and securities, or all, dated within the period; of one day by transaction id."""
    period = scope.period
    if period is None:
        raise ValueError("advisor.questions.transactions: the scope has no period; resolve one before asking")
    type_ = type_named(scope.transaction_types)
    if period.start is None:
        return Transactions(period, type_, types=scope.transaction_types, securities=scope.securities)
    tickers = {security.ticker for security in scope.securities}
    found = newest_first(
        row
        for row in within(scope.transactions, period)
        if (not scope.transaction_types or row.type in scope.transaction_types)
        and (not tickers or row.ticker in tickers)
    )
    return Transactions(
        period=period,
        type=type_,
        items=tuple(
            TransactionItem(row.date, row.type, row.ticker, row.shares, row.price, row.amount, row.account_id)
            for row in found
        ),
        count=len(found),
        total=sum((row.amount for row in found), ZERO),
        types=scope.transaction_types,
        securities=scope.securities,
    )


def type_named(types: Collection[TransactionType]) -> str | None:
    """One name for the types asked for, see `Transactions.type`; None without any."""
    trades = {"buy", "sell"} <= set(types)
    names = ["trade" if trades and name == "buy" else name for name in get_args(TransactionType) if name in types]
    return ",".join(name for name in names if not (trades and name == "sell")) or None
