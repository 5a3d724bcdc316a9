"""How often: "every month", "weekly", "every other Friday", "twice a month".

A pace is a number of times a year. Of the four frequencies that an automatic deposit can have, each is one: weekly 52,
biweekly 26, monthly 12, quarterly 4. "Twice a month" is 24 times a year, which is none of them: a projection counts 24,
as the customer said; where one of the four has to be chosen, it is biweekly, the nearest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from advisor.dialogue import Mention
from advisor.model import Frequency
from advisor.resolve.words import mended

_TIMES: dict[Frequency, int] = {"weekly": 52, "biweekly": 26, "monthly": 12, "quarterly": 4}
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|payday|paycheck|pay check|day"
_EACH = r"(?:every|each|per|an?|all|any)"
_WEEK, _MONTH, _QUARTER, _YEAR = (
    r"(?:weeks?|wks?)",
    r"(?:months?|mos?|mths?)",
    r"(?:quarters?|qtrs?)",
    r"(?:years?|yrs?)",
)


@dataclass(frozen=True)
class Pace:
    """`words` say it in English after an amount: "a month", "every two weeks"."""

    times_a_year: int
    words: str
    frequency: Frequency | None

    def monthly(self, amount: Decimal) -> Decimal:
        """What `amount` at this pace comes to a month, unrounded: × 52 / 12 for weekly."""
        return amount * self.times_a_year / 12


MONTHLY = Pace(12, "a month", "monthly")
_PACES = (  # the order matters: what needs more words comes first
    (r"\b(?:twice|two times|2 times|2x) (?:a|per|each|every) month\b|\bsemi[ -]?monthly\b", (24, "twice a month")),
    (rf"\bonce {_EACH} (?P<unit>week|month|quarter|year)\b", None),
    (rf"\b(?:twice|two times|2 times|2x) {_EACH} week\b", (104, "twice a week")),
    (rf"\b(?:twice|two times|2 times|2x) {_EACH} year\b|\bhalf[ -]yearly\b|\bsemi[ -]?annual(?:ly)?\b"
     r"|\bevery (?:6|six) months\b", (2, "twice a year")),
    (r"\bbi[ -]?weekly\b|\bfortnightly\b|\b(?:every|each|per|a) fortnight\b", (26, "every two weeks")),
    (rf"\b(?:every|each) (?:other|second|2nd|2|two) (?:{_WEEK}|{_DAY})\b(?! of)", (26, "every two weeks")),
    (rf"\bevery (?:3|three|third) {_MONTH}\b|\bquarterly\b|\b{_EACH} {_QUARTER}\b|/ ?quarter\b|\b4 times a year\b",
     (4, "a quarter")),
    (rf"\b(?:every (?:other|second|2|two) {_MONTH}|bi[ -]?monthly)\b", (6, "every two months")),
    (rf"\bmonthly\b|\b{_EACH} (?:single |calendar )?{_MONTH}\b|/ ?mo(?:nth)?\b|\bmontly\b", (12, "a month")),
    (rf"\bweekly\b|\b{_EACH} (?:single )?{_WEEK}\b|/ ?w(?:ee)?k\b", (52, "a week")),
    (r"\b(?:every|each|on) (?:mon|tues|wednes|thurs|fri|satur|sun)days?\b(?<!on .day)", (52, "a week")),
    (rf"\byearly\b|\bannual(?:ly)?\b|\b{_EACH} {_YEAR}\b|/ ?y(?:ea)?r\b|\bp\.?a\.?(?!\w)", (1, "a year")),
    (r"\bdaily\b|\b(?:every|each|per|a) day\b|/ ?day\b", (365, "a day")),
)  # fmt: skip
_UNITS = {"week": (52, "a week"), "month": (12, "a month"), "quarter": (4, "a quarter"), "year": (1, "a year")}
_MENDED = frozenset(
    (
        *("every", "week", "weeks", "weekly", "biweekly", "fortnight", "fortnightly", "month", "months", "monthly"),
        *("quarter", "quarters", "quarterly", "year", "years", "yearly"),
    )
)
_RIGHT = frozenset(  # English words that look like slips of those
    ("ever", "weak", "weakly", "weed", "weeds", "weep", "mouth", "mouths", "moth", "moths", "yearn", "quartet")
)
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class FoundPace:
    start: int
    end: int
    pace: Pace


def paces_in(text: str) -> list[FoundPace]:
    """Every pace in the text, in its order; none that overlap. Mistyped words ("evry mnth") count as what they mean."""
    folded, places = _without_slips(text.casefold() if text.isascii() else text.lower())
    found: list[FoundPace] = []
    for pattern, known in _PACES:
        for match in re.finditer(pattern, folded):
            start, end = places[match.start()], places[match.end()]
            if any(start < other.end and other.start < end for other in found):
                continue
            times, words = known or _UNITS[match["unit"]]
            found.append(FoundPace(start, end, Pace(times, words, _frequency(times))))
    return sorted(found, key=lambda one: one.start)


def _without_slips(text: str) -> tuple[str, list[int]]:
    """The text with mistyped words of this grammar put right, and for each place in it the one in `text`."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for match in _WORD.finditer(text):
        right = match[0] if match[0] in _RIGHT else mended([match[0]], _MENDED)[0]
        right = right if right[0] == match[0][0] else match[0]
        parts += [text[done : match.start()], right]
        places += range(done, match.start())
        places += [min(match.start() + step, match.end() - 1) for step in range(len(right))]
        done = match.end()
    return "".join([*parts, text[done:]]), [*places, *range(done, len(text) + 1)]


def pace_meant(text: str) -> Pace | None:
    """The one pace that the words name; None without one or with several."""
    found = {one.pace for one in paces_in(text)}
    return found.pop() if len(found) == 1 else None


def frequency_meant(mentions: Sequence[Mention]) -> Frequency | None:
    """One of the four frequencies of automatic deposits; None where the words name none of them."""
    for mention in mentions:
        for text in (mention.text, mention.value):
            pace = pace_meant(text)
            if pace is not None:
                return pace.frequency
    return None


def _frequency(times: int) -> Frequency | None:
    if times == 24:
        return "biweekly"
    return next((name for name, known in _TIMES.items() if known == times), None)
