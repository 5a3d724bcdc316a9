"""By when a goal is to be reached: a day ahead; a year or a month alone is its last day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from advisor.periods.calendar import plus_months
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.records import Heard, World
from advisor.resolve.dates import Aged, Named, When, when_in, when_meant

_MOST_YEARS = 80  # ahead
_YEAR_OF_AGE = "I don't know your age. In which year will that be?"


@dataclass(frozen=True)
class TargetDateField:
    """ISO dates."""

    name: str = "date"
    called: tuple[str, ...] = ("date", "year", "deadline")

    def is_needed(self, known: Known) -> bool:
        return True

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        tried: list[tuple[str, When | None]] = [
            (m.text, when_meant(m.text, world.today) or when_meant(m.value, world.today))
            for m in heard.mentions
            if m.entity == "date" and m.text
        ]
        if not heard.text.startswith("/"):
            if mode == "asked":
                tried.append((heard.text, when_meant(heard.text, world.today)))
            else:
                tried.append((_years_in(heard.text), when_in(heard.text, world.today)))
        for words, when in tried:
            if isinstance(when, Named):
                return Reading(when.on(None).isoformat(), words=(words,))
            if isinstance(when, Aged):
                return Reading(problem=Question(_YEAR_OF_AGE), words=(words,))
        return None

    def default(self, known: Known, world: World) -> str | None:
        return None

    def check(self, known: Known, world: World) -> Question | None:
        day = date.fromisoformat(known[self.name])
        if day <= world.today:
            return Question("That lies in the past. By when would you like to reach it?")
        if day > plus_months(world.today, 12 * _MOST_YEARS):
            return Question(f"That is more than {_MOST_YEARS} years ahead. By when would you like to reach it?")
        return None

    def ask(self, known: Known, world: World) -> Question:
        return Question("By when would you like to reach it? A year is enough, for example “2031” or “in five years”.")


def target_date_title(value: str, world: World) -> str:
    return format_date(date.fromisoformat(value), "d MMM yyyy", locale=world.settings.locale)


def _years_in(text: str) -> str:
    found = re.search(r"\b(?:by|in|until|before|at|on)\b[^,;.]*", text, re.IGNORECASE)
    return found[0] if found is not None else text
