"""Which securities are meant: by ticker, name or alias, without regard to case and small slips.

Of several that fit, those the customer holds come first, then those ever traded; if one is left it is the one. A ticker
with one letter wrong is never guessed at: SCHB and SCHD are both right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from advisor.dialogue import Mention
from advisor.model import Security
from advisor.resolve.ask_back import AskBack, Choice
from advisor.resolve.words import all_words_of, mended

_MOST_OFFERED = 8
# Say nothing about which security it is, unless its name has nothing else.
_SOFT = frozenset(
    (
        *("a", "an", "the", "my", "our", "of", "in", "on", "for", "etf", "etfs", "fund", "funds", "stock", "stocks"),
        *("share", "shares", "index", "inc", "corp", "corporation", "company", "co", "plc", "trust", "ticker"),
        *("position", "holding", "security", "investment", "one", "ones"),
    )
)
_SEPARATORS = re.compile(r"\s*(?:,|;|/|\bvs?\b\.?|\bversus\b|\band\b|\bor\b|\bwith\b|\bto\b|\bagainst\b|&|\+)\s*")
_LONG_ENOUGH = 4  # letters of a ticker in which a slip can be told from another ticker


@dataclass(frozen=True)
class Known:
    """What names are looked up in; `held` and `traded` are tickers of this customer."""

    securities: Sequence[Security]
    held: Collection[str] = ()
    traded: Collection[str] = ()


def securities_meant(mentions: Sequence[Mention], known: Known) -> tuple[Security, ...] | AskBack:
    """The securities that the mentions name, each once, in the order named."""
    found: dict[str, Security] = {}
    for mention in mentions:
        fitting = _meant(mention, known)
        if len(fitting) != 1:
            named = _parts(mention, known)
            if not named:
                return _ask(mention, fitting, known)
            fitting = named
        found.update((security.ticker, security) for security in fitting)
    return tuple(found.values())


def ask_for_security(known: Known, *, named: Security | None = None) -> AskBack:
    """Which one? With `named`, the one to compare it with."""
    offered = [s for s in known.securities if s.ticker in known.held and s is not named][:_MOST_OFFERED]
    if named is None:
        return AskBack(
            "Which fund or stock do you mean? A ticker such as VTI or a name will do.", "security", _choices(offered)
        )
    return AskBack(
        f"What should I compare {named.name} ({named.ticker}) with?",
        "security",
        tuple(Choice(choice.title, f"{named.ticker} and {choice.value}") for choice in _choices(offered)),
    )


def _parts(mention: Mention, known: Known) -> list[Security]:
    """The securities of a mention of several ("VTI and BND"); none where any part isn't clear."""
    for text in dict.fromkeys((mention.text, mention.value)):
        parts = [part for part in _SEPARATORS.split(text.casefold()) if name_words(part)]
        found = [fits(part, known) for part in parts]
        if len(parts) > 1 and all(len(fitting) == 1 for fitting in found):
            return [fitting[0] for fitting in found]
    return []


def _meant(mention: Mention, known: Known) -> list[Security]:
    tries = [fits(text, known) for text in dict.fromkeys((mention.text, mention.value)) if text.strip()]
    return min((fitting for fitting in tries if fitting), key=len, default=[])


def fits(text: str, known: Known) -> list[Security]:
    """Every security that the words fit, narrowed to the customer's own where several do."""
    bare = text.strip().lstrip("$").casefold()
    words = name_words(text)
    mended_words = _mended(words, known.securities)
    for fitting in (
        [s for s in known.securities if s.ticker.casefold() == bare],
        _by_name(words, known.securities),
        [s for s in known.securities if _has_ticker(_telling(words), s)],
        _by_words(_telling(words), known.securities),
        _by_name(mended_words, known.securities),
        _by_words(_telling(mended_words), known.securities),
        [s for s in known.securities if _slip_of(bare, s.ticker.casefold())],
    ):
        if fitting:
            return _own(fitting, known)
    return []


def _own(fitting: list[Security], known: Known) -> list[Security]:
    for mine in (known.held, known.traded):
        narrowed = [security for security in fitting if security.ticker in mine]
        if narrowed:
            return narrowed
    return fitting


def _by_name(words: tuple[str, ...], securities: Sequence[Security]) -> list[Security]:
    """Those with just this name or alias, or else with this but for words that most names have."""
    exact = [s for s in securities if words in _names(s)]
    return exact or [s for s in securities if _telling(words) in [_telling(name) for name in _names(s)]]


def _has_ticker(words: tuple[str, ...], security: Security) -> bool:
    """Whether the ticker is among the words, and the others are of its own name ("VTI total market")."""
    others = {word for word in words if word != security.ticker.casefold()}
    return len(others) < len(set(words)) and others <= {word for name in _names(security) for word in name}


def _by_words(words: tuple[str, ...], securities: Iterable[Security]) -> list[Security]:
    """Those with one name or alias that has all of the words."""
    if not words:
        return []
    return [s for s in securities if any(set(words) <= set(name) for name in _names(s))]


def _mended(words: tuple[str, ...], securities: Iterable[Security]) -> tuple[str, ...]:
    vocabulary = {word for security in securities for name in _names(security) for word in name}
    return mended(words, {word for word in vocabulary if not word.isdigit()} | _SOFT)


def _slip_of(word: str, ticker: str) -> bool:
    """Whether a letter too many, too few, or two swapped make it the ticker; another letter makes another ticker."""
    if len(ticker) < _LONG_ENOUGH or abs(len(word) - len(ticker)) > 1 or OSA.distance(word, ticker) != 1:
        return False
    return len(word) != len(ticker) or sorted(word) == sorted(ticker)


def _names(security: Security) -> list[tuple[str, ...]]:
    return [_words_of_name(name) for name in (security.name, *security.aliases)]


@lru_cache(maxsize=50_000)  # the same names for each question and each word of it; what customers write isn't kept
def _words_of_name(name: str) -> tuple[str, ...]:
    return name_words(name)


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without the words that most names have; all of them where nothing else is left."""
    return tuple(word for word in words if word not in _SOFT) or words


def name_words(text: str) -> tuple[str, ...]:
    """Words in lower case; "S&P 500", "s and p 500" and "SP500" are the same."""
    joined = re.sub(r"\b([a-z])\s*(?:&|\band\b|\bn\b)\s*([a-z])\b", r"\1\2", text.casefold())
    return all_words_of(re.sub(r"\b([a-z]{2,})(\d{2,})\b", r"\1 \2", joined))


def _ask(mention: Mention, fitting: Sequence[Security], known: Known) -> AskBack:
    if fitting:
        text = f"Several fit \N{LEFT DOUBLE QUOTATION MARK}{mention.text}\N{RIGHT DOUBLE QUOTATION MARK}. Which one?"
        return AskBack(text, "security", _choices(fitting[:_MOST_OFFERED]))
    offered = [s for s in known.securities if s.ticker in known.held][:_MOST_OFFERED]
    said = f"\N{LEFT DOUBLE QUOTATION MARK}{mention.text}\N{RIGHT DOUBLE QUOTATION MARK}"
    text = f"I don't know a fund or stock called {said}."
    return AskBack(
        f"{text} {'Is it one of yours?' if offered else 'Which one do you mean?'}", "security", _choices(offered)
    )


def _choices(securities: Iterable[Security]) -> tuple[Choice, ...]:
    return tuple(Choice(f"{security.name} ({security.ticker})", security.ticker) for security in securities)
