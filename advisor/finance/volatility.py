"""How strongly daily returns vary, for a year of 252 trading days."""

from __future__ import annotations

import math

import numpy as np

from advisor.finance.daily import Floats

TRADING_DAYS = 252  # in a year


def annual_volatility(returns: Floats) -> float | None:
    """The sample standard deviation (n − 1) × √252; None with fewer than two returns."""
    if len(returns) < 2:
        return None
    return float(np.std(returns, ddof=1) * math.sqrt(TRADING_DAYS))
