"""How much was paid in and taken out?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from advisor.finance.flows import external_flows
from advisor.money import ZERO
from advisor.periods.period import Period
from advisor.scope import Scope


@dataclass(frozen=True)
class NetContributions:
    """`deposits` and `withdrawals` are both ≥ 0, `net` is their difference; None where the period holds nothing."""

    period: Period
    deposits: Decimal | None = None
    withdrawals: Decimal | None = None
    net: Decimal | None = None


def net_contributions(scope: Scope) -> NetContributions:
    """The external flows of the period, each direction summed up; transfers still on their way don't count."""
    period = scope.period
    if period is None:
        raise ValueError("advisor.questions.net_contributions: the scope has no period; resolve one before asking")
    if period.start is None or period.end is None:
        return NetContributions(period)
    amounts = [flow.amount for flow in external_flows(scope.transactions, start=period.start, end=period.end)]
    deposits = sum((amount for amount in amounts if amount > 0), ZERO)
    withdrawals = -sum((amount for amount in amounts if amount < 0), ZERO) + ZERO
    return NetContributions(period, deposits, withdrawals, deposits - withdrawals)
