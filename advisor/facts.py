"""Records as facts: JSON values only, under the names of the record's fields.

Money becomes a string with two decimals, shares and prices plain decimal strings, dates ISO strings; ratios stay
numbers, unknown stays null; a mapping keeps just the keys it has. A field whose metadata say `fact: False` is left out;
a trailing underscore is dropped, for names that are Python's (`return_`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from advisor.money import cents

_AS_THEY_ARE = frozenset((str, bool, int, float, type(None)))  # most values of a long list
_PLAIN = frozenset(("shares", "price"))  # fields that are decimals but not money


def facts_of(record: Any) -> dict[str, object]:
    """The facts of a dataclass instance. Raises TypeError for a value that has no place in facts."""
    named = _facts_in(type(record))  # type: ignore[arg-type]  # every class is hashable, which mypy doubts of type[Any]
    return {
        fact: value if type(value := getattr(record, name)) in _AS_THEY_ARE else _fact(value, plain=plain)
        for name, fact, plain in named
    }


@cache  # a list of transactions has thousands of records of one type
def _facts_in(record_type: Any) -> tuple[tuple[str, str, bool], ...]:
    """For each field that is a fact: its name, that of the fact, and whether it is a plain decimal."""
    return tuple(
        (field.name, field.name.rstrip("_"), field.name in _PLAIN)
        for field in fields(record_type)
        if field.metadata.get("fact", True)
    )


def plain_decimal(number: Decimal) -> str:
    """Without an exponent or needless zeros: 12.500000 → "12.5", 1E+3 → "1000"."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fact(value: object, *, plain: bool) -> object:
    if isinstance(value, Decimal):
        return plain_decimal(value) if plain else str(cents(value))
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return facts_of(value)
    if isinstance(value, Mapping):
        return {str(key): _fact(item, plain=key in _PLAIN) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_fact(item, plain=plain) for item in value]
    raise TypeError(
        f"advisor.facts: a {type(value).__name__} can't be a fact; give a dataclass, Decimal, date or number"
    )
