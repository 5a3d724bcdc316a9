"""One set of messages in figures."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from scripts.benchmarks.understanding.quality import negative_log_likelihood
from scripts.evaluation import confidence, intents
from scripts.evaluation.judged import FALLBACK, OUT_OF_SCOPE, Judged
from scripts.evaluation.scope import scope_of
from scripts.evaluation.spans import all_entities


@dataclass(frozen=True)
class Figures:
    """Shares are fractions, times milliseconds. None: not measurable on these messages.

    `nll` is in nats; `intents` are those that the messages mean. `asked_back` and `in_scope_rejected` are shares of the
    messages in scope, `wrongly_answered` is of all: acted on, and not as meant. `rejected_at_3_percent`: of what is
    out of scope, with the threshold that rejects most of it while no more than 3 % in scope.
    """

    messages: int
    intents: int
    accuracy: float
    macro_f1: float
    nll: float
    calibration_error: float
    calibration_error_equal_mass: float
    brier: float
    entity_f1: float
    asked_back: float | None
    wrongly_answered: float
    out_of_scope_rejected: float | None
    in_scope_rejected: float | None
    auroc: float | None
    rejected_at_3_percent: float | None
    median_ms: float
    p95_ms: float


def measure(judged: Sequence[Judged], *, known_intents: int) -> Figures:
    """`known_intents` is how many intents the model chooses among. Raises ValueError without any message."""
    if not judged:
        raise ValueError("no messages to measure on")
    inside = [one for one in judged if one.intent != OUT_OF_SCOPE]
    outside = [one for one in judged if one.intent == OUT_OF_SCOPE]
    scope = scope_of(judged)
    times = [one.seconds * 1e3 for one in judged]
    return Figures(
        messages=len(judged),
        intents=len({one.intent for one in judged}),
        accuracy=intents.accuracy(judged),
        macro_f1=intents.macro_f1(judged),
        nll=negative_log_likelihood([one.ranked() for one in judged], intents=known_intents),
        calibration_error=confidence.expected_calibration_error(confidence.equal_width_bins(judged)),
        calibration_error_equal_mass=confidence.expected_calibration_error(confidence.equal_mass_bins(judged)),
        brier=confidence.brier(judged, intents=known_intents),
        entity_f1=all_entities(judged).f1,
        asked_back=_share([one.acted_on == FALLBACK for one in inside]),
        wrongly_answered=sum(one.acted_on != FALLBACK and one.acted_on != one.intent for one in judged) / len(judged),
        out_of_scope_rejected=_share([one.rejected for one in outside]),
        in_scope_rejected=_share([one.rejected for one in inside]),
        auroc=scope.area if scope else None,
        rejected_at_3_percent=scope.best.rightly if scope and scope.best else None,
        median_ms=statistics.median(times),
        p95_ms=percentile_95(times),
    )


def percentile_95(values: Sequence[float]) -> float:
    """By linear interpolation between neighbours; of one value, that value."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def slowest(judged: Sequence[Judged], count: int) -> list[Judged]:
    return sorted(judged, key=lambda one: (-one.seconds, one.text))[:count]


# What a figure is called, and how it is written.
NAMES: dict[str, tuple[str, str]] = {
    "messages": ("messages", ",d"),
    "intents": ("intents among them", "d"),
    "accuracy": ("intent accuracy", ".2%"),
    "macro_f1": ("intent macro F1", ".4f"),
    "nll": ("negative log-likelihood", ".4f"),
    "calibration_error": ("calibration error, 10 equal widths", ".4f"),
    "calibration_error_equal_mass": ("calibration error, 10 equal masses", ".4f"),
    "brier": ("Brier score", ".4f"),
    "entity_f1": ("entity F1 (exact spans)", ".4f"),
    "asked_back": ("asked back (in scope)", ".2%"),
    "wrongly_answered": ("answered wrongly", ".2%"),
    "out_of_scope_rejected": ("out of scope rejected", ".2%"),
    "in_scope_rejected": ("in scope rejected", ".2%"),
    "auroc": ("out of scope, AUROC", ".4f"),
    "rejected_at_3_percent": ("… rejected at ≤ 3 % of good ones", ".2%"),
    "median_ms": ("ms for one message, median", ".1f"),
    "p95_ms": ("ms for one message, 95 % within", ".1f"),
}


def written(figures: Figures, name: str) -> str:
    value = getattr(figures, name)
    return "–" if value is None else format(value, NAMES[name][1])


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None
