"""Why do returns differ: the time-weighted, the money-weighted and the simple one, side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advisor.finance.flows import external_flows
from advisor.finance.returns import simple_return
from advisor.periods.period import Period
from advisor.questions.performance import performance
from advisor.scope import Scope


@dataclass(frozen=True)
class DatedFlow:
    date: date
    amount: Decimal  # signed: deposits positive, withdrawals negative


@dataclass(frozen=True)
class ReturnMethods:
    """All of the period; None as in `Performance`. `flows` are the deposits and withdrawals one by one, by date."""

    period: Period
    gain: Decimal | None = None
    twr: float | None = None
    mwr: float | None = None
    simple_return: float | None = None
    flows: tuple[DatedFlow, ...] = ()
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})


def return_methods(scope: Scope) -> ReturnMethods:
    """The same figures as `performance`, with the simple return and the flows that make them differ."""
    done = performance(scope)
    start, end = done.period.start, done.period.end
    if start is None or end is None or done.net_flows is None:
        return ReturnMethods(done.period)
    flows = external_flows(scope.transactions, start=start, end=end)
    return ReturnMethods(
        period=done.period,
        gain=done.gain,
        twr=done.twr,
        mwr=done.mwr,
        simple_return=simple_return(done.gain, done.start_value, done.net_flows),
        flows=tuple(DatedFlow(flow.day, flow.amount) for flow in flows),
        unpriced=done.unpriced,
    )
