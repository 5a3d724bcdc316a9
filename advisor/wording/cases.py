"""Words for a case: its reference, whether somebody is there, and the next call that is free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from babel.dates import format_date

from advisor.cases import CaseStep
from advisor.dialogue import ReplyButton
from advisor.office import CLOSES, ZONE, ZONE_NAME, clock_time, is_open, next_free_call, opens_next
from advisor.requests.records import Said


def word_case(step: CaseStep, *, now: datetime, taken: Sequence[datetime], known: bool, locale: str = "en_US") -> Said:
    """`taken` are the calls that are asked for already. Nobody calls a visitor back (`known` is False)."""
    call = next_free_call(now, taken) if known else None
    parts = [_opened(step), _hours(now, locale)]
    if call is None:
        return Said(" ".join(parts))
    at = f"{format_date(call.date(), 'EEE d MMM yyyy', locale=locale)} at {clock_time(call)} {ZONE_NAME}"
    parts.append(f"The next free call is on {at}.")
    value = f"{format_date(call.date(), 'd MMMM yyyy', locale='en_US')} at {clock_time(call)}"
    return Said(" ".join(parts), (ReplyButton("Book that call", "schedule_call", {"date": value}),))


def _opened(step: CaseStep) -> str:
    if step.of is not None:
        return f"I've passed that on as well: it is {step.case.reference} and belongs to your case {step.of.reference}."
    if not step.case.new:
        return f"Your case {step.case.reference} is open already, and our team has it; you don't need to ask again."
    return f"Your case is {step.case.reference}. Our team has it now, with what we wrote here."


def _hours(now: datetime, locale: str) -> str:
    if is_open(now):
        return f"Somebody is there today until {clock_time(CLOSES)} {ZONE_NAME}."
    back = opens_next(now)
    here = now.astimezone(ZONE).date()
    on = "today" if back.date() == here else f"on {format_date(back.date(), 'EEEE, d MMMM', locale=locale)}"
    return f"Our office is closed right now; we are back {on} at {clock_time(back)} {ZONE_NAME}."
