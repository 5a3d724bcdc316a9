"""Why was this bought or sold?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from advisor.finance.activity import within
from advisor.model import Reason, Transaction
from advisor.periods.period import Period
from advisor.scope import Scope

Side = Literal["buy", "sell"]


@dataclass(frozen=True)
class Trade:
    """`amount` is the signed effect on cash, `reason` None where none is recorded."""

    date: date
    side: Side
    shares: Decimal
    price: Decimal
    amount: Decimal
    reason: Reason | None


@dataclass(frozen=True)
class TradeReason:
    """`ticker` is that of the trade, else the first one named; both are None where nothing fits the words.

    `side` is the one that was asked for, None for both.
    """

    ticker: str | None
    trade: Trade | None
    name: str = field(default="", metadata={"fact": False})
    account_id: str = field(default="", metadata={"fact": False})
    side: Side | None = field(default=None, metadata={"fact": False})
    period: Period | None = field(default=None, metadata={"fact": False})


def trade_reason(scope: Scope) -> TradeReason:
    """The latest buy or sell that fits the named securities, sides, period and accounts.

    Of several on one day the last by transaction id.
    """
    sides: list[Side] = [side for side in ("buy", "sell") if side in scope.transaction_types]
    tickers = {security.ticker for security in scope.securities}
    found: Transaction | None = None
    for row in within(scope.transactions, scope.period) if scope.period is not None else scope.transactions:
        fits = row.type in (sides or ("buy", "sell")) and (not tickers or row.ticker in tickers)
        if fits and (found is None or (found.date, found.transaction_id) < (row.date, row.transaction_id)):
            found = row
    named = scope.securities[0].ticker if scope.securities else None
    ticker = named if found is None else found.ticker
    names = {security.ticker: security.name for security in scope.repository.securities()}
    return TradeReason(
        ticker=ticker,
        trade=None if found is None else _trade(found),
        name=names.get(ticker or "", ticker or ""),
        account_id="" if found is None else found.account_id,
        side=sides[0] if len(sides) == 1 else None,
        period=scope.period,
    )


def _trade(row: Transaction) -> Trade:
    """Raises ValueError for a row without shares or price, which the portfolio's format rules out."""
    if row.shares is None or row.price is None:
        raise ValueError(f"advisor.questions.trade_reason: {row.transaction_id} has no shares or price; load it anew")
    return Trade(row.date, "buy" if row.type == "buy" else "sell", row.shares, row.price, row.amount, row.reason)
