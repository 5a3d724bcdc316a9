"""From one JSON value to one field of a record, or to a sentence that says why not.

Decimals are texts: a JSON number would pass through binary fractions in many a service. No message repeats a value: it
may be a name, an address or an amount, and the message goes into a log.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar, get_args

T = TypeVar("T")
Read = Callable[[object], T]

MONEY_DECIMALS = 2
SHARE_DECIMALS = 6  # of shares and of prices
_RATE_DECIMALS = 24  # rates and weights have no bound of their own; this keeps a text from being a megabyte

_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}


class BadField(ValueError):
    """The value isn't what the field needs; the message completes the field's name."""


def text(value: object) -> str:
    if not isinstance(value, str):
        raise BadField(f"is {kind_of(value)}, not a text")
    if not value or value.isspace():
        raise BadField("is empty")
    if not value.isprintable() and _UNSTORABLE.search(value):  # the first is quick, and stricter than need be
        raise BadField("holds a control character")
    return value


def texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadField(f"is {kind_of(value)}, not a list of texts")
    return tuple(text(item) for item in value)


def day(value: object) -> date:
    if not isinstance(value, str):
        raise BadField(f"is {kind_of(value)}, not a date such as 2026-03-31")
    return _day(value)


@lru_cache(maxsize=20_000)
def _day(value: str) -> date:
    if not _DAY.fullmatch(value):
        raise BadField("is not a date such as 2026-03-31")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadField("is not a date of the calendar") from None


def currency(value: object) -> str:
    found = text(value)
    if not re.fullmatch("[A-Z]{3}", found):
        raise BadField("is not the three capital letters of a currency")
    return found


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadField(f"is {kind_of(value)}, not true or false")
    return value


def whole(least: int, most: int) -> Read[int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadField(f"is {kind_of(value)}, not a whole number")
        if not least <= value <= most:
            raise BadField(f"is not from {least} to {most}")
        return value

    return read


def one_of(words: object) -> Read[Any]:
    """One of the words of a `Literal`, spelled exactly so."""
    choices = frozenset(get_args(words))

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise BadField(f"is {kind_of(value)}, not a text")
        if value not in choices:
            raise BadField(f"is none of {', '.join(sorted(choices))}")
        return value

    return read


def decimal(decimals: int, *, signed: bool = False, zero: bool = True, most: int | None = None) -> Read[Decimal]:
    """A text of at most 12 digits, with at most `decimals` more of them behind the point; no exponent, no blanks."""
    # 64-bit integers of millionths hold 12 digits, as files may have them.
    pattern = re.compile(rf"{'-?' if signed else ''}[0-9]{{1,12}}(?:\.[0-9]{{1,{decimals}}})?")
    sign = "" if signed else ", not negative,"
    limit = None if most is None else Decimal(most)

    def read(value: object) -> Decimal:
        if not isinstance(value, str):
            raise BadField(f'is {kind_of(value)}, not a decimal as text such as "1234.50"')
        if not pattern.fullmatch(value):
            raise BadField(f'is not a decimal such as "1234.50"{sign} with at most 12 digits and {decimals} decimals')
        number = Decimal(value)
        if not (zero or number):
            raise BadField("is not above 0")
        if limit is not None and number > limit:
            raise BadField(f"is above {limit}")
        return number

    return read


money = decimal(MONEY_DECIMALS, signed=True)
money_from_zero = decimal(MONEY_DECIMALS)
positive_money = decimal(MONEY_DECIMALS, zero=False)
positive_fine = decimal(SHARE_DECIMALS, zero=False)
rate_bps = decimal(_RATE_DECIMALS, most=10_000)
weight = decimal(_RATE_DECIMALS, most=1)


def kind_of(value: object) -> str:
    return "null" if value is None else _KINDS.get(type(value), "something else")
