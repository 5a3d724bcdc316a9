"""What 1 grows to, day by day: of a portfolio by its time-weighted returns, of a security or an index by its closes.

The last level less 1 is the return of the period, so two of these lines compare the same things as their returns do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from advisor.finance.daily import DailyValues, Floats
from advisor.model import PriceSeries
from advisor.periods.calendar import ONE_DAY


@dataclass(frozen=True, eq=False)
class Growth:
    """`levels` at the end of the days `ordinals` (`date.toordinal`, ascending); the first is 1, before the period."""

    ordinals: NDArray[np.int64]
    levels: Floats


def portfolio_growth(daily: DailyValues) -> Growth | None:
    """Π(1 + r(d)) from the first day of `daily`, the day before the period; unchanged where nothing was invested.

    None where a value is unknown, or nothing was invested on any day.
    """
    before = daily.values[:-1] + daily.deposits[1:]
    after = daily.values[1:] + daily.withdrawals[1:]
    if np.isnan(before).any() or np.isnan(after).any() or not before.any():
        return None
    factors = np.divide(after, before, out=np.ones_like(after), where=before != 0)
    first = daily.first.toordinal()
    return Growth(np.arange(first, first + len(daily.values)), np.concatenate(([1.0], np.cumprod(factors))))


def price_growth(series: PriceSeries | None, *, start: date, end: date) -> Growth | None:
    """Closes from start … end over the last one before `start`; None without that one. `end` has a level always."""
    if series is None:
        return None
    before = int(np.searchsorted(series.ordinals, start.toordinal(), side="left")) - 1
    if before < 0:
        return None
    after = int(np.searchsorted(series.ordinals, end.toordinal(), side="right"))
    ordinals = np.concatenate(([(start - ONE_DAY).toordinal()], series.ordinals[before + 1 : after]))
    levels = series.floats[before:after] / series.floats[before]
    if ordinals[-1] != end.toordinal():
        ordinals = np.append(ordinals, end.toordinal())
        levels = np.append(levels, levels[-1])
    return Growth(ordinals, levels)
