"""What dividends and interest were paid?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advisor.finance.activity import within
from advisor.model import Security
from advisor.money import ZERO
from advisor.periods.period import Period
from advisor.resolve.lists import asks_for_a_list
from advisor.scope import Scope


@dataclass(frozen=True)
class Payer:
    ticker: str
    amount: Decimal


@dataclass(frozen=True)
class MonthPaid:
    """What a month brought that brought anything; `month` is its first day."""

    month: date
    dividends: Decimal
    interest: Decimal


@dataclass(frozen=True)
class Dividends:
    """`total` sums up dividends only; `by_ticker`, in text order, those who paid any. Interest comes from cash.

    Money is None where the period holds nothing (see `Period`).
    """

    period: Period
    total: Decimal | None = None
    interest: Decimal | None = None
    by_ticker: tuple[Payer, ...] = ()
    securities: tuple[Security, ...] = field(default=(), metadata={"fact": False})  # empty: all of them
    by_month: tuple[MonthPaid, ...] = field(default=(), metadata={"fact": False})
    list_wanted: bool = field(default=False, metadata={"fact": False})
    interest_first: bool = field(default=False, metadata={"fact": False})  # asked for interest, not dividends


def dividends(scope: Scope) -> Dividends:
    """Dividends of the named securities, or of all, and interest, which is left out where a security is named."""
    period = scope.period
    if period is None:
        raise ValueError("advisor.questions.dividends: the scope has no period; resolve one before asking")
    if period.start is None:
        return Dividends(period, securities=scope.securities)
    named = {security.ticker for security in scope.securities}
    by_ticker: dict[str, Decimal] = {}
    by_month: dict[tuple[int, int], list[Decimal]] = {}
    for row in within(scope.transactions, period):
        month = row.date.year, row.date.month
        if row.type == "dividend" and row.ticker is not None and (not named or row.ticker in named):
            by_ticker[row.ticker] = by_ticker.get(row.ticker, ZERO) + row.amount
            by_month.setdefault(month, [ZERO, ZERO])[0] += row.amount
        elif row.type == "interest" and not named:
            by_month.setdefault(month, [ZERO, ZERO])[1] += row.amount
    return Dividends(
        period=period,
        total=sum(by_ticker.values(), ZERO),
        interest=sum((interest for _, interest in by_month.values()), ZERO),
        by_ticker=tuple(Payer(ticker, amount) for ticker, amount in sorted(by_ticker.items())),
        securities=scope.securities,
        by_month=tuple(MonthPaid(date(*month, 1), *paid) for month, paid in sorted(by_month.items())),
        list_wanted=asks_for_a_list(scope.message),
        interest_first=not named and _only_interest(scope.message),
    )


def _only_interest(message: str) -> bool:
    """ "How much interest did I earn", but not "dividends and interest" or "payouts"."""
    folded = message.casefold()
    return "interest" in folded and not any(word in folded for word in ("interested", "div", "pay", "paid", "income"))
