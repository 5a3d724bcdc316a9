"""Where a goal may end: 10,000 ways that its money could grow, month by month, and what they have in common.

Each month the money grows first, then the contribution comes in. A month's log-return is Normal((μ − σ²/2)/12, σ²/12),
with μ and σ a year of the target mix: the asset classes' own, weighted by target weight, as if all classes moved
together (correlation 1, which is cautious). Ratios are fractions, money is in the customer's currency and not adjusted
for inflation; contributions stay as they are until the target date.

What a path ends with is linear in start and contribution: start × growth + contribution × annuity. So the paths are
made once and any amount is tried on them exactly, which also makes two answers comparable: they share their luck.

The draws are fixed by a seed, and evened out in two ways that leave each path's distribution as it is: every path has
its mirror image (antithetic variates), and the paths' total log-returns lie evenly spread over their distribution
(stratification; Glasserman, "Monte Carlo Methods in Financial Engineering", 2003, sections 4.2 and 4.3). That makes a
probability good to about ±0.003, and a median without contributions the analytic one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, exp, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.finance.allocation import Model, class_targets
from advisor.model import Security
from advisor.settings import ClassAssumption

MOST_MONTHS = 1200  # a projection over more than a century says nothing
_BLOCK = 120  # months that are drawn together and kept
_SHARING = 2  # pairs of paths that go through the same draws, at strata far apart: half the drawing, as exact
_SLACK = 1e-4  # in currency units: a path that misses the target by the arithmetic's last bits has reached it
_MOST_STEPS = 18  # points in time at which a fan is drawn, besides today

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Mix:
    """What a target mix is assumed to do in a year: mean of the log-return + σ²/2, and σ of the log-return."""

    annual_return: float
    volatility: float


def mix_of(
    targets: Mapping[str, Model],
    worth: Mapping[str, Decimal],
    *,
    securities: Mapping[str, Security],
    assumptions: Sequence[ClassAssumption],
) -> Mix | None:
    """The mix of accounts together, weighted by `worth` (account id → value), or equally where all of it is 0.

    Accounts without a target don't weigh in; None where none has one. Raises ValueError for an asset class without an
    assumption, and for a security without a class.
    """
    if not targets:
        return None
    by_class = {assumption.asset_class: assumption for assumption in assumptions}
    whole = sum((Fraction(worth[account_id]) for account_id in targets), Fraction(0))
    annual_return = volatility = Fraction(0)
    for account_id, model in targets.items():
        share = Fraction(worth[account_id]) / whole if whole > 0 else Fraction(1, len(targets))
        for name, weight in class_targets(model, securities).items():
            if name not in by_class:
                raise ValueError(f"advisor.finance.goals: no assumption for {name!r}; add it to goal_assumptions")
            annual_return += share * weight * Fraction(by_class[name].annual_return)
            volatility += share * weight * Fraction(by_class[name].volatility)
    return Mix(float(annual_return), float(volatility))


def months_between(today: date, target_date: date) -> int:
    """The difference of the calendar months, whatever the days; negative for an earlier month."""
    return (target_date.year - today.year) * 12 + target_date.month - today.month


@dataclass(frozen=True, eq=False)
class Paths:
    """What 1.00 from today on (`growth`), and 1.00 a month (`annuity`), have become at `steps`, path by path.

    `steps` are months from today, `(steps,)`, the first 0 and the last the end; `growth` and `annuity` are
    `(steps, paths)`. Without volatility there is a single path.
    """

    steps: NDArray[np.int64]
    growth: Floats
    annuity: Floats

    def wealth(self, start: Decimal, monthly: Decimal, *, step: int = -1) -> NDArray[np.float64]:
        """`(paths,)`, at the end unless another step is asked for."""
        growth, annuity = self.growth[step].astype(np.float64), self.annuity[step].astype(np.float64)
        wealth: NDArray[np.float64] = float(start) * growth + float(monthly) * annuity
        return wealth

    def median(self, start: Decimal, monthly: Decimal) -> Decimal:
        if self.steps[-1] == 0:
            return start
        return Decimal(float(np.median(self.wealth(start, monthly))))

    def probability(self, start: Decimal, monthly: Decimal, target: Decimal) -> float:
        """The share of paths that end at the target or above."""
        return float(np.mean(self.wealth(start, monthly) >= float(target) - _SLACK))

    def monthly_needed(self, start: Decimal, target: Decimal, *, probability: float) -> Decimal | None:
        """The smallest whole contribution (≥ 0) that reaches the probability; None where no month is left for it."""
        if self.probability(start, Decimal(0), target) >= probability:
            return Decimal(0)
        if self.steps[-1] == 0:
            return None
        growth, annuity = self.growth[-1].astype(np.float64), self.annuity[-1].astype(np.float64)
        needed = (float(target) - float(start) * growth) / annuity
        rank = min(max(ceil(probability * len(needed) - 1e-9), 1), len(needed)) - 1
        whole = Decimal(max(ceil(np.partition(needed, rank)[rank]), 1))
        # Rounding may put the amount one off at most; the share of paths itself decides.
        while self.probability(start, whole - 1, target) >= probability:
            whole -= 1
        while self.probability(start, whole, target) < probability:
            whole += 1
        return whole

    def fan(self, start: Decimal, monthly: Decimal, *, shares: Sequence[float]) -> NDArray[np.float64]:
        """`(steps, shares)`: the amount that this share of paths lies below at each step, to the nearest path."""
        ranks = [round(share * (self.growth.shape[1] - 1)) for share in shares]
        fan = np.empty((len(self.steps), len(ranks)))
        for step in range(len(self.steps)):
            fan[step] = np.partition(self.wealth(start, monthly, step=step), ranks)[ranks]
        return fan


@lru_cache(maxsize=8)  # one goal is asked about several times; 1.5 MB each
def paths_of(mix: Mix, months: int, *, count: int, seed: int) -> Paths:
    """`count` (a multiple of 4) ways through the months; a negative number of months counts as none.

    The same arguments give the same paths: read-only, as they are kept. Raises ValueError for more than `MOST_MONTHS`,
    and for another count.
    """
    if count <= 0 or count % (2 * _SHARING):
        raise ValueError(f"advisor.finance.goals: {count} paths; give a multiple of {2 * _SHARING}")
    if months > MOST_MONTHS:
        raise ValueError(f"advisor.finance.goals: {months} months are too many to project; {MOST_MONTHS} is the most")
    months = max(months, 0)
    drift = (mix.annual_return - mix.volatility**2 / 2) / 12
    steps = np.unique(np.linspace(0, months, min(months, _MOST_STEPS) + 1).round().astype(np.int64))
    if months == 0 or mix.volatility == 0:
        return _walk(np.ones((months, 1)), exp(drift), steps, mirrored=False)
    noise = _noise(months, count // 2, seed, sqrt(mix.volatility**2 / 12))
    return _walk(noise, exp(drift), steps, mirrored=True)


def _walk(noise: Floats, up: float, steps: NDArray[np.int64], *, mirrored: bool) -> Paths:
    """Month by month: growth, then a contribution of 1. `noise` is `(months, paths)`, factors around 1.

    Mirrored, each path has a second one beside it that divides where the first multiplies.
    """
    sides, width, kind = 2 if mirrored else 1, noise.shape[1], noise.dtype
    growth_at = np.empty((len(steps), sides * width), dtype=kind)
    annuity_at = np.empty_like(growth_at)
    growth: Floats = np.ones((sides, width), dtype=kind)
    annuity: Floats = np.zeros((sides, width), dtype=kind)
    month = np.empty_like(growth)
    factor, at = kind.type(up), 0
    for number in range(len(noise) + 1):
        if number:
            np.multiply(noise[number - 1], factor, out=month[0])
            if mirrored:
                np.divide(factor, noise[number - 1], out=month[1])
            growth *= month
            annuity *= month
            annuity += 1
        if number == steps[at]:
            growth_at[at], annuity_at[at] = growth.ravel(), annuity.ravel()
            at += 1
    for kept in (steps, growth_at, annuity_at):
        kept.flags.writeable = False
    return Paths(steps, growth_at, annuity_at)


def _noise(months: int, pairs: int, seed: int, deviation: float) -> NDArray[np.float32]:
    """exp(deviation × z), `(months, pairs)`, with z standard normal and its sums over the months evenly spread.

    A sum of normals is independent of how the months lie around their mean, so it may be set to any draw of its own
    distribution: here to the middles of equally likely strata, above the median; the mirror images lie below.
    """
    width = pairs // _SHARING
    drawn = np.concatenate([_draws(seed, width, block) for block in range(ceil(months / _BLOCK))])[:months]
    mean = (_upper_strata(pairs) / sqrt(months)).reshape(_SHARING, width) - drawn.mean(axis=0)
    noise: NDArray[np.float32] = drawn[:, np.newaxis, :] + mean.astype(np.float32)
    noise *= np.float32(deviation)
    np.exp(noise, out=noise)
    return noise.reshape(months, pairs)


@lru_cache(maxsize=MOST_MONTHS // _BLOCK)
def _draws(seed: int, width: int, block: int) -> NDArray[np.float32]:
    """Standard normals, `(_BLOCK, width)`; in single precision, whose error is far below that of sampling."""
    drawn = np.random.default_rng([seed, block]).standard_normal((_BLOCK, width), dtype=np.float32)
    drawn.flags.writeable = False
    return drawn


@lru_cache(maxsize=4)
def _upper_strata(pairs: int) -> NDArray[np.float64]:
    """The middles of the upper `pairs` of 2 × `pairs` equally likely strata of a standard normal, `(pairs,)`."""
    normal = NormalDist()
    strata = np.array([normal.inv_cdf(0.5 + (i + 0.5) / (2 * pairs)) for i in range(pairs)])
    strata.flags.writeable = False
    return strata
