"""Has it done better than an index, over the same days?"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from advisor.finance.daily import DailyValues, daily_values
from advisor.finance.growth import Growth, portfolio_growth, price_growth
from advisor.finance.price_returns import price_return
from advisor.finance.returns import time_weighted_return
from advisor.finance.unpriced import unpriced_since
from advisor.model import PriceSeries, Security
from advisor.periods.calendar import ONE_DAY
from advisor.periods.period import Period
from advisor.scope import Scope


@dataclass(frozen=True)
class Benchmark:
    ticker: str
    name: str


@dataclass(frozen=True)
class BenchmarkComparison:
    """`benchmark` is None where the data have no index; `difference` = twr − benchmark_return.

    `lines` are the growth of the portfolio and of the index, None where one of the two is unknown.
    """

    period: Period
    benchmark: Benchmark | None
    twr: float | None = None
    benchmark_return: float | None = None
    difference: float | None = None
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})
    lines: tuple[Growth, Growth] | None = field(default=None, metadata={"fact": False}, compare=False)


def benchmark_comparison(scope: Scope) -> BenchmarkComparison:
    """The time-weighted return of the covered accounts beside the price return of the index."""
    period, index = scope.period, scope.benchmark
    if period is None:
        raise ValueError("advisor.questions.benchmark_comparison: the scope has no period; resolve one before asking")
    benchmark = None if index is None else Benchmark(index.ticker, index.name)
    if period.start is None or period.end is None:
        return BenchmarkComparison(period, benchmark)
    before = period.start - ONE_DAY
    prices = scope.prices(start=before, end=period.end)
    daily = daily_values(scope.transactions, prices, first=before, last=period.end)
    twr = time_weighted_return(daily)
    series = _closes(scope, index, period)
    index_return = price_return(series, start=period.start, end=period.end)
    return BenchmarkComparison(
        period,
        benchmark,
        twr=twr,
        benchmark_return=index_return,
        difference=None if twr is None or index_return is None else twr - index_return,
        unpriced=unpriced_since(scope.transactions, prices, since=before) if np.isnan(daily.values).any() else (),
        lines=_lines(daily, series, period),
    )


def _closes(scope: Scope, index: Security | None, period: Period) -> PriceSeries | None:
    if index is None or period.start is None or period.end is None:
        return None
    found = scope.repository.prices([index.ticker], until=period.end, start=period.start - ONE_DAY)
    return found.get(index.ticker)


def _lines(daily: DailyValues, series: PriceSeries | None, period: Period) -> tuple[Growth, Growth] | None:
    if period.start is None or period.end is None:
        return None
    own = portfolio_growth(daily)
    other = price_growth(series, start=period.start, end=period.end)
    return None if own is None or other is None else (own, other)
