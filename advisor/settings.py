"""What a firm may set about answers. Every number here is named in the finance conventions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from advisor.model import AssetClass


@dataclass(frozen=True)
class ClassAssumption:
    """What an asset class is assumed to do in a year, for projections: fractions, before inflation."""

    asset_class: AssetClass
    annual_return: float
    volatility: float


@dataclass(frozen=True)
class Settings:
    locale: str = "en_US"  # how money, percentages and dates are written
    rebalance_threshold: float = 0.05  # drift of any asset class from which on rebalancing is needed, a fraction
    risk_free_rate: float = 0.02  # a year, a fraction: what a Sharpe ratio measures returns against
    goal_assumptions: tuple[ClassAssumption, ...] = (
        ClassAssumption("stocks", 0.065, 0.16),
        ClassAssumption("bonds", 0.035, 0.05),
        ClassAssumption("real_estate", 0.055, 0.17),
        ClassAssumption("commodities", 0.04, 0.18),
        ClassAssumption("cash", 0.02, 0.0),
    )
    goal_paths: int = 10_000  # ways that a projection tries; a multiple of 4
    goal_seed: int = 20_240_101  # any number; the same one gives the same projection
    goal_on_track: float = 0.7  # probability of reaching the target from which on a goal is on track
    # Limits of requests, in the customer's currency. The content's sheet *facts* tells the same to customers.
    least_first_deposit: Decimal = Decimal(100)  # into an account that nothing was paid into yet
    least_deposit: Decimal = Decimal(10)
    most_deposited_a_day: Decimal = Decimal(250_000)
    most_withdrawn_a_day: Decimal = Decimal(100_000)
    deposit_hold_days: int = 5  # business days until what was paid in can go out again
    ira_limit: Decimal = Decimal(7_500)  # contributions of a year to traditional and Roth IRAs together
    ira_limit_from_50: Decimal = Decimal(8_600)
    ira_limit_year: int = 2026
    deposit_days: str = "3 to 5 business days"
    withdraw_days: str = "3 to 5 business days"
    # The model portfolio of each risk level from 1 to 10, by its name in the table `target_models`.
    model_of_level: tuple[str, ...] = (
        *("conservative", "conservative", "moderate", "moderate", "balanced"),
        *("balanced", "growth", "growth", "all_stock", "all_stock"),
    )
