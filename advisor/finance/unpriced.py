"""Which securities had no close yet while they were held: what leaves a value, and all figures built on it, unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from advisor.finance.book import book_at
from advisor.finance.valuation import close_at
from advisor.model import PriceSeries, Transaction
from advisor.periods.calendar import ONE_DAY


def unpriced_since(
    transactions: Sequence[Transaction], prices: Mapping[str, PriceSeries], *, since: date
) -> tuple[str, ...]:
    """The tickers, in text order, that on some day from `since` on were held at its end or bought without a close."""
    held = {(ticker, since) for ticker in book_at(transactions, since - ONE_DAY).shares}
    bought = {(row.ticker, row.date) for row in transactions if row.type == "buy" and row.date >= since}
    found = {t for t, day in held | bought if t is not None and close_at(prices.get(t), day) is None}
    return tuple(sorted(found))
