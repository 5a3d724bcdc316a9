"""A conditional random field that marks entities in a message whose intent is known.

What a word marks depends on what is asked: "deposits" is a kind of transaction in "list my deposits" and nothing in
"do you take deposits by cheque". So the intent is a feature beside the words (Lafferty et al. 2001, conditional random
fields; Ratinov and Roth 2009, BILOU: begin, inside, last, outside, unit), and only entities that the intent's
examples ever mark are passed on.

Case is ignored but for shape: people type tickers in lower case and shout whole messages.

A word that the training messages hold once says little of others like it, such as a company's name. So it counts as a
rare word as well, and what stands around rare words tells of one that was never seen ("what did lyft pay me").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from sklearn_crfsuite import CRF

WINDOW = (-2, -1, 0, 1, 2)
OUTSIDE = "O"
RARE = "<rare>"  # stands in for a word that few training messages hold
LEAST_MESSAGES = 2  # in which a word isn't rare


@dataclass(frozen=True)
class Word:
    """A token of the message: characters `start` (inclusive) to `end` (exclusive)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """An entity in the message: characters `start` to `end`, and the least sure of its words' probabilities."""

    start: int
    end: int
    entity: str
    confidence: float


class Lookups:
    """Known values of entities; tells which of them cover a word, whatever the case."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._patterns = {
            entity: re.compile(
                r"(?<!\w)(?:"
                + "|".join(re.escape(value) for value in sorted(known, key=len, reverse=True))
                + r")(?!\w)",
                re.IGNORECASE,
            )
            for entity, known in values.items()
            if known
        }

    def of(self, text: str, words: Sequence[Word]) -> list[list[str]]:
        """For each word the entities whose known values cover it."""
        spans = [
            (match.start(), match.end(), entity)
            for entity, pattern in self._patterns.items()
            for match in pattern.finditer(text)
        ]
        return [[entity for start, end, entity in spans if start < word.end and end > word.start] for word in words]


def longest_first(values: Sequence[str]) -> list[str]:
    """So that "Roth IRA" is found whole where "Roth" is known too."""
    return sorted(values, key=lambda value: (-len(value), value))


def common_words(messages: Iterable[Sequence[Word]]) -> frozenset[str]:
    """In small letters, the words of messages that aren't rare among them."""
    holding = Counter(word for words in messages for word in {one.text.lower() for one in words})
    return frozenset(word for word, messages_with in holding.items() if messages_with >= LEAST_MESSAGES)


def features_of(
    words: Sequence[Word], intent: str, known: Sequence[Sequence[str]], common: Set[str]
) -> list[dict[str, float]]:
    """One dictionary of features for each word: itself, its neighbours, and the intent.

    `known` has for each word the entities whose known values cover it, `common` the words (in small letters) that
    aren't rare; figures never are.
    """
    lower = [word.text.lower() for word in words]
    masked = [word if word in common or not any(map(str.isalpha, word)) else RARE for word in lower]
    shapes = [shape_of(word.text) for word in words]
    rows: list[dict[str, float]] = []
    for place, word in enumerate(lower):
        row = {
            "bias": 1.0,
            f"intent={intent}": 1.0,
            f"intent={intent}|{word}": 1.0,
            f"intent={intent}|{masked[place]}": 1.0,
            f"intent={intent}|{shapes[place]}": 1.0,
        }
        for length in (2, 3, 4):
            row[f"ends={word[-length:]}"] = 1.0
            row[f"begins={word[:length]}"] = 1.0
        for step in WINDOW:
            other = place + step
            if not 0 <= other < len(words):
                row[f"{step}:edge"] = 1.0
                continue
            row[f"{step}:word={lower[other]}"] = 1.0
            row[f"{step}:word={masked[other]}"] = 1.0
            row[f"{step}:shape={shapes[other]}"] = 1.0
            for entity in known[other]:
                row[f"{step}:known={entity}"] = 1.0
                row[f"{step}:known={entity}|intent={intent}"] = 1.0
        for step in (-1, 1):
            if 0 <= place + step < len(words):
                row[f"{step}:pair={word}|{lower[place + step]}"] = 1.0
                row[f"{step}:pair={masked[place]}|{masked[place + step]}"] = 1.0
        rows.append(row)
    return rows


def shape_of(text: str) -> str:
    """The kind of sign, runs folded: "$1,250" → "$9,9", "Q2" → "x9", "VTI" → "x"."""
    signs = re.sub(r"[^\W\d_]+", "x", re.sub(r"\d+", "9", text))
    return signs[:8]


def bilou(words: Sequence[Word], entities: Sequence[tuple[int, int, str]]) -> list[str]:
    """Tags for words from entities as (start, end, name); a word belongs to the entity that overlaps it."""
    tags = [OUTSIDE] * len(words)
    for start, end, name in entities:
        inside = [place for place, word in enumerate(words) if word.start < end and word.end > start]
        if len(inside) == 1:
            tags[inside[0]] = f"U-{name}"
        elif inside:
            for place in inside:
                tags[place] = f"I-{name}"
            tags[inside[0]], tags[inside[-1]] = f"B-{name}", f"L-{name}"
    return tags


def entities_of(words: Sequence[Word], tags: Sequence[str], sureness: Sequence[float]) -> list[Found]:
    """Runs of one name become entities; a tag out of place still counts, a new B or U starts anew."""
    found: list[Found] = []
    open_run: list[int] = []

    def close() -> None:
        if open_run:
            first, last = open_run[0], open_run[-1]
            name = tags[first][2:]
            found.append(Found(words[first].start, words[last].end, name, min(sureness[place] for place in open_run)))
            open_run.clear()

    for place, tag in enumerate(tags):
        if open_run and (tag == OUTSIDE or tag[0] in "BU" or tag[2:] != tags[open_run[0]][2:]):
            close()
        if tag != OUTSIDE:
            open_run.append(place)
            if tag[0] in "LU":
                close()
    close()
    return found


def new_field(*, iterations: int) -> CRF:
    """An untrained field; L1 keeps it small, L2 keeps it calm."""
    return CRF(algorithm="lbfgs", c1=0.05, c2=0.05, max_iterations=iterations, all_possible_transitions=False)


def tagged(field: CRF, rows: Sequence[dict[str, float]]) -> tuple[list[str], list[float]]:
    """The likeliest tags of a message's words, given as `features_of` them, and the probability of each.

    The field's own methods would compute the message twice, and the probabilities of all tags for each word.
    """
    tagger = field.tagger_
    tagger.set(rows)
    tags: list[str] = tagger.tag()
    return tags, [tagger.marginal(tag, place) for place, tag in enumerate(tags)]
