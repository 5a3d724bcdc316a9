"""One position: how much of it, what it is worth, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finance.lots import lots_of
from advisor.finance.valuation import ratio, valuation_at
from advisor.model import Security
from advisor.scope import Scope


@dataclass(frozen=True)
class HoldingDetail:
    """Everything but ticker and name is None where it isn't held; what a missing price leaves unknown is None too.

    `unrealized_gain_percent` is a fraction of the cost basis, `weight` one of the whole value. `others` were named too.
    """

    ticker: str
    name: str
    shares: Decimal | None = None
    price: Decimal | None = None
    value: Decimal | None = None
    weight: float | None = None
    cost_basis: Decimal | None = None
    unrealized_gain: Decimal | None = None
    unrealized_gain_percent: float | None = None
    is_index: bool = field(default=False, metadata={"fact": False})
    others: tuple[Security, ...] = field(default=(), metadata={"fact": False})

    @property
    def unpriced(self) -> tuple[str, ...]:
        return (self.ticker,) if self.shares is not None and self.price is None else ()


def holding_detail(scope: Scope) -> HoldingDetail:
    """The first security named, over all covered accounts, each with its own lots.

    Raises ValueError where none is named: the question is asked back before it comes here.
    """
    if not scope.securities:
        raise ValueError("advisor.questions.holding_detail: the scope names no security; ask which one is meant")
    security, *others = scope.securities
    ticker, name = security.ticker, security.name
    now = valuation_at(scope.transactions, scope.prices(start=scope.today), scope.today)
    position = next((position for position in now.positions if position.ticker == ticker), None)
    if position is None:
        return HoldingDetail(ticker, name, is_index=security.kind == "index", others=tuple(others))
    basis = lots_of(row for row in scope.transactions if row.ticker == ticker).basis
    gain = None if position.value is None else position.value - basis
    return HoldingDetail(
        ticker=ticker,
        name=name,
        shares=position.shares,
        price=position.price,
        value=position.value,
        weight=ratio(position.value, now.value),
        cost_basis=basis,
        unrealized_gain=gain,
        unrealized_gain_percent=ratio(gain, basis),
        others=tuple(others),
    )
