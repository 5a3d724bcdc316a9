"""Where a goal stands today: its accounts, their value, and what they may grow to. For the questions about goals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from advisor.finance.allocation import targets_by_account, valuations_by_account
from advisor.finance.goals import MOST_MONTHS, Mix, Paths, mix_of, months_between, paths_of
from advisor.finance.valuation import total
from advisor.model import Account, Goal
from advisor.money import ZERO
from advisor.scope import Scope
from advisor.settings import Settings

Gap = Literal["no_account", "no_price", "no_target", "too_far"]


@dataclass(frozen=True)
class GoalName:
    goal_id: str
    name: str


@dataclass(frozen=True)
class Outlook:
    """Both None where there is nothing to project with."""

    median: Decimal | None
    probability: float | None


@dataclass(frozen=True)
class GoalState:
    """`accounts` are those of the goal that exist today; `value` is None where a holding has no price, `mix` where no
    account has a target."""

    goal: Goal
    accounts: tuple[Account, ...]
    value: Decimal | None
    mix: Mix | None
    today: date
    settings: Settings
    unpriced: tuple[str, ...] = field(default=())

    @property
    def account_ids(self) -> tuple[str, ...]:
        return tuple(account.account_id for account in self.accounts)

    def gap(self, until: date) -> Gap | None:
        """Why there is no projection up to a date; None where there is one."""
        months = months_between(self.today, until)
        if self.value is None:
            return "no_price"
        if months <= 0:
            return None  # nothing is left to grow
        if not self.accounts:
            return "no_account"
        if self.mix is None:
            return "no_target"
        return "too_far" if months > MOST_MONTHS else None

    def paths(self, until: date) -> Paths | None:
        """None where there is a `gap`."""
        if self.gap(until) is not None:
            return None
        months = months_between(self.today, until)
        mix = self.mix or Mix(0.0, 0.0)
        return paths_of(mix, months, count=self.settings.goal_paths, seed=self.settings.goal_seed)


def goal_state(scope: Scope, goal: Goal) -> GoalState:
    accounts = tuple(account for account in scope.all_accounts if account.account_id in goal.account_ids)
    ids = {account.account_id for account in accounts}
    rows = [row for row in scope.transactions if row.account_id in ids]
    tickers = {row.ticker for row in rows if row.ticker is not None}
    prices = scope.repository.prices(tickers, until=scope.today, start=scope.today) if tickers else {}
    valuations = valuations_by_account(accounts, rows, prices, scope.today)
    value = total(valuation.value for valuation in valuations.values())
    unpriced = sorted({ticker for valuation in valuations.values() for ticker in valuation.unpriced})
    mix: Mix | None = None
    if value is not None:
        mix = mix_of(
            targets_by_account(accounts, scope.repository),
            {account_id: valuation.value or ZERO for account_id, valuation in valuations.items()},
            securities={security.ticker: security for security in scope.repository.securities()},
            assumptions=scope.settings.goal_assumptions,
        )
    return GoalState(goal, accounts, value, mix, scope.today, scope.settings, tuple(unpriced))


def outlook(paths: Paths | None, start: Decimal | None, monthly: Decimal, target: Decimal) -> Outlook:
    if paths is None or start is None:
        return Outlook(None, None)
    return Outlook(paths.median(start, monthly), paths.probability(start, monthly, target))
