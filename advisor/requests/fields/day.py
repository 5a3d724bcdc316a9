"""On which day: one that lies ahead and on which banks and the exchange work."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from advisor.business_days import business_day_from, holiday_on, is_business_day
from advisor.periods.calendar import plus_months
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.records import Heard, Offer, World
from advisor.resolve.dates import Named, when_meant

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_MON = rf"(?:{_MONTH}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_NTH = r"\d{1,2}(?:st|nd|rd|th)"
_SURE = (  # can only be a day that is asked for
    r"(?:the )?day after tomorrow\b|\b(?:tomorrow|tmrw)\b|\bnext (?:week|month)\b(?! of)"
    rf"|\b(?:next|this|on|from|starting) (?:{_WEEKDAY})\b"
    r"|\b\d{4}-\d\d?-\d\d?\b|\b(?:on |by )?\d{1,2}/\d{1,2}(?:/\d{2,4})?\b"
    rf"|\b{_MON} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MON}(?:,? \d{{4}})?"
    rf"|\b(?:on |from |starting )?the {_NTH}\b|\b(?:on|from|starting) {_NTH}\b"
    r"|\b(?:end|start|beginning) of (?:the |next )?month\b"
    r"|\bin (?:an?|one|two|three|four|\d+) (?:day|week|month)s?\b|\bafter (?:christmas|new year)\b"
)
_LIKELY = rf"{_SURE}|\b(?:{_WEEKDAY})\b|(?<!not )\btoday\b|\b{_NTH}\b|\b(?:in|from|starting(?: in)?) {_MON}"
_FIRST = re.compile(_SURE)
_LATER = re.compile(_LIKELY)
_WEEK = re.compile(r"(?:early |some time |later )?next week")
_TODAY = re.compile(r"\b(?:this (?:morning|afternoon|evening)|tonight|later today)\b")
_AT_ONCE = re.compile(
    r"\b(?:asap|as soon as possible|right now|right away|now|today|immediately|at once|straight ?away|any ?time)\b"
)
# "Monday, 30 November", "Fri the 4th of December": the date says which day is meant, and the summary shows both.
_WEEKDAY_OF_A_DATE = re.compile(
    rf"\b(?:{_WEEKDAY})\.?,? (?:the )?(?=\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MON}|{_MON} \d)"
)
_MOST_MONTHS = 12  # ahead


@dataclass(frozen=True)
class DayField:
    """ISO dates; "" is as soon as possible, in a field that is `optional`. `question` asks for it.

    `problem` says why a day can't be taken, `offered` are days to choose from; `entities` are those of understanding
    that may mark a day.
    """

    question: Callable[[Known, World], str]
    optional: bool = True
    needed: Callable[[Known], bool] = lambda _: True
    problem: Callable[[date, World], Question | None] = lambda day, world: problem_with_day(day, world)
    offered: Callable[[Known, World], tuple[Offer, ...]] = lambda _, __: ()
    name: str = "date"
    called: tuple[str, ...] = ("date", "day")
    entities: tuple[str, ...] = ("date",)

    def is_needed(self, known: Known) -> bool:
        return self.needed(known)

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        text = _WEEKDAY_OF_A_DATE.sub("", heard.text.casefold())
        if self.optional and mode in ("asked", "correcting"):
            at_once = _AT_ONCE.search(text)
            if at_once is not None:
                return Reading("", words=(at_once[0],))
        # Who asks to pay in may name days that mean something else: "my bonus comes on Friday".
        careful = mode == "first" and self.optional
        marked = [] if careful else [m.text for m in heard.mentions if m.entity in self.entities and m.text]
        if not self.optional and _TODAY.search(text):
            return Reading(world.today.isoformat(), words=(_TODAY.findall(text)[0],))
        found = (_FIRST if careful else _LATER).search(text)
        places = [found[0]] if found is not None else []
        for words in dict.fromkeys((*places, *marked, *([heard.text] if mode == "asked" else []))):
            if _WEEK.fullmatch(words.casefold().strip(" .!?")):
                return Reading(problem=self._next_week(world), words=(words,))
            when = when_meant(words, world.today)
            if isinstance(when, Named):
                return self._reading(when, words, known, world)
        return None

    def _next_week(self, world: World) -> Question:
        monday = plus_days(world.today, 7 - world.today.weekday())
        days = [plus_days(monday, step) for step in range(5)]
        offers = tuple(offer_of_day(day, world) for day in days if self.problem(day, world) is None)
        return Question("On which day next week?", offers)

    def _reading(self, when: Named, words: str, known: Known, world: World) -> Reading:
        if when.day is not None and when.month is not None:
            return Reading(date(when.year, when.month, when.day).isoformat(), words=(words,))
        if when.month is None:
            return Reading(problem=self.ask(known, world), words=(words,))
        first = business_day_from(max(date(when.year, when.month, 1), plus_days(world.today, 1)))
        middle = business_day_from(date(when.year, when.month, 15))
        offers = tuple(offer_of_day(day, world) for day in dict.fromkeys((first, middle)) if day > world.today)
        month = format_date(first, "MMMM yyyy", locale=world.settings.locale)
        return Reading(problem=Question(f"On which day in {month}?", offers), words=(words,))

    def default(self, known: Known, world: World) -> str | None:
        return "" if self.optional else None

    def check(self, known: Known, world: World) -> Question | None:
        if known[self.name] == "":
            return None
        return self.problem(date.fromisoformat(known[self.name]), world)

    def ask(self, known: Known, world: World) -> Question:
        return Question(self.question(known, world), self.offered(known, world))


def problem_with_day(day: date, world: World) -> Question | None:
    """Why it can't be taken, with the next day that can; None where it can."""
    if day > plus_months(world.today, _MOST_MONTHS):
        return Question("I can plan up to a year ahead. Which day should it be?")
    next_one = business_day_from(max(day, plus_days(world.today, 1)))
    shown = day_title(next_one, world)
    if day < world.today:
        return Question(
            f"{day_title(day, world)} lies in the past. Shall it be {shown}?", (offer_of_day(next_one, world),)
        )
    if day == world.today:
        return Question(f"Today is too soon for a fixed day. Shall it be {shown}?", (offer_of_day(next_one, world),))
    if not is_business_day(day):
        why = holiday_on(day)
        because = f"is {why}, when the markets are closed" if why else "is not a business day"
        return Question(f"{day_title(day, world)} {because}. Shall it be {shown}?", (offer_of_day(next_one, world),))
    return None


def day_title(day: date, world: World) -> str:
    """ "Tue 24 Nov 2026"."""
    return format_date(day, "EEE d MMM yyyy", locale=world.settings.locale)


def offer_of_day(day: date, world: World) -> Offer:
    return Offer(day_title(day, world), day.isoformat())


def plus_days(day: date, days: int) -> date:
    """Not beyond the calendar's last day."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def on_day(value: str, world: World, *, soon: str = "") -> str:
    """ " on Tue 24 Nov 2026", or `soon` where no day is fixed."""
    return f" on {day_title(date.fromisoformat(value), world)}" if value else soon
