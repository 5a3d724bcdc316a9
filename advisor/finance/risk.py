"""Risk of a portfolio from its returns between price dates: daily fractions in, fractions out.

r(d) = (V(d) + W) / (V(p) + D) − 1 with p the price date before d, D and W the deposits and withdrawals after p up to d.
As in time-weighted returns it is 0 where the denominator is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from advisor.finance.daily import DailyValues, Floats
from advisor.finance.volatility import TRADING_DAYS

LEAST_RETURNS = 20  # fewer say nothing about risk
_DECIMALS = 12  # levels that differ by less are the same: 1.1 × (1 / 1.1) isn't quite 1 in floats
_NO_RISK = 1e-12  # a deviation of this or less is what rounding leaves of none


@dataclass(frozen=True)
class Drawdown:
    """The deepest fall from a level reached before. `percent` ≤ 0; 0 has no dates.

    `recovered` is the first day back at the level of `peak`, None if there is none yet.
    """

    percent: float | None = None
    peak: date | None = None
    trough: date | None = None
    recovered: date | None = None


def returns_between(daily: DailyValues, price_dates: NDArray[np.int64]) -> Floats:
    """The returns of all `price_dates` but the first, which only begins them; NaN where a value is unknown.

    `price_dates` are ordinals, ascending, each of a day of `daily`. Empty for fewer than two.
    """
    if len(price_dates) < 2:
        return np.zeros(0)
    at = price_dates - daily.first.toordinal()
    until, since = at[-1] + 1, at[:-1] + 1
    before = daily.values[at[:-1]] + np.add.reduceat(daily.deposits[:until], since)
    after = daily.values[at[1:]] + np.add.reduceat(daily.withdrawals[:until], since)
    growth: Floats = np.divide(after, before, out=np.ones_like(after), where=before != 0)
    return growth - 1.0


def levels(returns: Floats) -> Floats:
    """The index Π(1 + r), its level 1 before the first return included: one longer than `returns`."""
    return np.concatenate(([1.0], np.cumprod(1.0 + returns)))


def depths(index: Floats) -> Floats:
    """How far each level lies below the highest before it, as a fraction ≤ 0."""
    rounded = index.round(_DECIMALS)
    result: Floats = rounded / np.maximum.accumulate(rounded) - 1.0
    return result


def max_drawdown(index: Floats, days: NDArray[np.int64]) -> Drawdown:
    """The deepest fall of `index`, whose levels are of the `days` (ordinals). Of equals, the first trough and peak."""
    rounded = index.round(_DECIMALS)
    below = depths(index)
    trough = int(np.argmin(below))
    if below[trough] == 0:
        return Drawdown(0.0)
    peak = int(np.argmax(rounded[: trough + 1]))
    back = np.flatnonzero(rounded[trough:] >= rounded[peak])
    return Drawdown(
        float(below[trough]),
        date.fromordinal(int(days[peak])),
        date.fromordinal(int(days[trough])),
        date.fromordinal(int(days[trough + back[0]])) if len(back) else None,
    )


def value_at_risk(returns: Floats) -> float:
    """The loss (positive) that one day in twenty reaches: −(5th percentile, linear interpolation)."""
    return float(-np.percentile(returns, 5)) + 0.0


def sharpe(returns: Floats, *, volatility: float, risk_free_rate: float) -> float | None:
    """(mean(r) × 252 − rf) / volatility; None where nothing varies. `risk_free_rate` is a year's."""
    if volatility <= _NO_RISK:
        return None
    return float((np.mean(returns) * TRADING_DAYS - risk_free_rate) / volatility)
