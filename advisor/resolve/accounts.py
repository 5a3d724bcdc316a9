"""Which of the customer's accounts are meant: by id, its last digits, name, type or purpose; several are asked back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from advisor.dialogue import Mention
from advisor.model import Account, AccountType
from advisor.resolve.ask_back import AskBack, Choice, listed
from advisor.resolve.words import all_words_of, mended, words_of

_IRAS: frozenset[AccountType] = frozenset(("traditional_ira", "roth_ira", "sep_ira"))
_TYPES: dict[str, frozenset[AccountType]] = {
    "taxable": frozenset(("taxable",)),
    "joint": frozenset(("joint",)),
    "roth": frozenset(("roth_ira",)),
    "rothira": frozenset(("roth_ira",)),
    "traditional": frozenset(("traditional_ira",)),
    "trad": frozenset(("traditional_ira",)),
    "sep": frozenset(("sep_ira",)),
    "ira": _IRAS,
    "iras": _IRAS,
    "cash": frozenset(("cash_reserve",)),
    "reserve": frozenset(("cash_reserve",)),
}
# Looser words for a type. They count only where no account bears them in its name.
_PURPOSES: dict[str, frozenset[AccountType]] = {
    "brokerage": frozenset(("taxable",)),
    "individual": frozenset(("taxable",)),
    "personal": frozenset(("taxable",)),
    "shared": frozenset(("joint",)),
    "family": frozenset(("joint",)),
    "common": frozenset(("joint",)),
    "retirement": _IRAS,
    "rollover": frozenset(("traditional_ira",)),
    "savings": frozenset(("cash_reserve",)),
    "saving": frozenset(("cash_reserve",)),
    "emergency": frozenset(("cash_reserve",)),
}
_TYPE_TITLES: dict[AccountType, str] = {
    "taxable": "taxable account",
    "joint": "joint account",
    "traditional_ira": "traditional IRA",
    "roth_ira": "Roth IRA",
    "sep_ira": "SEP IRA",
    "cash_reserve": "cash reserve",
}
_EVERYTHING = frozenset(
    (
        *("all", "everything", "every", "total", "overall", "whole", "entire", "combined", "together"),
        *("portfolio", "portfolios", "investments", "money", "holdings", "them", "both", "each", "two", "three"),
    )
)
_EXPRESSLY = frozenset(("all", "both", "each", "every", "two", "three", "total", "combined", "together"))  # no choice
TYPE_WORDS: frozenset[str] = frozenset(_TYPES)
_SOFT = frozenset(("fund", "funds", "investment", "investing", "portfolio", "type"))  # say nothing beside a type word
# Of the question around a name: "how did the joint do", "roth balance". They count where an account bears them.
_AROUND = frozenset(
    (
        *("do", "did", "done", "does", "doing", "go", "gone", "going", "went", "fare", "fared", "perform", "performed"),
        *("performing", "performance", "look", "looking", "worth", "value", "balance", "return", "returns", "gain"),
        *("gains", "earn", "earned", "make", "made", "lose", "lost", "grow", "grown", "have", "has", "is", "was"),
    )
)
_BETWEEN = re.compile(
    r"\s+(?:and|plus|or|nor|vs\.?|versus|against|compared (?:to|with))\s+|[&,+;/]", re.IGNORECASE
)  # two names
# "the account ending in 4471"; 529, 401(k) and the like are kinds of accounts.
_BY_ITS_END = re.compile(
    r"(?:\b(?:acct|account|one|end|ends|endin|ending|finishing|number|no|digits)\b\D*\b|\.{2,} ?)"
    r"(?!(?:401|403|457|529)\b)(?P<digits>\d{2,})\W*$",
    re.IGNORECASE,
)
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def accounts_meant(mentions: Sequence[Mention], accounts: Sequence[Account]) -> tuple[Account, ...] | AskBack:
    """The accounts that the mentions name, in the order of `accounts`; all of them without a mention.

    A mention of several ("roth and ira", "A-17, A-18") means each of them. A customer without any account gets none,
    whatever is named.
    """
    if not mentions or not accounts:
        return tuple(accounts)
    found = [fitting for mention in mentions for fitting in _meant(mention, accounts)]
    meant = {account.account_id for fitting in found if fitting.clear for account in fitting.accounts}
    for at, fitting in enumerate(found):
        # "roth" and "ira" marked apart: the wider one adds nothing.
        if not fitting.clear and not any(account.account_id in meant for account in fitting.accounts):
            back = _ask(fitting, accounts)
            return replace(back, before=_named(found[:at]), after=_named(found[at + 1 :]))
    return tuple(account for account in accounts if account.account_id in meant)


def _named(found: Sequence[_Fitting]) -> tuple[str, ...]:
    """What is clear by id, the rest in the customer's words."""
    ids = [[a.account_id for a in one.accounts] if one.clear else list(one.words[:1]) for one in found]
    return tuple(dict.fromkeys(name for names in ids for name in names))


def account_titles(accounts: Sequence[Account]) -> dict[str, str]:
    """Account id → name, with the id beside names that occur twice."""
    names = Counter(account.name for account in accounts)
    return {a.account_id: a.name if names[a.name] == 1 else f"{a.name} ({a.account_id})" for a in accounts}


@dataclass(frozen=True)
class _Fitting:
    """`clear`: one account, or expressly several. Otherwise the customer has to choose, or nothing fits.

    `words` are what was said of it, as it was typed first.
    """

    accounts: Sequence[Account]
    clear: bool
    words: Sequence[str] = ()


def _meant(mention: Mention, accounts: Sequence[Account]) -> list[_Fitting]:
    """What fits the text, or else the synonym's value; of a mention of several ("Roth and joint") each part's own."""
    texts = [text for text in dict.fromkeys((mention.text, mention.value)) if text.strip()]
    whole = [_fitting(text, accounts) for text in texts]
    exact = next((fitting for text in texts if (fitting := _exact(text, accounts)) is not None and fitting.clear), None)
    if exact is not None:
        return [replace(exact, words=texts)]
    by_part = [_by_part(text, accounts) for text in texts]
    several = next((parts for parts in by_part if parts and all(part.accounts for part in parts)), None)
    if several is not None:
        return several
    clear = next((fitting for fitting in whole if fitting.clear), None)
    if clear is not None:
        return [replace(clear, words=texts)]
    partly = next((parts for parts in by_part if any(part.clear for part in parts)), None)
    if partly is not None:
        return partly
    return [replace(next((fitting for fitting in whole if fitting.accounts), _Fitting((), clear=False)), words=texts)]


def _by_part(text: str, accounts: Sequence[Account]) -> list[_Fitting]:
    """Each part of a text that names several; none for a text that has no parts, or where no part is clear.

    A part means another account than the parts beside it: the IRA of "roth and ira" isn't the Roth IRA, unless that
    is the only one.
    """
    parts = [part for part in _BETWEEN.split(_apart(text, accounts)) if words_of(part)]
    found = [replace(_fitting(part, accounts), words=(part.strip(),)) for part in parts]
    clear = {account.account_id for part in found if part.clear for account in part.accounts}
    if len(parts) < 2 or not clear:
        return []
    narrowed: list[_Fitting] = []
    for part in found:
        others = [account for account in part.accounts if account.account_id not in clear]
        if part.clear or not part.accounts:
            narrowed.append(part)
        elif others:
            narrowed.append(replace(part, accounts=others, clear=len(others) == 1))
    return narrowed


def _apart(text: str, accounts: Sequence[Account]) -> str:
    """With a comma around each whole id, so that "A-17 A-18" has two parts."""
    for account in accounts:
        an_id = rf"(?<![\w-]){re.escape(account.account_id)}(?![\w-])"
        text = re.sub(an_id, lambda match: f",{match[0]},", text, flags=re.IGNORECASE)
    return text


def _exact(text: str, accounts: Sequence[Account]) -> _Fitting | None:
    """By id to the letter, or else but for punctuation, or by the whole name; None where neither fits."""
    said = all_words_of(text)
    for fitting in (
        [account for account in accounts if account.account_id.casefold() == text.strip().casefold()],
        [account for account in accounts if "".join(all_words_of(account.account_id)) == "".join(said)],
        [account for account in accounts if all_words_of(account.name) == said],
    ):
        if fitting:
            return _Fitting(fitting, len(fitting) == 1)
    return None


def _fitting(text: str, accounts: Sequence[Account]) -> _Fitting:
    """Every account that the words fit: id and whole name first, then words of the name and of the type."""
    exact = _exact(text, accounts)
    if exact is not None:
        return exact
    name_words = {account.account_id: frozenset(words_of(account.name)) for account in accounts}
    named = frozenset[str]().union(*name_words.values())
    words = mended(words_of(text), named | _TYPES.keys() | _PURPOSES.keys() | _EVERYTHING)
    fitting = [account for account in accounts if words and words_of(account.name) == words]
    if fitting:
        return _Fitting(fitting, len(fitting) == 1)
    words = tuple(word for word in words if word in named or word not in _AROUND) or words
    if all(word in _EVERYTHING for word in words):
        return _Fitting(accounts, _as_many(words, accounts))
    kept = tuple(word for word in words if word in named or word not in _EXPRESSLY)
    for told in dict.fromkeys((_telling(kept, named), _telling(kept, frozenset()))):
        fitting = [
            account
            for account in accounts
            if all(word in name_words[account.account_id] or account.type in _types(word, named) for word in told)
        ]
        if fitting:
            return _Fitting(fitting, len(fitting) == 1 or (kept != words and _as_many(words, fitting)))
    fitting = _ending(text, accounts)
    return _Fitting(fitting, len(fitting) == 1)


def _ending(text: str, accounts: Sequence[Account]) -> list[Account]:
    """Those whose id ends in the digits that the text ends in, where it speaks of a number ("the one ending 4471")."""
    said = _BY_ITS_END.search(text)
    if said is None:
        return []
    return [account for account in accounts if re.sub(r"\D", "", account.account_id).endswith(said["digits"])]


def _as_many(words: tuple[str, ...], accounts: Sequence[Account]) -> bool:
    """Whether a number in the words ("both IRAs") allows for that many accounts."""
    counts = {"both": 2, "two": 2, "three": 3}
    return all(len(accounts) <= counts.get(word, len(accounts)) for word in words)


def _telling(words: tuple[str, ...], named: frozenset[str]) -> tuple[str, ...]:
    """Without words that only repeat "account", and with a joint account being a brokerage account too."""
    wider = ("taxable", "brokerage") if "joint" in words else ("individual",) if "retirement" in words else ()
    return tuple(word for word in words if word in named or word not in (*_SOFT, *wider))


def _types(word: str, named: frozenset[str]) -> frozenset[AccountType]:
    """The account types that a word may stand for."""
    return _TYPES.get(word) or (frozenset() if word in named else _PURPOSES.get(word, frozenset()))


def _ask(fitting: _Fitting, accounts: Sequence[Account]) -> AskBack:
    titles = account_titles(accounts)
    offered = fitting.accounts or accounts
    names = [titles[account.account_id] for account in offered]
    if fitting.accounts:
        text = f"You have {_NUMBERS.get(len(names), 'several')} that fit: {listed(names)}. Which one do you mean?"
    else:
        kind = _type_title(fitting.words)
        missing = f"You have no {kind} with us." if kind else "I don't find that account among yours."
        text = f"{missing} You have {listed(names)}. Which would you like to see?"
    choices = tuple(Choice(titles[account.account_id], account.account_id) for account in offered)
    return AskBack(text, "account", choices)


def _type_title(texts: Sequence[str]) -> str | None:
    """The one type that the words stand for, in words; None if they name none."""
    known = _TYPES.keys() | _PURPOSES.keys()
    for text in texts:
        words = _telling(mended(words_of(text), known), frozenset())
        if words and all(word in known for word in words):
            types = frozenset.intersection(*(_TYPES.get(word) or _PURPOSES[word] for word in words))
            if len(types) == 1:
                return _TYPE_TITLES[next(iter(types))]
            return "IRA" if types else None
    return None
