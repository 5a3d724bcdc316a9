"""What a new goal is called: as understanding marked it, or in the customer's own words once they are asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.fields.numbers import without_other_numbers
from advisor.requests.hearing import is_of_another_kind, is_question, left_over
from advisor.requests.records import Heard, Offer, World
from advisor.resolve.amounts import amounts_in

_MOST_LETTERS = 60
_LEAD = re.compile(
    r"^(?:(?:it'?s|it is|its|for|to|call it|name it|a|an|the|my|our|saving(?: up)?|save(?: up)?|i want|i'd like|we want"
    r"|please|that would be|new|goal|um+|well|ok(?:ay)?|no|actually|make it|rather|i mean(?:t)?)\b[\s,:]*)+",
    re.IGNORECASE,
)
_QUOTED = re.compile("(?<!\\w)[\"“'‘]([^\"”'’]{2,60})[\"”'’](?!\\w)")
_NAMING = re.compile(r"\b(?:called|call it|named|name it)\s+(?P<name>[^,.;!?]{2,60})", re.IGNORECASE)
_BEHIND = re.compile(r"\s+(?:by|in|at|before|until|of|for|worth|about|around)\s*$|[\s,.;!?-]+$", re.IGNORECASE)
_OFFERS = tuple(Offer(name, name) for name in ("House down payment", "Retirement", "College fund", "Emergency fund"))
_SURE = 0.6


@dataclass(frozen=True)
class GoalNameField:
    name: str = "goal"
    called: tuple[str, ...] = ("name", "title")

    def is_needed(self, known: Known) -> bool:
        return True

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        marked = next((m.text or m.value for m in heard.mentions if m.entity == "goal" and (m.text or m.value)), None)
        if marked is not None and mode != "aside":
            return self._reading(marked, marked)
        named = _QUOTED.search(heard.text) or _NAMING.search(heard.text)
        if named is not None and mode != "aside":
            return self._reading(named[1], named[0])
        if mode != "asked" or heard.button:
            return None
        if is_question(heard.text) or (is_of_another_kind(heard, "open_goal") and heard.confidence >= _SURE):
            return None
        text = _plain(heard.text)
        return self._reading(text, heard.text) if left_over(text, ()) else None

    def _reading(self, name: str, words: str) -> Reading | None:
        name = " ".join(_LEAD.sub("", name.strip()).split()).strip(" .,;!?\"“”'‘’")
        if not any(letter.isalpha() for letter in name):
            return None
        return Reading(name[:1].upper() + name[1:], words=(words,))

    def default(self, known: Known, world: World) -> str | None:
        return None

    def check(self, known: Known, world: World) -> Question | None:
        name = known[self.name]
        if len(name) > _MOST_LETTERS:
            return Question(
                f"That is a long name; please use at most {_MOST_LETTERS} letters. What is the goal called?"
            )
        goals = world.repository.goals(world.customer.customer_id)
        if any(goal.name.casefold() == name.casefold() for goal in goals):
            return Question(f"You have a goal “{name}” already. What should the new one be called?")
        return None

    def ask(self, known: Known, world: World) -> Question:
        return Question("What are you saving for?", _OFFERS)


def _plain(text: str) -> str:
    """Without amounts and dates: "a boat, 20k by 2030" → "a boat"."""
    folded = text.casefold() if len(text.casefold()) == len(text) else text.lower()
    cut = without_other_numbers(folded)
    for one in reversed(amounts_in(cut)):
        if not one.plain or any(letter.isdigit() for letter in cut[one.start : one.end]):
            cut = cut[: one.start] + " " * (one.end - one.start) + cut[one.end :]
    kept = "".join(letter if plain != " " else " " for letter, plain in zip(text, cut, strict=True))
    before = ""
    while before != kept:
        before, kept = kept, _BEHIND.sub("", kept)
    return kept
