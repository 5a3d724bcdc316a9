"""From a raw cell to a typed value, or to a sentence that says why not.

A raw cell is text (all of CSV), a `Number` (Excel's number as the file spells it), a truth value, a date, or
`Unreadable`; None and blank text are empty. Numbers become `Decimal` from their spelling, never through a float: a cell
that says 0.1 is one tenth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Protocol

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf(?:inity)?)", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?")
# NUL and lone surrogates can't be stored; other control characters are accidents of copying.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# A double keeps 15 to 17 digits. A longer spelling such as 12.340000000000002 is what arithmetic in a spreadsheet left
# of 12.34, and is read as that.
_DOUBLE_DIGITS = 15
_ARTEFACT = Decimal("1e-9")
_ROUGH_DECIMALS = 12  # of a rate that has no bound on decimals
_WIDE = Context(prec=60)


class Number(str):
    """The spelling of a numeric cell."""

    __slots__ = ()


@dataclass(frozen=True)
class Unreadable:
    """A cell that holds something, but no value: `why` completes "the cell …"."""

    why: str


Cell = str | Number | bool | datetime | date | time | Unreadable | None


class BadCell(ValueError):
    """The cell's content isn't what its column needs; the message says why."""


class Parser(Protocol):
    def __call__(self, cell: Cell) -> object: ...


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: object) -> str:
    """The cell as a message quotes it: short, on one line."""
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    text = ascii(text)[1:-1] if _UNSTORABLE.search(text) else " ".join(text.split())
    return repr(text if len(text) <= 40 else text[:39] + "…")


@dataclass(frozen=True)
class Text:
    """Text without blanks around it. Ids that Excel took for numbers come back as they were typed: 17.0 is `17`."""

    def __call__(self, cell: Cell) -> str:
        if isinstance(cell, Number):
            number = Decimal(cell)
            return str(int(number)) if number == number.to_integral_value() else str(cell)
        if isinstance(cell, bool):
            return "TRUE" if cell else "FALSE"  # a ticker may be just that
        if not isinstance(cell, str):
            raise BadCell(f"{shown(cell)} is a date where text belongs; format the cell as text")
        if _UNSTORABLE.search(cell):
            raise BadCell(f"{shown(cell)} holds a control character; type the text anew")
        return cell.strip()


@dataclass(frozen=True)
class Names:
    """Texts separated by semicolons; blank and repeated ones don't count."""

    def __call__(self, cell: Cell) -> tuple[str, ...]:
        parts = (part.strip() for part in Text()(cell).split(";"))
        return tuple(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True)
class Choice:
    """One of a few words, spelled exactly so; `noun` is what an unknown one is called."""

    choices: tuple[str, ...]
    noun: str

    def __call__(self, cell: Cell) -> str:
        text = Text()(cell)
        if text not in self.choices:
            raise BadCell(f"unknown {self.noun} {shown(text)}; use one of {', '.join(self.choices)}")
        return text


@dataclass(frozen=True)
class Currency:
    def __call__(self, cell: Cell) -> str:
        text = Text()(cell)
        if not re.fullmatch("[A-Z]{3}", text):
            raise BadCell(f"{shown(text)} is not a currency; use its three capital letters, such as USD")
        return text


@dataclass(frozen=True)
class Amount:
    """A decimal with at most `decimals` fraction digits (None: any), above `above` and within `least` … `most`."""

    decimals: int | None
    above: int | None = None
    least: int | None = None
    most: int = 10**12 - 1
    percent: bool = False  # whether `30%` may stand for 0.3

    def __call__(self, cell: Cell) -> Decimal:
        text = cell.strip() if isinstance(cell, str) else cell
        percent = self.percent and isinstance(text, str) and text.endswith("%")
        number = _number(text[:-1].rstrip() if percent and isinstance(text, str) else text)
        if percent:
            number = number.scaleb(-2, _WIDE)
        if self.above is not None and number <= self.above:
            raise BadCell(f"{shown(text)} is not above {self.above}")
        if self.least is not None and number < self.least:
            raise BadCell(f"{shown(text)} is below {self.least}")
        if abs(number) > self.most:
            raise BadCell(f"{shown(text)} is too large; the most is {self.most}")
        if self.decimals is not None:
            return _limited(number, self.decimals)
        return _rough(number) if isinstance(cell, Number) else number


@dataclass(frozen=True)
class Whole:
    least: int
    most: int

    def __call__(self, cell: Cell) -> int:
        number = _number(cell)
        if number != number.to_integral_value() or not self.least <= number <= self.most:
            raise BadCell(f"{shown(cell)} is not a whole number from {self.least} to {self.most}")
        return int(number)


@dataclass(frozen=True)
class Day:
    """A calendar date: a real one, or ISO text; midnight may follow, any other time of day may not."""

    def __call__(self, cell: Cell) -> date:
        wanted = "use a date such as 2026-03-31"
        if isinstance(cell, datetime):
            if cell.time() != time():
                raise BadCell(f"{shown(cell)} has a time of day; {wanted}")
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, str) and not isinstance(cell, Number):
            text = cell.strip()
            try:
                day = date.fromisoformat(text[:10])
            except ValueError:
                raise BadCell(f"{shown(text)} is not a date; {wanted}") from None
            if text[10:] and not _MIDNIGHT.fullmatch(text[10:]):
                raise BadCell(f"{shown(text)} is not a date; {wanted}")
            return day
        raise BadCell(f"{shown(cell)} is not a date; {wanted}")


@dataclass(frozen=True)
class Flag:
    def __call__(self, cell: Cell) -> bool:
        if isinstance(cell, bool):
            return cell
        text = cell.strip().lower() if isinstance(cell, str) else ""
        if text not in ("true", "false"):
            raise BadCell(f"{shown(cell)} is neither true nor false")
        return text == "true"


def _number(cell: Cell) -> Decimal:
    text = cell.strip() if isinstance(cell, str) else ""
    if _NOT_FINITE.fullmatch(text):
        raise BadCell(f"{shown(text)} is not a finite number")
    if len(text) > 60 or not _NUMBER.fullmatch(text):
        raise BadCell(f"{shown(cell)} is not a number; write it with digits and a point, such as 1234.50")
    return Decimal(text)


def _limited(number: Decimal, decimals: int) -> Decimal:
    """`number` with at most `decimals` fraction digits, undoing what floating-point arithmetic added."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN, _WIDE)
    if rounded != number and not _is_artefact(number, rounded, decimals):
        raise BadCell(f"{shown(number)} has more than {decimals} decimals")
    return rounded


def _is_artefact(number: Decimal, rounded: Decimal, decimals: int) -> bool:
    if _digits(number) < _DOUBLE_DIGITS:
        return False
    # A few units in the last place of a double, which for large amounts is more than the fixed bound.
    bound = max(_ARTEFACT, min(abs(number) * Decimal("4e-15"), Decimal(1).scaleb(-decimals - 2)))
    return abs(number - rounded) <= bound


def _rough(number: Decimal) -> Decimal:
    if _digits(number) < _DOUBLE_DIGITS:
        return number
    return number.quantize(Decimal(1).scaleb(-_ROUGH_DECIMALS), ROUND_HALF_EVEN, _WIDE).normalize(_WIDE)


def _digits(number: Decimal) -> int:
    return len(number.as_tuple().digits)
