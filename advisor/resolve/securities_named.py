"""Securities that a message names though understanding marked none, or only a part of a name.

A ticker in capitals, a whole name or an alias of several words can mean nothing else. A single word ("coke", "gold")
counts where the question needs a security, or behind a word such as "from" or "sold"; a ticker in small letters, where
one is needed or the customer has or had it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from advisor.dialogue import Mention
from advisor.model import Security
from advisor.resolve.securities import Known, name_words, ticker_words

# At the end of a name these are often left out.
_TRAILING = frozenset(
    ("etf", "etfs", "fund", "inc", "corp", "corporation", "company", "co", "plc", "trust", "index", "shares", "stock")
)
_BEFORE = frozenset(
    (
        *("from", "of", "in", "on", "for", "about", "buy", "bought", "buying", "purchase", "purchased", "sell", "sold"),
        *("selling", "own", "hold", "some", "more", "my", "our"),
    )
)
_SHORTEST = 3  # letters of a ticker in small letters
# Words that are tickers somewhere, and are nearly always words in a message.
_WORDS = frozenset(
    (
        *("all", "and", "any", "are", "ask", "bad", "best", "big", "bill", "bond", "buy", "can", "car", "care"),
        *("cash", "cost", "did", "does", "ever", "fast", "fees", "for", "free", "fun", "fund", "get", "good"),
        *("hack", "had", "has", "have", "her", "him", "his", "home", "hope", "how", "ira", "its", "job", "key"),
        *("kids", "let", "life", "live", "love", "low", "main", "man", "many", "may", "more", "most", "much"),
        *("new", "nice", "not", "now", "off", "old", "one", "open", "our", "out", "own", "pay", "play", "pls"),
        *("plz", "real", "run", "safe", "say", "see", "sell", "she", "sold", "some", "sub", "tax", "tell"),
        *("that", "the", "this", "thx", "top", "tops", "true", "two", "use", "very", "was", "way", "well"),
        *("who", "why", "will", "with", "work", "year", "you", "your", "ytd"),
    )
)


class _Found(NamedTuple):
    """Words `start` … `end` − 1 of the message name `securities`: several where they fit several."""

    start: int
    end: int
    securities: tuple[Security, ...]


def securities_in(message: str, known: Known, *, needed: int = 0) -> list[Mention]:
    """A mention for each security named, in that order; `needed`: so many the question can't do without.

    An index is only found where one is needed, and "the market" where nothing else is: it is no holding of anybody.
    """
    words = name_words(message)
    return [_mention(found, words) for found in _found(message, words, known, needed)]


def securities_marked(marked: Sequence[Mention], message: str, known: Known, *, needed: int = 0) -> list[Mention]:
    """What is marked, with whole names in place of marked parts of them, and where too few are marked with the rest."""
    words = name_words(message)
    found = _found(message, words, known, needed)
    whole = [one for one in found if any(_is_part(mention, one, words) for mention in marked)]
    kept = [mention for mention in marked if not any(_is_part(mention, one, words) for one in whole)]
    if len(kept) + len(whole) < needed:
        told = {word for mention in kept for word in name_words(mention.text)}
        whole = [one for one in found if one in whole or not told.intersection(words[one.start : one.end])]
    places = [(_place(mention, words), mention) for mention in kept]
    places += [(one.start, _mention(one, words)) for one in whole]
    return [mention for _, mention in sorted(places, key=lambda placed: placed[0])]


def _found(message: str, words: Sequence[str], known: Known, needed: int) -> list[_Found]:
    if message.startswith("/") or not words:
        return []
    capitals = frozenset(ticker_words(word) for word in re.findall(r"\b[A-Z][A-Z0-9]*(?:[./-][A-Z0-9]+)*\b", message))
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        places.setdefault(word, []).append(at)
    spans: dict[tuple[int, int], dict[str, Security]] = {}
    for security in known.securities:
        if security.kind == "index" and not needed:
            continue
        for name in (*_names(security.name), *(name for alias in security.aliases for name in _names(alias))):
            for at in places.get(name[0], ()):
                if tuple(words[at : at + len(name)]) == name and (len(name) > 1 or _stands(words, at, needed)):
                    spans.setdefault((at, at + len(name)), {})[security.ticker] = security
        for at in _tickers(security.ticker, words, places, capitals, known, needed):
            spans.setdefault((at, at + len(ticker_words(security.ticker))), {})[security.ticker] = security
    found = [_Found(*span, tuple(by_ticker.values())) for span, by_ticker in sorted(spans.items())]
    longest = [one for one in found if not any(_is_within(one, other) for other in found)]
    named = [one for one in longest if tuple(words[one.start : one.end]) != ("the", "market")]
    return _each_once(named or longest)


def _tickers(
    ticker: str,
    words: Sequence[str],
    places: dict[str, list[int]],
    capitals: Collection[tuple[str, ...]],
    known: Known,
    needed: int,
) -> list[int]:
    told = ticker_words(ticker)
    if not told or told[0] not in places:
        return []
    starts = [at for at in places[told[0]] if tuple(words[at : at + len(told)]) == told]
    if told in capitals and len(ticker) > 1:
        return starts
    small = len(ticker) >= _SHORTEST and ticker.casefold() not in _WORDS
    mine = bool(needed) or ticker in known.held or ticker in known.traded
    return starts if small and mine else []


def _stands(words: Sequence[str], at: int, needed: int) -> bool:
    """Whether a single word is a name where it stands."""
    return bool(needed) or (at > 0 and words[at - 1] in _BEFORE)


@lru_cache(maxsize=50_000)
def _names(name: str) -> tuple[tuple[str, ...], ...]:
    """The name in words, and without what is often left out: "The Coca-Cola Company" → coca, cola."""
    whole = name_words(name)
    short = whole[1:] if whole[:1] == ("the",) and len(whole) > 2 else whole
    variants = {whole: None, short: None}
    while len(short) > 1 and short[-1] in _TRAILING:
        short = short[:-1]
        variants[short] = None
    return tuple(variant for variant in variants if variant)


def _is_within(one: _Found, other: _Found) -> bool:
    return other.start <= one.start and one.end <= other.end and (one.start, one.end) != (other.start, other.end)


def _each_once(found: Sequence[_Found]) -> list[_Found]:
    said: set[tuple[str, ...]] = set()
    once = []
    for one in found:
        tickers = tuple(security.ticker for security in one.securities)
        if tickers not in said:
            said.add(tickers)
            once.append(one)
    return once


def _mention(found: _Found, words: Sequence[str]) -> Mention:
    """By ticker; words that fit several securities stay words, to be narrowed or asked."""
    if len(found.securities) == 1:
        ticker = found.securities[0].ticker
        return Mention("security", text=ticker, value=ticker)
    text = " ".join(words[found.start : found.end])
    return Mention("security", text=text, value=text)


def _is_part(mention: Mention, found: _Found, words: Sequence[str]) -> bool:
    """Whether the marked words are some, and not all, of the words of a name found."""
    told = name_words(mention.text)
    name = tuple(words[found.start : found.end])
    return len(told) < len(name) and any(name[at : at + len(told)] == told for at in range(len(name)))


def _place(mention: Mention, words: Sequence[str]) -> int:
    told = name_words(mention.text)
    return next((at for at in range(len(words)) if tuple(words[at : at + len(told)]) == told), len(words))
