"""The money-weighted return: the yearly rate x at which the dated flows of a customer are worth nothing together.

NPV(x) = Σ c_i × (1 + x)^(−t_i), t in years of 365 days from the first flow, and x in (−0.999999, 1e6). There may be
several roots once deposits and withdrawals alternate; the one nearest 0 counts. Common solvers return whichever root
they reach from their guess, so the roots are bracketed here, in u = ln(1 + x), and narrowed by bisection.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from advisor.finance.flows import Flow

Floats = NDArray[np.float64]

_LOWEST = float(np.log(1e-6))  # u of x = −0.999999
_HIGHEST = float(np.log1p(1e6))  # u of x = 1e6
_SCAN_POINTS = 600  # on each side of 0, closer together near 0, where real portfolios lie
_DIP_ROUNDS = 4  # each narrows a dip between points of the scan to a tenth
_DIP_POINTS = 21


def yearly_rate(
    *, start: date, end: date, start_value: Decimal, end_value: Decimal, flows: Iterable[Flow]
) -> float | None:
    """XIRR (actual/365) of −V(start − 1) on the day before `start`, −F(d) on day d and +V(end) on `end`.

    None without a root, or when everything falls on one day.
    """
    by_day: dict[date, Decimal] = {}
    _add(by_day, start - timedelta(days=1), -start_value)
    for flow in flows:
        _add(by_day, flow.day, -flow.amount)
    _add(by_day, end, end_value)
    paid = sorted((day, amount) for day, amount in by_day.items() if amount)
    if len(paid) < 2:
        return None
    years = np.array([(day - paid[0][0]).days / 365.0 for day, _ in paid])
    u = _root_nearest_zero(np.array([float(amount) for _, amount in paid]), years)
    return None if u is None else float(np.expm1(u))


def over_period(rate: float | None, *, days: int) -> float | None:
    """The yearly rate carried over `days`: (1 + x)^(days/365) − 1."""
    return None if rate is None else float((1.0 + rate) ** (days / 365.0) - 1.0)


def _add(by_day: dict[date, Decimal], day: date, amount: Decimal) -> None:
    by_day[day] = by_day.get(day, Decimal(0)) + amount


def _present_values(u: Floats, amounts: Floats, years: Floats) -> Floats:
    """NPV at each u, scaled by a positive factor so that no exponent overflows; shape (len(u),)."""
    reference = np.where(u < 0, years[-1], 0.0)
    discount: Floats = np.exp(-u[:, None] * (years[None, :] - reference[:, None]))
    result: Floats = discount @ amounts
    return result


def _root_nearest_zero(amounts: Floats, years: Floats) -> float | None:
    sign_changes = int(np.count_nonzero(np.diff(np.sign(amounts))))
    if sign_changes == 0:
        return None
    if sign_changes == 1:  # Descartes' rule: one root at most, so no scan is needed
        brackets = [(_LOWEST, 0.0), (0.0, _HIGHEST)]
    else:
        steps = np.linspace(0.0, 1.0, _SCAN_POINTS + 1) ** 2
        grid = np.concatenate([_LOWEST * steps[:0:-1], _HIGHEST * steps])
        brackets = list(zip(grid[:-1].tolist(), grid[1:].tolist(), strict=True))
    ends = np.array([brackets[0][0], *(high for _, high in brackets)])
    values = _present_values(ends, amounts, years)
    roots = [float(u) for u, value in zip(ends, values, strict=True) if value == 0 and _LOWEST < u < _HIGHEST]
    signs = np.sign(values)
    for i in np.flatnonzero(signs[:-1] * signs[1:] < 0):
        roots.append(_bisect(amounts, years, float(ends[i]), float(ends[i + 1])))
    for i in _dips(values):
        low, high = float(ends[i - 1]), float(ends[i + 1])
        if (turn := _beyond_zero(amounts, years, low, high)) is not None:
            roots += [_bisect(amounts, years, low, turn), _bisect(amounts, years, turn, high)]
    return min(roots, key=lambda u: abs(np.expm1(u)), default=None)


def _dips(values: Floats) -> list[int]:
    """Where the values come nearest to 0 without changing sign: two roots may hide between points of the scan."""
    size, signs = np.abs(values), np.sign(values)
    same = (signs[1:-1] != 0) & (signs[:-2] == signs[1:-1]) & (signs[2:] == signs[1:-1])
    lowest = (size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:])
    return [int(i) + 1 for i in np.flatnonzero(same & lowest)]


def _beyond_zero(amounts: Floats, years: Floats, low: float, high: float) -> float | None:
    """A point between two ends of one sign that has the other sign, looked for around the value nearest to 0."""
    for _ in range(_DIP_ROUNDS):
        points = np.linspace(low, high, _DIP_POINTS)
        values = _present_values(points, amounts, years)
        other = np.flatnonzero(np.sign(values) == -np.sign(values[0]))
        if len(other):
            return float(points[other[0]])
        nearest = int(np.argmin(np.abs(values)))
        low, high = float(points[max(nearest - 1, 0)]), float(points[min(nearest + 1, _DIP_POINTS - 1)])
    return None


def _bisect(amounts: Floats, years: Floats, low: float, high: float) -> float:
    """The root between two ends of opposite sign, to the last bits of a float."""
    rising = _present_values(np.array([high]), amounts, years)[0] > 0
    for _ in range(100):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if (_present_values(np.array([middle]), amounts, years)[0] > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2
