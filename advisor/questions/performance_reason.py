"""What made the result: which holdings, interest and fees?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from advisor.finance.contributions import contributions, in_cents
from advisor.money import ZERO
from advisor.periods.calendar import ONE_DAY
from advisor.periods.period import Period
from advisor.resolve.lists import asks_for_a_list
from advisor.scope import Scope


@dataclass(frozen=True)
class GainOf:
    """What one security brought, in whole cents; None where a close that it needs is missing."""

    ticker: str
    gain: Decimal | None


@dataclass(frozen=True)
class PerformanceReason:
    """`contributions` by ticker, `interest` and `fees` (negative) add up to `gain` to the cent.

    Money is None where the period holds nothing (see `Period`); `gain` also where a close is missing (`unpriced`).
    """

    period: Period
    gain: Decimal | None = None
    contributions: tuple[GainOf, ...] = ()
    interest: Decimal | None = None
    fees: Decimal | None = None
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})
    list_wanted: bool = field(default=False, metadata={"fact": False})
    supposed: Literal["up", "down"] | None = field(
        default=None, metadata={"fact": False}
    )  # what the customer takes it for


_DOWN = re.compile(
    r"(?<!break )(?<!break it )\bdown\b|\b(?:lost|los(?:e|ing|s|ses)|drop\w*|fell|fall(?:en|ing)?|shr[iau]nk\w*"
    r"|declin\w*|negative|minus|in the red|worse)\b"
)
_UP = re.compile(r"\b(?:up|gain\w*|profits?|made (?:me |us )?money|gr[eo]w\w*|rose|positive|plus)\b")


def supposed_in(message: str) -> Literal["up", "down"] | None:
    """Whether the message takes the result for a gain or a loss; None where it says neither or both."""
    text = message.casefold()
    down, up = _DOWN.search(text) is not None, _UP.search(text) is not None
    return None if down == up or message.startswith("/") else "down" if down else "up"


def performance_reason(scope: Scope) -> PerformanceReason:
    """The gain of the period, line by line."""
    period = scope.period
    if period is None:
        raise ValueError("advisor.questions.performance_reason: the scope has no period; resolve one before asking")
    if period.start is None or period.end is None:
        return PerformanceReason(period)
    prices = scope.prices(start=period.start - ONE_DAY, end=period.end)
    lines = in_cents(contributions(scope.transactions, prices, start=period.start, end=period.end))
    return PerformanceReason(
        period=period,
        gain=lines.gain,
        contributions=tuple(GainOf(line.ticker, line.gain) for line in lines.securities),
        interest=lines.interest,
        fees=lines.fees,
        unpriced=lines.unpriced,
        supposed=supposed_in(scope.message),
        list_wanted=asks_for_a_list(scope.message),
    )


def largest(contributions_: tuple[GainOf, ...], most: int) -> tuple[GainOf, ...]:
    """Those with the largest absolute gain, the largest first (ties: text order), unknown ones left out."""
    known = [line for line in contributions_ if line.gain is not None]
    return tuple(sorted(known, key=lambda line: (-abs(line.gain or ZERO), line.ticker))[:most])
