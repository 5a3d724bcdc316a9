"""Arithmetic on calendar days: steps of units with clipped month ends, and the first and last day of units."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "month", "quarter", "year"]
Days = tuple[date, date]  # first and last day, both inclusive

ONE_DAY = timedelta(days=1)
_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}


def plus_months(day: date, months: int) -> date:
    """The same day of another month, clipped to its end: 31 March − 1 month = 28 or 29 February.

    What lies outside the calendar becomes its first or last day.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def minus_units(day: date, count: int, unit: Unit) -> date:
    """`day` − count units; not before the first day of the calendar."""
    if unit in _MONTHS:
        return plus_months(day, -count * _MONTHS[unit])
    days = count * (7 if unit == "week" else 1)
    return date.min if days >= day.toordinal() else day - timedelta(days=days)


def unit_around(day: date, unit: Unit) -> Days:
    """The calendar unit that `day` lies in; weeks start on Monday."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    length = _MONTHS[unit]
    return months_from(day.year, (day.month - 1) // length * length + 1, length)


def unit_before(day: date, unit: Unit) -> Days:
    """The full calendar unit before the one that `day` lies in."""
    return unit_around(unit_around(day, unit)[0] - ONE_DAY, unit)


def unit_after(day: date, unit: Unit) -> Days:
    """The full calendar unit after the one that `day` lies in."""
    return unit_around(unit_around(day, unit)[1] + ONE_DAY, unit)


def months_from(year: int, month: int, length: int) -> Days:
    """`length` whole months from the first of `month` on."""
    first = date(year, month, 1)
    return first, plus_months(first, length) - ONE_DAY
