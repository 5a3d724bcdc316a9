"""One of a few things that the customer has: a plan, a transfer, a request; told by a button, its place or words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from advisor.model import Account
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.fields.account import picked_accounts
from advisor.requests.hearing import left_over
from advisor.requests.records import Heard, Offer, World
from advisor.resolve.accounts import accounts_meant
from advisor.resolve.amounts import amounts_in
from advisor.resolve.ask_back import AskBack
from advisor.resolve.own_names import accounts_named

_PLACES = (
    (r"first|1st|1|former|top|newest|latest", 0),
    (r"second|2nd|2", 1),
    (r"third|3rd|3", 2),
    (r"fourth|4th|4", 3),
    (r"fifth|5th|5", 4),
    (r"last|latter|bottom|oldest", -1),
)
_MOST_OFFERS = 8


@dataclass(frozen=True)
class Option:
    """`account_id`, `amount` and `words` are what a message may know it by; `words` are a pattern."""

    offer: Offer
    account_id: str | None = None
    amount: str | None = None  # with two decimals
    words: str | None = None


@dataclass(frozen=True)
class ChoiceField:
    name: str
    options: Callable[[Known, World], Sequence[Option]]
    question: Callable[[Known, World], str]
    needed: Callable[[Known], bool] = lambda _: True
    called: tuple[str, ...] = ()
    gone: str = "That isn't there any more."

    def is_needed(self, known: Known) -> bool:
        return self.needed(known)

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        options = self.options(known, world)
        text = heard.text.casefold()
        fitting = list(options)
        words: list[str] = []
        for option in options:
            if re.search(rf"(?<![\w-]){re.escape(option.offer.value.casefold())}(?![\w-])", text):
                return Reading(option.offer.value, words=(option.offer.value,))
        unknown = _id_in(heard.text, options)
        if unknown is not None:
            text = f"I don't find {unknown} among what can be chosen. {self.question(known, world)}"
            return Reading(problem=Question(text, _offers(options)), words=(unknown,))
        if mode == "asked":
            place = _place(text, len(options))
            if place is not None:
                return Reading(options[place].offer.value, words=(heard.text,))
        for told, said in (self._by_words(text), self._by_account(heard, world, mode), self._by_amount(text)):
            narrowed = [option for option in fitting if told(option)]
            if narrowed and len(narrowed) < len(fitting):
                fitting = narrowed
                words += said
        if len(fitting) == len(options):
            return None
        if len(fitting) == 1:
            return Reading(fitting[0].offer.value, words=tuple(words))
        offers = tuple(option.offer for option in fitting[:_MOST_OFFERS])
        return Reading(problem=Question(self.question(known, world), offers), words=tuple(words))

    def _by_words(self, text: str) -> tuple[Callable[[Option], bool], list[str]]:
        return lambda option: option.words is not None and re.search(option.words, text) is not None, []

    def _by_account(self, heard: Heard, world: World, mode: Mode) -> tuple[Callable[[Option], bool], list[str]]:
        marked = accounts_named([m for m in heard.mentions if m.entity == "account"], heard.text, world.accounts)
        found: Sequence[Account] | AskBack = accounts_meant(marked, world.accounts) if marked else ()
        if not marked and mode == "asked":
            found = picked_accounts(heard.text, world.accounts, world) or ()
        ids = (
            {choice.value for choice in found.choices} if isinstance(found, AskBack) else {a.account_id for a in found}
        )
        return lambda option: option.account_id in ids, [mention.text for mention in marked]

    def _by_amount(self, text: str) -> tuple[Callable[[Option], bool], list[str]]:
        found = amounts_in(text)
        amounts = {format(one.amount, ".2f") for one in found}
        return lambda option: option.amount in amounts, [text[one.start : one.end] for one in found]

    def default(self, known: Known, world: World) -> str | None:
        options = self.options(known, world)
        return options[0].offer.value if len(options) == 1 else None

    def check(self, known: Known, world: World) -> Question | None:
        options = self.options(known, world)
        if known[self.name] in [option.offer.value for option in options]:
            return None
        return Question(f"{self.gone} {self.question(known, world)}", _offers(options))

    def ask(self, known: Known, world: World) -> Question:
        return Question(self.question(known, world), _offers(self.options(known, world)))


def _id_in(text: str, options: Sequence[Option]) -> str | None:
    """What can only be an id of the kind that these have: the same letters before a hyphen and a figure behind it."""
    letters = {value.partition("-")[0] for option in options if "-" in (value := option.offer.value)}
    kinds = "|".join(re.escape(kind) for kind in sorted(letters - {"REQ"}))
    own = rf"|(?:{kinds})-(?=\w*\d)[\w-]+" if kinds else ""
    found = re.search(rf"(?<![\w/-])(?:REQ-\w+{own})", text, re.IGNORECASE)
    return None if found is None else found[0]


def _offers(options: Sequence[Option]) -> tuple[Offer, ...]:
    return tuple(option.offer for option in options[:_MOST_OFFERS])


def _place(text: str, count: int) -> int | None:
    rest = " ".join(left_over(text, ()))
    for words, place in _PLACES:
        if re.fullmatch(words, rest) and -count <= place < count:
            return place % count
    return None
