"""Comparing names as people write them: without case, punctuation, filler words and small slips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from rapidfuzz.distance import OSA

_FILLERS = frozenset(
    (
        *("a", "an", "the", "my", "our", "in", "of", "for", "on", "at", "to", "from", "with", "and", "or"),
        *("account", "accounts", "acct", "accts", "one", "ones"),
        "s",  # what is left of "Anna's" where only a part is marked
    )
)


def words_of(text: str) -> tuple[str, ...]:
    """The words that carry meaning, in lower case without accents: "my Roth-IRA account" → roth, ira."""
    return tuple(word for word in all_words_of(text) if word not in _FILLERS and not _slip_of_account(word))


def _slip_of_account(word: str) -> bool:
    """ "acount", "accont": as little said as with "account" itself."""
    return len(word) > 5 and any(OSA.distance(word, right, score_cutoff=1) <= 1 for right in ("account", "accounts"))


def all_words_of(text: str) -> tuple[str, ...]:
    """Every word, also fillers."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("’", "'").replace("'s", "").replace("'", "")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"(?<=\b[a-z])\.(?=[a-z]\b)", "", plain)  # i.r.a. → ira
    return tuple(re.findall(r"[^\W_]+", plain))


def mended(words: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """Each word as a known one if it is one slip away from it, two if it has eight letters or more.

    Words of fewer than four letters are left alone: too much lies one slip away from them. So are figures, and no word
    becomes one that has any: "2031" is as right as "2030".
    """
    return tuple(word if word in known else _nearest(word, known) for word in words)


def _nearest(word: str, known: Collection[str]) -> str:
    if len(word) < 4 or word.isdigit():
        return word
    slips = 2 if len(word) >= 8 else 1
    near = sorted(
        (distance, other)
        for other in known
        if len(other) >= 3
        and not any(letter.isdigit() for letter in other)
        and (distance := OSA.distance(word, other, score_cutoff=slips)) <= slips
    )
    return near[0][1] if near else word
