"""The position book: what cash and which shares an account, or several together, hold at the end of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.model import Transaction
from advisor.money import ZERO


@dataclass(frozen=True)
class Book:
    """`shares` names only securities that are held: none with zero shares."""

    cash: Decimal
    shares: Mapping[str, Decimal]


def shares_moved(row: Transaction) -> Decimal:
    """The signed change of shares: positive for a buy, negative for a sell, 0 for anything else."""
    if row.shares is None or row.type not in ("buy", "sell"):
        return ZERO
    return row.shares if row.type == "buy" else -row.shares


def book_at(transactions: Iterable[Transaction], day: date) -> Book:
    """The book after every transaction dated ≤ `day`; empty without any."""
    cash = ZERO
    shares: dict[str, Decimal] = {}
    for row in transactions:  # thousands, for nearly every question: nothing is called in here
        if row.date > day:
            continue
        cash += row.amount
        if row.shares is None or row.ticker is None:
            continue
        if row.type == "buy":
            shares[row.ticker] = shares.get(row.ticker, ZERO) + row.shares
        elif row.type == "sell":
            shares[row.ticker] = shares.get(row.ticker, ZERO) - row.shares
    return Book(cash, {ticker: held for ticker, held in sorted(shares.items()) if held})
