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
_SEPARATORS = re.compile(
    r"\s*(?:,|;|\bvs?\b\.?|\bversus\b|\band\b|\bor\b|\bwith\b|\bto\b|\bagainst\b|&|\+)\s*", re.IGNORECASE
)
_LONG_ENOUGH = 4  # letters of a ticker in which a slip can be told from another ticker


@dataclass(frozen=True)
class Known:
    """What names are looked up in; `held` and `traded` are tickers of this customer."""

    securities: Sequence[Security]
    held: Collection[str] = ()
    traded: Collection[str] = ()


def securities_meant(mentions: Sequence[Mention], known: Known) -> tuple[Security, ...] | AskBack:
    """The securities that the mentions name, each once, in the order named."""
    parts = [part for mention in mentions for part in _parts(mention, known)]
    for at, part in enumerate(parts):
        if len(part.fitting) != 1:
            return _ask(part, known, before=_named(parts[:at]), after=_named(parts[at + 1 :]))
    return tuple({part.fitting[0].ticker: part.fitting[0] for part in parts}.values())


def ask_for_security(known: Known, *, named: Security | None = None) -> AskBack:
    """Which one? With `named`, the one to compare it with."""
    if named is None:
        return AskBack(
            "Which fund or stock do you mean? A ticker such as VTI or a name will do.",
            "security",
            _choices(_offered(known)),
        )
    return AskBack(
        f"What should I compare {named.name} ({named.ticker}) with?",
        "security",
        _choices(_offered(known, beside=(named.ticker,))),
        before=(named.ticker,),
    )


@dataclass(frozen=True)
class _Part:
    """The words for one security, and all that fit them."""

    words: str
    fitting: Sequence[Security]


def _named(parts: Sequence[_Part]) -> tuple[str, ...]:
    """What is clear by ticker, the rest in the customer's words."""
    return tuple(dict.fromkeys(p.fitting[0].ticker if len(p.fitting) == 1 else p.words for p in parts))


def _offered(known: Known, *, beside: Collection[str] = ()) -> Sequence[Security]:
    """What a question back offers but for what is named already: those held, else those ever traded, else any."""
    for among in (known.held, known.traded, {security.ticker for security in known.securities}):
        offered = [s for s in known.securities if s.ticker in among and s.ticker not in beside]
        if offered:
            return offered[:_MOST_OFFERED]
    return ()


def _parts(mention: Mention, known: Known) -> list[_Part]:
    """The mention as a whole, or where that isn't clear its parts ("VTI and BND"), at least one of them clear."""
    whole = _Part(mention.text, _meant(mention, known))
    if len(whole.fitting) == 1:
        return [whole]
    for text in dict.fromkeys((mention.text, mention.value)):
        words = [word for part in _SEPARATORS.split(text) for word in _at_slashes(part, known)]
        parts = [_Part(word, fits(word, known)) for word in words if name_words(word)]
        if len(parts) > 1 and any(len(part.fitting) == 1 for part in parts):
            return parts
    return [whole]


def _at_slashes(words: str, known: Known) -> list[str]:
    """ "VTI/BND" is two, "BRK/B" one."""
    return [words] if "/" not in words or len(fits(words, known)) == 1 else words.split("/")


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
        [s for s in known.securities if ticker_words(s.ticker) == words],
        _by_name(words, known.securities),
        [s for s in known.securities if _has_ticker(words, s)],
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
    ticker = set(ticker_words(security.ticker))
    others = set(words) - ticker - _SOFT
    return ticker <= set(words) and others <= {word for name in _names(security) for word in name}


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


@lru_cache(maxsize=50_000)
def ticker_words(ticker: str) -> tuple[str, ...]:
    """The same for all spellings of one: BRK.B, BRK/B, BRK-B and "brk b"."""
    return name_words(ticker)


def _ask(part: _Part, known: Known, *, before: tuple[str, ...], after: tuple[str, ...]) -> AskBack:
    said = f"\N{LEFT DOUBLE QUOTATION MARK}{part.words.strip()}\N{RIGHT DOUBLE QUOTATION MARK}"
    offered: Sequence[Security] = part.fitting[:_MOST_OFFERED]
    text = f"Several fit {said}. Which one?"
    if not offered:
        offered = _offered(known, beside=(*before, *after))
        mine = any(security.ticker in known.held for security in offered)
        text = f"I don't know a fund or stock called {said}. {'Is it one of yours?' if mine else 'Which one is it?'}"
    return AskBack(text, "security", _choices(offered), before=before, after=after)


def _choices(securities: Iterable[Security]) -> tuple[Choice, ...]:
    return tuple(Choice(f"{security.name} ({security.ticker})", security.ticker) for security in securities)
