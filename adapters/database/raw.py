"""Prices and transactions from rows as the driver gives them: thousands for one question, so each step counts.

SQLAlchemy would turn cell by cell and keep a second copy of each row. The checks here are as strict: a cell that isn't
what its column holds raises ValueError or TypeError.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Context
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from adapters.database.schema import MONEY_DECIMALS, SHARE_DECIMALS
from advisor.model import PriceSeries, Transaction

_WIDE = Context(prec=40)

Row = Sequence[Any]  # dates are dates, or ISO text from SQLite; decimals are whole numbers of their smallest unit


def price_series(rows: Iterable[Row]) -> dict[str, PriceSeries]:
    """By ticker, from rows of ticker, date and close that come by ticker and date. Read-only: they will be shared."""
    series: dict[str, PriceSeries] = {}
    ordinal_of = _Ordinals()
    for ticker, group in groupby(rows, key=itemgetter(0)):
        _, days, closes = zip(*group, strict=True)
        for wrong in set(map(type, closes)) - {int}:  # an array would cut off a fraction without a word
            raise ValueError(f"a {wrong.__name__} is stored where a whole number of millionths belongs")
        made = PriceSeries(
            ticker, np.array([ordinal_of[day] for day in days], dtype=np.int64), np.array(closes, dtype=np.int64)
        )
        made.ordinals.flags.writeable = made.micros.flags.writeable = False
        series[ticker] = made
    return series


def transactions(rows: Iterable[Row]) -> tuple[Transaction, ...]:
    """From rows whose columns are in the order of the record's fields."""
    date_of = _Dates()
    decimal = _WIDE.scaleb  # takes nothing but whole numbers
    return tuple(
        [
            Transaction(
                id,
                account_id,
                date_of[day],
                type,
                ticker,
                None if shares is None else decimal(shares, -SHARE_DECIMALS),
                None if price is None else decimal(price, -SHARE_DECIMALS),
                decimal(amount, -MONEY_DECIMALS),
                reason,
            )
            for id, account_id, day, type, ticker, shares, price, amount, reason in rows
        ]
    )


class _Dates(dict[object, date]):
    """Stored day → date, each different one parsed once."""

    def __missing__(self, stored: object) -> date:
        if isinstance(stored, date):
            day = stored
        elif isinstance(stored, str):
            day = date.fromisoformat(stored)
        else:
            raise ValueError(f"a {type(stored).__name__} is stored where a date belongs")
        self[stored] = day
        return day


class _Ordinals(dict[object, int]):
    def __init__(self) -> None:
        self._dates = _Dates()

    def __missing__(self, stored: object) -> int:
        ordinal = self[stored] = self._dates[stored].toordinal()
        return ordinal
