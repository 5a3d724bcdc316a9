"""How often an automatic deposit comes: one of four frequencies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from advisor.model import Frequency
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.records import Heard, Offer, World
from advisor.resolve.frequencies import FoundPace, paces_in

PACES: Mapping[Frequency, str] = {
    "weekly": "every week",
    "biweekly": "every two weeks",
    "monthly": "every month",
    "quarterly": "every quarter",
}
_OFFERS = tuple(Offer(words.capitalize(), frequency) for frequency, words in PACES.items())
_QUESTION = "How often should it come: every week, every two weeks, every month or every quarter?"


@dataclass(frozen=True)
class FrequencyField:
    """One of the keys of `PACES`; "" where it stays as it is, in a field that is `optional` for what is known."""

    optional: Callable[[Known], bool] = lambda _: False
    needed: Callable[[Known], bool] = lambda _: True
    name: str = "frequency"
    called: tuple[str, ...] = ("frequency", "interval", "schedule", "rhythm")

    def is_needed(self, known: Known) -> bool:
        return self.needed(known)

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        found = _paces(heard)
        if not found:
            return None
        words = tuple(heard.text[one.start : one.end] for one in found)
        frequencies = {one.pace.frequency for one in found}
        frequency = found[-1].pace.frequency if len(frequencies) > 1 else next(iter(frequencies))
        if frequency is None:
            text = f"I can't set it up {found[-1].pace.words}. {_QUESTION}"
            return Reading(problem=Question(text, _OFFERS), words=words)
        return Reading(frequency, words=words)

    def default(self, known: Known, world: World) -> str | None:
        return "" if self.optional(known) else None

    def check(self, known: Known, world: World) -> Question | None:
        return None

    def ask(self, known: Known, world: World) -> Question:
        return Question(_QUESTION, _OFFERS)


def _paces(heard: Heard) -> list[FoundPace]:
    """Those of the message in its order, without what is to be replaced: "quarterly rather than monthly"."""
    text = heard.text.casefold()
    if heard.text.startswith("/"):
        text = " ".join(mention.value for mention in heard.mentions if mention.entity == "frequency")
    found = paces_in(text)
    kept = [
        one
        for one in found
        if not text[: one.start].rstrip().endswith(("instead of", "rather than", "not", "from", "and not"))
    ]
    return kept or found


def pace_words(frequency: str) -> str:
    """ "every month" for "monthly"."""
    return next(words for name, words in PACES.items() if name == frequency)
