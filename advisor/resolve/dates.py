"""A point in time that is asked for: "by 2040", "next Tuesday", "in five years", "two years later", "at 62".

Unlike a period it lies ahead: a month, day or weekday without its year is the next one after today. "Next Tuesday" is
the Tuesday of next week. A year or a month alone leaves the rest open; an age needs a year of birth, which nobody told.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from advisor.dialogue import Mention
from advisor.periods.calendar import Unit, minus_units, plus_months
from advisor.periods.occasions import SEASONS, occasion, with_holidays
from advisor.periods.tokens import canonical

_YOUNGEST, _OLDEST = 18, 110
_MOST_YEARS = 200
_UNIT = r"(?P<unit>day|week|month|quarter|year)"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SEASONS = {**SEASONS, "fall": SEASONS["autumn"]}
_WEEKDAYS = {
    "mon": "monday",
    **dict.fromkeys(("tue", "tues"), "tuesday"),
    **dict.fromkeys(("wed", "weds"), "wednesday"),
    **dict.fromkeys(("thu", "thur", "thurs"), "thursday"),
    "fri": "friday",
    "sat": "saturday",
    "sun": "sunday",
}
_BRIEF_DAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b\.?")
_LATER = (
    r"later|longer|more|extra|additional|further|delay\w*|postpon\w*|put(?:ting)? (?:\w+ )?off|push\w*|wait\w*|defer\w*"
    r"|extend\w*|back"
)
_EARLIER = r"earlier|sooner|early|before|forward|ahead|quicker|faster|advanc\w*|less|move\w* up"


@dataclass(frozen=True)
class Named:
    """A year, with or without its month, and that with or without its day."""

    year: int
    month: int | None = None
    day: int | None = None

    def on(self, present: date | None) -> date:
        """What is left open stays as in `present`; without one it is the last day of the month or year."""
        month = self.month or (present.month if present is not None else 12)
        last = monthrange(self.year, month)[1]
        day = self.day or (present.day if present is not None else last)
        return date(self.year, month, min(day, last))

    @property
    def words(self) -> str:
        if self.month is None:
            return f"in {self.year}"
        return f"{self.year}-{self.month:02}" + ("" if self.day is None else f"-{self.day:02}")


@dataclass(frozen=True)
class Shifted:
    """So much later than planned, or earlier where it is negative."""

    months: int
    days: int = 0

    def on(self, present: date) -> date:
        moved = plus_months(present, self.months).toordinal() + self.days
        return date.fromordinal(min(max(moved, 1), date.max.toordinal()))

    @property
    def words(self) -> str:
        unit, count = ("day", self.days) if self.days else ("month", self.months)
        return f"{abs(count)} {unit}s {'earlier' if count < 0 else 'later'}"


@dataclass(frozen=True)
class Aged:
    """When somebody reaches an age."""

    age: int

    @property
    def words(self) -> str:
        return f"at age {self.age}"


When = Named | Shifted | Aged


def when_meant(text: str, today: date, *, around: str = "") -> When | None:
    """What `text` names, None if it isn't understood; words `around` tell which way "by 18 months" goes."""
    words = with_holidays(canonical(_BRIEF_DAY.sub(lambda match: _WEEKDAYS[match[1]], text.casefold())))
    return _read(_plainer(words), today, text.casefold(), around.casefold())


def _plainer(words: str) -> str:
    words = re.sub(r"\bcouple of\b|\b2 of(?= (?:day|week|month|quarter|year))", "2", words)
    return re.sub(r"\b(?:an? )?decade\b", "10 year", words)


def _read(words: str, today: date, said: str, around: str) -> When | None:
    return _age(words) or _duration(words, said, around, today) or _point(words, today)


def date_meant(mentions: Sequence[Mention], today: date) -> date | None:
    """The day named first, for what has no present date; None where no mention names one."""
    for mention in mentions:
        for text in (mention.text, mention.value):
            when = when_meant(text, today)
            if isinstance(when, Named):
                return when.on(None)
    return None


_NEVER = r"(?! (?:fund|dollar|usd|buck|more|less))"
_PLAIN = re.compile(  # what a message can only mean as a date, where understanding marked none
    r"\b(?:in|by|until|till|before|to|for|around) (?:the )?(?:(?:end|start|beginning|middle) of )?(?:<m\d+> )?"
    rf"{_YEAR}\b{_NEVER}"
    r"|\b(?:at|until|till|before|by|turn) (?:age )?[4-9]\d\b(?! (?:day|week|month|year|\d|<))|\bage (?:of )?\d\d\b"
    r"|\b(?:an?|\d+(?:\.5)?)(?: more| extra| full)? (?:year|month)(?: and an? half)?"
    r" (?:later|longer|earlier|sooner|early)\b"
    r"|\b\d+ (?:more|extra) (?:year|month)\b(?! of)|\bby (?:\d+|an?) (?:year|month)\b"
    r"|\b(?:wait\w*|delay\w*|postpon\w*)(?: \w+){0,3} (?:\d+|an?) (?:year|month)\b"
    r"|\bin (?:about )?(?:\d+|an?) (?:year|month)\b(?! of)|\b(?:\d+|an?) (?:year|month) from now\b|\bnext year\b"
)


def when_in(message: str, today: date) -> When | None:
    """The one date that a message plainly names; None without one, or with several."""
    words = _plainer(canonical(message))
    found = [match[0] for match in _PLAIN.finditer(words)]
    return _read(found[0], today, found[0], words) if len(found) == 1 else None


def _age(words: str) -> Aged | None:
    patterns = (
        r"\bage(?:d)?(?: of)? (\d{2,3})\b",
        r"#(\d{1,3}) birthday\b",
        r"\b(?:turn(?:s|ing|ed)?|reach|hit) (\d{2,3})\b(?! (?:day|week|month|quarter|year))",
        r"\b(\d{2,3}) year old\b",
        r"\b(?:at|by|until|till|before|to|with)(?: about)? (\d{2,3})\b"
        r"(?! (?:day|week|month|quarter|year|am|pm|o|\d|<))",
        r"^(\d\d)$",
    )
    if re.search(r"<w\d>|<m\d+>|<d|\b(?:am|pm|o clock|tomorrow|today|tonight)\b", words):
        return None
    for pattern in patterns:
        match = re.search(pattern, words)
        if match is not None and _YOUNGEST <= int(match[1]) <= _OLDEST:
            return Aged(int(match[1]))
    return None


def _duration(words: str, said: str, around: str, today: date) -> When | None:
    """ "two years later" from what is planned, "in five years" from today."""
    words = re.sub(rf"\bhalf(?: of)?(?: an?)? {_UNIT}\b", lambda m: "6 month" if m["unit"] == "year" else m[0], words)
    match = re.search(
        rf"\b(?P<n>\d+(?:\.\d)?|an?|another)(?P<half> and an? half)?(?: (?:more|extra|full|whole|additional|further))?"
        rf" {_UNIT}(?P<and> and an? half)?\b",
        words,
    )
    if match is None:
        return None
    count = 1.0 if match["n"] in ("a", "an", "another") else float(match["n"])
    count += 0.5 if match["half"] or match["and"] else 0
    unit = match["unit"]
    if count * {"day": 1 / 365, "week": 1 / 52, "month": 1 / 12, "quarter": 0.25, "year": 1}[unit] > _MOST_YEARS:
        return None
    from_today = re.search(
        r"\b(?:in|within)(?: about| around| roughly| maybe)? (?:\d|an?\b)|\bfrom (?:now|today)\b|\btime$", words
    )
    way = 0 if from_today and not re.search(rf"\b(?:{_EARLIER}|later|longer)\b", said) else _way(said) or _way(around)
    months = round(count * _MONTHS[unit]) if unit in _MONTHS else 0
    days = 0 if unit in _MONTHS else round(count * (7 if unit == "week" else 1))
    if way:
        return Shifted(way * months, way * days)
    if from_today or "ago" not in words:
        return _as_named(Shifted(months, days).on(today))
    return None


def _way(text: str) -> int:
    """1 for later, −1 for earlier, 0 where neither or both are said."""
    later, earlier = re.search(rf"\b(?:{_LATER})\b", text), re.search(rf"\b(?:{_EARLIER})\b", text)
    return 0 if bool(later) == bool(earlier) else 1 if later else -1


def _as_named(day: date) -> Named:
    return Named(day.year, day.month, day.day)


def _point(words: str, today: date) -> Named | None:
    for pattern, read in _POINTS:
        match = re.search(pattern, words)
        found = None if match is None else read(match, today)
        if found is not None:
            return found
    return None


def _full(match: re.Match[str], today: date) -> Named | None:
    """A day of a month; without its year the next one after today (29 February may take some years)."""
    month, day, year = int(match["month"]), int(match["day"]), match["year"]
    for candidate in (int(year),) if year else range(today.year, today.year + 9):
        if 1 <= month <= 12 and 1 <= day <= monthrange(candidate, month)[1]:
            found = date(candidate, month, day)
            if year or found > today:
                return _as_named(found)
    return None


def _month(match: re.Match[str], today: date) -> Named:
    month = int(match["month"])
    if match["year"]:
        return Named(int(match["year"]), month)
    return Named(today.year + (month <= today.month), month)


def _season(match: re.Match[str], today: date) -> Named:
    month = _SEASONS[match["season"]]
    return Named(int(match["year"]), month) if match["year"] else Named(today.year + (month <= today.month), month)


def _quarter(match: re.Match[str], today: date) -> Named:
    return Named(int(match["year"] or today.year), 3 * int(match["n"]))


def _edge(match: re.Match[str], today: date) -> Named | None:
    """ "end of 2030", "start of next year", "end of the month"."""
    year = int(match["year"]) if match["year"] else today.year + (match["next"] == "next")
    edge = match["edge"]
    if match["unit"] == "month":
        month = plus_months(today.replace(day=1), 1 if match["next"] == "next" else 0)
        return Named(month.year, month.month, monthrange(month.year, month.month)[1] if edge == "end" else 1)
    if match["unit"] not in (None, "year") or (match["unit"] is None and not match["year"]):
        return None
    if edge == "end":
        return Named(year, 12, 31)
    return Named(year, 6, 30) if edge in ("mid", "middle") else Named(year, 1, 1)


def _holiday(match: re.Match[str], today: date) -> Named | None:
    """The next one after today, the day before or after it where that is said."""
    shift = timedelta(days={"before": -1, "after": 1}.get(match["side"] or "", 0))
    for year in (int(match["year"]),) if match["year"] else (today.year, today.year + 1):
        day = occasion(match["name"], year)[0] + shift
        if match["year"] or day > today:
            return _as_named(day)
    return None


def _next_unit(match: re.Match[str], today: date) -> Named:
    unit = cast(Unit, match["unit"])
    if unit == "year":
        return Named(today.year + 1)
    if unit == "month":
        month = plus_months(today.replace(day=1), 1)
        return Named(month.year, month.month)
    if unit == "week":
        return _as_named(today - timedelta(days=today.weekday() - 7))
    return _as_named(today + timedelta(days=1)) if unit == "day" else Named(minus_units(today, -1, unit).year)


def _weekday(match: re.Match[str], today: date) -> Named:
    ahead = (int(match["n"]) - today.weekday() - 1) % 7 + 1
    if match["which"] == "next":
        ahead = 7 - today.weekday() + int(match["n"])
    return _as_named(today + timedelta(days=ahead))


def _near(match: re.Match[str], today: date) -> Named:
    days = {"today": 0, "tonight": 0, "tomorrow": 1}[match["day"]] + (match["after"] is not None)
    return _as_named(today + timedelta(days=days))


def _day_of_month(match: re.Match[str], today: date) -> Named | None:
    for months in range(3):
        month = plus_months(today.replace(day=1), months)
        if int(match["day"]) <= monthrange(month.year, month.month)[1]:
            found = month.replace(day=int(match["day"]))
            if found > today:
                return _as_named(found)
    return None


# The order matters: what needs more words comes first.
_POINTS: tuple[tuple[str, Callable[[re.Match[str], date], Named | None]], ...] = (
    (r"<d(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)>", _full),
    (rf"<d(?P<month>\d\d)-(?P<day>\d\d)>(?: {_YEAR}\b)?", _full),
    (rf"(?<![\d#<])#?(?P<day>\d\d?) (?:of )?<m(?P<month>\d+)>(?:(?: of| in)? {_YEAR}\b)?", _full),
    (rf"<m(?P<month>\d+)> (?:the )?#?(?P<day>\d\d?)(?!\d)(?:(?: of| in)? {_YEAR}\b)?", _full),
    (rf"<m(?P<month>\d+)>(?:(?: of| in)? {_YEAR}\b)?", _month),
    (rf"{_YEAR} <m(?P<month>\d+)>", _month),
    (rf"\b(?P<season>spring|summer|autumn|fall|winter)(?:(?: of| in)? {_YEAR}\b)?", _season),
    (rf"<q(?P<n>\d)>(?:(?: of| in)? {_YEAR}\b)?", _quarter),
    (
        rf"\b(?P<edge>start|beginning|early|mid|middle|end)(?: of| in)?(?: the)?(?: (?P<next>next|this))?"
        rf"(?: (?:year )?{_YEAR}\b| (?P<unit>month|year)\b)",
        _edge,
    ),
    (rf"(?:\b(?P<side>before|after) )?<o(?P<name>[a-z]+)>(?:(?: of| in)? {_YEAR}\b)?", _holiday),
    (r"(?:\b(?P<which>next|this) )?<w(?P<n>\d)>", _weekday),
    (r"\b(?:(?P<after>day after ))?(?P<day>today|tonight|tomorrow)\b", _near),
    (rf"\bnext {_UNIT}\b", _next_unit),
    (rf"\b{_YEAR}\b", lambda match, _: Named(int(match["year"]))),
    (r"\bthis year\b", lambda _, today: Named(today.year)),
    (r"#(?P<day>\d\d?)\b", _day_of_month),
)
