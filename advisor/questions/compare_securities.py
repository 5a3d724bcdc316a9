"""How do securities or indexes compare: return, volatility, cost?"""

from __future__ import annotations

from dataclasses import dataclass, field

from advisor.finance.growth import Growth, price_growth
from advisor.finance.price_returns import price_return, price_volatility
from advisor.model import AssetClass, PriceSeries, Security
from advisor.periods.calendar import ONE_DAY
from advisor.periods.period import Period
from advisor.questions.security_info import expense_ratio
from advisor.scope import Scope

FEWEST = 2


@dataclass(frozen=True)
class Compared:
    """By price alone. `return_` and `volatility` are None where the closes don't reach back to the period's start."""

    ticker: str
    name: str
    return_: float | None
    volatility: float | None  # a year
    expense_ratio: float  # a year
    asset_class: AssetClass | None  # None for an index
    growth: Growth | None = field(default=None, metadata={"fact": False}, compare=False)


@dataclass(frozen=True)
class CompareSecurities:
    """`items` in the order asked."""

    period: Period
    items: tuple[Compared, ...]
    covers: tuple[str, ...] = field(default=(), metadata={"fact": False})


def compare_securities(scope: Scope) -> CompareSecurities:
    """All that are named. Raises ValueError for fewer than two."""
    period = scope.period
    if period is None:
        raise ValueError("advisor.questions.compare_securities: the scope has no period; resolve one before asking")
    if len(scope.securities) < FEWEST:
        raise ValueError(
            f"advisor.questions.compare_securities: the scope names {len(scope.securities)} securities; "
            f"ask back until there are {FEWEST}"
        )
    if period.start is None or period.end is None:
        return CompareSecurities(period, tuple(_compared(security, None, period) for security in scope.securities))
    tickers = [security.ticker for security in scope.securities]
    prices = scope.repository.prices(tickers, until=period.end, start=period.start - ONE_DAY)
    items = tuple(_compared(security, prices.get(security.ticker), period) for security in scope.securities)
    return CompareSecurities(period, items)


def _compared(security: Security, series: PriceSeries | None, period: Period) -> Compared:
    change = volatility = growth = None
    if period.start is not None and period.end is not None:
        change = price_return(series, start=period.start, end=period.end)
        volatility = price_volatility(series, start=period.start, end=period.end)
        growth = price_growth(series, start=period.start, end=period.end)
    return Compared(
        ticker=security.ticker,
        name=security.name,
        return_=change,
        volatility=volatility,
        expense_ratio=expense_ratio(security),
        asset_class=security.asset_class,
        growth=growth,
    )
