"""From answers to a risk level: what somebody can bear, what they want, and the lower of the two.

Each side is the share of the points that its questions could give, spread over 1 to 10, halves up. Capacity caps
attitude: a wish doesn't make a loss affordable. Some answers cap both, as money that is needed in two years does. Since
points and caps grow with bolder answers, a bolder answer never lowers the level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.questionnaire.questions import QUESTIONS, RiskQuestion, Side

_APART = 3  # levels between wish and capacity from which on it is worth a word


@dataclass(frozen=True)
class RiskScore:
    """Levels are 1 cautious … 10 aggressive. `caps` maps questions' names to the most their answers allow.

    `pulled_up` and `held_down` are questions whose answers are the boldest or the most careful.
    """

    level: int
    capacity: int
    attitude: int
    caps: Mapping[str, int]
    pulled_up: tuple[RiskQuestion, ...]
    held_down: tuple[RiskQuestion, ...]

    @property
    def pulls_apart(self) -> bool:
        return abs(self.capacity - self.attitude) >= _APART


def score(places: Mapping[str, int]) -> RiskScore:
    """`places` maps the name of each question to the place of its answer, from 0 on.

    Raises KeyError where an answer is missing, IndexError for one that there isn't.
    """
    capacity, attitude = _side("capacity", places), _side("attitude", places)
    caps = {
        question.name: question.answers[places[question.name]].most
        for question in QUESTIONS
        if question.answers[places[question.name]].most < 10
    }
    return RiskScore(
        level=min(capacity, attitude, *caps.values()),
        capacity=capacity,
        attitude=attitude,
        caps=caps,
        pulled_up=tuple(q for q in QUESTIONS if places[q.name] == len(q.answers) - 1),
        held_down=tuple(q for q in QUESTIONS if places[q.name] == 0),
    )


def _side(side: Side, places: Mapping[str, int]) -> int:
    """In whole numbers, so that no rounding depends on a machine: each question weighs the same, 60 shares each."""
    shares = [places[q.name] * 60 // (len(q.answers) - 1) for q in QUESTIONS if q.side == side]
    whole = 60 * len(shares)
    return 1 + (2 * 9 * sum(shares) + whole) // (2 * whole)
