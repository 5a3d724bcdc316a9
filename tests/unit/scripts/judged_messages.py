"""Messages as a model might have understood them, for tests of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping

from scripts.evaluation.judged import FALLBACK, Judged, Span


def judged(
    intent: str,
    ranking: Mapping[str, float],
    *,
    text: str = "a message",
    threshold: float = 0.2,
    entities: frozenset[Span] = frozenset(),
    found: frozenset[Span] = frozenset(),
    seconds: float = 0.005,
) -> Judged:
    one = Judged(text, intent, ranking, "", entities, found, seconds)
    acted_on = one.predicted if one.confidence >= threshold else FALLBACK
    return Judged(text, intent, ranking, acted_on, entities, found, seconds)


RIGHT = judged("cash", {"cash": 0.9, "fees": 0.1}, text="how much cash")
UNSURE = judged("cash", {"cash": 0.6, "fees": 0.4}, text="cash please")
WRONG = judged("fees", {"cash": 0.7, "fees": 0.3}, text="what do I pay")
OUTSIDE = judged("out_of_scope", {"out_of_scope": 0.8, "cash": 0.1, "fees": 0.1}, text="order a pizza")
