"""What each security, interest and fees brought to the gain of a period; together they are the gain, to the cent.

The contribution of a security = end market value − start market value + sells − buys (as positive amounts) + dividends
of it, with the start value at the end of the day before the period. Deposits and withdrawals have no part in it, so
contributions, interest and fees add up to V(end) − V(start − 1) − Σ F.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from advisor.finance.book import shares_moved
from advisor.finance.valuation import close_at, ratio, total
from advisor.model import PriceSeries, Transaction
from advisor.money import ZERO, cents
from advisor.periods.calendar import ONE_DAY


@dataclass(frozen=True)
class Contribution:
    """One security's part. `start_value` and `gain` are None where a close that they need is missing.

    `buys` is the positive sum of the buys in the period.
    """

    ticker: str
    gain: Decimal | None
    start_value: Decimal | None
    buys: Decimal

    @property
    def put_in(self) -> Decimal | None:
        """Start value and buys: what its return is a part of."""
        return None if self.start_value is None else self.start_value + self.buys

    @property
    def return_(self) -> float | None:
        """The security's return in the period, gain / (start value + buys); None without either, or where unknown."""
        return ratio(self.gain, self.put_in)


@dataclass(frozen=True)
class Contributions:
    """`securities` by ticker: all that were held at the start, or bought, sold or paid a dividend in the period.

    `fees` are negative; `unpriced` names the securities whose gain is None.
    """

    securities: tuple[Contribution, ...]
    interest: Decimal
    fees: Decimal

    @property
    def gain(self) -> Decimal | None:
        """The whole gain of the period; None as soon as one part is unknown."""
        return total([*(line.gain for line in self.securities), self.interest, self.fees])

    @property
    def unpriced(self) -> tuple[str, ...]:
        return tuple(line.ticker for line in self.securities if line.gain is None)


def contributions(
    transactions: Iterable[Transaction], prices: Mapping[str, PriceSeries], *, start: date, end: date
) -> Contributions:
    """Over start … end, both inclusive, unrounded. `prices` reach back to the last close on or before start − 1."""
    interest = fees = ZERO
    held_before: dict[str, Decimal] = {}
    held_after: dict[str, Decimal] = {}
    bought: dict[str, Decimal] = {}
    paid: dict[str, Decimal] = {}  # the cash effect of buys, sells and dividends in the period
    for row in transactions:
        if row.date > end:
            continue
        if row.ticker is not None and row.type in ("buy", "sell", "dividend"):
            if moved := shares_moved(row):
                held_after[row.ticker] = held_after.get(row.ticker, ZERO) + moved
                if row.date < start:
                    held_before[row.ticker] = held_before.get(row.ticker, ZERO) + moved
            if row.date >= start:
                paid[row.ticker] = paid.get(row.ticker, ZERO) + row.amount
            if row.date >= start and row.type == "buy":
                bought[row.ticker] = bought.get(row.ticker, ZERO) - row.amount
        elif row.date >= start:
            interest += row.amount if row.type == "interest" else ZERO
            fees += row.amount if row.type == "fee" else ZERO
    lines: list[Contribution] = []
    for ticker in sorted({ticker for ticker, held in held_before.items() if held} | paid.keys()):
        series = prices.get(ticker)
        before = _value(held_before.get(ticker, ZERO), series, start - ONE_DAY)
        after = _value(held_after.get(ticker, ZERO), series, end)
        gain = None if before is None or after is None else after - before + paid.get(ticker, ZERO)
        lines.append(Contribution(ticker, gain, before, bought.get(ticker, ZERO)))
    return Contributions(tuple(lines), interest, fees)


def in_cents(exact: Contributions) -> Contributions:
    """The same with every gain, interest and fees rounded half-even to cents, so that they add up to the rounded gain.

    Leftover cents go to the security with the largest absolute gain before rounding; of several to the last in text
    order. Interest and fees are whole cents already, so they never carry any. Where a gain is unknown nothing has to
    add up, and each of the others is only rounded.
    """
    lines = [line if line.gain is None else replace(line, gain=cents(line.gain)) for line in exact.securities]
    result = Contributions(tuple(lines), cents(exact.interest), cents(exact.fees))
    if exact.gain is None or result.gain is None or not lines:
        return result
    leftover = cents(exact.gain) - result.gain
    if leftover:
        at = max(range(len(lines)), key=lambda i: (abs(exact.securities[i].gain or ZERO), lines[i].ticker))
        lines[at] = replace(lines[at], gain=(lines[at].gain or ZERO) + leftover)
    return replace(result, securities=tuple(lines))


def _value(shares: Decimal, series: PriceSeries | None, day: date) -> Decimal | None:
    """Nothing held is worth 0, whether or not there is a close."""
    if not shares:
        return ZERO
    close = close_at(series, day)
    return None if close is None else shares * close
