"""Words for `goal_progress`, and what all answers about goals say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from advisor.dialogue import ReplyButton
from advisor.money import ZERO, cents
from advisor.questions.goal_progress import GoalProgress
from advisor.questions.goal_state import Gap
from advisor.resolve.dates import Shifted
from advisor.resolve.wishes import Change, Wish
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded, no_price


def word_goal_progress(record: GoalProgress, voice: Voice) -> Worded:
    goal, until, target = record.goal, record.target_date, record.target_amount
    if goal is None or until is None or target is None or record.monthly_contribution is None:
        return word_no_goals(voice)
    aim = f"{voice.money(target)} by {voice.day(until)}"
    follow_ups = _follow_ups(record, goal.goal_id, voice)
    if record.probability is None or record.median is None or record.current_value is None:
        have = (
            ""
            if record.current_value is None
            else f"It holds {voice.money(record.current_value)} of {voice.money(target)}."
        )
        text = sentences(
            no_projection(goal.name, until, record.gap, record.unpriced, voice), have, voice.as_of_sentence
        )
        return Worded(text, follow_ups)
    if record.over:
        met = "reached" if record.on_track else "not reached"
        text = (
            f"The target date of {goal.name}, {voice.day(until)}, is past, and the target of {voice.money(target)} "
            f"is {met}: it holds {voice.money(record.current_value)}."
        )
        return Worded(sentences(text, voice.as_of_sentence), follow_ups)
    paying = (
        f"with {voice.money(record.monthly_contribution)} a month"
        if cents(record.monthly_contribution)
        else "without contributions"
    )
    text = sentences(
        f"You are {'on track' if record.on_track else 'not on track yet'} for {goal.name}: "
        f"the chance of having {aim} is {voice.percent(record.probability)}.",
        f"It holds {voice.money(record.current_value)}; {paying}, the middle outcome is {voice.money(record.median)}.",
        _needed(record, voice),
        "This is a projection, not a promise.",
        voice.as_of_sentence,
    )
    return Worded(text, follow_ups)


def word_no_goals(voice: Voice) -> Worded:
    missing = "goals with us yet" if voice.accounts else "accounts with us yet and no goals"
    return Worded(
        f"You have no {missing}, so there is nothing to project.", [voice.button("My portfolio", "portfolio_value")]
    )


def no_projection(name: str, until: date, gap: Gap | None, unpriced: Sequence[str], voice: Voice) -> str:
    """Why there is no figure, in a sentence."""
    if gap == "no_price":
        return f"I can't project {name} now. {no_price(unpriced)}"
    if gap == "no_account":
        return f"None of the accounts of {name} is open yet, so there is nothing to project."
    if gap == "too_far":
        return f"{voice.day(until)} is too far away for a projection of {name}."
    return f"The accounts of {name} have no target mix, so I can't project them."


def _needed(record: GoalProgress, voice: Voice) -> str:
    if record.on_track:
        return ""
    if record.monthly_needed is None:
        return "No month is left to change that with contributions."
    return f"To be on track it would take {voice.money(record.monthly_needed)} a month."


def _follow_ups(record: GoalProgress, goal_id: str, voice: Voice) -> list[ReplyButton]:
    if record.over or record.gap is not None:
        return [voice.button("My portfolio", "portfolio_value"), voice.button("My accounts", "account_list")]
    tries = [Change(plus=Decimal(100))]
    if record.monthly_needed is not None and not record.on_track:
        tries.insert(0, Change(times=ZERO, plus=record.monthly_needed))
    return [
        *(
            voice.button(
                f"What if {voice.money(change.plus)}{'' if change.times == 0 else ' more'} a month?",
                "goal_what_if",
                goal=goal_id,
                **Wish(contribution=change).words,
            )
            for change in tries
        ),
        voice.button("What if two years later?", "goal_what_if", goal=goal_id, **Wish(when=Shifted(24)).words),
    ]
