"""Days on which the New York Stock Exchange is open."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.easter import easter

# A national day of mourning.
_EXTRA = {date(2025, 1, 9)}
_MONDAY, _THURSDAY = 0, 3


def trading_days(first: date, last: date) -> list[date]:
    """Weekdays from `first` to `last`, both inclusive, without holidays."""
    closed = set(_EXTRA).union(*(_holidays(year) for year in range(first.year, last.year + 1)))
    days = (first + timedelta(offset) for offset in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in closed]


def _holidays(year: int) -> set[date]:
    new_year = date(year, 1, 1)
    days = {
        _nth(year, 1, _MONDAY, 3),
        _nth(year, 2, _MONDAY, 3),
        easter(year) - timedelta(2),
        _nth(year, 6, _MONDAY, 1) - timedelta(7),
        _observed(date(year, 6, 19)),
        _observed(date(year, 7, 4)),
        _nth(year, 9, _MONDAY, 1),
        _nth(year, 11, _THURSDAY, 4),
        _observed(date(year, 12, 25)),
    }
    # A New Year's Day on a Saturday isn't made up for on the Friday, which ends the old year's books.
    return days if new_year.weekday() == 5 else days | {_observed(new_year)}


def _observed(day: date) -> date:
    return day + timedelta({5: -1, 6: 1}.get(day.weekday(), 0))


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday of the month; the last Monday of May is a week before the first of June or earlier."""
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))
