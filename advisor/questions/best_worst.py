"""Which securities did best, or worst?"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finance.contributions import contributions
from advisor.model import Rank
from advisor.money import ZERO
from advisor.periods.calendar import ONE_DAY
from advisor.periods.period import Period
from advisor.scope import Scope

_MOST_ITEMS = 3


@dataclass(frozen=True)
class Item:
    """`return_` counts price moves and dividends on what was there or bought, `gain` is the same in money."""

    ticker: str
    name: str
    return_: float
    gain: Decimal


@dataclass(frozen=True)
class BestWorst:
    """`direction` is the end that `items` begin with; `unpriced` securities can't be ranked."""

    period: Period
    direction: Rank
    items: tuple[Item, ...] = ()
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})


def best_worst(scope: Scope) -> BestWorst:
    """The three with the highest or lowest return, among all held or bought in the period; ties by ticker."""
    period = scope.period
    if period is None:
        raise ValueError("advisor.questions.best_worst: the scope has no period; resolve one before asking")
    if period.start is None or period.end is None:
        return BestWorst(period, scope.rank)
    prices = scope.prices(start=period.start - ONE_DAY, end=period.end)
    found = contributions(scope.transactions, prices, start=period.start, end=period.end)
    sign = -1 if scope.rank == "best" else 1
    ranked = sorted(
        (line for line in found.securities if line.return_ is not None),
        key=lambda line: (sign * (line.return_ or 0.0), line.ticker),
    )
    names = {security.ticker: security.name for security in scope.repository.securities()} if ranked else {}
    items = [
        Item(line.ticker, names.get(line.ticker, line.ticker), line.return_ or 0.0, line.gain or ZERO)
        for line in ranked[:_MOST_ITEMS]
    ]
    return BestWorst(period, scope.rank, tuple(items), found.unpriced)
