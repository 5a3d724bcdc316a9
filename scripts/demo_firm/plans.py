"""What a customer set up: accounts, schedules and one-off events. What came of it is `life`'s to tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Flow:
    """Money in (positive) or out (negative) of an account, once or on `day` of every month or quarter."""

    amount: str
    start: date
    every: int = 0  # months between; 0 = once
    end: date = date(2026, 11, 20)


@dataclass(frozen=True)
class Order:
    """A single trade beside the model: `shares` None sells all. `against` buys that with the proceeds."""

    day: date
    side: str
    ticker: str
    shares: str | None = None
    reason: str | None = None
    against: str | None = None


@dataclass(frozen=True)
class AccountPlan:
    account_id: str
    name: str
    type: str
    opened_on: date
    model: str | None
    fee_bps: str
    flows: tuple[Flow, ...]
    orders: tuple[Order, ...] = ()
    rebalances: bool = True
    reinvests: bool = False
    fees_monthly: bool = False
    closed_on: date | None = None  # everything is sold and paid out on that day
    harvests: tuple[date, ...] = ()  # days on which losses are looked for


@dataclass(frozen=True)
class CustomerPlan:
    customer_id: str
    name: str
    email: str
    risk_level: int
    joined_on: date
    accounts: tuple[AccountPlan, ...]
    goals: tuple[tuple[str, str, str, date, str, str], ...] = ()  # id, name, amount, by, accounts, a month
    transfers: tuple[tuple[str, str, str, str, date, date | None, str], ...] = field(default=())
    schedules: tuple[tuple[str, str, str, date | None, bool], ...] = ()
