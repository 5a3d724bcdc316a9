"""The customer's own names for accounts in a message in which understanding marked none, or only a part of one.

Nobody can train a model on every "Travel fund". A name of one word counts only where it stands as a name: with its
capital within a sentence, before "account", or behind "in" and the like. Names that are types, too ("Joint",
"Taxable"), are left to understanding: in "Taxable gains" they mean something else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from advisor.dialogue import Mention
from advisor.model import Account
from advisor.resolve.accounts import TYPE_WORDS, accounts_meant
from advisor.resolve.ask_back import AskBack
from advisor.resolve.words import all_words_of, words_of

_TOKEN = re.compile(r"[\w'\N{RIGHT SINGLE QUOTATION MARK}]+")
_APOSTROPHES = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}]")
_ACCOUNT = frozenset(("account", "acct", "acc"))
_BEFORE = frozenset(("in", "into", "inside", "of", "for", "from", "on", "at"))
_BETWEEN = frozenset(("my", "our", "the"))
# Behind "from" and the like these mean what they say: "gains from trading".
_ALSO_THINGS = frozenset(
    (
        *("income", "trading", "growth", "investing", "investment", "investments", "stock", "stocks", "bonds", "funds"),
        *(
            "dividends",
            "interest",
            "saving",
            "savings",
            "money",
            "value",
            "tech",
            "gold",
            "tax",
            "taxes",
            "fees",
            "fun",
        ),
    )
)
_BEHIND = frozenset(
    ("worth", "balance", "value", "performance", "return", "returns", "holdings", "do", "does", "did", "doing", "done")
)
# Types that no mark was put on. "Joint" and "taxable" are names only where nothing else follows that they could be of.
_TYPE = re.compile(
    r"\b(?:roth(?: ira)?|(?:sep|traditional|trad|rollover) ira|iras?"
    r"|(?:joint|taxable|brokerage|individual) (?:account|acct)"
    r"|(?<=\bin )(?:my |our |the )?(?:joint|taxable|brokerage)"
    r"(?=$|[?!.,]| (?:account|acct|this|last|since|over|now|today|and|vs|versus|in|for|ytd|please|pls|right)\b)"
    r"|(?:(?<=\bthe )|(?<=\bmy )|(?<=\bour )|^)(?:joint|brokerage)"
    r"(?=$|[?!.,]| (?:do|did|doing|done|vs|versus|this|last|since)\b))"
    r"(?= |$|[?!.,'\N{RIGHT SINGLE QUOTATION MARK}])"
)
_AND = re.compile(r"\s*(?:,|&|\+|(?:, ?)?\b(?:and|plus)\b)\s*(?:(?:my|our|the)\s+)?", re.IGNORECASE)
_MOST_CAPITALS = 0.5  # share of a message's words; a message in title case or capitals tells nothing by them


class _Found(NamedTuple):
    """Where in the message a name stands."""

    start: int
    end: int
    name: str


class _Token(NamedTuple):
    start: int
    end: int
    written: str
    folded: str


def own_names_in(message: str, accounts: Sequence[Account]) -> list[Mention]:
    """A mention for each account whose whole name stands in the message, in text order of the names."""
    names = sorted({one.name for one in _found(message, accounts)})
    return [Mention("account", text=name, value=name) for name in names]


def _ids_in(message: str, accounts: Sequence[Account]) -> list[str]:
    """Ids that stand in the message to the letter, in their order there; only those with a figure can be no word."""
    ids = [account.account_id for account in accounts if re.search(r"\d", account.account_id)]
    if message.startswith("/") or not ids:
        return []
    an_id = "|".join(re.escape(name) for name in sorted(ids, key=len, reverse=True))
    return re.findall(rf"(?<![\w$-])(?:{an_id})(?![\w-])", message, re.IGNORECASE)


def accounts_named(marked: Sequence[Mention], message: str, accounts: Sequence[Account]) -> list[Mention]:
    """What is marked, each as much of the message as belongs to one name, and the names that weren't marked."""
    own = own_names_in(message, accounts)
    marked_ids = {name for mention in marked for name in _ids_in(mention.text, accounts)}
    ids = [Mention("account", name, name) for name in _ids_in(message, accounts) if name not in marked_ids]
    if not marked and not own and not ids and not message.startswith("/"):
        types = [match[0] for match in _TYPE.finditer(message.lower())]
        marked = [Mention("account", text=words, value=words) for words in dict.fromkeys(types)]
    widened = _joined([_widened(mention, message, accounts) for mention in marked], message)
    texts = {mention.text.casefold() for mention in widened}
    names = [one for one in own if one.text.casefold() not in texts]
    return [*widened, *(one for one in names if not marked or " " in one.text), *ids]


def beside_own_names(mentions: Sequence[Mention], message: str, accounts: Sequence[Account]) -> list[Mention]:
    """Without what is a part of an account's name: the stocks of "Legacy stocks" are no asset class."""
    found = _found(message, accounts)
    return [
        mention
        for mention in mentions
        if mention.entity == "account" or not any(_is_inside(mention.text, message, one) for one in found)
    ]


def _found(message: str, accounts: Sequence[Account]) -> list[_Found]:
    """Each name where it stands first; none in a click on a button."""
    if message.startswith("/"):
        return []
    tokens = _tokens(message)
    found: list[_Found] = []
    for name in {account.name for account in accounts}:
        words = [token.folded for token in _tokens(name)]
        for at in range(len(tokens) - len(words) + 1):
            here = tokens[at : at + len(words)]
            if words and [token.folded for token in here] == words and _is_name(name, at, here, tokens):
                found.append(_Found(here[0].start, here[-1].end, name))
                break
    return found


def _is_name(name: str, at: int, here: Sequence[_Token], tokens: Sequence[_Token]) -> bool:
    if len(here) > 1:
        return True
    word = here[0].folded
    if at + 1 < len(tokens) and tokens[at + 1].folded in _ACCOUNT:
        return True
    if word in TYPE_WORDS:
        return False
    before = [token.folded for token in tokens[max(at - 2, 0) : at]]
    if before and (before[-1] in _BEFORE or (before[-1] in _BETWEEN and before[0] in _BEFORE)):
        return word not in _ALSO_THINGS or here[0].written == name
    behind = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    if word not in _ALSO_THINGS and (behind in _BEHIND or (before[-1:] == ["my"] and not behind)):
        return True
    capitals = sum(token.written[:1].isupper() for token in tokens)
    return (
        at > 0 and here[0].written == name and name[:1].isupper() and capitals <= max(2, _MOST_CAPITALS * len(tokens))
    )


def _is_inside(text: str, message: str, name: _Found) -> bool:
    """Whether the words stand in the name and nowhere else."""
    places = [match.start() for match in re.finditer(re.escape(text.casefold()), message.casefold())] if text else []
    return bool(places) and all(name.start <= at and at + len(text) <= name.end for at in places)


def _widened(mention: Mention, message: str, accounts: Sequence[Account]) -> Mention:
    """With the words of a name right beside it, where they make clear which account is meant: James's [IRA]."""
    at = message.casefold().find(mention.text.casefold()) if mention.text.strip() else -1
    if at < 0 or message.startswith("/"):
        return mention
    tokens = _tokens(message)
    inside = [number for number, one in enumerate(tokens) if one.start < at + len(mention.text) and at < one.end]
    if not inside or not isinstance(accounts_meant([mention], accounts), AskBack):
        return mention
    known = {word for account in accounts for word in words_of(account.name)}
    first, last = inside[0], inside[-1]
    while first > 0 and _belongs(tokens[first - 1], known):
        first -= 1
    while last + 1 < len(tokens) and _belongs(tokens[last + 1], known):
        last += 1
    text = message[tokens[first].start : tokens[last].end]
    wider = Mention("account", text=text, value=text)
    return mention if isinstance(accounts_meant([wider], accounts), AskBack) else wider


def _joined(mentions: Sequence[Mention], message: str) -> list[Mention]:
    """With "and" between two marks, one mention of both: the IRA of "roth and ira" is another one than the Roth."""
    joined: list[Mention] = []
    folded = message.casefold()
    for mention in mentions:
        before = joined[-1] if joined and joined[-1].text and mention.text else None
        start = folded.find(before.text.casefold()) if before is not None else -1
        if before is not None and start >= 0 and not message.startswith("/"):
            at = folded.find(mention.text.casefold(), start + len(before.text))
            if at >= 0 and _AND.fullmatch(message[start + len(before.text) : at]):
                text = message[start : at + len(mention.text)]
                joined[-1] = Mention("account", text, f"{before.value} and {mention.value}")
                continue
        joined.append(mention)
    return joined


def _belongs(token: _Token, known: Collection[str]) -> bool:
    words = all_words_of(token.written)
    return bool(words) and all(word in known for word in words)


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(match.start(), match.end(), match[0], _APOSTROPHES.sub("", match[0].lower()))
        for match in _TOKEN.finditer(text)
    ]
