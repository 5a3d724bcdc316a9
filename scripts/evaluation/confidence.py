"""How far probabilities can be believed. Every function takes at least one message, or raises ValueError.

The negative log-likelihood itself is in `scripts.benchmarks.understanding.quality`: the mean of -ln p(intent meant),
p bounded below by 1e-12. Here, as there, what a ranking leaves out shares evenly what its probabilities leave of 1,
and a probability that is no number counts as 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scripts.evaluation.judged import Judged, sound

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Messages whose confidence is above `low` and up to `high`; `confidence` and `accuracy` are their means."""

    low: float
    high: float
    messages: int
    confidence: float
    accuracy: float

    @property
    def gap(self) -> float:
        """Above 0: surer than right."""
        return self.confidence - self.accuracy


def equal_width_bins(judged: Sequence[Judged], *, bins: int = BINS) -> list[Bin]:
    """Intervals (0, 1/bins], (1/bins, 2/bins] …, the first with 0 as well, those without messages left out."""
    members: list[list[Judged]] = [[] for _ in range(bins)]
    for one in _some(judged):
        place = next(place for place in range(bins) if one.confidence <= (place + 1) / bins or place == bins - 1)
        members[place].append(one)
    return [_bin(place / bins, (place + 1) / bins, inside) for place, inside in enumerate(members) if inside]


def equal_mass_bins(judged: Sequence[Judged], *, bins: int = BINS) -> list[Bin]:
    """As many messages in each as can be, in the order of confidence; at most one bin for each message."""
    ordered = sorted(_some(judged), key=lambda one: one.confidence)
    count = min(bins, len(ordered))
    edges = [len(ordered) * place // count for place in range(count + 1)]
    groups = [ordered[begin:end] for begin, end in pairwise(edges)]
    return [_bin(group[0].confidence, group[-1].confidence, group) for group in groups]


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of confidence and accuracy, each bin by its share of the messages.

    With bins of equal width: Guo et al. 2017, https://arxiv.org/abs/1706.04599, equation 3. With bins of equal mass:
    the adaptive form, after Nguyen and O'Connor 2015, https://arxiv.org/abs/1508.05154.
    """
    messages = sum(one.messages for one in bins)
    return sum(one.messages * abs(one.gap) for one in bins) / messages


def brier(judged: Sequence[Judged], *, intents: int) -> float:
    """Mean over messages of the sum over all `intents` of (p - truth)², 0 (best) to 2; Brier 1950 for many classes."""
    return sum(_brier_of(one, intents) for one in _some(judged)) / len(judged)


def unlisted(judged: Sequence[Judged]) -> float:
    """Share of messages whose ranking leaves out the intent that was meant."""
    return sum(one.intent not in one.ranking for one in _some(judged)) / len(judged)


def _brier_of(one: Judged, intents: int) -> float:
    listed = {name: sound(value) for name, value in one.ranking.items()}
    others = max(0, intents - len(listed))
    each = max(0.0, 1.0 - sum(listed.values())) / others if others else 0.0
    squares = sum((value - (name == one.intent)) ** 2 for name, value in listed.items())
    if one.intent in listed:
        return squares + others * each**2
    return squares + max(0, others - 1) * each**2 + (1.0 - each) ** 2


def _bin(low: float, high: float, inside: Sequence[Judged]) -> Bin:
    count = len(inside)
    return Bin(
        low, high, count, sum(one.confidence for one in inside) / count, sum(one.right for one in inside) / count
    )


def _some(judged: Sequence[Judged]) -> Sequence[Judged]:
    if not judged:
        raise ValueError("no messages to measure on")
    return judged
