"""Goals by simulation: an own Monte Carlo with many more paths, so that the advisor's are what may stray."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tests.reference.oracle.books import CLASSES, PICO, Book

_MIX = {
    "stocks": (0.065, 0.16),
    "bonds": (0.035, 0.05),
    "real_estate": (0.055, 0.17),
    "commodities": (0.04, 0.18),
    "cash": (0.02, 0.0),
}
_PATHS = 60_000
ENOUGH = 0.7
TOLERANCE = 0.02


@dataclass(frozen=True)
class Plan:
    value: float
    growth: float  # μ
    spread: float  # σ
    monthly: float
    months: int


def months_between(today: date, until: date) -> int:
    return (until.year - today.year) * 12 + until.month - today.month


def mix(book: Book) -> tuple[float, float] | None:
    """μ and σ of the accounts' targets by value; by number where all are worth nothing; None without any target."""
    weighed: list[tuple[Fraction, dict[str, Fraction]]] = []
    for row in book.rows:
        target, value = book.class_target(row), book.firm.account_value(str(row["account_id"]), book.today)
        if target is not None:
            if value is None:
                return None
            weighed.append((Fraction(value, PICO), target))
    if not weighed:
        return None
    total = sum(weight for weight, _ in weighed)
    if total == 0:
        weighed, total = [(Fraction(1), target) for _, target in weighed], Fraction(len(weighed))
    shares = {name: float(sum(w * target[name] for w, target in weighed) / total) for name in CLASSES}
    return sum(shares[n] * _MIX[n][0] for n in CLASSES), sum(shares[n] * _MIX[n][1] for n in CLASSES)


@lru_cache(maxsize=256)
def _ends(months: int, growth: float, spread: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each path: what 1 dollar of today becomes, and what 1 dollar paid after each month's growth becomes.

    Wealth is linear in both, so one set of paths serves every value and contribution.
    """
    chance = np.random.default_rng(987_654_321)
    one, paid = np.ones(_PATHS), np.zeros(_PATHS)
    for _ in range(months):
        step = np.exp((growth - spread**2 / 2) / 12 + spread / 12**0.5 * chance.standard_normal(_PATHS))
        one = one * step
        paid = paid * step + 1
    return one, paid


def outcomes(plan: Plan) -> NDArray[np.float64]:
    one, paid = _ends(plan.months, plan.growth, plan.spread)
    return plan.value * one + plan.monthly * paid


def probability(plan: Plan, target: float) -> float:
    """Share of paths that end at or above the target; half a cent of slack for sums of floats."""
    return float(np.mean(outcomes(plan) >= target - 1e-6))


def is_probability(plan: Plan, target: float, got: object) -> bool:
    # AMBIGUOUS within a cent of slack: without any spread a path may end on the target exactly.
    if not isinstance(got, (int, float)) or isinstance(got, bool) or not 0 <= got <= 1:
        return False
    return abs(got - probability(plan, target)) <= TOLERANCE


def is_median(plan: Plan, got: object) -> bool:
    """Half of the paths end at or below it, give or take the tolerance; to the cent where nothing is by chance."""
    if not isinstance(got, str):
        return False
    ends = outcomes(plan)
    if plan.spread == 0 or plan.months == 0:
        return abs(float(got) - float(ends[0])) <= 0.0051
    return (
        float(np.mean(ends < float(got))) <= 0.5 + TOLERANCE and float(np.mean(ends <= float(got))) >= 0.5 - TOLERANCE
    )


def is_needed(plan: Plan, target: float, got: object) -> bool:
    """The smallest whole contribution that is enough, give or take the tolerance."""
    if not isinstance(got, str) or float(got) != int(float(got)) or float(got) < 0:
        return False
    monthly = int(float(got))
    if _with(plan, monthly, target) < ENOUGH - TOLERANCE:
        return False
    return monthly == 0 or _with(plan, monthly - 1, target) <= ENOUGH + TOLERANCE


def _with(plan: Plan, monthly: int, target: float) -> float:
    return probability(Plan(plan.value, plan.growth, plan.spread, monthly, plan.months), target)
