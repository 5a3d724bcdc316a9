"""Rounding. Money stays an exact `Decimal` until it is shown; only then it is rounded, half-even, to cents."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

ZERO = Decimal(0)
_CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """`amount` rounded half-even to two decimals, without a negative zero: 0.125 → 0.12, −0.001 → 0.00."""
    return amount.quantize(_CENT, ROUND_HALF_EVEN) + ZERO
