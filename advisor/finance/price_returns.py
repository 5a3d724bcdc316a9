"""Returns of one security or index by its closes alone: dividends are left out, and its own price dates count.

Fractions out. The close before the period is the last one dated before `start`, as the start value of a portfolio is.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from advisor.finance.daily import Floats
from advisor.finance.volatility import annual_volatility
from advisor.model import PriceSeries
from advisor.periods.calendar import ONE_DAY


def price_return(series: PriceSeries | None, *, start: date, end: date) -> float | None:
    """close(last price date ≤ end) / close(last price date < start) − 1; None without an earlier price."""
    if series is None:
        return None
    before, after = series.at(start - ONE_DAY), series.at(end)
    return None if before is None or after is None else float(after / before - 1)


def last_change(series: PriceSeries, *, until: date) -> float | None:
    """The last close ≤ `until` over the close before it, less 1; None with fewer than two."""
    last = series.floats[: int(np.searchsorted(series.ordinals, until.toordinal(), side="right"))][-2:]
    return None if len(last) < 2 else float(last[1] / last[0] - 1.0)


def daily_price_returns(series: PriceSeries | None, *, start: date, end: date) -> Floats:
    """One for each price date in start … end that has a price date before it, the first over the last close before."""
    if series is None:
        return np.zeros(0)
    first = max(int(np.searchsorted(series.ordinals, start.toordinal(), side="left")) - 1, 0)
    last = int(np.searchsorted(series.ordinals, end.toordinal(), side="right"))
    floats = series.floats[first:last]
    return np.zeros(0) if len(floats) < 2 else floats[1:] / floats[:-1] - 1.0


def price_volatility(series: PriceSeries | None, *, start: date, end: date) -> float | None:
    """The sample deviation of the daily price returns in start … end × √252; None with fewer than two of them."""
    return annual_volatility(daily_price_returns(series, start=start, end=end))
