"""Limits of a day: what was asked for today counts together."""

from __future__ import annotations

from decimal import Decimal

from advisor.money import ZERO
from advisor.requests.records import World


def left_today(kind: str, most: Decimal, world: World) -> Decimal:
    """What is left of `most` after the customer's requests of this kind today; at least 0."""
    today = world.now.date()
    asked = sum((r.amount or ZERO for r in world.requests if r.kind == kind and r.requested_at.date() == today), ZERO)
    return max(most - asked, ZERO)
