"""The grammar of period words (the table of the finance conventions): a phrase → its days and a label.

A phrase may carry words that mean nothing here ("how did I do since March"). What would change the meaning and isn't
understood ("before", "first week of") makes the whole phrase not understood: a wrong period is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import cast

from advisor.periods.calendar import ONE_DAY, Days, Unit, minus_units, plus_months, unit_after, unit_around, unit_before
from advisor.periods.occasions import with_occasions
from advisor.periods.points import MEANINGFUL, Point, day_in_words, latest_day_of_month, read_point
from advisor.periods.tokens import canonical


@dataclass(frozen=True)
class Span:
    """`start` None means: from the first transaction on. `end` may still lie after today.

    `label` is an adverbial that reads well before "your portfolio gained": "this year", "since 1 March 2026".
    """

    start: date | None
    end: date
    label: str


_UNIT = r"(?P<unit>day|week|month|quarter|year)"
_FULL = r"(?:(?:full|complete|whole|entire|calendar) )?"
_COUNT = r"(?P<count>\d+|an?)"
_LONGEST = 200  # characters of a phrase that are read
_MOST_UNITS = 9999
_TO = r"(?:to|until|till|through|-)"
_TO_TODAY = re.compile(r"\b(?:up )?(?:to|until|till|through) (?:now|today|date|present)\b|- (?:now|today)\b")
_BRIEF = {"dtd": "day", "wtd": "week", "mtd": "month", "qtd": "quarter", "ytd": "year"}
_INCEPTION = re.compile(
    r"\ball time\b|\bfrom (?:the )?(?:start|beginning|day 1|inception)\b"
    r"|\b(?:life ?time|inception|itd|ever|forever|overall|(?:whole|entire) (?:time|history))\b"
    r"|\bsince\b.*\b(?:join|open|start|beg[aiu]n|sign|bec[ao]m|creat|invest|first|day 1\b)|\bsince\b.*#1\b"
)


def read_span(text: str, today: date) -> Span | None:
    """The days that `text` names, as of `today`; None if it isn't understood."""
    words = with_occasions(canonical(text[:_LONGEST]))
    for brief, unit in _BRIEF.items():
        words = re.sub(rf"\b{brief}\b", f"{unit} to date", words)
    words = re.sub(r"\bprevious\b", "last", words)
    words = re.sub(r"\bcurrent\b", "this", words)
    words = re.sub(r"\bas of (?:now|today)\b", "", words)
    words = re.sub(r"\bon or after\b", "since", words)
    words = re.sub(r"\b(?:tax|fiscal) year\b", "year", words)  # a person's is the calendar's in the United States
    words = re.sub(r"\b[ft]y ?(?:20)?(\d\d)\b(?! - \d)", r"20\1", words)  # "FY24", "TY2023"
    words = re.sub(r"\b(?:this (?:morning|afternoon|evening)|tonight|overnight)\b", "today", words)
    words = re.sub(r"\b(\d+) (?:hours?|hrs?)\b", _in_days, words)
    words = re.sub(r"\b(\d+) of (day|week|month|quarter|year)\b", r"\1 \2", words)  # "a couple of months"
    words = re.sub(r"\blast quarter (?:of|in) (?=\d{4}\b|last year)", "<q4> ", words)
    words = re.sub(r"\blast month (?:of|in) (?=\d{4}\b|last year)", "<m12> ", words)
    words = _TO_TODAY.sub("to today", _with_relative_years(words, today))
    return _read(words.strip(), today)


def _read(words: str, today: date) -> Span | None:
    for read in (_range, _to_today, _since, _inception, _this_unit, _half_years, _rolling, _last_unit, _ahead, _at):
        span = read(words, today)
        if span is not None:
            return span
    return None


def _in_days(match: re.Match[str]) -> str:
    """Whole days of hours, such as 48; prices have none between."""
    days, rest = divmod(int(match[1]), 24)
    return match[0] if rest or not days else f"{days} day"


def _with_relative_years(words: str, today: date) -> str:
    """`<m3> last year` → `<m3> 2025`, so that "last year" isn't read as the period itself."""

    def named(match: re.Match[str]) -> str:
        return f"{match['point']} {today.year - (match['which'] == 'last')}"

    return re.sub(
        r"(?P<point>(?:<[mqh]\d+>|<o[a-z]+>|<d\d\d-\d\d>|#\d quarter|#\d half)(?: #?\d\d?)?)"
        r"(?: of| in)? (?P<which>last|this) year\b",
        named,
        words,
    )


def _alone(match: re.Match[str]) -> bool:
    """Whether the words around the match leave its meaning alone."""
    return not MEANINGFUL.search(f"{match.string[: match.start()]} {match.string[match.end() :]}")


def _range(words: str, today: date) -> Span | None:
    match = (
        re.search(rf"\bfrom (.+?) (?:{_TO}|and) (.+)", words)
        or re.search(rf"\bbetween (.+?) (?:and|{_TO}) (.+)", words)
        or re.search(rf"^(.+?) {_TO} (.+)", words)
    )
    if match is None:
        return None
    days = _days_of_month(match[1], match[2], today)
    first, last = read_point(match[1], today), read_point(match[2], today)
    if days is None and first is not None and last is not None:
        days = _range_days(first, last, today)
    if days is None or days[0] > days[1]:
        return None
    if days[1] == today:
        return Span(*days, f"since {day_in_words(days[0])}")
    return Span(*days, f"from {day_in_words(days[0])} to {day_in_words(days[1])}")


def _days_of_month(first: str, last: str, today: date) -> Days | None:
    """ "between the 1st and the 20th": the latest that have begun, the first one before the last one."""
    numbers = [re.fullmatch(r"(?:the )?#(\d\d?)", words) for words in (first, last)]
    if numbers[0] is None or numbers[1] is None:
        return None
    end = latest_day_of_month(int(numbers[1][1]), today)
    start = None if end is None else latest_day_of_month(int(numbers[0][1]), end)
    return None if start is None or end is None else (start, end)


def _range_days(first: Point, last: Point, today: date) -> Days | None:
    """First day of one … last day of the other; a year named once holds for both.

    The first one is that of the year before if it lay after the last one. Where both name their years it isn't moved.
    """
    named = last.year if first.is_year else last.year or first.year
    end = last.days(named) if named is not None else last.latest_begun(today)
    if end is None:
        return None
    if first.fixed is not None or first.is_year or (first.year is not None and last.year is not None):
        start = first.days(first.year or today.year)
    elif last.fixed is not None:
        start = first.latest_begun(end[1])
    else:
        start = first.days(end[0].year)
        if start is not None and start[0] > end[1]:
            start = first.days(end[0].year - 1)
    return None if start is None else (start[0], end[1])


def _to_today(words: str, today: date) -> Span | None:
    """ "year to date", "inception to date", "past 3 months to date", or just "to date": since inception."""
    if "to today" not in words:
        return None
    rest = words.replace("to today", "").strip()
    unit = re.search(rf"(?<!last )(?<!past )\b{_UNIT}\b", rest)
    if unit is not None and _alone(unit) and "since" not in rest:
        return _so_far(unit, today)
    return _read(rest, today) if MEANINGFUL.search(rest) else _inception("inception", today)


def _since(words: str, today: date) -> Span | None:
    match = re.search(r"\b(?:since|starting) (?:in |from |on )?(.+)|\bfrom (.+?) (?:on|onwards?|forward)$", words)
    if match is None and re.search(r"\bfrom .*(?:<m|<d)", words):  # "from 2024", "from last month" mean that period
        match = re.search(r"\bfrom (.+)()", words)
    if match is None:
        return None
    rest = match[1] or match[2]
    point = read_point(rest, today)
    days = None if point is None else point.latest_begun(today)
    if days is None:
        return _rolling(rest, today)
    return Span(days[0], max(days[0], today), f"since {day_in_words(days[0])}")


def _inception(words: str, today: date) -> Span | None:
    match = _INCEPTION.search(words)
    if match is None or MEANINGFUL.search(re.sub(r"\bday 1\b|#1(?: day)?", "", words)):
        return None
    return Span(None, today, "since your first transaction")


def _this_unit(words: str, today: date) -> Span | None:
    match = re.search(rf"\bthis {_FULL}{_UNIT}\b", words) or re.search(rf"\b{_UNIT} so far\b", words)
    return _so_far(match, today) if match is not None and _alone(match) else None


def _so_far(match: re.Match[str], today: date) -> Span:
    unit = cast(Unit, match["unit"])
    return Span(unit_around(today, unit)[0], today, "today" if unit == "day" else f"this {unit}")


def _half_years(words: str, today: date) -> Span | None:
    """ "past half year", "past year and a half", "last 1.5 years": counted in months."""
    half = re.search(r"\bhalf(?: of)?(?: an?)? year\b", words)
    more = re.search(
        r"\b(?:(?P<n>\d+|an?) )?year and an? half\b|\b(?:(?P<m>\d+) and an? half|(?P<k>\d+)\.5) year\b", words
    )
    match = more or half
    if match is None or not _alone(match):
        return None
    whole = next((said for said in match.groups() if said), "1") if more else "0"
    months = 12 * (1 if whole in ("a", "an") else int(whole)) + 6
    return Span(plus_months(today, -months) + ONE_DAY, today, f"over the past {months} months")


def _rolling(words: str, today: date) -> Span | None:
    """ "last 3 months", "past month", "a 12 month return": T − N units + 1 day … T."""
    match = (
        re.search(rf"\b(?:last|past|trailing|rolling|recent) {_COUNT} {_UNIT}\b", words)
        or re.search(rf"\b(?:past|trailing|rolling) {_UNIT}\b", words)
        or re.search(rf"\b{_COUNT} {_UNIT}\b", words)
    )
    if match is None or not _alone(match):
        return None
    said = match.groupdict().get("count") or "1"
    count = 1 if said in ("a", "an") else int(said)
    if not 0 < count <= _MOST_UNITS:
        return None
    unit = cast(Unit, match["unit"])
    label = f"over the past {unit}" if count == 1 else f"over the past {count} {unit}s"
    return Span(minus_units(today, count, unit) + ONE_DAY, today, label)


def _last_unit(words: str, today: date) -> Span | None:
    match = re.search(rf"\blast {_FULL}{_UNIT}\b", words)
    if match is None or not _alone(match):
        return None
    unit = cast(Unit, match["unit"])
    return Span(*unit_before(today, unit), "yesterday" if unit == "day" else f"last {unit}")


def _ahead(words: str, today: date) -> Span | None:
    """What has not begun is understood as well, so that the answer can say so."""
    match = re.search(rf"\btomorrow\b|\bnext (?:\d+ )?{_UNIT}\b", words)
    if match is None or not _alone(match):
        return None
    return Span(*unit_after(today, cast(Unit, match["unit"] or "day")), match[0])


def _at(words: str, today: date) -> Span | None:
    """A day, month, quarter, half or year by itself."""
    point = read_point(words, today)
    days = None if point is None else point.latest_begun(today)
    if point is None or days is None:
        return None
    by_name = {today: "today", today - ONE_DAY: "yesterday"}
    label = by_name.get(days[0]) if point.fixed is not None and days[0] == days[1] else None
    if point.fixed is not None and days[0] < days[1] == today:
        label = f"since {day_in_words(days[0])}"
    return Span(*days, label or point.label(days))
