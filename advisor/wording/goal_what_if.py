"""Words for `goal_what_if`."""

from __future__ import annotations

from decimal import Decimal

from advisor.dialogue import ReplyButton
from advisor.money import cents
from advisor.questions.goal_what_if import GoalWhatIf, Plan
from advisor.resolve.ask_back import listed
from advisor.resolve.dates import Shifted
from advisor.resolve.wishes import Change, Wish
from advisor.wording.goal_progress import no_projection, word_no_goals
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded, shown_percent


def word_goal_what_if(record: GoalWhatIf, voice: Voice) -> Worded:
    goal, before, after = record.goal, record.before, record.after
    if goal is None or before is None or after is None:
        return word_no_goals(voice)
    follow_ups = _follow_ups(goal.goal_id, voice)
    was, now = record.baseline, record.scenario
    if was.probability is None or was.median is None or now.probability is None or now.median is None:
        until = max(before.target_date, after.target_date)
        why = no_projection(goal.name, until, record.gap, record.unpriced, voice)
        return Worded(sentences(why, voice.as_of_sentence), follow_ups)
    chances = (shown_percent(was.probability), shown_percent(now.probability))
    if not record.changed:
        text = (
            f"That is your plan as it is: the chance of reaching {goal.name} is {voice.percent(chances[0])}, "
            f"the middle outcome {voice.money(was.median)}."
        )
        return Worded(sentences(text, voice.as_of_sentence), follow_ups)
    text = sentences(
        f"{_if(record, before, after, voice)}, the chance of reaching {goal.name} {_moved(*chances, voice)}"
        f"{_middle(was.median, now.median, voice)}.",
        _past(record, after),
        "This is a projection, not a promise.",
        voice.as_of_sentence,
    )
    return Worded(text, follow_ups)


def _if(record: GoalWhatIf, before: Plan, after: Plan, voice: Voice) -> str:
    """ "If you paid in $800.00 a month (more than now) and needed …": new figures only, as in the facts."""
    changed = record.changed
    parts: list[str] = []
    if "monthly_contribution" in changed:
        more = "more" if after.monthly_contribution > before.monthly_contribution else "less"
        monthly = f"{voice.money(after.monthly_contribution)} a month ({more} than now)"
        parts.append(f"paid in {monthly if cents(after.monthly_contribution) else 'nothing any more'}")
    if "lump_sum" in changed:
        parts.append(f"{'added' if after.lump_sum > 0 else 'took out'} {voice.money(abs(after.lump_sum))} now")
    if "target_date" in changed:
        later = "later" if after.target_date > before.target_date else "earlier"
        parts.append(f"moved the date to {voice.day(after.target_date)} ({later} than planned)")
    if "target_amount" in changed:
        more = "more" if after.target_amount > before.target_amount else "less"
        parts.append(f"needed {voice.money(after.target_amount)} ({more} than planned)")
    return f"If you {listed(parts)}"


def _moved(was: float, now: float, voice: Voice) -> str:
    if was == now:
        return f"would stay at {voice.percent(now)}"
    return f"would {'rise' if now > was else 'fall'} from {voice.percent(was)} to {voice.percent(now)}"


def _middle(was: Decimal, now: Decimal, voice: Voice) -> str:
    if cents(was) == cents(now):
        return f"; the middle outcome would stay at {voice.money(now)}"
    return f"; the middle outcome would {'rise' if now > was else 'fall'} from {voice.money(was)} to {voice.money(now)}"


def _past(record: GoalWhatIf, after: Plan) -> str:
    past = record.today is not None and after.target_date < record.today
    return "That date is past, so only today's value counts." if past else ""


def _follow_ups(goal_id: str, voice: Voice) -> list[ReplyButton]:
    more = Change(plus=Decimal(100))
    return [
        voice.button("How it stands now", "goal_progress", goal=goal_id),
        voice.button(
            f"What if {voice.money(more.plus)} more a month?",
            "goal_what_if",
            goal=goal_id,
            **Wish(contribution=more).words,
        ),
        voice.button("What if two years later?", "goal_what_if", goal=goal_id, **Wish(when=Shifted(24)).words),
    ]
