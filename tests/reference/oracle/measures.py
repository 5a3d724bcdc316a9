"""Gains, returns, contributions and risk of a book over a period, each straight from its sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from scipy.optimize import brentq, minimize_scalar

from tests.reference.oracle.books import PICO, Book, Firm
from tests.reference.oracle.spans import Span, add_months

_DAY = timedelta(1)


@dataclass(frozen=True)
class Outcome:
    """A book over a period, in picos; None where a price is missing."""

    start: int | None
    end: int | None
    flows: int

    @property
    def gain(self) -> int | None:
        return None if self.start is None or self.end is None else self.end - self.start - self.flows

    @property
    def simple(self) -> float | None:
        if self.gain is None or self.start is None or self.start + self.flows <= 0:
            return None
        return self.gain / (self.start + self.flows)


def outcome(book: Book, span: Span) -> Outcome:
    return Outcome(
        book.value(span.start - _DAY),
        book.value(span.end),
        sum(entry.flow for entry in book.flows(span.start, span.end)),
    )


def days_in(span: Span) -> int:
    return (span.end - span.start).days + 1


def time_weighted(book: Book, span: Span) -> float | None:
    """r(d) = (V(d) + W(d)) / (V(d−1) + D(d)) − 1, 0 where the denominator is 0; multiplied up."""
    paid_in, paid_out = _by_day(book, span)
    index, on = 1.0, span.start
    while on <= span.end:
        before, after = book.value(on - _DAY), book.value(on)
        if before is None or after is None:
            return None
        base = before + paid_in.get(on, 0)
        index *= 1.0 if base == 0 else (after + paid_out.get(on, 0)) / base
        on += _DAY
    return index - 1


def _by_day(book: Book, span: Span) -> tuple[dict[date, int], dict[date, int]]:
    paid_in: dict[date, int] = {}
    paid_out: dict[date, int] = {}
    for entry in book.flows(span.start, span.end):
        side = paid_in if entry.type == "deposit" else paid_out
        side[entry.day] = side.get(entry.day, 0) + abs(entry.picos)
    return paid_in, paid_out


def annualised(rate: float | None, days: int) -> float | None:
    return (1 + rate) ** (365 / days) - 1 if rate is not None and days > 366 else None


def money_weighted(book: Book, span: Span) -> tuple[float | None, float | None]:
    """The period's rate and the yearly one (null up to 366 days)."""
    start, end = book.value(span.start - _DAY), book.value(span.end)
    if start is None or end is None:
        return None, None
    flows: dict[date, int] = {span.start - _DAY: -start, span.end: 0}
    for entry in book.flows(span.start, span.end):
        flows[entry.day] = flows.get(entry.day, 0) - entry.flow
    flows[span.end] += end
    dated = sorted((on, amount) for on, amount in flows.items() if amount)
    if len(dated) < 2:
        return None, None
    rate = yearly_rate([((on - dated[0][0]).days / 365, amount / PICO) for on, amount in dated])
    if rate is None:
        return None, None
    days = days_in(span)
    return math.expm1(math.log1p(rate) * days / 365), rate if days > 366 else None


def yearly_rate(flows: list[tuple[float, float]]) -> float | None:
    """The root of Σ amount × (1 + x)^−years nearest 0, sought for u = ln(1 + x) on a fine grid over all allowed x."""

    def worth(u: float) -> float:
        # Scaled by e^(u × last) where u < 0, so that nothing overflows; roots stay.
        shift = flows[-1][0] if u < 0 else 0.0
        return math.fsum(amount * math.exp(u * (shift - years)) for years, amount in flows)

    low, high, steps = math.log(1e-6), math.log(1e6 + 1), 4000
    grid = [low + (high - low) * n / steps for n in range(steps + 1)]
    heights = [worth(u) for u in grid]
    roots = [grid[n] for n, height in enumerate(heights) if height == 0]
    for n in range(steps):
        roots += _roots_between(worth, grid[n], grid[n + 1], heights[n], heights[n + 1])
    for n in range(1, steps):  # two roots between neighbours: the curve just touches or crosses and returns
        left, here, right = heights[n - 1 : n + 2]
        if here and abs(here) < abs(left) and abs(here) < abs(right) and (here > 0) == (left > 0) == (right > 0):
            sign = 1.0 if here > 0 else -1.0
            dip = minimize_scalar(lambda u, s=sign: s * worth(u), bounds=(grid[n - 1], grid[n + 1]), method="bounded").x
            if worth(dip) * here < 0:
                roots += _roots_between(worth, grid[n - 1], dip, left, worth(dip))
                roots += _roots_between(worth, dip, grid[n + 1], worth(dip), right)
    rates = [math.expm1(root) for root in roots]
    return min((rate for rate in rates if -0.999999 < rate < 1e6), key=abs, default=None)


def _roots_between(worth: Callable[[float], float], low: float, high: float, left: float, right: float) -> list[float]:
    return [float(brentq(worth, low, high, xtol=1e-15, rtol=1e-15))] if left * right < 0 else []


@dataclass(frozen=True)
class Part:
    """What one security did in a period, in picos; `gain` None where a price is missing."""

    ticker: str
    start: int | None
    bought: int
    gain: int | None

    @property
    def rate(self) -> float | None:
        if self.gain is None or self.start is None:
            return None
        return self.gain / (self.start + self.bought)


def parts(book: Book, span: Span) -> list[Part]:
    """Every security with a part in the period, by ticker."""
    moves = [entry for entry in book.within(span.start, span.end, "buy", "sell", "dividend") if entry.ticker]
    before, after = book.shares(span.start - _DAY), book.shares(span.end)
    found = []
    for ticker in sorted({*before, *after, *(str(entry.ticker) for entry in moves)}):
        mine = [entry for entry in moves if entry.ticker == ticker]
        start = book.holding_value(ticker, span.start - _DAY)
        end = book.holding_value(ticker, span.end)
        # A buy's amount is negative, a sell's and a dividend's positive: their sum is sells − buys + dividends.
        gain = None if start is None or end is None else end - start + sum(entry.picos for entry in mine)
        bought = -sum(entry.picos for entry in mine if entry.type == "buy")
        found.append(Part(ticker, start, bought, gain))
    return found


def price_return(firm: Firm, ticker: str, span: Span) -> float | None:
    before, after = firm.price_before(ticker, span.start), firm.price(ticker, span.end)
    return after / before - 1 if before and after else None


@dataclass(frozen=True)
class Risk:
    window: Span
    returns: list[tuple[date, float]] | None
    before: date | None  # the price date before the first return


def risk_returns(book: Book) -> Risk | None:
    """Returns on price dates of the past 3 years; None without a transaction."""
    if book.first is None:
        return None
    start = max(add_months(book.today, -36) + _DAY, book.first)
    window = Span(start, book.today)
    dates = book.firm.days_with_prices(window.start, window.end)
    earlier = book.firm.last_price_date(start - _DAY)
    previous = earlier or start - _DAY
    returns = []
    for on in dates:
        before, after = book.value(previous), book.value(on)
        if before is None or after is None:
            return Risk(window, None, earlier)
        paid_in, paid_out = _by_day(book, Span(previous + _DAY, on))
        base = before + sum(paid_in.values())
        # AMBIGUOUS: a day that starts from nothing has no stated return; taken as 0, as for the time-weighted one.
        returns.append((on, (after + sum(paid_out.values())) / base - 1 if base else 0.0))
        previous = on
    return Risk(window, returns, earlier)


def exact(picos: int) -> Fraction:
    return Fraction(picos, PICO)
