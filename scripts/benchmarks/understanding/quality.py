"""How good rankings of intents are, message by message. Probabilities and shares are fractions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST = 1e-12  # a probability of 0 for what was meant would make the mean infinite


@dataclass(frozen=True)
class Ranked:
    """What was meant (None: nothing that is learned) beside the intents listed, with their probabilities.

    A pipeline may list only the likeliest.
    """

    meant: str | None
    ranking: Mapping[str, float]


def accuracy(answers: Sequence[Ranked]) -> float:
    """Share of messages whose likeliest intent is the one meant. Raises ValueError without any message."""
    _some(answers)
    return sum(likeliest(one.ranking) == one.meant for one in answers) / len(answers)


def likeliest(ranking: Mapping[str, float]) -> str | None:
    """The first of equals by name, None where nothing is listed; a probability that is no number counts as 0."""
    return min(ranking, key=lambda name: (-_sound(ranking[name]), name), default=None)


def negative_log_likelihood(answers: Sequence[Ranked], *, intents: int) -> float:
    """Mean of -ln p(intent meant). What a ranking leaves out shares evenly what its probabilities leave of 1."""
    _some(answers)
    return sum(-math.log(max(LEAST, _probability(one, intents))) for one in answers) / len(answers)


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Chance that a message in scope has a higher score than one out of scope; equal scores count half.

    The area under the ROC curve, by ranks (Mann and Whitney 1947). Raises ValueError if either side is empty.
    """
    _some(inside)
    _some(outside)
    ordered = sorted([(score, 1) for score in inside] + [(score, 0) for score in outside])
    ranks, place = 0.0, 0
    while place < len(ordered):
        equal = place
        while equal < len(ordered) and ordered[equal][0] == ordered[place][0]:
            equal += 1
        middle = (place + 1 + equal) / 2
        ranks += middle * sum(side for _, side in ordered[place:equal])
        place = equal
    least = len(inside) * (len(inside) + 1) / 2
    return (ranks - least) / (len(inside) * len(outside))


def scope_score(ranking: Mapping[str, float], *, without: str) -> float:
    """The probability of the likeliest intent that is one of the assistant's own; 0 for none."""
    return max((_sound(value) for name, value in ranking.items() if name != without), default=0.0)


def _probability(one: Ranked, intents: int) -> float:
    if one.meant is not None and one.meant in one.ranking:
        return _sound(one.ranking[one.meant])
    left = 1.0 - sum(_sound(value) for value in one.ranking.values())
    return max(0.0, left) / max(1, intents - len(one.ranking))


def _sound(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def _some(items: Sequence[object]) -> None:
    if not items:
        raise ValueError("no messages to measure on")
