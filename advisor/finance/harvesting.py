"""Tax-loss harvesting: what was harvested, what could be, and which sales were wash sales.

Losses are positive money, unrounded. A loss is a sale's net loss over all lots that it took, or an open lot's basis
less its market value. Buys of the same security within 30 days spoil a loss, in whichever of the customer's accounts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from advisor.finance.lots import Lot, Sale
from advisor.finance.valuation import close_at
from advisor.model import PriceSeries, Transaction
from advisor.money import ZERO, cents

WASH_SALE_DAYS = 30  # before and after a sale


@dataclass(frozen=True)
class Harvestable:
    """`loss` is None where the security has no price."""

    ticker: str
    loss: Decimal | None


@dataclass(frozen=True)
class WashSale:
    """`bought_on` is the day of the nearest buy, `loss` the whole sale's."""

    ticker: str
    sold_on: date
    bought_on: date
    loss: Decimal


def harvested(sales: Iterable[Sale]) -> Decimal:
    """The net losses of sales made to harvest one; a sale that gained after all adds nothing. 0 of none."""
    return sum((max(-sale.gain, ZERO) for sale in sales if sale.sell.reason == "tax_loss_harvest"), ZERO)


def harvestable(
    lots: Iterable[Lot], buys: Iterable[Transaction], prices: Mapping[str, PriceSeries], today: date
) -> tuple[Harvestable, ...]:
    """For each security the losses of its open lots below basis, by ticker; lots with a gain don't make them smaller.

    Left out are securities among `buys` on or after today − 30: `buys` are those of all the customer's accounts.
    """
    since = today - timedelta(days=WASH_SALE_DAYS)
    recent = {buy.ticker for buy in buys if buy.date >= since}
    losses: dict[str, Decimal | None] = {}
    closes: dict[str, Decimal | None] = {}
    for lot in lots:
        ticker = lot.buy.ticker
        if ticker is None or ticker in recent:
            continue
        if ticker not in closes:
            closes[ticker] = close_at(prices.get(ticker), today)
        close = closes[ticker]
        if close is None:
            losses[ticker] = None
        elif (loss := lot.basis - lot.shares * close) > 0:
            losses[ticker] = (losses.get(ticker) or ZERO) + loss
    return tuple(Harvestable(ticker, loss) for ticker, loss in sorted(losses.items()))


def wash_sales(sales: Iterable[Sale], buys: Sequence[Transaction]) -> tuple[WashSale, ...]:
    """One for each sale at a net loss with a buy of the security at most 30 days off, by ticker, then day of the sale.

    A buy of which the sale took any part doesn't count. The nearest one is named, the earlier of two as near.
    """
    by_ticker: dict[str | None, list[Transaction]] = {}
    for buy in sorted(buys, key=_day):
        by_ticker.setdefault(buy.ticker, []).append(buy)
    days = {ticker: [buy.date for buy in own] for ticker, own in by_ticker.items()}
    found: list[WashSale] = []
    for sale in sales:
        sell = sale.sell
        if sale.gain >= 0 or sell.ticker is None:
            continue
        taken = {part.buy.transaction_id for part in sale.parts}
        own = days.get(sell.ticker, [])
        first = bisect_left(own, sell.date - timedelta(days=WASH_SALE_DAYS))
        last = bisect_right(own, sell.date + timedelta(days=WASH_SALE_DAYS))
        near = [
            (abs((buy.date - sell.date).days), buy.date)
            for buy in by_ticker.get(sell.ticker, [])[first:last]
            if buy.transaction_id not in taken
        ]
        if near:
            found.append(WashSale(sell.ticker, sell.date, min(near)[1], -sale.gain))
    return tuple(sorted(found, key=lambda wash: (wash.ticker, wash.sold_on, wash.bought_on, str(cents(wash.loss)))))


def _day(row: Transaction) -> date:
    return row.date
