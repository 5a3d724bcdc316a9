"""What is this security: its kind, what it is invested in, what it costs, and how much of it is held?"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finance.valuation import valuation_at
from advisor.model import AssetClass, Security, SecurityKind
from advisor.scope import Scope

_BASIS_POINTS = 10_000


@dataclass(frozen=True)
class Held:
    """In all of the customer's accounts together; the value is None without any close yet."""

    shares: Decimal
    value: Decimal | None


@dataclass(frozen=True)
class SecurityInfo:
    """`expense_ratio` is a year's cost as a fraction, 0 for what has none; `held` None where nothing is."""

    ticker: str
    name: str
    kind_of_security: SecurityKind
    asset_class: AssetClass | None  # None for an index
    region: str | None
    sector: str | None
    expense_ratio: float
    held: Held | None
    others: tuple[Security, ...] = field(default=(), metadata={"fact": False})  # named as well
    covers: tuple[str, ...] = field(default=(), metadata={"fact": False})

    @property
    def unpriced(self) -> tuple[str, ...]:
        return (self.ticker,) if self.held is not None and self.held.value is None else ()


def security_info(scope: Scope) -> SecurityInfo:
    """The one named first. Raises ValueError where none is named."""
    if not scope.securities:
        raise ValueError("advisor.questions.security_info: the scope names no security; ask back before asking")
    security, *others = scope.securities
    return SecurityInfo(
        ticker=security.ticker,
        name=security.name,
        kind_of_security=security.kind,
        asset_class=security.asset_class,
        region=security.region,
        sector=security.sector,
        expense_ratio=expense_ratio(security),
        held=_held(scope, security),
        others=tuple(others),
    )


def expense_ratio(security: Security) -> float:
    """A year's cost as a fraction: 3 basis points are 0.0003."""
    return float(security.expense_ratio_bps / _BASIS_POINTS)


def _held(scope: Scope, security: Security) -> Held | None:
    rows = [row for row in scope.transactions if row.ticker == security.ticker]
    if not rows:
        return None
    prices = scope.repository.prices([security.ticker], until=scope.today, start=scope.today)
    positions = valuation_at(rows, prices, scope.today).positions
    return Held(positions[0].shares, positions[0].value) if positions else None
