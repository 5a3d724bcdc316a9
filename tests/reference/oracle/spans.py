"""Words for periods → first and last day, by the table of words; only the wordings that the cases use."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(1)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMBERS = dict(
    zip(["a", "one", "two", "three", "four", "six", "ten", "twelve"], (1, 1, 2, 3, 4, 6, 10, 12), strict=True)
)
_MONTH = r"(?P<month>" + "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + ")"


@dataclass(frozen=True)
class Span:
    """Both days inclusive; None where there is nothing to say: wholly in the future or before the first transaction."""

    start: date
    end: date


def add_months(on: date, months: int) -> date:
    """Month ends clip: 31 → 30/28/29."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def month_of(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def clip(span: Span, today: date, first: date | None) -> Span | None:
    """The days really used; `first` None leaves the start alone (questions about securities)."""
    end = min(span.end, today)
    start = max(span.start, first) if first else span.start
    return Span(start, end) if start <= end else None


def read(words: str, today: date) -> Span:
    """The period that `words` name on `today`, not yet clipped, except that "ever" starts at `date.min`."""
    text = words.lower().strip()
    for reader in (_fixed, _current, _last_unit, _rolling, _between, _since, _named):
        found = reader(text, today)
        if found:
            return found
    raise ValueError(f"no rule for the period {words!r}")


def _fixed(text: str, today: date) -> Span | None:
    if text == "today":
        return Span(today, today)
    if text == "yesterday":
        return Span(today - _DAY, today - _DAY)
    if text in ("since i joined", "since i opened", "since i started", "all time", "since inception", "ever"):
        return Span(date.min, today)
    return None


def _begin(unit: str, on: date) -> date:
    if unit == "week":
        return on - timedelta(on.weekday())
    if unit == "month":
        return on.replace(day=1)
    if unit == "quarter":
        return date(on.year, on.month - (on.month - 1) % 3, 1)
    return date(on.year, 1, 1)


_TO_DATE = {"wtd": "week", "mtd": "month", "qtd": "quarter", "ytd": "year"}


def _current(text: str, today: date) -> Span | None:
    found = re.fullmatch(r"this (week|month|quarter|year)|(week|month|quarter|year) to date|([wmqy]td)", text)
    if not found:
        return None
    unit = found[1] or found[2] or _TO_DATE[found[3]]
    return Span(_begin(unit, today), today)


def _last_unit(text: str, today: date) -> Span | None:
    found = re.fullmatch(r"last (week|month|quarter|year)", text)
    if not found:
        return None
    end = _begin(found[1], today) - _DAY
    return Span(_begin(found[1], end), end)


def _rolling(text: str, today: date) -> Span | None:
    found = re.fullmatch(r"(?:over )?(?:the )?(?:last|past) (?:(\w+) )?(day|week|month|quarter|year)s?", text)
    if not found:
        return None
    word = found[1] or "one"
    count = int(word) if word.isdigit() else _NUMBERS[word]
    if found[2] in ("day", "week"):
        return Span(today - count * timedelta(7 if found[2] == "week" else 1) + _DAY, today)
    months = count * {"month": 1, "quarter": 3, "year": 12}[found[2]]
    return Span(add_months(today, -months) + _DAY, today)


def _month_number(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name[:3]))


def _unit(text: str, today: date, year: int | None = None) -> Span | None:
    """A day, month, quarter, half or year, the latest that has begun where no year is given."""
    if found := re.fullmatch(r"(\d{4})", text):
        return Span(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        on = date(int(found[1]), int(found[2]), int(found[3]))
        return Span(on, on)
    if found := re.fullmatch(r"(\d+)/(\d+)/(\d{4})", text):  # month/day/year
        on = date(int(found[3]), int(found[1]), int(found[2]))
        return Span(on, on)
    if found := re.fullmatch(r"([qh])(\d)(?: (\d{4}))?", text):
        months = 3 if found[1] == "q" else 6
        return _latest(found[3] or year, today, lambda y: _block(y, months, int(found[2])))
    if found := re.fullmatch(_MONTH + r"(?: (?P<year>\d{4}))?", text):
        return _latest(found["year"] or year, today, lambda y: month_of(y, _month_number(found["month"])))
    if found := re.fullmatch(_MONTH + r" (?P<day>\d{1,2})(?:,? (?P<year>\d{4}))?", text):
        return _latest(
            found["year"] or year, today, lambda y: _day_of(y, _month_number(found["month"]), int(found["day"]))
        )
    return None


def _block(year: int, months: int, number: int) -> Span:
    first = month_of(year, months * (number - 1) + 1)
    return Span(first.start, add_months(first.start, months) - _DAY)


def _day_of(year: int, month: int, day: int) -> Span | None:
    if day > monthrange(year, month)[1]:
        return None  # 29 February in a common year: look further back
    return Span(date(year, month, day), date(year, month, day))


def _latest(year: object, today: date, of: object) -> Span | None:
    if year:
        return of(int(str(year)))  # type: ignore[operator,no-any-return]
    tried = today.year
    while True:
        span = of(tried)  # type: ignore[operator]
        if span and span.start <= today:
            return span  # type: ignore[no-any-return]
        tried -= 1


def _since(text: str, today: date) -> Span | None:
    if not text.startswith("since "):
        return None
    found = _unit(text.removeprefix("since "), today)
    return found and Span(found.start, today)


def _named(text: str, today: date) -> Span | None:
    return _unit(re.sub(r"^(in|on|last|for|during) ", "", text), today)


def _between(text: str, today: date) -> Span | None:
    found = re.fullmatch(r"(?:from (.+) to (.+)|between (.+) and (.+))", text)
    if not found:
        return None
    one, other = found[1] or found[3], found[2] or found[4]
    years = [int(year) for year in re.findall(r"\b(\d{4})\b", one + " " + other)]
    shared = years[0] if len(years) == 1 else None  # a year named once holds for both
    last = _unit(other, today, shared)
    first = _unit(one, today, shared)
    if not first or not last:
        return None
    while first.start > last.end:  # A is the year before if it lay after B
        first = Span(add_months(first.start, -12), first.end)
    return Span(first.start, last.end)
