"""Which days a statement covers: a period that has begun, up to today at the latest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from advisor.periods.calendar import plus_months
from advisor.periods.grammar import Span, read_span
from advisor.periods.scan import period_in
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.records import Heard, Offer, World
from advisor.wording.voice import Voice

KEPT_YEARS = 7  # so long statements are kept; the content's sheet *facts* tells the same
_QUESTION = "Which period should it cover?"
_SUGGESTED = ("last month", "last quarter", "this year", "last year")


@dataclass(frozen=True)
class PeriodField:
    """ "2026-10-01/2026-10-31": first and last day, both inclusive."""

    name: str = "period"
    called: tuple[str, ...] = ("period", "month", "year", "dates", "time")

    def is_needed(self, known: Known) -> bool:
        return True

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        tries = [(m.text or m.value, m.value) for m in heard.mentions if m.entity == "period"]
        found = period_in(heard.text)
        tries += [] if found is None else [(found.words, found.words)]
        tries += [(heard.text, heard.text)] if mode == "asked" else []
        if len(tries) > 1 and tries[0][0] and heard.text.casefold().count(tries[0][0].casefold()):
            tries.insert(0, _joined(heard, world) or tries[0])
        for words, meant in tries:
            span = read_span(meant, world.today) or read_span(words, world.today)
            if span is not None:
                return self._reading(span, words, world)
        return None

    def _reading(self, span: Span, words: str, world: World) -> Reading:
        start = span.start or _first_day(world)
        if start > world.today:
            return Reading(problem=self._because("That period lies ahead.", world), words=(words,))
        return Reading(f"{start.isoformat()}/{min(span.end, world.today).isoformat()}", words=(words,))

    def default(self, known: Known, world: World) -> str | None:
        return None

    def check(self, known: Known, world: World) -> Question | None:
        start, end = days_of(known[self.name])
        opened = _first_day(world)
        if end < opened:
            day = _day(opened, world)
            return self._because(f"Your first account was opened on {day}, so there is nothing before.", world)
        if end < plus_months(world.today, -12 * KEPT_YEARS):
            return self._because(f"Statements are kept for {KEPT_YEARS} years.", world)
        return None if start <= end else self._because("That period ends before it begins.", world)

    def ask(self, known: Known, world: World) -> Question:
        return Question(_QUESTION, _offers(world))

    def _because(self, problem: str, world: World) -> Question:
        return Question(f"{problem} {_QUESTION}", _offers(world))


def days_of(value: str) -> tuple[date, date]:
    start, _, end = value.partition("/")
    return date.fromisoformat(start), date.fromisoformat(end)


def period_title(value: str, world: World) -> str:
    """ "1 Oct 2026 to 31 Oct 2026"."""
    start, end = days_of(value)
    return _day(start, world) if start == end else f"{_day(start, world)} to {_day(end, world)}"


def _offers(world: World) -> tuple[Offer, ...]:
    offers: list[Offer] = []
    opened = _first_day(world)
    for words in _SUGGESTED:
        span = read_span(words, world.today)
        if span is not None and span.start is not None and opened <= span.end:
            end = min(span.end, world.today)
            offers.append(Offer(words.capitalize(), f"{span.start.isoformat()}/{end.isoformat()}"))
    return tuple(offers)


def _first_day(world: World) -> date:
    opened = [account.opened_on for account in world.accounts]
    return min(opened, default=world.today)


def _day(day: date, world: World) -> str:
    return Voice(world.customer.currency, world.settings.locale, None).day(day)


def _joined(heard: Heard, world: World) -> tuple[str, str] | None:
    """ "from" and "to" marked apart: the message from the first mark to the last."""
    folded = heard.text.casefold()
    places = [
        (at, at + len(m.text))
        for m in heard.mentions
        if m.entity == "period" and m.text and (at := folded.find(m.text.casefold())) >= 0
    ]
    if len(places) < 2:
        return None
    first, last = min(places)[0], max(end for _, end in places)
    lead = folded[:first].split()[-1:]
    words = f"{lead[0]} {folded[first:last]}" if lead and lead[0] in ("from", "between") else folded[first:last]
    return (words, words) if read_span(words, world.today) is not None else None
