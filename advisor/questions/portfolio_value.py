"""How much is it worth now, and what did the last day change?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advisor.finance.flows import external_flows, net
from advisor.finance.valuation import ratio, valuation_at
from advisor.model import PriceSeries
from advisor.money import ZERO
from advisor.periods.calendar import ONE_DAY
from advisor.scope import Scope


@dataclass(frozen=True)
class DayChange:
    """Both unknown without an earlier price date; `percent` also where there was nothing to change."""

    amount: Decimal | None
    percent: float | None


@dataclass(frozen=True)
class AccountValue:
    account_id: str
    name: str
    value: Decimal | None


@dataclass(frozen=True)
class PortfolioValue:
    """A held security without any close yet (`unpriced`) leaves the values that it is part of unknown."""

    value: Decimal | None
    cash: Decimal
    invested: Decimal | None
    day_change: DayChange
    by_account: tuple[AccountValue, ...]
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})


def portfolio_value(scope: Scope) -> PortfolioValue:
    """V(today) of the covered accounts, together and one by one."""
    before = None if scope.as_of is None else scope.repository.last_price_date(until=scope.as_of - ONE_DAY)
    prices = scope.prices(start=before or scope.today)
    now = valuation_at(scope.transactions, prices, scope.today)
    return PortfolioValue(
        value=now.value,
        cash=now.cash,
        invested=now.invested,
        day_change=_day_change(scope, now.value, before, start_value=_value_before(scope, prices, before)),
        by_account=tuple(
            AccountValue(
                account.account_id,
                account.name,
                valuation_at(scope.of_account(account), prices, scope.today).value,
            )
            for account in scope.accounts
        ),
        unpriced=now.unpriced,
    )


def _value_before(scope: Scope, prices: Mapping[str, PriceSeries], before: date | None) -> Decimal | None:
    if before is None:
        return None
    return valuation_at(scope.transactions, prices, before).value


def _day_change(scope: Scope, value: Decimal | None, before: date | None, *, start_value: Decimal | None) -> DayChange:
    """V(today) − V(price date before as_of) − external flows since, also as a part of that value and those flows."""
    if not scope.transactions:
        return DayChange(ZERO, None)
    if value is None or before is None or start_value is None:
        return DayChange(None, None)
    base = start_value + net(external_flows(scope.transactions, start=before + ONE_DAY, end=scope.today))
    return DayChange(value - base, ratio(value - base, base))
