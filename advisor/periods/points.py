"""One point of a period: a day, month, quarter, half or year, with or without its year named, or a fixed stretch."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, cast

from advisor.periods.calendar import (
    ONE_DAY,
    Days,
    Unit,
    minus_units,
    months_from,
    unit_after,
    unit_around,
    unit_before,
)
from advisor.periods.occasions import occasion

_YEARS_BACK = 8  # 29 February comes round after eight years at the latest
MONTH_NAMES = tuple(calendar.month_name)[1:]
MEANINGFUL = re.compile(  # words that may not be left over: they would have changed the period
    r"[\d<#]|\b(?:day|week|month|quarter|year|half|before|until|till|up to|after|by|ago|next|end|mid|early|late"
    r"|easter)\b"
)
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_UNIT = r"(?P<unit>day|week|month|quarter|year)"
_FULL = r"(?:(?:full|complete|whole|entire|calendar) )?"
_EDGE = re.compile(rf"\b(start|beginning|end|last day) of |#1 (?:day )?of (?=(?:the |this )?{_UNIT}\b)")


def day_in_words(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


@dataclass(frozen=True)
class Point:
    """`month` and `length` in months, or one `day` of `month`; a `fixed` stretch needs no year.

    `part` narrows a month to the days from one to another, those below 1 counted back from its end (0 is the last);
    `named` is a holiday or season, the latest one that is `over` if so; `edge` narrows any of them to its first or last
    day.
    """

    month: int = 1
    length: int = 12
    day: int | None = None
    year: int | None = None
    fixed: Days | None = None
    part: tuple[int, int] | None = None
    named: str | None = None
    over: bool = False
    edge: Literal["start", "end"] | None = None

    def days(self, year: int) -> Days | None:
        """Its first and last day in `year`; None if that year has no such day."""
        try:
            if self.fixed is not None:
                first, last = self.fixed
            elif self.named is not None:
                first, last = occasion(self.named, year)
            elif self.part is not None:
                whole = months_from(year, self.month, 1)
                first, last = (_of_month(whole, day) for day in self.part)
            elif self.day is not None:
                first = last = date(year, self.month, self.day)
            else:
                first, last = months_from(year, self.month, self.length)
        except ValueError:
            return None
        if self.edge == "start":
            return first, first
        return (last, last) if self.edge == "end" else (first, last)

    def latest_begun(self, today: date) -> Days | None:
        """In its own year if it names one, else the latest that has begun by `today`."""
        if self.fixed is not None or self.year is not None:
            return self.days(self.year or today.year)
        for year in range(today.year, today.year - _YEARS_BACK - 1, -1):
            found = self.days(year)
            if found is not None and found[0] <= today and not (self.over and found[1] >= today):
                return found
        return None

    @property
    def is_year(self) -> bool:
        return self.fixed is None and self.named is None and self.length == 12 and self.day is None

    def label(self, days: Days) -> str:
        """The point as an adverbial: "in March 2024", "on 5 May 2026"."""
        first, last = days
        if first == last:
            return f"on {day_in_words(first)}"
        if self.fixed is not None or self.part is not None or self.named is not None:
            return f"from {day_in_words(first)} to {day_in_words(last)}"
        names = {1: f"{MONTH_NAMES[first.month - 1]} ", 3: f"Q{first.month // 3 + 1} ", 6: f"H{first.month // 6 + 1} "}
        return f"in {names.get(self.length, '')}{first.year}"


def _of_month(month: Days, day: int) -> date:
    """The day by its number; 0 is the last, −1 the one before."""
    return date(month[0].year, month[0].month, day) if day > 0 else month[1] + timedelta(days=day)


def read_point(words: str, today: date) -> Point | None:
    """The point that canonical words name; None if they name none, or hold more that would change its meaning."""
    edge: Literal["start", "end"] | None = None
    narrowed = _EDGE.search(words)
    if narrowed is not None:
        of_what = re.sub(rf"^(?:the )?{_UNIT}\b", r"this \g<unit>", words[narrowed.end() :])
        words = words[: narrowed.start()] + of_what
        edge = "end" if narrowed[1] in ("end", "last day") else "start"
    for pattern, build in _PATTERNS:
        match = re.search(pattern, words)
        if match is None:
            continue
        rest = f"{words[: match.start()]} {words[match.end() :]}"
        point = None if MEANINGFUL.search(rest) else build(match, today)
        return None if point is None else replace(point, edge=edge)
    return None


def _year(match: re.Match[str]) -> int | None:
    year = match.groupdict().get("year")
    return None if year is None else int(year)


def _day(match: re.Match[str], _: date) -> Point | None:
    return Point(month=int(match["month"]), day=int(match["day"]), year=_year(match))


def _month(match: re.Match[str], _: date) -> Point | None:
    return Point(month=int(match["month"]), length=1, year=_year(match))


def _quarter(match: re.Match[str], _: date) -> Point | None:
    return Point(month=3 * int(match["n"]) - 2, length=3, year=_year(match))


def _half(match: re.Match[str], _: date) -> Point | None:
    return Point(month=6 * int(match["n"]) - 5, length=6, year=_year(match))


def _whole_year(match: re.Match[str], _: date) -> Point | None:
    return Point(year=_year(match))


def _fixed_unit(match: re.Match[str], today: date) -> Point | None:
    around = {"last": unit_before, "this": unit_around, "next": unit_after}[match["which"]]
    return Point(fixed=around(today, cast(Unit, match["unit"])))


def _named_day(match: re.Match[str], today: date) -> Point | None:
    offset = {"yesterday": -1, "tomorrow": 1}.get(match[0], 0)
    day = today + timedelta(days=offset)
    return Point(fixed=(day, day))


def _days_ago(match: re.Match[str], today: date) -> Point | None:
    count = 1 if match["n"] in ("a", "an") else int(match["n"])
    day = minus_units(today, count, cast(Unit, match["unit"]))
    return Point(fixed=(day, day))


def _occasion(match: re.Match[str], _: date) -> Point | None:
    return Point(named=match["name"], year=_year(match), over=match["which"] == "last")


def _week_of_month(match: re.Match[str], _: date) -> Point | None:
    """The first seven days, the next seven …; the last week is the last seven."""
    first = 0 if match["n"] is None else int(match["n"])
    return Point(month=int(match["month"]), length=1, year=_year(match), part=(7 * first - 6, 7 * first))


def _half_of_month(match: re.Match[str], _: date) -> Point | None:
    part = (1, 15) if match["n"] == "1" else (16, 0)
    return Point(month=int(match["month"]), length=1, year=_year(match), part=part)


def _day_of_month(match: re.Match[str], today: date) -> Point | None:
    """The latest such day up to today: "on the 2nd"."""
    found = latest_day_of_month(int(match["day"]), today)
    return None if found is None else Point(fixed=(found, found))


def latest_day_of_month(day: int, today: date) -> date | None:
    """The latest date up to today with that number in its month; None for a number that no month has."""
    first = today.replace(day=1)
    for _ in range(3):  # of three months in a row, one has 31 days
        if 1 <= day <= months_from(first.year, first.month, 1)[1].day and first.replace(day=day) <= today:
            return first.replace(day=day)
        first = unit_before(first, "month")[0]
    return None


def _before_last(match: re.Match[str], today: date) -> Point | None:
    unit = cast(Unit, match["unit"])
    return Point(fixed=unit_before(unit_before(today, unit)[0], unit))


def _day_before_yesterday(_: re.Match[str], today: date) -> Point | None:
    return Point(fixed=(today - 2 * ONE_DAY, today - 2 * ONE_DAY))


def _weekend(match: re.Match[str], today: date) -> Point | None:
    """Saturday and Sunday, the latest that have begun; the last weekend, said on one, is the one before."""
    monday = unit_around(today, "week")[0]
    saturday = monday + 5 * ONE_DAY
    if saturday > today or match["which"] == "last ":
        saturday -= 7 * ONE_DAY
    return Point(fixed=(saturday, saturday + ONE_DAY))


def _weekday(match: re.Match[str], today: date) -> Point | None:
    """The latest such day up to today; `last` Monday, said on a Monday, is a week ago."""
    back = (today.weekday() - int(match["n"])) % 7
    day = today - timedelta(days=7 if match["which"] and not back else back)
    return Point(fixed=(day, day))


# The order matters: what needs more words comes first.
_PATTERNS: tuple[tuple[str, Callable[[re.Match[str], date], Point | None]], ...] = (
    (rf"(?:(?P<which>last|this) )?<o(?P<name>[a-z]+)>(?:(?: of| in)? {_YEAR}\b)?", _occasion),
    (rf"(?:#(?P<n>[1-4])|last) week (?:of|in) <m(?P<month>\d+)>(?:(?: of| in)? {_YEAR}\b)?", _week_of_month),
    (rf"#(?P<n>[12]) half (?:of|in) <m(?P<month>\d+)>(?:(?: of| in)? {_YEAR}\b)?", _half_of_month),
    (rf"\b{_UNIT} before last\b", _before_last),
    (r"\bday before yesterday\b", _day_before_yesterday),
    (r"\b(?P<which>last |this )?weekend\b", _weekend),
    (r"<d(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)>", _day),
    (rf"<d(?P<month>\d\d)-(?P<day>\d\d)>(?: {_YEAR}\b)?", _day),
    (rf"(?<![\d#<])#?(?P<day>\d\d?)(?: day)?(?: of)? <m(?P<month>\d+)>(?:(?: of| in)? {_YEAR}\b)?", _day),
    (rf"<m(?P<month>\d+)>(?: the)? #?(?P<day>\d\d?)(?!\d)(?:(?: of| in)? {_YEAR}\b)?", _day),
    (rf"(?:(?:last|this) )?(?:month of )?<m(?P<month>\d+)>(?:(?: of| in)? {_YEAR}\b)?", _month),
    (rf"{_YEAR} <m(?P<month>\d+)>", _month),
    (rf"\b{_YEAR} <q(?P<n>\d)>", _quarter),
    (rf"<q(?P<n>\d)>(?:(?: of| in)? {_YEAR}\b)?", _quarter),
    (rf"#(?P<n>[1-4]) quarter(?:(?: of| in)?(?: the)?(?: year)?(?: {_YEAR}\b)?)", _quarter),
    (rf"\bquarter (?P<n>[1-4])\b(?:(?: of| in)? {_YEAR}\b)?", _quarter),
    (rf"\b{_YEAR} <h(?P<n>\d)>", _half),
    (rf"<h(?P<n>\d)>(?:(?: of| in)? {_YEAR}\b)?", _half),
    (rf"#(?P<n>[12]) half(?:(?: of| in)?(?: the)?(?: year)?(?: {_YEAR}\b)?)", _half),
    (rf"(?:\byear )?\b{_YEAR}\b(?: year)?", _whole_year),
    (rf"\b(?P<n>\d+|an?) {_UNIT} ago\b", _days_ago),
    (rf"\b(?P<which>last) {_FULL}{_UNIT}\b", _fixed_unit),
    (rf"\b(?P<which>this|next) {_UNIT}\b", _fixed_unit),
    (r"\b(?:now|today|yesterday|tomorrow)\b", _named_day),
    (r"(?P<which>\blast )?<w(?P<n>\d)>", _weekday),
    (r"^(?:on )?(?:the )?#(?P<day>\d\d?)$", _day_of_month),
)
