"""Which gains and losses did sales realise, short and long term?"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finance.lots import lots_of
from advisor.model import Security
from advisor.money import ZERO
from advisor.periods.period import Period
from advisor.questions.taxable import taxable_part
from advisor.scope import Scope


@dataclass(frozen=True)
class RealizedGains:
    """Losses are negative; `sells` counts sales. All are None without an account that counts (`covers`) or where the
    period holds nothing (see `Period`); 0 where nothing was sold."""

    period: Period
    short_term: Decimal | None = None
    long_term: Decimal | None = None
    total: Decimal | None = None
    sells: int | None = None
    covers: tuple[str, ...] = field(default=(), metadata={"fact": False})
    securities: tuple[Security, ...] = field(default=(), metadata={"fact": False})  # empty: all of them


def realized_gains(scope: Scope) -> RealizedGains:
    """Sales dated within the period in taxable and joint accounts; only those of the named securities, if any are."""
    scope = taxable_part(scope)
    period = scope.period
    if period is None:
        raise ValueError("advisor.questions.realized_gains: the scope has no period; resolve one before asking")
    covers = tuple(account.account_id for account in scope.accounts)
    if not covers or period.start is None or period.end is None:
        return RealizedGains(period, covers=covers, securities=scope.securities)
    named = {security.ticker for security in scope.securities}
    rows = [row for row in scope.transactions if not named or row.ticker in named]
    sales = [sale for sale in lots_of(rows).sales if period.start <= sale.sell.date <= period.end]
    parts = [part for sale in sales for part in sale.parts]
    short_term = sum((part.gain for part in parts if not part.long_term), ZERO)
    long_term = sum((part.gain for part in parts if part.long_term), ZERO)
    return RealizedGains(
        period=period,
        short_term=short_term,
        long_term=long_term,
        total=sum((sale.gain for sale in sales), ZERO),
        sells=len(sales),
        covers=covers,
        securities=scope.securities,
    )
