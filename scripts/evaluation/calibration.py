"""The temperature and the threshold that suit what folds made of the training messages.

The temperature T makes p^(1/T), normalised, the likeliest account of what was meant (Guo et al. 2017,
https://arxiv.org/abs/1706.04599). The threshold is the one that costs least: a wrong answer, of which turning down
a message in scope is one and answering a message out of scope another, costs `WRONG`; asking about what would have
been understood rightly costs `NEEDLESS`; everything else costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from scripts.benchmarks.understanding.quality import LEAST
from scripts.evaluation.confidence import equal_width_bins, expected_calibration_error
from scripts.evaluation.judged import OUT_OF_SCOPE, Judged, sound
from scripts.evaluation.scope import share_rejected

WRONG, NEEDLESS = 3.0, 1.0
COLDEST, HOTTEST = 0.05, 20.0  # temperatures tried
STEPS = 100  # thresholds tried, from 0 in hundredths

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Costs:
    """With one threshold: the mean cost of a message, and shares; `asked_back` and `needless` of those in scope.

    None: no message of that side.
    """

    threshold: float
    cost: float
    wrong: float
    asked_back: float | None
    needless: float | None
    out_of_scope_rejected: float | None
    in_scope_rejected: float | None


@dataclass(frozen=True)
class Fit:
    """How far the probabilities can be believed, and what the threshold brings with them."""

    nll: float
    calibration_error: float
    costs: Costs


def best_temperature(judged: Sequence[Judged]) -> float:
    """The T between `COLDEST` and `HOTTEST` with the least negative log-likelihood; raises ValueError for nothing."""
    rows = [_logs(one) for one in _some(judged)]

    def loss(logarithm: float) -> float:
        return sum(_loss(logs, place, math.exp(logarithm)) for logs, place in rows) / len(rows)

    bounds = (math.log(COLDEST), math.log(HOTTEST))
    found = minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-5})
    return math.exp(float(found.x))


def cooled(judged: Judged, temperature: float) -> Judged:
    """The same message with p^(1/T), normalised over what is ranked; the order of intents stays."""
    names = sorted(judged.ranking)
    if not names:
        return judged
    values = np.array([max(LEAST, sound(judged.ranking[name])) for name in names])
    logs = np.log(values) / temperature
    shares = np.exp(logs - logs.max())
    shares /= shares.sum()
    ranking: Mapping[str, float] = dict(zip(names, shares.tolist(), strict=True))
    return Judged(judged.text, judged.intent, ranking, judged.acted_on, judged.entities, judged.found, judged.seconds)


def costs_at(judged: Sequence[Judged], threshold: float) -> Costs:
    """What happens to the messages if those below `threshold` are asked about."""
    inside = [one for one in _some(judged) if one.intent != OUT_OF_SCOPE]
    outside = [one for one in judged if one.intent == OUT_OF_SCOPE]
    wrong = sum(one.confidence >= threshold and not one.right for one in judged)
    asked = [one for one in inside if one.confidence < threshold]
    needless = sum(one.right for one in asked)
    return Costs(
        threshold,
        (WRONG * wrong + NEEDLESS * needless) / len(judged),
        wrong / len(judged),
        len(asked) / len(inside) if inside else None,
        needless / len(inside) if inside else None,
        share_rejected(outside, threshold) if outside else None,
        share_rejected(inside, threshold) if inside else None,
    )


def best_threshold(judged: Sequence[Judged]) -> Costs:
    """The cheapest of the thresholds; of equals the lowest, which asks least."""
    return min((costs_at(judged, step / STEPS) for step in range(STEPS)), key=lambda one: (one.cost, one.threshold))


def fit_of(judged: Sequence[Judged], costs: Costs) -> Fit:
    rows = [_logs(one) for one in _some(judged)]
    nll = sum(_loss(logs, place, 1.0) for logs, place in rows) / len(rows)
    return Fit(nll, expected_calibration_error(equal_width_bins(judged)), costs)


def _logs(one: Judged) -> tuple[Floats, int | None]:
    """Logarithms of the ranking's probabilities, and which of them is the intent meant."""
    names = sorted(one.ranking)
    logs: Floats = np.log(np.array([max(LEAST, sound(one.ranking[name])) for name in names]))
    return logs, names.index(one.intent) if one.intent in one.ranking else None


def _loss(logs: Floats, place: int | None, temperature: float) -> float:
    """-ln of the probability of what was meant; of an intent that isn't ranked, of the least probability."""
    if place is None:
        return -math.log(LEAST)
    scaled = logs / temperature
    most = float(scaled.max())
    return min(-math.log(LEAST), most + math.log(float(np.exp(scaled - most).sum())) - float(scaled[place]))


def _some(judged: Sequence[Judged]) -> Sequence[Judged]:
    if not judged:
        raise ValueError("no messages to fit to")
    return judged
