"""What a "what if" about a goal tries: another contribution, a lump sum now, another date or another target amount.

A wish can be said in words that are read as the same again, so that a button carries all of it; one that isn't clear,
or that names nothing to work with, is asked back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from advisor.facts import plain_decimal
from advisor.model import Goal
from advisor.money import ZERO, cents
from advisor.resolve.ask_back import AskBack, Choice
from advisor.resolve.dates import Aged, Named, Shifted, When

Hint = Literal["more", "less", "later", "earlier", "date"]


@dataclass(frozen=True)
class Change:
    """New figure = present figure × `times` + `plus`."""

    times: Decimal = Decimal(1)
    plus: Decimal = ZERO

    def of(self, present: Decimal) -> Decimal:
        return max(present * self.times + self.plus, ZERO)


@dataclass(frozen=True)
class Wish:
    """`contribution` is by the month. `unclear` is an amount of which nobody said what it is for. `hint` tells what a
    wish without any figure is about ("what if I saved more"); "date" is one that isn't understood."""

    contribution: Change | None = None
    target: Change | None = None
    lump_sum: Decimal | None = None
    when: When | None = None
    unclear: Decimal | None = None
    hint: Hint | None = None

    @property
    def known(self) -> bool:
        """Whether there is anything to work out."""
        return any(part is not None for part in (self.contribution, self.target, self.lump_sum, self.when))

    @property
    def words(self) -> Mapping[str, str]:
        """Entity → words that are read as this wish again, for buttons."""
        amounts = [
            *([] if self.contribution is None else [f"contribution {_change_words(self.contribution, monthly=True)}"]),
            *([] if self.target is None else [f"target {_change_words(self.target)}"]),
            *([] if self.lump_sum is None else [f"{_signed_words(self.lump_sum)} once"]),
            *([] if self.unclear is None else [plain_decimal(self.unclear)]),
            *([self.hint] if self.hint in ("more", "less") else []),
        ]
        dates = [] if self.when is None else [self.when.words]
        dates += [self.hint] if self.hint in ("later", "earlier") else []
        return {
            **({"amount": "; ".join(amounts)} if amounts else {}),
            **({"date": "; ".join(dates)} if dates else {}),
        }


def ask_about(wish: Wish, goal: Goal, *, money: Callable[[Decimal], str], today: date) -> AskBack | None:
    """What has to be known before the wish can be worked out; None where nothing has."""
    if wish.unclear is not None:
        return _ask_what_for(wish, wish.unclear, goal, money)
    if isinstance(wish.when, Aged):
        why = f"I don't know your year of birth, so I can't tell when age {wish.when.age} is."
        return _ask_when(wish, goal, f"{why} Which year shall I try?", today)
    if wish.known:
        return None
    if wish.hint in ("earlier", "later"):
        return _ask_how_long(wish, goal, today)
    if wish.hint == "date":
        return _ask_when(wish, goal, "I didn't understand that date. Which year shall I try?", today)
    return _ask_how_much(wish, goal, money)


def _ask_what_for(wish: Wish, amount: Decimal, goal: Goal, money: Callable[[Decimal], str]) -> AskBack:
    clear, said = replace(wish, unclear=None), money(amount)
    choices = (
        (f"{said} a month", replace(clear, contribution=Change(ZERO, amount))),
        (f"{said} more a month", replace(clear, contribution=Change(plus=amount))),
        (f"{said} once, now", replace(clear, lump_sum=amount)),
        (f"{said} as the target", replace(clear, target=Change(ZERO, amount))),
    )
    return AskBack(
        f"What is the {said} for?",
        "amount",
        tuple(Choice(title, meant.words["amount"]) for title, meant in choices),
        _kept(wish, goal, "date"),
    )


def _ask_when(wish: Wish, goal: Goal, text: str, today: date) -> AskBack:
    """A few years around the present target date, as far as they lie ahead."""
    years = [goal.target_date.year + shift for shift in (-5, -2, 2, 5)]
    choices = [Choice(str(year), Named(year).words) for year in years if year > today.year]
    return AskBack(text, "date", tuple(choices), _kept(replace(wish, when=None, hint=None), goal, "amount"))


def _ask_how_long(wish: Wish, goal: Goal, today: date) -> AskBack:
    sign, word = (-1, "earlier") if wish.hint == "earlier" else (1, "later")
    shifts = [(title, Shifted(sign * months)) for title, months in (("1 year", 12), ("2 years", 24), ("5 years", 60))]
    choices = [Choice(f"{title} {word}", shift.words) for title, shift in shifts if shift.on(goal.target_date) > today]
    return AskBack(f"How much {word} shall I try?", "date", tuple(choices), _kept(wish, goal, "amount"))


def _ask_how_much(wish: Wish, goal: Goal, money: Callable[[Decimal], str]) -> AskBack:
    kept = _kept(wish, goal, "date")
    if wish.hint == "less" and goal.monthly_contribution > 0:
        less = (("Half as much", Change(times=Decimal("0.5"))), ("Nothing any more", Change(times=ZERO)))
        choices = tuple(Choice(title, Wish(contribution=change).words["amount"]) for title, change in less)
        return AskBack("How much less shall I try?", "amount", choices, kept)
    more = [Change(plus=Decimal(amount)) for amount in (50, 100, 250)]
    return AskBack(
        "How much more shall I try?"
        if wish.hint == "more"
        else "I can try another monthly amount, a sum paid in now, another date or another target. What shall it be?",
        "amount",
        tuple(
            Choice(f"{money(change.plus)} more a month", Wish(contribution=change).words["amount"]) for change in more
        ),
        kept,
    )


def _kept(wish: Wish, goal: Goal, entity: str) -> Mapping[str, str]:
    said = wish.words.get(entity)
    return {"goal": goal.goal_id, **({entity: said} if said else {})}


def _change_words(change: Change, *, monthly: bool = False) -> str:
    """As "$200 more a month"; by the year where a month's amount is no whole cents, so that nothing is lost."""
    if change.times != 1 and change.plus == 0:
        percent = plain_decimal(abs(change.times - 1) * 100)
        return "nothing" if not change.times else f"{percent} percent {'less' if change.times < 1 else 'more'}"
    amount, pace = abs(change.plus), " a month" if monthly else ""
    if monthly and cents(amount) != amount:
        amount, pace = amount * 12, " a year"
    if not change.times:
        return f"to {_plain(amount)}{pace}"
    return f"{_plain(amount)} {'less' if change.plus < 0 else 'more'}{pace}"


def _signed_words(amount: Decimal) -> str:
    return f"take out {_plain(-amount)}" if amount < 0 else f"add {_plain(amount)}"


def _plain(amount: Decimal) -> str:
    return f"${plain_decimal(cents(amount))}"
