"""How much: one exact amount of money, more than nothing, in whole cents, within the limits of the request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from advisor.money import ZERO
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.fields.numbers import without_other_numbers
from advisor.requests.records import Heard, Offer, World
from advisor.resolve.amounts import FoundAmount, amounts_in
from advisor.wording.voice import Voice

_LONGEST = 500  # characters of a message that are read
_NEGATIVE = re.compile(r"(?<![\w.,])[-−] ?(?:us\$|\$|€|£)? ?\d|\b(?:minus|negative) (?:us\$|\$)?\w+")
# "12,5" and "1.250,00" mean one thing here and another elsewhere.
_FOREIGN = re.compile(r"\d,\d{1,2}(?![\d,])|\d\.\d{3}[.,]\d")
_PAID = re.compile(
    r"\b(?:put|deposit|add|invest|pay(?: in)?|transfer|move|send|withdraw|take(?: out)?|pull|need|get)"
    r"(?: (?:me|in|out|only|just|about|another|of))*\s*$"
)
_VAGUE = re.compile(
    r"\b(?:a few|several|some|a couple(?: of)?|hundreds|thousands|a bit|a little|a lot|as much as|not much|something)\b"
)
_REPLACED = re.compile(r"\b(?:instead of|rather than|and not|not|from|currently|than|isnt|isn't|wasn't)(?: \w+)?\s*$")
_CORRECTED = re.compile(r"\b(?:no|sorry|mean|meant|actually|rather|make (?:it|that)|wait|oops|correction|instead)\b")
_MAKE_IT = re.compile(
    r"\b(?:make (?:it|that)|change (?:it|that|the amount) to|i mean(?:t)?|no|actually|rather|instead)\b"
)
_EVERYTHING = re.compile(
    r"\b(?:everything|all (?:of )?(?:it|my|the)\b|the (?:whole|full|entire|maximum)|whole (?:lot|thing|balance)"
    r"|as much as(?: (?:possible|i can|you can))|max(?:imum)?|all (?:available )?(?:cash|money)|the lot)\b|^\W*all\W*$"
)


@dataclass(frozen=True)
class AmountField:
    """`question` asks for it; `limits` says what is wrong with an amount, as the question to ask then.

    `everything` is what "all of it" comes to, where that means anything. Where it is `optional`, nobody asks for it.
    """

    question: Callable[[Known, World], str]
    limits: Callable[[Decimal, Known, World], Question | None]
    everything: Callable[[Known, World], Decimal | None] | None = None
    optional: Callable[[Known], bool] = lambda _: False
    needed: Callable[[Known], bool] = lambda _: True
    name: str = "amount"
    called: tuple[str, ...] = ("amount", "sum", "number", "figure")

    def is_needed(self, known: Known) -> bool:
        return self.needed(known)

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        if heard.text.startswith("/"):
            return self._from_entities(heard)
        text = heard.text[:_LONGEST]
        folded = text.casefold() if len(text.casefold()) == len(text) else text.lower()
        marked = [m.text.casefold() for m in heard.mentions if m.entity == "amount" and m.text]
        plain_too = mode in ("asked", "correcting") or _MAKE_IT.search(folded) is not None
        cut = without_other_numbers(folded, keep=marked)
        found = [
            one
            for one in amounts_in(cut)
            if plain_too
            or not one.plain
            or self._is_marked(one, cut, marked)
            or (mode == "first" and _PAID.search(cut[: one.start]))
        ]
        found = _last_word(found, cut)
        foreign = _FOREIGN.search(cut)
        if foreign is not None:
            return Reading(problem=self._because("Please write it like $1,250.50.", known, world), words=(foreign[0],))
        amounts = {one.amount for one in found}
        words = tuple(folded[one.start : one.end] for one in found)
        if len(amounts) > 1:
            return Reading(problem=self._which(sorted(amounts), world), words=words)
        if amounts:
            return Reading(_exact(amounts.pop()), words=words)
        return self._without_figure(folded, known, world, mode)

    def _from_entities(self, heard: Heard) -> Reading | None:
        """A click's command says it in its entities."""
        for mention in heard.mentions:
            found = amounts_in(mention.value) if mention.entity == "amount" else []
            if len(found) == 1:
                return Reading(_exact(found[0].amount))
        return None

    def _is_marked(self, one: FoundAmount, text: str, marked: list[str]) -> bool:
        return any(text[one.start : one.end].strip() in words or words in text[one.start : one.end] for words in marked)

    def _without_figure(self, text: str, known: Known, world: World, mode: Mode) -> Reading | None:
        negative = _NEGATIVE.search(text)
        if negative is not None:
            return Reading(
                problem=self._because("An amount has to be more than zero.", known, world), words=(negative[0],)
            )
        everything = _EVERYTHING.search(text) if self.everything is not None else None
        if everything is not None and self.everything is not None:
            amount = self.everything(known, world)
            if amount is not None:
                return Reading(_exact(amount), words=(everything[0],))
        vague = _VAGUE.search(text) if mode == "asked" else None
        if vague is not None:
            return Reading(
                problem=self._because("I need an exact amount, such as $500.", known, world), words=(vague[0],)
            )
        return None

    def default(self, known: Known, world: World) -> str | None:
        return "" if self.optional(known) else None

    def check(self, known: Known, world: World) -> Question | None:
        if known[self.name] == "":
            return None
        amount = Decimal(known[self.name])
        if amount <= ZERO:
            return self._because("An amount has to be more than zero.", known, world)
        if amount != amount.quantize(Decimal("0.01")):
            return self._because("An amount has at most two decimals, for the cents.", known, world)
        return self.limits(amount, known, world)

    def ask(self, known: Known, world: World) -> Question:
        return Question(self.question({**known, self.name: ""}, world))

    def _because(self, problem: str, known: Known, world: World) -> Question:
        return Question(f"{problem} {self.ask(known, world).text}")

    def _which(self, amounts: list[Decimal], world: World) -> Question:
        titles = [(money(amount, world), _exact(amount)) for amount in amounts]
        return Question(
            f"Is it {' or '.join(title for title, _ in titles)}?", tuple(Offer(title, value) for title, value in titles)
        )


def money(amount: Decimal, world: World) -> str:
    """In the customer's currency: "$500.00"."""
    return Voice(world.customer.currency, world.settings.locale, None).money(amount)


def offer_of(amount: Decimal, world: World) -> Offer:
    """A choice that stands for exactly this amount."""
    return Offer(money(amount, world), _exact(amount))


def _exact(amount: Decimal) -> str:
    """With two decimals, or all that there are: 500 → "500.00", 0.125 → "0.125"."""
    plain = format(amount, "f")
    decimals = len(plain.partition(".")[2].rstrip("0"))
    return plain if decimals > 2 else format(amount.quantize(Decimal("0.01")), "f")


def _last_word(found: list[FoundAmount], text: str) -> list[FoundAmount]:
    """Without what is only there to be replaced: "not 500, 600", "500, no, 600"."""
    kept = [one for one in found if not _REPLACED.search(text[: one.start])] or found
    for at in range(len(kept) - 1, 0, -1):
        if _CORRECTED.search(text[kept[at - 1].end : kept[at].start]):
            return kept[at:]
    return kept
