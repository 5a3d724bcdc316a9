"""How has it done over a period: gain, time-weighted and money-weighted return?"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finance.daily import DailyValues, daily_values
from advisor.finance.flows import external_flows, net
from advisor.finance.money_weighted import over_period, yearly_rate
from advisor.finance.returns import LONGER_THAN_A_YEAR, annualised, time_weighted_return
from advisor.finance.valuation import valuation_at
from advisor.periods.calendar import ONE_DAY
from advisor.periods.period import Period
from advisor.scope import Scope


@dataclass(frozen=True)
class Performance:
    """Everything but the period is None where the period holds nothing (see `Period`).

    `unpriced`: securities without a close on a day that needed one. `daily` starts the day before the period.
    """

    period: Period
    start_value: Decimal | None = None
    end_value: Decimal | None = None
    net_flows: Decimal | None = None
    gain: Decimal | None = None
    twr: float | None = None
    twr_annualised: float | None = None
    mwr: float | None = None
    mwr_annualised: float | None = None
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})
    daily: DailyValues | None = field(default=None, metadata={"fact": False}, compare=False)


def performance(scope: Scope) -> Performance:
    """Gain = V(end) − V(start − 1) − Σ F; returns are of the period, and a year's where it is longer than 366 days."""
    period = scope.period
    if period is None:
        raise ValueError("advisor.questions.performance: the scope has no period; resolve one before asking")
    if period.start is None or period.end is None:
        return Performance(period)
    before = period.start - ONE_DAY
    prices = scope.prices(start=before, end=period.end)
    start = valuation_at(scope.transactions, prices, before)
    end = valuation_at(scope.transactions, prices, period.end)
    flows = external_flows(scope.transactions, start=period.start, end=period.end)
    daily = daily_values(scope.transactions, prices, first=before, last=period.end)
    twr = time_weighted_return(daily)
    gain = rate = None
    if start.value is not None and end.value is not None:
        gain = end.value - start.value - net(flows)
        rate = yearly_rate(
            start=period.start, end=period.end, start_value=start.value, end_value=end.value, flows=flows
        )
    return Performance(
        period=period,
        start_value=start.value,
        end_value=end.value,
        net_flows=net(flows),
        gain=gain,
        twr=twr,
        twr_annualised=annualised(twr, days=period.days),
        mwr=over_period(rate, days=period.days),
        mwr_annualised=rate if period.days > LONGER_THAN_A_YEAR else None,
        unpriced=tuple(sorted({*start.unpriced, *end.unpriced})),
        daily=daily,
    )
