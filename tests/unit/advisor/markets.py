"""Invented markets for tests of returns and risk: a close for every weekday, and a firm whose customer is in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from advisor.model import Transaction
from tests.fakes.portfolio import FakeRepository, security
from tests.unit.advisor.world import CLOSES, repository

MARKET = security("SPX", name="S&P 500", kind="index", asset_class=None, aliases=("the market", "S&P"))


def weekdays(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


def walk(days: Sequence[date], *, seed: int, daily: float = 0.01, start: float = 100.0) -> dict[date, Decimal]:
    """A random walk with that daily deviation, in closes of four decimals."""
    steps = np.random.default_rng(seed).normal(0.0003, daily, len(days))
    levels = start * np.cumprod(1.0 + steps)
    return {day: Decimal(f"{level:.4f}") for day, level in zip(days, levels, strict=True)}


def with_market(*rows: Transaction, index: dict[date, Decimal], **changes: Any) -> FakeRepository:
    """The small firm's repository with an index beside its two funds."""
    listed = [security("VTI"), security("BND", asset_class="bonds"), MARKET]
    return repository(*rows, **{"all_securities": listed, "closes": {**CLOSES, "SPX": index}, **changes})
