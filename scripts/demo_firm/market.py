"""Closes of five years: a random walk around what stocks and bonds did, or may have done, in each year.

The same seed gives the same closes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from scripts.demo_firm.securities import LISTINGS, Listing

_SEED = 20261120
_EQUITY_VOLATILITY = 0.155
_BOND_VOLATILITY = 0.055
_DAYS_A_YEAR = 252
# Log price changes over each calendar year, without dividends.
_EQUITY = {2021: 0.01, 2022: -0.21, 2023: 0.20, 2024: 0.19, 2025: 0.13, 2026: 0.07}
_BOND = {2021: 0.0, 2022: -0.16, 2023: 0.02, 2024: -0.01, 2025: 0.03, 2026: 0.005}


@dataclass(frozen=True)
class Market:
    """`closes[ticker][i]` belongs to `days[i]`."""

    days: list[date]
    closes: dict[str, list[Decimal]]

    def close(self, ticker: str, day: int) -> Decimal:
        return self.closes[ticker][day]


def make_market(days: Sequence[date]) -> Market:
    generator = np.random.default_rng(_SEED)
    years = np.array([day.year for day in days])
    equity = _walk(generator, years, _EQUITY, _EQUITY_VOLATILITY)
    bond = _walk(generator, years, _BOND, _BOND_VOLATILITY)
    closes = {listing.ticker: _closes(generator, listing, equity, bond) for listing in LISTINGS}
    return Market(list(days), closes)


def _walk(
    generator: np.random.Generator, years: NDArray[np.int_], targets: dict[int, float], volatility: float
) -> NDArray[np.float64]:
    """Daily log changes, (days,), that add up to the target of each calendar year; a few days are wild."""
    shocks = generator.standard_t(5, size=len(years)) * math.sqrt(3 / 5) * volatility / math.sqrt(_DAYS_A_YEAR)
    for year, target in targets.items():
        inside = years == year
        if inside.any():
            shocks[inside] += (target - shocks[inside].sum()) / inside.sum()
    return shocks


def _closes(
    generator: np.random.Generator, listing: Listing, equity: NDArray[np.float64], bond: NDArray[np.float64]
) -> list[Decimal]:
    own = generator.standard_normal(len(equity)) * listing.own / math.sqrt(_DAYS_A_YEAR)
    # Without the chance sum of its own shocks, so that levels stay plausible.
    own += listing.drift / _DAYS_A_YEAR - own.mean()
    changes = listing.equity * equity + listing.bond * bond + own
    changes[0] = 0.0
    return [Decimal(f"{level:.2f}") for level in listing.level * np.exp(np.cumsum(changes))]
