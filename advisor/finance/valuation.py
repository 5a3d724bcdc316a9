"""The exact value of a book on a day: V(d) = cash(d) + Σ shares(d) × close(last price date ≤ d), unrounded.

A security that is held but has no close yet leaves the value unknown (None). It is never counted as nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.finance.book import book_at
from advisor.model import PriceSeries, Transaction
from advisor.money import ZERO


@dataclass(frozen=True)
class Position:
    """`price` is the last close on or before the day of valuation, None if there is none."""

    ticker: str
    shares: Decimal
    price: Decimal | None

    @property
    def value(self) -> Decimal | None:
        return None if self.price is None else self.shares * self.price


@dataclass(frozen=True)
class Valuation:
    """What is held at the end of one day; `positions` by ticker."""

    cash: Decimal
    positions: tuple[Position, ...]

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Tickers that are held but have no close yet."""
        return tuple(position.ticker for position in self.positions if position.price is None)

    @property
    def invested(self) -> Decimal | None:
        """The value without cash; 0 without positions, None if any of them has no price."""
        return total(position.value for position in self.positions)

    @property
    def value(self) -> Decimal | None:
        invested = self.invested
        return None if invested is None else self.cash + invested


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, 0 of nothing; None as soon as one of them is unknown."""
    result = ZERO
    for value in values:
        if value is None:
            return None
        result += value
    return result


def close_at(series: PriceSeries | None, day: date) -> Decimal | None:
    """The close of the last price date ≤ `day`; None before the first one."""
    return None if series is None else series.at(day)


def valuation_at(transactions: Iterable[Transaction], prices: Mapping[str, PriceSeries], day: date) -> Valuation:
    """What the transactions dated ≤ `day` have left, at that day's last closes."""
    book = book_at(transactions, day)
    return Valuation(
        book.cash,
        tuple(Position(ticker, held, close_at(prices.get(ticker), day)) for ticker, held in book.shares.items()),
    )


def together(valuations: Iterable[Valuation]) -> Valuation:
    """Several accounts' holdings on one day as one."""
    cash = ZERO
    held: dict[str, Position] = {}
    for valuation in valuations:
        cash += valuation.cash
        for position in valuation.positions:
            before = held.get(position.ticker)
            shares = position.shares if before is None else before.shares + position.shares
            held[position.ticker] = Position(position.ticker, shares, position.price)
    return Valuation(cash, tuple(position for _, position in sorted(held.items())))


def ratio(part: Decimal | None, whole: Decimal | None) -> float | None:
    """part / whole as a fraction; None where either is unknown or the whole is ≤ 0."""
    if part is None or whole is None or whole <= 0:
        return None
    return float(part / whole)
