"""What is the price of a security or index?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as calendar_date
from decimal import Decimal

from advisor.finance.price_returns import last_change, price_return
from advisor.model import PriceSeries, Security
from advisor.periods.calendar import ONE_DAY, plus_months
from advisor.scope import Scope


@dataclass(frozen=True)
class PriceQuote:
    """`price` is the last close and `date` its own day, both None before there is one; changes are fractions.

    `currency` is the one that the price is in, which may be another than the customer's.
    """

    currency: str
    ticker: str
    name: str
    price: Decimal | None
    date: calendar_date | None
    day_change: float | None
    year_change: float | None
    security: Security = field(metadata={"fact": False})
    others: tuple[Security, ...] = field(default=(), metadata={"fact": False})  # named as well
    covers: tuple[str, ...] = field(default=(), metadata={"fact": False})


def price_quote(scope: Scope) -> PriceQuote:
    """The one named first. Raises ValueError where none is named."""
    if not scope.securities:
        raise ValueError("advisor.questions.price_quote: the scope names no security; ask back before asking")
    security, *others = scope.securities
    year_start = plus_months(scope.today, -12) + ONE_DAY
    series = _closes(scope, security, since=year_start - ONE_DAY)
    return PriceQuote(
        currency=security.currency,
        ticker=security.ticker,
        name=security.name,
        price=None if series is None else series.at(scope.today),
        date=None if series is None else calendar_date.fromordinal(int(series.ordinals[-1])),
        day_change=None if series is None else last_change(series, until=scope.today),
        year_change=price_return(series, start=year_start, end=scope.today),
        security=security,
        others=tuple(others),
    )


def _closes(scope: Scope, security: Security, *, since: calendar_date) -> PriceSeries | None:
    """From the last close on or before `since`; all of them where the last two lie further back than that."""
    series = scope.repository.prices([security.ticker], until=scope.today, start=since).get(security.ticker)
    if series is not None and len(series) < 2:
        series = scope.repository.prices([security.ticker], until=scope.today).get(security.ticker)
    return series
