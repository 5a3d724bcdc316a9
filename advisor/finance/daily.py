"""Values and flows of every calendar day of a span as numpy arrays: what time-weighted returns and charts need.

Levels of cash and shares are added up as `Decimal` and only then become floats, so a holding that was sold whole is
exactly 0 and not 1e-13: a return would otherwise be taken of that rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from advisor.finance.book import shares_moved
from advisor.model import PriceSeries, Transaction
from advisor.money import ZERO

Floats = NDArray[np.float64]
Moves = dict[date, Decimal]  # day → what it changed, all of it together


@dataclass(frozen=True)
class DailyValues:
    """Arrays of one length, one element for each calendar day from `first` on.

    `values` is V at the end of the day, NaN where a held security has no close yet; `deposits` and `withdrawals` are
    that day's external flows, both ≥ 0.
    """

    first: date
    values: Floats
    deposits: Floats
    withdrawals: Floats


def daily_values(
    transactions: Sequence[Transaction], prices: Mapping[str, PriceSeries], *, first: date, last: date
) -> DailyValues:
    """The days first … last, both inclusive, with all earlier transactions counted in. Closes are carried forward."""
    days = np.arange(first.toordinal(), last.toordinal() + 1)
    cash: Moves = {}
    shares: dict[str, Moves] = {}
    deposits = np.zeros(len(days))
    withdrawals = np.zeros(len(days))
    for row in transactions:
        day = row.date
        cash[day] = cash.get(day, ZERO) + row.amount
        if row.type in ("deposit", "withdrawal"):
            if first <= day <= last:
                side = deposits if row.type == "deposit" else withdrawals
                side[day.toordinal() - first.toordinal()] += abs(float(row.amount))
        elif row.ticker is not None and row.shares is not None:
            moves = shares.setdefault(row.ticker, {})
            moves[day] = moves.get(day, ZERO) + shares_moved(row)
    values = _level(cash, days)
    for ticker, moves in shares.items():
        held = _level(moves, days)
        some = held != 0
        values[some] += held[some] * _closes(prices.get(ticker), days)[some]
    return DailyValues(first, values, deposits, withdrawals)


def _level(moves: Moves, days: NDArray[np.int64]) -> Floats:
    """What the moves have added up to by the end of each day."""
    level = ZERO
    dates: list[int] = []
    levels = [0.0]
    for day in sorted(moves):
        level += moves[day]
        dates.append(day.toordinal())
        levels.append(float(level))
    return _step(np.array(dates, dtype=np.int64), np.array(levels), days)


def _closes(series: PriceSeries | None, days: NDArray[np.int64]) -> Floats:
    """The last close on or before each day, NaN before the first one."""
    if series is None:
        return np.full(len(days), np.nan)
    return _step(series.ordinals, np.concatenate(([np.nan], series.floats)), days)


def _step(dates: NDArray[np.int64], levels: Floats, days: NDArray[np.int64]) -> Floats:
    """`levels[0]` before the first date, `levels[i]` from the i-th date on."""
    result: Floats = levels[np.searchsorted(dates, days, side="right")]
    return result
