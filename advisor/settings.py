"""What a firm may set about answers. Every number here is named in the finance conventions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    locale: str = "en_US"  # how money, percentages and dates are written
    rebalance_threshold: float = 0.05  # drift of any asset class from which on rebalancing is needed, a fraction
    risk_free_rate: float = 0.02  # a year, a fraction: what a Sharpe ratio measures returns against
