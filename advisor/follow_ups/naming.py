"""Which entities a few words name: "the roth last year" → an account and a period. Every word has to be told.

Understanding was trained on whole questions and guesses at fragments; the resolvers that read a question's names know
better. They are lenient, though (a phrase may carry words that mean nothing to them), so here each word must count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from advisor.dialogue import Mention
from advisor.model import Account, Goal, Security
from advisor.periods.grammar import read_span
from advisor.resolve.accounts import accounts_meant
from advisor.resolve.amounts import amounts_in
from advisor.resolve.ask_back import AskBack
from advisor.resolve.asset_classes import asset_classes_meant
from advisor.resolve.benchmarks import benchmark_meant
from advisor.resolve.dates import when_meant
from advisor.resolve.dimensions import dimension_meant
from advisor.resolve.frequencies import paces_in
from advisor.resolve.goals import goal_meant
from advisor.resolve.ranks import rank_meant
from advisor.resolve.securities import Known, fits
from advisor.resolve.transaction_types import transaction_types_meant
from advisor.resolve.words import all_words_of, words_of


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MOST_WORDS = 12
_MOST_NAMES = 3  # in one message
# Belong to a period and don't always change what it is: "over the past 3 months".
_PERIOD_WORDS = _set(
    "since from to until till through in on over for during of and up the my all last past this previous full "
    "whole entire calendar year just"
)
_NO_CLASS = _set("crash case cache state monkey honey")
_BEFORE_A_CLASS = _set(
    "international us domestic foreign emerging developed market markets fixed real side part portion share "
    "exposure funds fund etfs etf large small cap"
)
_BESIDE_A_RANK = _set("ones one the my performers performing holdings funds three 3")
_BESIDE_A_DIMENSION = _set("by per each the my and single breakdown")
_BESIDE_A_TYPE = _set("the my any all and just only")
_BESIDE_AN_AMOUNT = re.compile(
    r"(?: (?:more|less|extra))?"
    r"(?: (?:(?:a|per|each|every|once a) (?:week|month|quarter|year)|weekly|monthly|yearly|once))?(?: (?:more|less))?"
)
_NEGATIONS = _set("not no without except excluding besides other than before dont")
_SAYS_NO_GOAL = _set("goal goals plan plans fund funds savings target investment this that it")
_A_DATE = re.compile(r"(?:by|in|at|until|around|before|from|age|\d+ (?:years?|months?) (?:earlier|later|sooner))\b")
_ACCOUNT_TYPE_WORDS = frozenset(("roth", "ira", "iras", "sep", "traditional", "joint", "taxable", "brokerage"))
_SEP = re.compile(r"(?:(?:the|my|our) )?sep\W*", re.IGNORECASE)  # an account rather than September


@dataclass(frozen=True)
class World:
    """What names are looked up in: this customer's accounts (those open today) and goals, all securities.

    `lenient`: the message shows otherwise that a name follows ("what about …"), so that a security's may be misspelt,
    or be a ticker that nobody knows.
    """

    accounts: Sequence[Account]
    goals: Sequence[Goal]
    known: Known
    today: date
    lenient: bool = False

    @property
    def securities(self) -> Sequence[Security]:
        return self.known.securities


def named_in(words: str, entities: Sequence[str], world: World) -> dict[str, str] | None:
    """Entity → its words, for words that name some of `entities` and hold nothing else; None otherwise.

    Where words could name several entities, the earlier of `entities` goes first.
    """
    told = [word for word in words.replace(",", " ").split() if all_words_of(word)]
    if not 0 < len(told) <= _MOST_WORDS or _NEGATIONS & set(all_words_of(words)):
        return None
    return _split(told, tuple(entities), world, _MOST_NAMES)


def _split(told: Sequence[str], entities: Sequence[str], world: World, most: int) -> dict[str, str] | None:
    """The whole as one name if it is one, else its beginning as one, the longest first, and the rest as others."""
    for length in range(len(told), 0, -1):
        words = " ".join(told[:length])
        entity = next((entity for entity in entities if _READERS[entity](words, world)), None)
        if entity is None:
            continue
        if length == len(told):
            return {entity: words}
        others = [other for other in entities if other != entity]
        rest = _split(told[length:], others, world, most - 1) if most > 1 else None
        if rest is not None:
            return {entity: words, **rest}
    return None


def names(entity: str, words: str, world: World) -> bool:
    """Whether `words` name such a thing, and nothing else."""
    return entity in _READERS and _READERS[entity](words, world)


def _is_period(words: str, world: World) -> bool:
    span = None if _SEP.fullmatch(words) else read_span(words, world.today)
    if span is None:
        return False
    told = words.lower().split()
    return all(
        word.strip("?!.,") in _PERIOD_WORDS or read_span(" ".join(told[:at] + told[at + 1 :]), world.today) != span
        for at, word in enumerate(told)
    )


def _is_account(words: str, world: World) -> bool:
    """One or several of the customer's, or a type or an id that they may have or not: then the answer says so."""
    if not words_of(words) or not world.accounts:
        return False
    if _is_like_an_id(words, [account.account_id for account in world.accounts]):
        return True
    found = accounts_meant([Mention("account", words, words)], world.accounts)
    if not isinstance(found, AskBack) or len(found.choices) < len(world.accounts):
        return True
    return bool(_ACCOUNT_TYPE_WORDS & set(words_of(words))) and found.text.startswith("You have")


def _is_like_an_id(words: str, ids: Sequence[str]) -> bool:
    """The letters of one of these before a hyphen, and a figure behind it: "A-99" where there is an A-17."""
    letters = "|".join({re.escape(one.partition("-")[0]) for one in ids if "-" in one})
    return bool(letters) and re.fullmatch(rf"(?:{letters})-(?=\w*\d)[\w-]+", words.strip("?!., "), re.I) is not None


def _is_asset_class(words: str, world: World) -> bool:
    told = words_of(words)
    found = [word for word in told if _class_in(word)]
    if told in (("real", "estate"), ("fixed", "income")):
        return True
    return bool(found) and all(word in found or word in _BEFORE_A_CLASS for word in told)


def _class_in(word: str) -> bool:
    found = asset_classes_meant([Mention("asset_class", word, word)])
    return word not in _NO_CLASS and not isinstance(found, AskBack) and bool(found)


def _is_security(words: str, world: World) -> bool:
    """One or several known, or with a lead what can only be a ticker: then the answer says that it isn't known."""
    for between in (r"$", r"\s+(?:and|or|vs\.?|versus)\s+|[,&]", r"\s+(?:and|or|vs\.?|versus)\s+|[,&/]"):
        parts = [part for part in re.split(between, words) if part.strip()]
        if parts and all(words_of(part) and fits(part, world.known) for part in parts):
            return world.lenient or _is_spelt_right(words, world)
    return world.lenient and re.fullmatch(r"\$?[A-Z]{3,5}\W*", words.strip()) is not None


def _is_spelt_right(words: str, world: World) -> bool:
    """Whether some word is a ticker, or of a name, to the letter."""
    names_and_aliases = [name for s in world.securities for name in (s.ticker, s.name, *s.aliases)]
    vocabulary = {word for name in names_and_aliases for word in all_words_of(name)}
    return any(word in vocabulary for word in words_of(words))


def _is_benchmark(words: str, world: World) -> bool:
    if not words_of(words):
        return False
    return isinstance(benchmark_meant([Mention("benchmark", words, words)], world.securities), Security)


def _is_direction(words: str, world: World) -> bool:
    def fits_one(word: str) -> bool:
        said = [Mention("direction", word, word)]
        return rank_meant(said, "best") == rank_meant(said, "worst")  # else only the message decides

    return _each(words, fits_one, _BESIDE_A_RANK)


def _is_dimension(words: str, world: World) -> bool:
    def fits_one(word: str) -> bool:
        said = [Mention("dimension", word, word)]
        return dimension_meant(said, "region") == dimension_meant(said, "sector")

    return _each(words, fits_one, _BESIDE_A_DIMENSION)


def _is_transaction_type(words: str, world: World) -> bool:
    return _each(
        words, lambda word: bool(transaction_types_meant([Mention("transaction_type", word, word)], "")), _BESIDE_A_TYPE
    )


def _each(words: str, fits_one: Callable[[str], bool], beside: frozenset[str]) -> bool:
    told = [word for word in all_words_of(words) if word not in beside]
    return bool(told) and all(fits_one(word) for word in told)


def _is_goal(words: str, world: World) -> bool:
    told = [word for word in words_of(words) if word not in _SAYS_NO_GOAL]
    if not 0 < len(told) <= _MOST_NAMES:
        return False
    return isinstance(goal_meant([Mention("goal", words, words)], world.goals, message=""), Goal)


def _is_amount(words: str, world: World) -> bool:
    plain = words.lower().strip("?!.")
    found = amounts_in(plain)
    return len(found) == 1 and found[0].start == 0 and _BESIDE_AN_AMOUNT.fullmatch(plain[found[0].end :]) is not None


def _is_date(words: str, world: World) -> bool:
    """With a word that says so: a bare "62" or "2040" is taken for an amount or a period where these are heeded."""
    return _A_DATE.match(words.lower()) is not None and when_meant(words, world.today) is not None


def _is_frequency(words: str, world: World) -> bool:
    plain = words.lower().strip("?!. ")
    return any(pace.start == 0 and pace.end == len(plain) for pace in paces_in(plain))


_READERS: Mapping[str, Callable[[str, World], bool]] = {
    "period": _is_period,
    "goal": _is_goal,
    "asset_class": _is_asset_class,
    "direction": _is_direction,
    "dimension": _is_dimension,
    "transaction_type": _is_transaction_type,
    "account": _is_account,
    "benchmark": _is_benchmark,
    "security": _is_security,
    "amount": _is_amount,
    "frequency": _is_frequency,
    "date": _is_date,
}
ORDER: tuple[str, ...] = tuple(_READERS)  # what words name first where they could name several
