"""Time-weighted and simple returns. Fractions in and out: 0.0123 is 1.23 %."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from advisor.finance.daily import DailyValues
from advisor.finance.valuation import ratio

LONGER_THAN_A_YEAR = 366  # a period of more days than this also gets an annual return


def time_weighted_return(daily: DailyValues) -> float | None:
    """Π(1 + r(d)) − 1 over all days but the first of `daily`, which is the day before the period.

    r(d) = (V(d) + W(d)) / (V(d−1) + D(d)) − 1, 0 where the denominator is 0: deposits count at the start of their day,
    withdrawals at its end. None where nothing was invested on any day, or where a value is unknown (NaN).
    """
    before = daily.values[:-1] + daily.deposits[1:]
    after = daily.values[1:] + daily.withdrawals[1:]
    if np.isnan(before).any() or np.isnan(after).any():
        return None
    invested = before != 0
    if not invested.any():
        return None
    return float(np.prod(after[invested] / before[invested]) - 1.0)


def annualised(period_return: float | None, *, days: int) -> float | None:
    """(1 + r)^(365/days) − 1, only for more than 366 days: a shorter return is not blown up to a year."""
    if period_return is None or days <= LONGER_THAN_A_YEAR:
        return None
    return float((1.0 + period_return) ** (365.0 / days) - 1.0)


def simple_return(gain: Decimal | None, start_value: Decimal | None, net_flows: Decimal) -> float | None:
    """gain / (V(start − 1) + Σ F); None where that is ≤ 0 or unknown."""
    return None if start_value is None else ratio(gain, start_value + net_flows)
