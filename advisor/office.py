"""When the firm's people are there: Monday to Friday without holidays, 8 a.m. to 6 p.m. Central Time.

Moments come in with any time zone and go out in the office's. Calls take half an hour and begin on the hour or half.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from advisor.business_days import is_business_day, next_business_day

ZONE = ZoneInfo("America/Chicago")
ZONE_NAME = "Central Time"
OPENS, CLOSES = time(8), time(18)
CALL = timedelta(minutes=30)
_NOTICE = timedelta(minutes=30)  # a call begins no sooner than this
_MOST_DAYS = 60  # looked through for a free call


def is_open(now: datetime) -> bool:
    """Whether somebody is there: from 8:00 on, up to but not at 18:00."""
    here = now.astimezone(ZONE)
    return is_business_day(here.date()) and OPENS <= here.time() < CLOSES


def opens_next(now: datetime) -> datetime:
    """When the office is open next; `now` itself where it is open."""
    here = now.astimezone(ZONE)
    if is_open(here):
        return here
    today = is_business_day(here.date()) and here.time() < OPENS
    return datetime.combine(here.date() if today else next_business_day(here.date()), OPENS, ZONE)


def calls_on(day: date) -> Sequence[datetime]:
    """When calls may begin on a day, 8:00 to 17:30; none on a day without an office."""
    if not is_business_day(day):
        return []
    first, last = datetime.combine(day, OPENS, ZONE), datetime.combine(day, CLOSES, ZONE)
    return [first + CALL * step for step in range((last - first) // CALL)]


def free_calls_on(day: date, *, now: datetime, taken: Collection[datetime]) -> Sequence[datetime]:
    """Those that nobody has asked for and that are at least half an hour away."""
    return [call for call in calls_on(day) if call >= now + _NOTICE and call not in taken]


def next_free_call(now: datetime, taken: Collection[datetime]) -> datetime | None:
    """The first that is free; None where everything is taken for weeks."""
    day = now.astimezone(ZONE).date()
    for _ in range(_MOST_DAYS):
        free = free_calls_on(day, now=now, taken=taken)
        if free:
            return free[0]
        day = next_business_day(day)
    return None


def clock_time(moment: datetime | time) -> str:
    """ "8:00 a.m.", "12:30 p.m.", as it is said in the office."""
    half = "a.m." if moment.hour < 12 else "p.m."
    return f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02} {half}"
