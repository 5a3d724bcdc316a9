"""Prices and transactions from rows as the driver gives them: thousands for one question, so each step counts.

SQLAlchemy would turn each cell by itself; here columns are turned as a whole, and each different day once. The checks
are as strict: a cell that isn't what its column holds raises ValueError.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Context, Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

import numpy as np
from sqlalchemy import type_coerce
from sqlalchemy.sql import ColumnElement
from sqlalchemy.types import NullType

from adapters.database.schema import MONEY_DECIMALS, SHARE_DECIMALS
from advisor.model import PriceSeries, Transaction

_WIDE = Context(prec=40)

Row = Sequence[Any]


def as_stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column in a query, its cells as the driver gives them: scaled whole numbers; dates, as ISO text by SQLite."""
    return cast("ColumnElement[Any]", type_coerce(column, NullType()))


def price_series(rows: Iterable[Row]) -> dict[str, PriceSeries]:
    """By ticker, from rows of ticker, date and close that come by ticker and date."""
    series: dict[str, PriceSeries] = {}
    for ticker, group in groupby(rows, key=itemgetter(0)):
        _, days, closes = zip(*group, strict=True)
        _whole_numbers(closes)
        ordinals = {day: _day(day).toordinal() for day in days}
        micros = np.array(closes, dtype=np.int64)
        made = PriceSeries(ticker, np.array([ordinals[day] for day in days], dtype=np.int64), micros)
        for array in (made.ordinals, made.micros):
            array.flags.writeable = False  # it will be shared
        series[ticker] = made
    return series


def transactions(rows: Sequence[Row]) -> tuple[Transaction, ...]:
    """From rows whose columns are in the order of the record's fields."""
    if not rows:
        return ()
    ids, accounts, days, types, tickers, shares, prices, amounts, reasons = zip(*rows, strict=True)
    by_day = {day: _day(day) for day in set(days)}
    made = map(
        Transaction,
        ids,
        accounts,
        [by_day[day] for day in days],
        types,
        tickers,
        _decimals(shares, SHARE_DECIMALS),
        _decimals(prices, SHARE_DECIMALS),
        cast("list[Decimal]", _decimals(amounts, MONEY_DECIMALS)),
        reasons,
    )
    return tuple(made)


def _decimals(scaled: Sequence[int | None], decimals: int) -> list[Decimal | None]:
    _whole_numbers(scaled)
    scale = _WIDE.scaleb
    return [None if number is None else scale(number, -decimals) for number in scaled]


def _whole_numbers(values: Sequence[object]) -> None:
    """SQLite keeps whatever it is given, and arrays would cut off a fraction without a word."""
    for wrong in set(map(type, values)) - {int, type(None)}:
        raise ValueError(f"a {wrong.__name__} is stored where a whole number of the smallest unit belongs")


def _day(stored: object) -> date:
    if isinstance(stored, date):
        return stored
    if isinstance(stored, str):
        return date.fromisoformat(stored)
    raise ValueError(f"a {type(stored).__name__} is stored where a date belongs")
