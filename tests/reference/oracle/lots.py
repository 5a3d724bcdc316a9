"""Tax lots: first in, first out in each account, by day and then by id as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.reference.oracle.books import PICO, Book, Entry


@dataclass
class Lot:
    """`shares` left of a purchase, in millionths; its basis is the purchase's amount pro rata, in dollars."""

    buy: Entry
    shares: int

    @property
    def basis(self) -> Fraction:
        return self.basis_of(self.shares)

    def basis_of(self, shares: int) -> Fraction:
        return Fraction(-self.buy.picos, PICO) * Fraction(shares, self.buy.shares)


@dataclass(frozen=True)
class Piece:
    """The part of a sale that came out of one lot."""

    buy: Entry
    gain: Fraction
    long: bool


@dataclass(frozen=True)
class Sale:
    sell: Entry
    pieces: list[Piece]

    @property
    def gain(self) -> Fraction:
        return sum((piece.gain for piece in self.pieces), Fraction(0))

    def gain_of(self, *, long: bool) -> Fraction:
        return sum((piece.gain for piece in self.pieces if piece.long == long), Fraction(0))


def trace(book: Book) -> tuple[list[Lot], list[Sale]]:
    """Lots still open and all sales, of every account of the book."""
    lots: list[Lot] = []
    sales: list[Sale] = []
    for account in book.ids:
        for ticker in sorted({e.ticker for e in book.entries if e.account == account and e.ticker}):
            opened, sold = _trace_one(
                [e for e in book.entries if e.account == account and e.ticker == ticker and e.type in ("buy", "sell")]
            )
            lots += opened
            sales += sold
    return lots, sales


def _trace_one(entries: list[Entry]) -> tuple[list[Lot], list[Sale]]:
    # A position may only not be negative at the end of a day, so a sale can take from the same day's later purchase:
    # purchases of a day go in before its sales come out. The queue's order is that of day and id either way.
    entries = sorted(entries, key=lambda entry: (entry.day, entry.type == "sell", entry.id))
    lots: list[Lot] = []
    sales = []
    for entry in entries:
        if entry.type == "buy":
            lots.append(Lot(entry, entry.shares))
            continue
        left, pieces = entry.shares, []
        while left:
            lot = lots[0]
            taken = min(left, lot.shares)
            proceeds = Fraction(entry.picos, PICO) * Fraction(taken, entry.shares)
            pieces.append(Piece(lot.buy, proceeds - lot.basis_of(taken), _is_long(lot.buy.day, entry.day)))
            lot.shares -= taken
            left -= taken
            if not lot.shares:
                lots.pop(0)
        sales.append(Sale(entry, pieces))
    return lots, sales


def _is_long(bought: date, sold: date) -> bool:
    return (sold - bought).days > 365
