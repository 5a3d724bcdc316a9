"""An appointment with an adviser, by phone, in a half hour that nobody has asked for yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timezone

from advisor.business_days import next_business_day
from advisor.office import ZONE, free_calls_on, next_free_call
from advisor.requests.field import Known, Question
from advisor.requests.fields.clock import HOURS, ClockField, call_at, call_title
from advisor.requests.fields.day import DayField, day_title, offer_of_day, problem_with_day
from advisor.requests.form import Form
from advisor.requests.records import Offer, World
from advisor.requests.store import NewRequest, Recorded

_DAYS_OFFERED = 3
_QUESTION = "Which day would suit you?"


def _free_days(start: date, world: World) -> tuple[Offer, ...]:
    """The next days, from `start` on, on which some call is free."""
    offers: list[Offer] = []
    day = start
    for _ in range(60):
        if free_calls_on(day, now=world.now, taken=world.taken):
            offers.append(offer_of_day(day, world))
        if len(offers) == _DAYS_OFFERED:
            break
        day = next_business_day(day)
    return tuple(offers)


def _offered(known: Known, world: World) -> tuple[Offer, ...]:
    return _free_days(world.now.astimezone(ZONE).date(), world)


def _problem(day: date, world: World) -> Question | None:
    here = world.now.astimezone(ZONE).date()
    if day != here:
        problem = problem_with_day(day, world)
        if problem is not None:
            return problem
    if free_calls_on(day, now=world.now, taken=world.taken):
        return None
    shown = "today" if day == here else f"on {day_title(day, world)}"
    return Question(f"No call is free {shown} any more. {_QUESTION}", _free_days(max(day, here), world))


def _summary(known: Known, world: World) -> str:
    return f"A call with an adviser on {call_title(known, world)}."


def _request(request: NewRequest, known: Known, world: World) -> NewRequest:
    return replace(request, call_at=call_at(known).astimezone(timezone.utc))


def _done(recorded: Recorded, world: World) -> str:
    return "An adviser calls you at the number that we have on file; tell me if you want to cancel it."


def _ask(known: Known, world: World) -> str:
    nearest = next_free_call(world.now, world.taken)
    return (
        f"{_QUESTION} Our advisers call Monday to Friday, {HOURS}." if nearest else "No call is free in the next weeks."
    )


SCHEDULE_CALL = Form(
    kind="schedule_call",
    fields=(
        DayField(
            _ask,
            optional=False,
            problem=_problem,
            offered=_offered,
            called=("date", "day"),
            entities=("date", "period"),
        ),
        ClockField(),
    ),
    summary=_summary,
    request=_request,
    done=_done,
    question="Shall I book it?",
)
