"""Intents whose examples hardly differ: the assistant learns one way to say it, and customers have many."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from content.counting import counted
from content.guard.gathered import Gathered, Vectors

ALIKE = 0.65  # mean cosine of an intent's pairs of examples from which they are too much alike
SEPARATE = 0.85  # cosine below which an example is a way of its own to say it
FEW = 0.5  # fewer ways than this share of the examples are too few
FEWEST = 6  # examples below which nothing is said about their variety


def tell_alike(found: Gathered) -> list[str]:
    """Warnings, the most alike first."""
    told = []
    for intent, name in enumerate(found.names):
        places = found.of(intent)
        if len(places) < FEWEST:
            continue
        vectors = found.vectors[places]
        likeness, ways = mean_cosine(vectors), ways_of(vectors)
        if likeness >= ALIKE or len(ways) < FEW * len(places):
            told.append((-likeness, _warning(found, name, places, len(ways))))
    return [warning for _, warning in sorted(told)]


def mean_cosine(vectors: Vectors) -> float:
    """Of all pairs of different rows, at least two; the rows have unit length."""
    count = len(vectors)
    total = float(np.square(vectors.sum(axis=0, dtype=np.float64)).sum())
    return (total - count) / (count * (count - 1))


def ways_of(vectors: Vectors) -> list[int]:
    """Rows that are not near one taken before, in their order."""
    taken: list[int] = []
    for row in range(len(vectors)):
        if not taken or float((vectors[taken] @ vectors[row]).max()) < SEPARATE:
            taken.append(row)
    return taken


def _warning(found: Gathered, name: str, places: npt.NDArray[np.int64], ways: int) -> str:
    first, second = _nearest_pair(found, places)
    return (
        f"{found.place(first)}: the {len(places)} examples of '{name}' are much alike ({counted(ways, 'way')} to say "
        f"it), such as {found.shown(first)} and {found.shown(second)} ({found.place(second)}); replace some by what "
        "other customers would say: shorter, longer, in other words"
    )


def _nearest_pair(found: Gathered, places: npt.NDArray[np.int64]) -> tuple[int, int]:
    cosines = found.vectors[places] @ found.vectors[places].T
    np.fill_diagonal(cosines, -np.inf)
    one, other = sorted(divmod(int(np.argmax(cosines)), len(places)))
    return int(places[one]), int(places[other])
