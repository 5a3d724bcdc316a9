"""Spelling: what a mistyped word probably is, judged by the words of the training messages. Knows nothing of Rasa.

A word counts as mistyped if no dictionary has it, nor BERT's vocabulary, nor the training messages more than once. What
it may stand for are words of the training messages within one or two slips (optimal string alignment: a letter added,
left out, replaced, or two neighbours swapped; Damerau 1964, https://doi.org/10.1145/363958.363994). Among several the
likeliest is taken, as in Kernighan, Church and Gale 1990 (https://aclanthology.org/C90-2036): slips that fingers make
often cost less, and words that the messages have often, above all beside these neighbours, come first.

Words with digits, short words in capitals (tickers, abbreviations) and words that resemble none stay as they are. So
does a short word with a letter replaced that no finger or ear takes for the other: "lyft" is a company, and no "left".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, log1p
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LONG = 8  # letters from which a word may have two slips
SHOUTED = 4  # words from which a message all in capitals is shouted: fewer may be a ticker and what is asked of it
SHORT_CAPITALS = 5  # letters up to which a word in capitals is taken for a ticker or an abbreviation
SHORT = 5  # letters up to which many names are one letter away from a word
SEEN = 2  # times in the training messages from which a word that BERT lacks is known
WORTH = 8  # times from which it may be what a mistyped word stands for
RARER = 20  # so many times rarer than a word it is one frequent slip away from, a word is a slip itself
APOSTROPHE, SWAP, DOUBLE, NEIGHBOUR, OTHER = 0.2, 0.5, 0.6, 0.8, 1.0  # what a slip costs
SECOND, FIRST_LETTER = 1.2, 0.4  # what a second slip, and another first letter, cost besides
FREQUENT, BESIDE = 0.12, 0.25  # what ln of the word's count, and of the pairs with its neighbours, make up for
VOWELS = frozenset("aeiou")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = {key: (row, place + row * 0.4) for row, keys in enumerate(_ROWS) for place, key in enumerate(keys)}


@dataclass(frozen=True)
class Lexicon:
    """What spelling knows: how often words and pairs of neighbours occur, and which words are right for certain."""

    counts: dict[str, int]
    pairs: dict[str, int]  # "word next" → how often
    known: frozenset[str]
    targets: tuple[str, ...]

    @classmethod
    def learned(cls, texts: Iterable[str], *, vocabulary: Collection[str], names: Iterable[str] = ()) -> Lexicon:
        """From training messages, `vocabulary` of words that are right, in lower case, and known names of things."""
        counts: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            words = [word.lower().replace("’", "'") for word in WORD.findall(text)]
            counts.update(words)
            pairs.update(f"{word} {after}" for word, after in pairwise(words))
        named = {word.lower() for name in names for word in WORD.findall(name)}
        right = {word for word in counts if word in vocabulary or word in named}
        slips = {word for word in counts if word not in right and _frequent_slip(word, counts, right)}
        # The tokenizer makes "don" and "t" of "don't".
        halves = {half for word in (*counts, *vocabulary) if "'" in word for half in word.split("'")}
        seen = {word for word, count in counts.items() if count >= SEEN and word not in slips}
        known = frozenset(vocabulary) | named | halves | seen
        targets = sorted(
            word
            for word, count in counts.items()
            if len(word) > 2 and word not in slips and (word in vocabulary or (count >= WORTH and len(word) > 4))
        )
        return cls(dict(counts), {pair: count for pair, count in pairs.items() if count > 1}, known, tuple(targets))

    def written(self) -> dict[str, Any]:
        """As JSON holds it; `restored` is the way back."""
        return {"counts": self.counts, "pairs": self.pairs, "known": sorted(self.known), "targets": list(self.targets)}

    @classmethod
    def restored(cls, written: dict[str, Any]) -> Lexicon:
        return cls(written["counts"], written["pairs"], frozenset(written["known"]), tuple(written["targets"]))


class Speller:
    """Puts right the mistyped words of messages."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._near = lru_cache(maxsize=4096)(self._candidates)

    def corrected(self, words: Sequence[str]) -> list[str]:
        """The words of a message, in order → the same number of words; what was put right is in lower case."""
        letters = [word for word in words if WORD.fullmatch(word)]
        shouted = len(letters) >= SHOUTED and all(word.isupper() for word in letters)
        lower = [word.lower().replace("’", "'") for word in words]
        return [
            (self._likeliest(lower, place) if self._doubtful(word, shouted=shouted) else None) or word
            for place, word in enumerate(words)
        ]

    def _doubtful(self, word: str, *, shouted: bool) -> bool:
        if len(word) < 3 or not WORD.fullmatch(word):
            return False
        lower = word.lower().replace("’", "'")
        if lower in self._lexicon.known or lower.removesuffix("'s") in self._lexicon.known:
            return False
        return shouted or not (len(word) <= SHORT_CAPITALS and word[:-1].isupper())  # "IRAs" as well

    def _likeliest(self, words: Sequence[str], place: int) -> str | None:
        before = words[place - 1] if place else ""
        after = words[place + 1] if place + 1 < len(words) else ""
        best, least = None, float("inf")
        for candidate, cost in self._near(words[place]):
            beside = self._lexicon.pairs.get(f"{before} {candidate}", 0) + self._lexicon.pairs.get(
                f"{candidate} {after}", 0
            )
            cost -= FREQUENT * log(self._lexicon.counts[candidate]) + BESIDE * log1p(beside)
            if cost < least:
                best, least = candidate, cost
        return best

    def _candidates(self, word: str) -> list[tuple[str, float]]:
        furthest = 1 if len(word) < LONG else 2
        found = process.extract(word, self._lexicon.targets, scorer=OSA.distance, score_cutoff=furthest, limit=None)
        return [
            (target, cost_of(word, target, int(distance)))
            for target, distance, _ in found
            if (distance == 1 and (len(word) > 3 or swapped(word, target)) and not _another_name(word, target))
            or (distance == 2 and word[0] == target[0])
        ]


def cost_of(typed: str, meant: str, distance: int) -> float:
    """What it costs to take `typed` for `meant`, `distance` slips away: less the more often fingers slip so."""
    other_start = FIRST_LETTER * (typed[0] != meant[0] and not swapped(typed, meant))
    if distance > 1:
        return OTHER + SECOND * (distance - 1) + other_start
    if swapped(typed, meant):
        return SWAP
    if typed.replace("'", "") == meant.replace("'", ""):
        return APOSTROPHE
    if doubled(typed, meant):
        return DOUBLE + other_start
    if len(typed) == len(meant):
        pair = _replaced(typed, meant)
        return (NEIGHBOUR if _neighbours(*pair) else OTHER) + other_start
    return (NEIGHBOUR if len(typed) < len(meant) else OTHER) + other_start


def swapped(one: str, other: str) -> bool:
    """Whether two neighbouring letters changed places, and nothing else."""
    if len(one) != len(other):
        return False
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and one[places[0]] == other[places[1]]
        and one[places[1]] == other[places[0]]
    )


def doubled(one: str, other: str) -> bool:
    """Whether one has a letter twice in a row where the other has it once, and nothing else."""
    shorter, longer = sorted((one, other), key=len)
    return len(longer) == len(shorter) + 1 and any(
        longer[place] == longer[place - 1] and longer[:place] + longer[place + 1 :] == shorter
        for place in range(1, len(longer))
    )


def _another_name(typed: str, meant: str) -> bool:
    """Whether a short word differs by one letter replaced, and by no slip of a finger nor a vowel for another."""
    if len(typed) > SHORT or len(typed) != len(meant) or swapped(typed, meant):
        return False
    pair = _replaced(typed, meant)
    return not _neighbours(*pair) and not set(pair) <= VOWELS


def _replaced(typed: str, meant: str) -> tuple[str, str]:
    return next((a, b) for a, b in zip(typed, meant, strict=True) if a != b)


def _neighbours(one: str, other: str) -> bool:
    if one not in _KEYS or other not in _KEYS:
        return False
    (row, place), (other_row, other_place) = _KEYS[one], _KEYS[other]
    return abs(row - other_row) <= 1 and abs(place - other_place) <= 1.1


def _frequent_slip(word: str, counts: Counter[str], right: Collection[str]) -> bool:
    """Whether a word is a swap or a doubling away from one that is right and far more frequent."""
    if len(word) < 4:
        return False
    swaps = (word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1))
    longer = (word[:place] + word[place] + word[place:] for place in range(len(word)))
    shorter = (word[:place] + word[place + 1 :] for place in range(1, len(word)) if word[place] == word[place - 1])
    return any(
        other in right and other != word and counts[other] >= RARER * counts[word]
        for others in (swaps, longer, shorter)
        for other in others
    )
