"""Whether the markets were closed when an answer's prices would have changed."""

from __future__ import annotations

from typing import Literal

from advisor.business_days import is_business_day
from advisor.scope import Scope

Closed = Literal["then", "today"]


def markets_closed(scope: Scope) -> Closed | None:
    """`then`: the period has no price date, though there were prices before it. `today`: a weekend or holiday.

    None also before there is any price: then that is what an answer says.
    """
    if scope.as_of is None:
        return None
    period = scope.period
    if period is not None and period.start is not None and period.end is not None:
        last = scope.repository.last_price_date(until=period.end)
        if last is not None and last < period.start:
            return "then"
    return "today" if scope.as_of < scope.today and not is_business_day(scope.today) else None
