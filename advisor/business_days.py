"""Days on which banks and the stock exchange work: Monday to Friday without the holidays of the New York exchange."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def is_business_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and holiday_on(day) is None


def holiday_on(day: date) -> str | None:
    """The holiday's name, where the exchange is closed for one; None on other days, also at weekends."""
    return _holidays(day.year).get(day)


def business_day_from(day: date) -> date:
    """`day` itself if it is one, else the next one; `date.max` where the calendar ends before."""
    while day < date.max and not is_business_day(day):
        day += _ONE_DAY
    return day


def next_business_day(day: date) -> date:
    """The first one after `day`."""
    return day if day == date.max else business_day_from(day + _ONE_DAY)


def business_day_before(day: date) -> date:
    """The last one before `day`; `date.min` where the calendar begins after it."""
    while day > date.min:
        day -= _ONE_DAY
        if is_business_day(day):
            break
    return day


@lru_cache(maxsize=32)
def _holidays(year: int) -> dict[date, str]:
    return dict(holidays.financial_holidays("NYSE", years=year).items())
