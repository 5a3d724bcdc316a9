"""The compact form of prices: the dates once, and beside them a column of closes for each ticker.

    {"dates": ["2026-11-19", "2026-11-20"], "closes": {"VTI": ["301.25", "303.1"], "NEW": [null, "12"]}}

Ten years of thirty securities are 75,000 closes, so each column is read as a whole.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
from numpy.typing import NDArray

from adapters.portfolio_api.closes import millionths
from adapters.portfolio_api.fields import BadField, day, kind_of
from adapters.portfolio_api.shapes import Malformed
from advisor.model import PriceSeries


def price_table(
    dates: object, closes: object, *, tickers: Collection[str], until: date, start: date | None
) -> dict[str, PriceSeries]:
    """Ticker → closes, by ticker; a ticker without any is left out.

    Raises `Malformed` for anything that isn't the form above, for a ticker that wasn't asked for, and for a date after
    `until`: a service that gives those can't be trusted to have given the right ones. Closes from before the one that
    holds at `start` are cut off.
    """
    days = _ordinals(dates, until)
    if not isinstance(closes, dict):
        raise Malformed(f"closes is {kind_of(closes)}, not an object")
    found: dict[str, PriceSeries] = {}
    for place, ticker in enumerate(sorted(closes)):
        if ticker not in tickers:
            raise Malformed(f"column {place + 1} of closes is of a ticker that wasn't asked for")
        series = _series(ticker, days, closes[ticker])
        if start is not None:
            series = series.between(start, until)
        if len(series):
            found[ticker] = series
    return found


def _ordinals(dates: object, until: date) -> NDArray[np.int64]:
    if not isinstance(dates, list):
        raise Malformed(f"dates is {kind_of(dates)}, not a list")
    index = 0
    try:
        read = np.empty(len(dates), dtype=np.int64)
        for index, value in enumerate(dates):
            read[index] = day(value).toordinal()
    except BadField as error:
        raise Malformed(f"dates[{index}] {error}") from None
    if np.any(np.diff(read) <= 0):
        raise Malformed("dates don't ascend, or one is there twice")
    if len(read) and read[-1] > until.toordinal():
        raise Malformed("dates go on after `until`")
    return read


def _series(ticker: str, days: NDArray[np.int64], column: object) -> PriceSeries:
    if not isinstance(column, list):
        raise Malformed(f"closes of {ticker} is {kind_of(column)}, not a list")
    if len(column) != len(days):
        raise Malformed(f"closes of {ticker} has {len(column)} items for {len(days)} dates")
    if None in column:
        days = days[np.array([close is not None for close in column], dtype=np.bool_)]
        column = [close for close in column if close is not None]
    try:
        micros = millionths(column)
    except TypeError:
        raise Malformed(f"closes of {ticker} holds something else than decimals as text, and null") from None
    if micros is None:
        raise Malformed(f'closes of {ticker} are not all decimals such as "301.25" with at most 6 decimals')
    if np.any(micros <= 0):
        raise Malformed(f"closes of {ticker} are not all above 0")
    for array in (days, micros):
        array.flags.writeable = False  # a series may be shared by many questions
    return PriceSeries(ticker, days, micros)
