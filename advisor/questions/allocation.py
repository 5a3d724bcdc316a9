"""How is it split by asset class, beside the target?"""

from __future__ import annotations

from dataclasses import dataclass, field

from advisor.finance.allocation import (
    ClassShare,
    allocation_by_class,
    targets_by_account,
    valuations_by_account,
)
from advisor.model import AssetClass
from advisor.scope import Scope


@dataclass(frozen=True)
class Allocation:
    """Always all classes; `asset_classes` are those that the sentence is about, empty for all."""

    by_class: tuple[ClassShare, ...]
    asset_classes: tuple[AssetClass, ...] = field(default=(), metadata={"fact": False})
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})


def allocation(scope: Scope) -> Allocation:
    """The covered accounts together, today at the last closes."""
    prices = scope.prices(start=scope.today)
    valuations = valuations_by_account(scope.accounts, scope.transactions, prices, scope.today)
    by_class = allocation_by_class(
        scope.accounts,
        valuations,
        targets=targets_by_account(scope.accounts, scope.repository),
        securities={security.ticker: security for security in scope.repository.securities()},
    )
    unpriced = {ticker for valuation in valuations.values() for ticker in valuation.unpriced}
    return Allocation(by_class, scope.asset_classes, tuple(sorted(unpriced)))
