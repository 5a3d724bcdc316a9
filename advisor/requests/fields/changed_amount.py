"""An amount in place of another one: said as such, or against that one ("double it", "60 more")."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from advisor.money import ZERO, cents
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.fields.amount import AmountField
from advisor.requests.records import Heard, World

_FACTORS = (
    (re.compile(r"\b(?:doubl\w+|twice (?:as much|the))\b"), Decimal(2)),
    (re.compile(r"\b(?:tripl\w+|three times)\b"), Decimal(3)),
    (re.compile(r"\b(?:halv\w+|half as much|half my|half of it|in half)\b"), Decimal("0.5")),
)
_TO = re.compile(r"\bto(?: only| just| about)?\s*$")
_UP = re.compile(r"\b(?:increas\w+|rais\w+|bump\w*|boost\w*|up|add\w*|more|extra|another)\b")
_DOWN = re.compile(r"\b(?:decreas\w+|reduc\w+|lower\w*|cut\w*|drop\w*|down|less|fewer)\b")
_BY = re.compile(r"\b(?:by|up|down|another|extra)(?: an?| about)?\s*$")
_BEHIND = re.compile(r"^\s*(?:(?:dollars|bucks|usd) )?(?:more|less|extra|on top)\b")


@dataclass(frozen=True)
class ChangedAmountField:
    """`plain` reads amounts; `present` is the one there is: of a plan, or in the draft so far. None without one.

    `of_a_plan`: whether there is a plan that it may be against.
    """

    plain: AmountField
    present: Callable[[Known, World], Decimal | None]
    of_a_plan: Callable[[Known], bool] = lambda _: False

    @property
    def name(self) -> str:
        return self.plain.name

    @property
    def called(self) -> tuple[str, ...]:
        return self.plain.called

    def is_needed(self, known: Known) -> bool:
        return self.plain.is_needed(known)

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        present = self.present(known, world)
        text = heard.text.casefold()
        if present is None and self.of_a_plan(known) and _is_relative(text):
            return None  # asked for once it is clear what it is more or less than
        if present is not None:
            for words, factor in _FACTORS:
                match = words.search(text)
                if match is not None:
                    return Reading(str(cents(present * factor)), words=(match[0],))
        reading = self.plain.read(heard, known, world, mode=mode)
        if reading is None or reading.value is None or present is None or len(reading.words) != 1:
            return reading
        at = text.find(reading.words[0])
        before, behind = text[:at], text[at + len(reading.words[0]) :]
        if at < 0 or _TO.search(before) or not (_BY.search(before) or _BEHIND.match(behind)):
            return reading
        change = Decimal(reading.value)
        if _DOWN.search(text):
            change = -change
        elif not _UP.search(text):
            return reading
        return Reading(str(max(cents(present + change), ZERO)), words=reading.words)

    def default(self, known: Known, world: World) -> str | None:
        return self.plain.default(known, world)

    def check(self, known: Known, world: World) -> Question | None:
        return self.plain.check(known, world)

    def ask(self, known: Known, world: World) -> Question:
        return self.plain.ask(known, world)


def amount_so_far(known: Known, world: World) -> Decimal | None:
    """The amount of a draft, once it has one."""
    return Decimal(known["amount"]) if known.get("amount") else None


def _is_relative(text: str) -> bool:
    by = re.search(
        r"\b(?:by|up|down|another|extra)(?: an?| about)? [$\d]|\b(?:up|by) (?:a|an) (?:hundred|thousand)\b", text
    )
    return by is not None or any(words.search(text) for words, _ in _FACTORS)
