"""A word on the yearly limit of IRA contributions, where a deposit may go beyond it. It refuses nothing.

What counts as a contribution depends on age, income and rollovers, which the firm checks and nobody here knows.
"""

from __future__ import annotations

from decimal import Decimal

from advisor.money import ZERO
from advisor.requests.fields.amount import money
from advisor.requests.records import World

_SHARED = ("traditional_ira", "roth_ira")  # one limit for both together


def ira_note(amount: Decimal, account_id: str, world: World) -> str:
    """A sentence with a blank before it; empty where there is nothing to say."""
    settings = world.settings
    ids = {account.account_id for account in world.accounts if account.type in _SHARED}
    if account_id not in ids or world.today.year != settings.ira_limit_year:
        return ""
    rows = world.repository.transactions(sorted(ids), until=world.today)
    paid_in = sum((row.amount for row in rows if row.type == "deposit" and row.date.year == world.today.year), ZERO)
    asked = sum((r.amount or ZERO for r in world.requests if r.kind == "deposit" and r.account_id in ids), ZERO)
    total = paid_in + asked + amount
    if total <= settings.ira_limit:
        return ""
    return (
        f" With it, deposits into your IRAs come to {money(total, world)} in {settings.ira_limit_year}; contributions "
        f"are limited to {money(settings.ira_limit, world)}, or {money(settings.ira_limit_from_50, world)} from age 50."
    )
