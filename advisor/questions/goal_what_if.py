"""What if I saved more or less, paid in a sum now, had longer, or needed another amount?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypedDict

from advisor.finance.goals import Paths
from advisor.money import ZERO, cents
from advisor.questions.goal_state import Gap, GoalName, GoalState, Outlook, goal_state, outlook
from advisor.resolve.dates import Aged
from advisor.resolve.wishes import Wish
from advisor.scope import Scope


@dataclass(frozen=True)
class Plan:
    """What a projection is made for; `lump_sum` comes in today, or goes out where it is negative."""

    monthly_contribution: Decimal
    target_date: date
    target_amount: Decimal
    lump_sum: Decimal = ZERO


class Changed(TypedDict, total=False):
    """Only what differs from the plan as it is, as its new value."""

    monthly_contribution: Decimal
    target_date: date
    target_amount: Decimal
    lump_sum: Decimal


@dataclass(frozen=True)
class GoalWhatIf:
    """`goal` is None, and all with it, for a customer without goals."""

    goal: GoalName | None
    changed: Changed
    baseline: Outlook
    scenario: Outlook
    covers: tuple[str, ...] = field(default=(), metadata={"fact": False})
    before: Plan | None = field(default=None, metadata={"fact": False})
    after: Plan | None = field(default=None, metadata={"fact": False})
    value: Decimal | None = field(default=None, metadata={"fact": False})
    gap: Gap | None = field(default=None, metadata={"fact": False})
    today: date | None = field(default=None, metadata={"fact": False})
    paths: Mapping[date, Paths] = field(default_factory=dict, metadata={"fact": False})  # by target date
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})


def goal_what_if(scope: Scope) -> GoalWhatIf:
    """The plan as it is beside the one that is wished for; both share their paths where they share the date."""
    goal, wish = scope.goal, scope.wish
    nothing = Outlook(None, None)
    if goal is None or wish is None:
        return GoalWhatIf(None, {}, nothing, nothing)
    state = goal_state(scope, goal)
    before = Plan(goal.monthly_contribution, goal.target_date, goal.target_amount)
    after = _wished(before, wish, state)
    paths = {until: state.paths(until) for until in dict.fromkeys((before.target_date, after.target_date))}
    found = {until: made for until, made in paths.items() if made is not None}
    whole = len(found) == len(paths)  # one without the other says nothing
    return GoalWhatIf(
        goal=GoalName(goal.goal_id, goal.name),
        changed=_changed(before, after),
        baseline=_outlook(state, before, found) if whole else nothing,
        scenario=_outlook(state, after, found) if whole else nothing,
        covers=state.account_ids,
        before=before,
        after=after,
        value=state.value,
        gap=state.gap(before.target_date) or state.gap(after.target_date),
        today=scope.today,
        paths=found if whole else {},
        unpriced=state.unpriced,
    )


def _wished(plan: Plan, wish: Wish, state: GoalState) -> Plan:
    """The plan with the wish in it; no more can be taken out than is there."""
    lump_sum = wish.lump_sum or ZERO
    if state.value is not None:
        lump_sum = max(lump_sum, -state.value)
    when = wish.when
    return Plan(
        plan.monthly_contribution if wish.contribution is None else wish.contribution.of(plan.monthly_contribution),
        plan.target_date if when is None or isinstance(when, Aged) else when.on(plan.target_date),
        plan.target_amount if wish.target is None else wish.target.of(plan.target_amount),
        lump_sum,
    )


def _changed(before: Plan, after: Plan) -> Changed:
    changed: Changed = {}
    if cents(after.monthly_contribution) != cents(before.monthly_contribution):
        changed["monthly_contribution"] = after.monthly_contribution
    if after.target_date != before.target_date:
        changed["target_date"] = after.target_date
    if cents(after.target_amount) != cents(before.target_amount):
        changed["target_amount"] = after.target_amount
    if cents(after.lump_sum):
        changed["lump_sum"] = after.lump_sum
    return changed


def _outlook(state: GoalState, plan: Plan, paths: Mapping[date, Paths]) -> Outlook:
    start = None if state.value is None else state.value + plan.lump_sum
    return outlook(paths[plan.target_date], start, plan.monthly_contribution, plan.target_amount)
