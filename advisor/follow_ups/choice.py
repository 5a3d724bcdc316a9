"""A typed answer to a question back: which of the choices is it? "The second one", "the rollover", "both"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from advisor.dialogue import Mention, Topic
from advisor.follow_ups.naming import World, names
from advisor.resolve.accounts import accounts_meant
from advisor.resolve.amounts import amounts_in
from advisor.resolve.ask_back import AskBack
from advisor.resolve.dates import when_meant
from advisor.resolve.securities import Known, name_words, securities_meant, ticker_words
from advisor.resolve.words import all_words_of

_ORDINALS = (
    ("first", "1st", "1", "one", "former", "top"),
    ("second", "2nd", "2", "two", "latter"),
    ("third", "3rd", "3", "three"),
    ("fourth", "4th", "4", "four"),
    ("fifth", "5th", "5", "five"),
    ("sixth", "6th", "6", "six"),
    ("seventh", "7th", "7", "seven"),
    ("eighth", "8th", "8", "eight"),
)
_LEAD = re.compile(
    r"^(?:(?:ok(?:ay)?|yes|yeah|um+|uh+|hmm+|the|my|number|no\.|nr\.?|option|choice|i (?:mean|meant|want)|i'?d like"
    r"|it'?s|that(?:'s| is| would be)|please|just|only|in|for|of|from)[\s,#:]+|#)"
)
_TAIL = re.compile(r"\s+(?:one|option|choice|account|please|pls|plz|thanks|thank you|then|of (?:them|those|the two))$")
_ALL = frozenset(("both", "all", "either", "everything", "all of them", "both of them", "all together", "the lot"))


def still_among(before: Topic | None, after: Topic) -> Topic:
    """`after`, with the choices that its account or goal is one of, so that "the other one" can be told."""
    if before is None or after.asked is not None or not before.choices:
        return after
    chosen_now = {after.mentions.get(entity) for entity in ("account", "goal")}
    return replace(after, choices=before.choices) if chosen_now.intersection(before.choices) else after


def chosen(entity: str, words: str, choices: Sequence[str], world: World) -> str | None:
    """The value of the choice that `words` pick; None where they pick none or leave several open.

    "Both" and "all" pick every choice where the entity allows for several.
    """
    said = words.lower()
    if said in _ALL and entity in ("account", "security") and choices:
        return " and ".join(choices)
    place = _place(said, len(choices))
    if place is not None:
        return choices[place]
    return _named(entity, words, choices, world) or _named(entity, _bare(words), choices, world)


def _place(said: str, count: int) -> int | None:
    """The index that an ordinal tells; `last` is the last."""
    word = _bare(said)
    if word == "last" and count:
        return count - 1
    if word == "latter" and count != 2:
        return None
    return next((at for at, known in enumerate(_ORDINALS[:count]) if word in known), None)


def _bare(words: str) -> str:
    before = ""
    while before != words:
        before = words
        lead = _LEAD.match(words.lower())
        words = words[lead.end() :] if lead is not None else words
        tail = _TAIL.search(words.lower())
        words = words[: tail.start()] if tail is not None else words
    return words.strip()


def _named(entity: str, words: str, choices: Sequence[str], world: World) -> str | None:
    """The one choice that the words name among those offered, or what they name beside them."""
    if not words:
        return None
    said = [Mention(entity, words, words)]
    if entity in ("amount", "date"):
        return _worded(words, choices) or (words if _tells_figure(entity, words, world) else None)
    if entity == "account":
        offered = [account for account in world.accounts if account.account_id in choices]
        found = accounts_meant(said, offered) if names("account", words, world) else ()
        if found and not isinstance(found, AskBack) and (len(found) < len(offered) or len(offered) == 1):
            return " and ".join(account.account_id for account in found)
    if entity == "security":
        offered_securities = [security for security in world.securities if security.ticker in choices]
        if any(ticker_words(s.ticker) == name_words(words) and s.ticker not in choices for s in world.securities):
            return words  # another one by its own ticker is no slip of one that is offered
        fitting = securities_meant(said, Known(offered_securities))
        if offered_securities and not isinstance(fitting, AskBack):
            return " and ".join(security.ticker for security in fitting)
    return words if names(entity, words, world) else None


def _worded(words: str, choices: Sequence[str]) -> str | None:
    """The first choice whose own words hold all of these: "once" → "add $300 once"."""
    told = frozenset(all_words_of(words.lower().replace("monthly", "a month")))
    return next((choice for choice in choices if told and told <= frozenset(all_words_of(choice))), None)


def _tells_figure(entity: str, words: str, world: World) -> bool:
    return when_meant(words, world.today) is not None if entity == "date" else bool(amounts_in(words))
