"""Which of the customer's accounts a request is about: one, or where that makes sense all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from advisor.dialogue import Mention
from advisor.follow_ups.choice import chosen
from advisor.follow_ups.naming import World as Names
from advisor.model import Account
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.hearing import left_over
from advisor.requests.records import Heard, Offer, World
from advisor.resolve.accounts import account_titles, accounts_meant
from advisor.resolve.ask_back import AskBack, listed
from advisor.resolve.own_names import accounts_named, beside_own_names
from advisor.resolve.securities import Known as Securities
from advisor.resolve.words import all_words_of

ALL = "all"
EVERY_ACCOUNT = "All my accounts"
_MOST_OFFERS = 8
_ADDED = re.compile(r"^\W*(?:and|plus|also|add)\b", re.IGNORECASE)


@dataclass(frozen=True)
class AccountField:
    """`question` asks for it. `suits` says why an account can't be taken, as a sentence, None where it can.

    `several` allows for all accounts together, which then is what holds unless one is named.
    """

    question: Callable[[Known, World], str]
    suits: Callable[[Account, World], str | None] = lambda _, __: None
    several: bool = False
    needed: Callable[[Known], bool] = lambda _: True
    name: str = "account"
    called: tuple[str, ...] = ("account",)

    def is_needed(self, known: Known) -> bool:
        return self.needed(known)

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        accounts = world.accounts
        mentions = beside_own_names(heard.mentions, heard.text, accounts)
        marked = accounts_named([m for m in mentions if m.entity == "account"], heard.text, accounts)
        marked = [m for m in marked if not _is_replaced(m.text, heard.text)] or marked
        words = tuple(mention.text for mention in marked)
        found: Sequence[Account] | AskBack | None = accounts_meant(marked, accounts) if marked else None
        if (found is None or isinstance(found, AskBack)) and mode in ("asked", "correcting"):
            picked = picked_accounts(heard.text, self._offered(world), world)
            if picked is not None:
                found, words = picked, (heard.text,)
        if found is None:
            return None
        if isinstance(found, AskBack):
            offers = tuple(Offer(choice.title, choice.value) for choice in found.choices)
            text = found.text.replace("Which would you like to see?", "Which one do you mean?")
            return Reading(problem=Question(text, offers[:_MOST_OFFERS]), words=words)
        meant = tuple(found)
        if self.several and mode == "correcting" and _ADDED.match(heard.text):
            before = known.get(self.name, "").split()
            meant = tuple(account for account in accounts if account in meant or account.account_id in before)
        return self._reading(meant, words, every=len(meant) == len(accounts) > 1)

    def _reading(self, accounts: Sequence[Account], words: tuple[str, ...], *, every: bool = False) -> Reading:
        if len(accounts) == 1:
            return Reading(accounts[0].account_id, words=words)
        if self.several:
            return Reading(ALL if every else " ".join(account.account_id for account in accounts), words=words)
        titles = account_titles(accounts)
        names = listed(list(titles.values()), last="or")
        offers = tuple(Offer(title, account_id) for account_id, title in titles.items())
        return Reading(problem=Question(f"I can take one account at a time: {names}?", offers), words=words)

    def default(self, known: Known, world: World) -> str | None:
        if self.several:
            return ALL if len(world.accounts) > 1 else world.accounts[0].account_id
        offered = self._offered(world)
        return offered[0].account_id if len(offered) == 1 else None

    def check(self, known: Known, world: World) -> Question | None:
        if known[self.name] == ALL and self.several:
            return None
        by_id = {account.account_id: account for account in world.accounts}
        for account_id in known[self.name].split():
            account = by_id.get(account_id)
            if account is None:
                return self._question(f"I don't find that account any more. {self.question(known, world)}", world)
            why_not = self.suits(account, world)
            if why_not is not None:
                return self._question(f"{why_not} {self.question(known, world)}", world)
        return None

    def ask(self, known: Known, world: World) -> Question:
        return self._question(self.question(known, world), world)

    def _question(self, text: str, world: World) -> Question:
        titles = account_titles(world.accounts)
        offers = [Offer(titles[account.account_id], account.account_id) for account in self._offered(world)]
        every = [Offer(EVERY_ACCOUNT, ALL)] if self.several and len(offers) > 1 else []
        return Question(text, tuple([*every, *offers][:_MOST_OFFERS]))

    def _offered(self, world: World) -> Sequence[Account]:
        return [account for account in world.accounts if self.suits(account, world) is None]


def account_title(account_id: str, world: World) -> str:
    """How the customer knows it: the name, with the id beside names that occur twice."""
    return account_titles(world.accounts).get(account_id, account_id)


def accounts_title(value: str, world: World) -> str:
    """ "your Roth IRA", "all your accounts", for a value of a field that takes several."""
    if value == ALL:
        return "all your accounts"
    return "your " + listed([account_title(account_id, world) for account_id in value.split()])


def _is_replaced(name: str, text: str) -> bool:
    """Whether it is only named as what it isn't: "not the taxable, the Roth"."""
    before = text.casefold().partition(name.casefold())[0] if name else ""
    return (
        re.search(r"\b(?:not|instead of|rather than)(?: in| into| from| for)?(?: the| my| our)?\s*$", before)
        is not None
    )


def picked_accounts(text: str, offered: Sequence[Account], world: World) -> Sequence[Account] | None:
    """What a short answer picks: "the second one", "joint", "no, the Roth"."""
    ids = [account.account_id for account in offered]
    names = Names(world.accounts, (), Securities(()), world.today)
    known = {word for account in world.accounts for word in all_words_of(account.name)}
    rest = " ".join(word for word in left_over(text, ()) if not word[0].isdigit() or word in known)
    for words in dict.fromkeys((text.strip(" .!?"), rest)):
        value = chosen("account", words, ids, names) if words else None
        if value is None:
            continue
        found = accounts_meant([Mention("account", value, value)], world.accounts)
        return None if isinstance(found, AskBack) else found
    return None
