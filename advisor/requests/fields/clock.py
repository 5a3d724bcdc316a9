"""At what time an adviser calls: a free half hour of the office's day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from advisor.office import CALL, CLOSES, OPENS, ZONE, ZONE_NAME, calls_on, clock_time, free_calls_on
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.fields.day import day_title
from advisor.requests.records import Heard, Offer, World

HOURS = f"{clock_time(OPENS)} to {clock_time(CLOSES)} {ZONE_NAME}"
_HALF = r"(?P<half>a\.?m\.?|p\.?m\.?)(?![a-z])"
_CLOCK = re.compile(
    rf"\b(?P<h1>\d{{1,2}})[:.](?P<m1>\d\d)(?:ish)?(?: ?{_HALF})?"
    rf"|\b(?P<h2>\d{{1,2}}) ?(?:o'?clock ?)?{_HALF.replace('half', 'half2')}"
    r"|\b(?P<h3>\d{1,2}) ?(?:o'?clock|ish)\b|\b(?:at|around|about|@) ?(?P<h4>\d{1,2})\b"
    r"(?!(?:[/:.-]?\d|st|nd|rd|th| ?[ap]\.?m\b| ?o'?clock| ?ish))"
)
_HALF_PAST = re.compile(r"\bhalf past (?P<h>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b")
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_AT_WORD = re.compile(rf"\bat (?P<h>{'|'.join(_WORDS)})\b(?: o'?clock)?")
_BARE = re.compile(r"^\W*(?:no|at|rather|maybe|make it|ok|okay|sorry|please)?\W*(?P<h>\d{1,2})\W*(?:please)?\W*$")
_NOON = re.compile(r"\b(?:noon|midday|lunch ?time)\b")
_LAPSES: tuple[tuple[re.Pattern[str], time, time], ...] = (
    (re.compile(r"\b(?:early )?morning\b"), time(8), time(12)),
    (re.compile(r"\bafternoon\b"), time(12), time(18)),
)
_EVENING = re.compile(r"\b(?:evening|tonight|at night)\b")
_AFTER = re.compile(r"\b(?:after|from) (?P<h>\d{1,2})(?::(?P<m>\d\d))?(?: ?(?P<half>a\.?m\.?|p\.?m\.?))?(?![\d/-])")
_MOST_OFFERS = 6


@dataclass(frozen=True)
class ClockField:
    """ "15:30" in the office's time zone, on the day in `known["date"]`."""

    name: str = "time"
    called: tuple[str, ...] = ("time", "hour", "slot")

    def is_needed(self, known: Known) -> bool:
        return True

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        text = heard.text.casefold()
        after = _AFTER.search(text)
        if after is not None:
            earliest = _time(after["h"], after["m"], after["half"])
            if earliest is not None:
                return Reading(problem=self._between(earliest, CLOSES, known, world), words=(after[0],))
        found = self._clock(text, mode)
        if found is not None:
            words, at = found
            if at is None:
                return Reading(problem=self._because("That isn't a time.", known, world), words=(words,))
            return Reading(f"{at:%H:%M}", words=(words,))
        for pattern, start, end in _LAPSES:
            lapse = pattern.search(text)
            if lapse is not None:
                return Reading(problem=self._between(start, end, known, world), words=(lapse[0],))
        evening = _EVENING.search(text)
        if evening is not None:
            return Reading(problem=self._because(f"Our advisers call from {HOURS}.", known, world), words=(evening[0],))
        return None

    def _clock(self, text: str, mode: Mode) -> tuple[str, time | None] | None:
        """The words that tell a time, and the time, None where there is no such time; None without any."""
        half_past, at_word = _HALF_PAST.search(text), _AT_WORD.search(text)
        if half_past is not None:
            return half_past[0], _time(_digits(half_past["h"]), "30", None)
        if _NOON.search(text) is not None:
            return _NOON.findall(text)[0], time(12)
        match = _CLOCK.search(text)
        if match is not None:
            hour = match["h1"] or match["h2"] or match["h3"] or match["h4"]
            return match[0], _time(hour, match["m1"], match["half"] or match["half2"])
        if at_word is not None:
            return at_word[0], _time(_digits(at_word["h"]), None, None)
        bare = _BARE.match(text) if mode == "asked" else None
        return None if bare is None else (bare["h"], _time(bare["h"], None, None))

    def default(self, known: Known, world: World) -> str | None:
        return None

    def check(self, known: Known, world: World) -> Question | None:
        if not known.get("date"):
            return None
        call = call_at(known)
        free = _free(known, world)
        if call in free:
            return None
        at = clock_time(call)
        if not OPENS <= call.time() < CLOSES:
            return self._because(f"{at} is outside our hours; advisers call from {HOURS}.", known, world)
        if call not in calls_on(call.date()):
            return self._because("Calls begin on the hour or the half hour.", known, world, near=call)
        if call in world.taken:
            return self._because(f"{at} is taken already.", known, world, near=call)
        return self._because(f"{at} is too soon, or over already.", known, world, near=call)

    def ask(self, known: Known, world: World) -> Question:
        return Question(f"At what time? Our advisers call from {HOURS}.", self._offers(_free(known, world)))

    def _because(self, problem: str, known: Known, world: World, *, near: datetime | None = None) -> Question:
        free = _free(known, world)
        if near is not None:
            free = sorted(sorted(free, key=lambda call: abs(call - near))[:3])
        return Question(f"{problem} What time would suit you?", self._offers(free))

    def _between(self, start: time, end: time, known: Known, world: World) -> Question:
        free = [call for call in _free(known, world) if start <= call.time() < end]
        if not free and known.get("date"):
            return self._because("Nothing is free then.", known, world)
        return Question("At what time exactly?", self._offers(free))

    def _offers(self, free: Sequence[datetime]) -> tuple[Offer, ...]:
        """Some, spread over what is free."""
        step = max(-(-len(free) // _MOST_OFFERS), 1)
        return tuple(Offer(clock_time(call), f"{call:%H:%M}") for call in free[::step][:_MOST_OFFERS])


def call_at(known: Known) -> datetime:
    """The beginning of the call, in the office's time zone."""
    return datetime.combine(date.fromisoformat(known["date"]), time.fromisoformat(known["time"]), ZONE)


def call_title(known: Known, world: World) -> str:
    """ "Tue 24 Nov 2026, 9:00 a.m. to 9:30 a.m. Central Time"."""
    call = call_at(known)
    return f"{day_title(call.date(), world)}, {clock_time(call)} to {clock_time(call + CALL)} {ZONE_NAME}"


def _free(known: Known, world: World) -> Sequence[datetime]:
    if not known.get("date"):
        return []
    return free_calls_on(date.fromisoformat(known["date"]), now=world.now, taken=world.taken)


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    """Without a half of the day, 1 to 6 are in the afternoon: the office isn't open in the night."""
    h, m = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= h <= 12:
            return None
        h = h % 12 + (12 if half.startswith("p") else 0)
    elif 1 <= h <= 6:
        h += 12
    return time(h, m) if h < 24 and m < 60 else None


def _digits(hour: str) -> str:
    return str(_WORDS.index(hour) + 1) if hour in _WORDS else hour
