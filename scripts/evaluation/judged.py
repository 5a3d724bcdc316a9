"""One labelled message beside what the model made of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scripts.benchmarks.understanding.quality import Ranked, likeliest

FALLBACK = "nlu_fallback"  # what Rasa acts on below the threshold; no intent of its own
OUT_OF_SCOPE = "out_of_scope"
REJECTED = frozenset({FALLBACK, OUT_OF_SCOPE})
NOTHING = "(nothing)"

Span = tuple[int, int, str]


@dataclass(frozen=True)
class Judged:
    """`ranking`: intent → probability, without the fallback, perhaps of the likeliest intents only.

    `acted_on` is the intent that Rasa acts on. Entities are (start, end, name) in characters, `end` exclusive.
    `seconds` is what understanding this one message took.
    """

    text: str
    intent: str
    ranking: Mapping[str, float]
    acted_on: str
    entities: frozenset[Span] = field(default_factory=frozenset)
    found: frozenset[Span] = field(default_factory=frozenset)
    seconds: float = 0.0

    @cached_property
    def predicted(self) -> str:
        """The likeliest intent, whatever the threshold, the first of equals by name; kept, as thresholds are many."""
        return likeliest(self.ranking) or NOTHING

    @property
    def confidence(self) -> float:
        """The likeliest intent's probability, between 0 and 1; 0 where it is no number or nothing is listed."""
        return sound(self.ranking.get(self.predicted, 0.0))

    @property
    def right(self) -> bool:
        return self.predicted == self.intent

    @property
    def rejected(self) -> bool:
        """Taken for out of scope, or asked about."""
        return self.acted_on in REJECTED

    def ranked(self) -> Ranked:
        return Ranked(self.intent, self.ranking)


def sound(value: float) -> float:
    """A probability as it is, bounded to 0 … 1; 0 for what is no number."""
    return min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0
