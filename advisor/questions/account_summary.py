"""How do things stand: value, what this month brought and why, transfers on their way, and the largest drift."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finance.allocation import (
    MaxDrift,
    allocation_by_class,
    max_drift,
    targets_by_account,
    valuations_by_account,
)
from advisor.finance.valuation import total
from advisor.periods.calendar import ONE_DAY
from advisor.periods.period import Period
from advisor.questions.performance_reason import GainOf, largest, performance_reason
from advisor.questions.transfer_status import TransferItem, pending_transfers
from advisor.scope import Scope

_MOST_DRIVERS = 3


@dataclass(frozen=True)
class AccountSummary:
    """`value` and `max_drift` are those of today, `gain` and `drivers` those of the period, the largest first.

    `value` is None where a held security has no close (`unpriced`). Where the period holds nothing (see `Period`), all
    is None or empty, also what is known of today.
    """

    value: Decimal | None
    period: Period
    gain: Decimal | None
    drivers: tuple[GainOf, ...]
    pending_transfers: tuple[TransferItem, ...]
    max_drift: MaxDrift
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})


def account_summary(scope: Scope) -> AccountSummary:
    """V(today) of the covered accounts beside the gain of the period."""
    if scope.period is None:
        raise ValueError("advisor.questions.account_summary: the scope has no period; resolve one before asking")
    if scope.period.start is None:
        return AccountSummary(None, scope.period, None, (), (), MaxDrift(None, None))
    prices = scope.prices(start=scope.period.start - ONE_DAY)
    now = valuations_by_account(scope.accounts, scope.transactions, prices, scope.today)
    reason = performance_reason(scope)
    by_class = allocation_by_class(
        scope.accounts,
        now,
        targets=targets_by_account(scope.accounts, scope.repository),
        securities={security.ticker: security for security in scope.repository.securities()},
    )
    return AccountSummary(
        value=total(valuation.value for valuation in now.values()),
        period=scope.period,
        gain=reason.gain,
        drivers=() if reason.gain is None else largest(reason.contributions, _MOST_DRIVERS),
        pending_transfers=pending_transfers(scope),
        max_drift=max_drift(by_class),
        unpriced=tuple(sorted({ticker for valuation in now.values() for ticker in valuation.unpriced})),
    )
