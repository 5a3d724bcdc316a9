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
_MOST = 10**12  # as in files: 64-bit integers of millionths hold it
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
    if _UNSTORABLE.search(value):
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


def decimal(
    decimals: int, *, least: int | None = None, above: int | None = None, most: int = _MOST - 1
) -> Read[Decimal]:
    """A text of digits with at most `decimals` of them behind the point, no exponent, no blanks."""
    pattern = re.compile(rf"-?[0-9]{{1,13}}(?:\.[0-9]{{1,{decimals}}})?")

    def read(value: object) -> Decimal:
        if not isinstance(value, str):
            raise BadField(f'is {kind_of(value)}, not a decimal as text such as "1234.50"')
        if not pattern.fullmatch(value):
            raise BadField(f'is not a decimal such as "1234.50" with at most {decimals} decimals')
        number = Decimal(value)
        if not -most <= number <= most:
            raise BadField(f"is beyond {most}")
        if least is not None and number < least:
            raise BadField(f"is below {least}")
        if above is not None and number <= above:
            raise BadField(f"is not above {above}")
        return number

    return read


money = decimal(MONEY_DECIMALS)
money_from_zero = decimal(MONEY_DECIMALS, least=0)
positive_money = decimal(MONEY_DECIMALS, above=0)
positive_fine = decimal(SHARE_DECIMALS, above=0)
rate_bps = decimal(_RATE_DECIMALS, least=0, most=10_000)
weight = decimal(_RATE_DECIMALS, least=0, most=1)


def kind_of(value: object) -> str:
    return "null" if value is None else _KINDS.get(type(value), "something else")
