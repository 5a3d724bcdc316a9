"""Is it off target, when was it last rebalanced, and what would be traded?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from advisor.finance.allocation import (
    MaxDrift,
    Model,
    allocation_by_class,
    max_drift,
    targets_by_account,
    valuations_by_account,
)
from advisor.finance.rebalancing import PreviewTrade, preview_trades
from advisor.finance.valuation import Valuation
from advisor.scope import Scope


@dataclass(frozen=True)
class RebalancingStatus:
    """`needed` is None where a price is missing, False where no account has a target or nothing is there.

    `trades` are empty unless needed, None where they are but can't be told as a security of a model has no price.
    """

    last_rebalance: date | None
    max_drift: MaxDrift
    threshold: float
    needed: bool | None
    trades: tuple[PreviewTrade, ...] | None
    targeted: bool = field(default=False, metadata={"fact": False})  # whether any account has a target
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})
    asked_when: bool = field(default=False, metadata={"fact": False})  # when it was, rather than whether it is needed


_WHEN = re.compile(
    r"\b(?:when|last|latest|recent|recently|ever)\b(?!.*\b(?:next|will|would|should)\b).*\brebalanc"
    r"|\brebalanc\w*.*\b(?:last|latest|lately|recently|recent|date)\b"
)


def rebalancing_status(scope: Scope) -> RebalancingStatus:
    """Needed when any class of the covered accounts together drifts by the threshold or more."""
    targets = targets_by_account(scope.accounts, scope.repository)
    tickers = {row.ticker for row in scope.transactions if row.ticker is not None}
    tickers |= {ticker for model in targets.values() for ticker in model}
    prices = scope.repository.prices(tickers, until=scope.today, start=scope.today) if tickers else {}
    valuations = valuations_by_account(scope.accounts, scope.transactions, prices, scope.today)
    by_class = allocation_by_class(
        scope.accounts,
        valuations,
        targets=targets,
        securities={security.ticker: security for security in scope.repository.securities()},
    )
    drift = max_drift(by_class)
    unpriced = {ticker for valuation in valuations.values() for ticker in valuation.unpriced}
    needed: bool | None = None
    if not unpriced:
        needed = drift.exact is not None and abs(drift.exact) >= Fraction(str(scope.settings.rebalance_threshold))
    trades: tuple[PreviewTrade, ...] | None = ()
    if needed:
        closes = {ticker: close for ticker in prices if (close := prices[ticker].at(scope.today)) is not None}
        trades = preview_trades(valuations, targets, closes)
        if trades is None:
            unpriced = _missing(targets, valuations, closes)
    return RebalancingStatus(
        last_rebalance=max((row.date for row in scope.transactions if row.reason == "rebalance"), default=None),
        max_drift=drift,
        threshold=scope.settings.rebalance_threshold,
        needed=needed,
        trades=trades,
        targeted=bool(targets),
        unpriced=tuple(sorted(unpriced)),
        asked_when=_WHEN.search(scope.message.casefold()) is not None and not scope.message.startswith("/"),
    )


def _missing(
    targets: Mapping[str, Model], valuations: Mapping[str, Valuation], closes: Mapping[str, object]
) -> set[str]:
    """Securities of the models that have no close yet."""
    return {
        ticker
        for account_id, model in targets.items()
        for ticker, weight in model.items()
        if weight and ticker not in closes and valuations[account_id].value
    }
