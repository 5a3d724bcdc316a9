"""Exact decimals in any database.

SQLite has no decimal type and would keep 0.1 as a float. Money, shares and prices are therefore stored as whole numbers
of their smallest unit (cents, millionths): exact, small, and sortable. Rates without a bound on decimals are text.
"""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Text
from sqlalchemy.types import TypeDecorator

# Wide enough for a signed 64-bit integer whatever the caller's decimal context is.
_WIDE = Context(prec=40)

if TYPE_CHECKING:
    _IntegerColumn = TypeDecorator[Decimal]
    _TextColumn = TypeDecorator[Decimal]
else:
    _IntegerColumn = _TextColumn = TypeDecorator


class ScaledDecimal(_IntegerColumn):
    """A `Decimal` with at most `decimals` fraction digits, kept as an integer.

    Raises `ValueError` for a value with more digits: rounding would hide a mistake. Range: 64-bit integers.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, decimals: int) -> None:
        super().__init__()
        self.decimals = decimals

    def process_bind_param(self, value: Decimal | None, dialect: object) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(self.decimals, _WIDE)
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(f"{value} has more than {self.decimals} decimals")
        return whole

    def process_result_value(self, value: int | None, dialect: object) -> Decimal | None:
        if value is None:
            return None
        if not isinstance(value, int):  # SQLite keeps whatever it is given
            raise ValueError(f"a {type(value).__name__} is stored where a whole number of the smallest unit belongs")
        return Decimal(value).scaleb(-self.decimals, _WIDE)


class DecimalText(_TextColumn):
    """A `Decimal` of any precision, kept as text: for rates and weights, which no query sums or compares."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: object) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: object) -> Decimal | None:
        if value is None:
            return None
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError("a number is stored that isn't finite")
        return number
