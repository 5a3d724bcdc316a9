"""How risky is it: risk level, volatility, deepest fall, what a bad day costs?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from advisor.finance.daily import daily_values
from advisor.finance.growth import Growth
from advisor.finance.risk import LEAST_RETURNS, Drawdown, levels, max_drawdown, returns_between, sharpe, value_at_risk
from advisor.finance.unpriced import unpriced_since
from advisor.finance.volatility import annual_volatility
from advisor.model import PriceSeries
from advisor.periods.calendar import ONE_DAY, plus_months
from advisor.resolve.risk_aspects import RiskAspect, risk_aspect_in
from advisor.scope import Scope

_WINDOW_MONTHS = 36


@dataclass(frozen=True)
class Window:
    """The days whose returns count, both inclusive; None without a transaction."""

    start: date | None
    end: date | None


_UNKNOWN = Drawdown()
_NEVER = Window(None, None)


@dataclass(frozen=True)
class RiskSummary:
    """The figures are None with too little history, or where a held security has no close (`unpriced`).

    `index` are the levels Π(1 + r) over the window.
    """

    risk_level: int  # the customer's: 1 cautious … 10 aggressive
    volatility: float | None = None
    max_drawdown: Drawdown = _UNKNOWN
    var_95_1d: float | None = None
    sharpe: float | None = None
    window: Window = _NEVER
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})
    index: Growth | None = field(default=None, metadata={"fact": False}, compare=False)
    asked: RiskAspect | None = field(default=None, metadata={"fact": False})  # the figure that was asked for


def risk_summary(scope: Scope) -> RiskSummary:
    """Over the past 3 years up to today, or since the first transaction if that is later."""
    level = scope.customer.risk_level
    if not scope.transactions:
        return RiskSummary(level)
    start = max(plus_months(scope.today, -_WINDOW_MONTHS) + ONE_DAY, scope.transactions[0].date)
    window = Window(start, scope.today)
    # A price date is one on which any security has a price, whether or not it is held here.
    tickers = [security.ticker for security in scope.repository.securities()]
    prices = scope.repository.prices(tickers, until=scope.today, start=start - ONE_DAY)
    days = _price_dates(prices, start)
    if len(days) < 2:
        return RiskSummary(level, window=window)
    first, last = date.fromordinal(int(days[0])), date.fromordinal(int(days[-1]))
    returns = returns_between(daily_values(scope.transactions, prices, first=first, last=last), days)
    if np.isnan(returns).any():
        return RiskSummary(level, window=window, unpriced=unpriced_since(scope.transactions, prices, since=first))
    volatility = annual_volatility(returns)
    if len(returns) < LEAST_RETURNS or volatility is None:
        return RiskSummary(level, window=window)
    # The level before the first return is that of the window's beginning: earlier, nothing may have been there.
    index = Growth(np.maximum(days, start.toordinal()), levels(returns))
    return RiskSummary(
        level,
        volatility=volatility,
        max_drawdown=max_drawdown(index.levels, index.ordinals),
        var_95_1d=value_at_risk(returns),
        sharpe=sharpe(returns, volatility=volatility, risk_free_rate=scope.settings.risk_free_rate),
        window=window,
        index=index,
        asked=risk_aspect_in(scope.message),
    )


def _price_dates(prices: Mapping[str, PriceSeries], start: date) -> NDArray[np.int64]:
    """Ordinals of the price dates from `start` on, and of the last one before, if there is one."""
    if not prices:
        return np.zeros(0, dtype=np.int64)
    days = np.unique(np.concatenate([series.ordinals for series in prices.values()]))
    first = max(int(np.searchsorted(days, start.toordinal(), side="left")) - 1, 0)
    since: NDArray[np.int64] = days[first:]
    return since
