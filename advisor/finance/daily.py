"""Values and flows of every calendar day of a span as numpy arrays: what time-weighted returns and charts need.

Levels of cash and shares are added up as `Decimal` and only then become floats, so a holding that was sold whole is
exactly 0 and not 1e-13: a return would otherwise be taken of that rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from advisor.finance.book import shares_moved
from advisor.model import PriceSeries, Transaction
from advisor.money import ZERO

Floats = NDArray[np.float64]


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
    values = _level(((row.date, row.amount) for row in transactions), days)
    for ticker, moves in _moves_by_ticker(transactions).items():
        shares = _level(moves, days)
        held = shares != 0
        values[held] += shares[held] * _closes(prices.get(ticker), days)[held]
    deposits = np.zeros(len(days))
    withdrawals = np.zeros(len(days))
    for row in transactions:
        if row.type in ("deposit", "withdrawal") and first <= row.date <= last:
            side = deposits if row.type == "deposit" else withdrawals
            side[row.date.toordinal() - first.toordinal()] += abs(float(row.amount))
    return DailyValues(first, values, deposits, withdrawals)


def _moves_by_ticker(transactions: Iterable[Transaction]) -> dict[str, list[tuple[date, Decimal]]]:
    moves: dict[str, list[tuple[date, Decimal]]] = {}
    for row in transactions:
        if row.ticker is not None and row.shares is not None:
            moves.setdefault(row.ticker, []).append((row.date, shares_moved(row)))
    return moves


def _level(moves: Iterable[tuple[date, Decimal]], days: NDArray[np.int64]) -> Floats:
    """What the moves have added up to by the end of each day; they may come in any order."""
    by_day: dict[date, Decimal] = {}
    for day, amount in moves:
        by_day[day] = by_day.get(day, ZERO) + amount
    level = ZERO
    dates: list[int] = []
    levels = [0.0]
    for day in sorted(by_day):
        level += by_day[day]
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
