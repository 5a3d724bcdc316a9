"""Customers with goals for the tests of everything about them: one mix of stocks and bonds, one cash reserve."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from advisor.model import Frequency, Goal, RecurringDeposit, Transaction
from tests.fakes.portfolio import FakeRepository, account, day
from tests.unit.advisor.world import INVESTED, repository

MODELS = {"sixty_forty": {"VTI": Decimal("0.6"), "BND": Decimal("0.4")}, "stocks": {"VTI": Decimal(1)}}


def goal(
    goal_id: str = "G-1",
    *,
    name: str = "Retirement",
    target: str = "100000",
    until: str = "2046-11-30",
    accounts: tuple[str, ...] = ("A-1",),
    monthly: str = "200",
) -> Goal:
    return Goal(goal_id, "C-1", name, Decimal(target), day(until), accounts, Decimal(monthly))


def schedule(
    account_id: str = "A-1",
    *,
    amount: str = "200",
    frequency: Frequency = "monthly",
    next_date: str | None = "2026-12-01",
    active: bool = True,
) -> RecurringDeposit:
    on = None if next_date is None else day(next_date)
    return RecurringDeposit(account_id, Decimal(amount), frequency, on, active)


def with_goals(*goals: Goal, rows: tuple[Transaction, ...] = INVESTED, **changes: Any) -> FakeRepository:
    """A-1 follows 60/40, A-2 stocks, A-3 is a cash reserve without a model."""
    return repository(
        *rows,
        **{
            "all_accounts": [
                account("A-1", target_model="sixty_forty"),
                account("A-2", name="Roth IRA", type="roth_ira", target_model="stocks"),
                account("A-3", name="Reserve", type="cash_reserve"),
            ],
            "models": MODELS,
            "all_goals": goals,
            **changes,
        },
    )
