"""A new goal to save for: its name, how much, and by when."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from advisor.requests.field import Known, Question
from advisor.requests.fields.amount import AmountField, money
from advisor.requests.fields.goal_name import GoalNameField
from advisor.requests.fields.target_date import TargetDateField, target_date_title
from advisor.requests.form import Form
from advisor.requests.records import World
from advisor.requests.store import NewRequest, Recorded

_MOST = Decimal(100_000_000)  # a figure beyond is a slip


def _how_much(known: Known, world: World) -> str:
    return (
        f"How much do you want to have for “{known['goal']}”?" if known.get("goal") else "How much do you need for it?"
    )


def _limits(amount: Decimal, known: Known, world: World) -> Question | None:
    if amount <= _MOST:
        return None
    return Question(f"I can plan for up to {money(_MOST, world)}. {_how_much(known, world)}")


def _summary(known: Known, world: World) -> str:
    amount, by = money(Decimal(known["amount"]), world), target_date_title(known["date"], world)
    return f"New goal “{known['goal']}”: {amount} by {by}."


def _request(request: NewRequest, known: Known, world: World) -> NewRequest:
    return replace(request, amount=Decimal(known["amount"]))


def _done(recorded: Recorded, world: World) -> str:
    return "Our team sets it up and asks you which account it should use; nothing moves before that."


OPEN_GOAL = Form(
    kind="open_goal",
    fields=(GoalNameField(), TargetDateField(), AmountField(_how_much, _limits)),
    summary=_summary,
    request=_request,
    done=_done,
)
