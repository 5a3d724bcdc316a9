"""Am I on track for my goal?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advisor.finance.goals import Paths
from advisor.questions.goal_state import Gap, GoalName, goal_state, outlook
from advisor.scope import Scope


@dataclass(frozen=True)
class GoalProgress:
    """Everything is None for a customer without goals; what a projection tells also where there is a `gap`.

    `monthly_needed` is None too where no month is left.
    """

    goal: GoalName | None
    target_amount: Decimal | None
    target_date: date | None
    current_value: Decimal | None
    monthly_contribution: Decimal | None
    median: Decimal | None
    probability: float | None
    on_track: bool | None
    monthly_needed: Decimal | None
    covers: tuple[str, ...] = field(default=(), metadata={"fact": False})
    gap: Gap | None = field(default=None, metadata={"fact": False})
    over: bool = field(default=False, metadata={"fact": False})  # the target date is past
    today: date | None = field(default=None, metadata={"fact": False})
    paths: Paths | None = field(default=None, metadata={"fact": False})
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})


def goal_progress(scope: Scope) -> GoalProgress:
    """As of today, with the contribution that is planned."""
    goal = scope.goal
    if goal is None:
        return GoalProgress(None, None, None, None, None, None, None, None, None)
    state = goal_state(scope, goal)
    paths, enough = state.paths(goal.target_date), scope.settings.goal_on_track
    ahead = outlook(paths, state.value, goal.monthly_contribution, goal.target_amount)
    over = goal.target_date < scope.today
    needed = None
    if paths is not None and state.value is not None and not over:
        needed = paths.monthly_needed(state.value, goal.target_amount, probability=enough)
    return GoalProgress(
        goal=GoalName(goal.goal_id, goal.name),
        target_amount=goal.target_amount,
        target_date=goal.target_date,
        current_value=state.value,
        monthly_contribution=goal.monthly_contribution,
        median=ahead.median,
        probability=ahead.probability,
        on_track=None if ahead.probability is None else ahead.probability >= enough,
        monthly_needed=needed,
        covers=state.account_ids,
        gap=state.gap(goal.target_date),
        over=over,
        today=scope.today,
        paths=paths,
        unpriced=state.unpriced,
    )
