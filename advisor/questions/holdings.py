"""What is held: every position now, the largest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finance.valuation import ratio, total, valuation_at
from advisor.model import AssetClass
from advisor.money import ZERO
from advisor.scope import Scope


@dataclass(frozen=True)
class Holding:
    """`weight` is the part of the covered accounts' whole value, cash included."""

    ticker: str
    name: str
    shares: Decimal
    price: Decimal | None
    value: Decimal | None
    weight: float | None


@dataclass(frozen=True)
class Holdings:
    """`total` sums up the listed; None where one of them has no price yet."""

    holdings: tuple[Holding, ...]
    total: Decimal | None
    asset_classes: tuple[AssetClass, ...] = field(default=(), metadata={"fact": False})  # empty: all of them

    @property
    def unpriced(self) -> tuple[str, ...]:
        return tuple(holding.ticker for holding in self.holdings if holding.value is None)


def holdings(scope: Scope) -> Holdings:
    """Positions at the last closes; only those of the named asset classes, if any are named. Ties by ticker."""
    securities = {security.ticker: security for security in scope.repository.securities()}
    now = valuation_at(scope.transactions, scope.prices(start=scope.today), scope.today)
    listed: list[Holding] = []
    for position in now.positions:
        security = securities.get(position.ticker)
        if scope.asset_classes and (security is None or security.asset_class not in scope.asset_classes):
            continue
        name = position.ticker if security is None else security.name
        weight = ratio(position.value, now.value)
        listed.append(Holding(position.ticker, name, position.shares, position.price, position.value, weight))
    listed.sort(key=lambda holding: (-(holding.value or ZERO), holding.ticker))
    return Holdings(tuple(listed), total(holding.value for holding in listed), scope.asset_classes)
