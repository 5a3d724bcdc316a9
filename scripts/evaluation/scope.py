"""How well what is out of scope is told from what is in scope. Shares are fractions; None where a side is empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.benchmarks.understanding.quality import auroc, scope_score
from scripts.evaluation.judged import OUT_OF_SCOPE, Judged

MOST_WRONGLY = 0.03  # of the messages in scope
STEPS = 100


@dataclass(frozen=True)
class Point:
    """With this threshold: how many of the messages out of scope are rejected, and how many of those in scope are."""

    threshold: float
    rightly: float
    wrongly: float


@dataclass(frozen=True)
class Scope:
    """`area`: AUROC of the probability of the likeliest own intent.

    `best` is the point that rejects most while no more than `MOST_WRONGLY` in scope; None if every threshold does.
    """

    area: float
    curve: Sequence[Point]
    best: Point | None


def scope_of(judged: Sequence[Judged]) -> Scope | None:
    """None unless there are messages of both sides."""
    inside = [one for one in judged if one.intent != OUT_OF_SCOPE]
    outside = [one for one in judged if one.intent == OUT_OF_SCOPE]
    if not inside or not outside:
        return None
    area = auroc(
        [scope_score(one.ranking, without=OUT_OF_SCOPE) for one in inside],
        [scope_score(one.ranking, without=OUT_OF_SCOPE) for one in outside],
    )
    points = [
        Point(step / STEPS, share_rejected(outside, step / STEPS), share_rejected(inside, step / STEPS))
        for step in range(STEPS + 1)
    ]
    allowed = [point for point in points if point.wrongly <= MOST_WRONGLY]
    best = max(allowed, key=lambda point: (point.rightly, -point.threshold), default=None)
    return Scope(area, points, best)


def share_rejected(judged: Sequence[Judged], threshold: float) -> float:
    """Share that the assistant turns down or asks about: out of scope comes first, or nothing reaches the threshold."""
    return sum(one.predicted == OUT_OF_SCOPE or one.confidence < threshold for one in judged) / len(judged)
