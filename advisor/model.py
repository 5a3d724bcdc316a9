"""The records that questions are answered from: one frozen dataclass for each table of a portfolio.

Money, shares, prices and basis points are `Decimal`; dates are calendar dates. Names are those of the input tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

AccountType = Literal["taxable", "joint", "traditional_ira", "roth_ira", "sep_ira", "cash_reserve"]
AssetClass = Literal["stocks", "bonds", "real_estate", "commodities", "cash"]
SecurityKind = Literal["etf", "mutual_fund", "stock", "index"]
TransactionType = Literal["deposit", "withdrawal", "buy", "sell", "dividend", "interest", "fee"]
Reason = Literal["deposit", "withdrawal", "rebalance", "tax_loss_harvest", "dividend_reinvest"]
Direction = Literal["deposit", "withdrawal"]
TransferStatus = Literal["pending", "completed", "cancelled", "failed"]
Frequency = Literal["weekly", "biweekly", "monthly", "quarterly"]
DocumentKind = Literal["statement", "1099-B", "1099-DIV", "1099-R", "5498"]
Dimension = Literal["region", "sector", "position"]
Rank = Literal["best", "worst"]

# Exact for any 64-bit integer, whatever the caller's decimal context is.
_WIDE = Context(prec=40)


@dataclass(frozen=True)
class Customer:
    customer_id: str
    name: str
    email: str
    risk_level: int  # 1 cautious … 10 aggressive
    joined_on: date
    currency: str  # ISO 4217


@dataclass(frozen=True)
class Account:
    account_id: str
    customer_id: str
    name: str
    type: AccountType
    opened_on: date
    target_model: str | None
    advisory_fee_bps: Decimal  # a year


@dataclass(frozen=True)
class Security:
    ticker: str
    name: str
    kind: SecurityKind
    asset_class: AssetClass | None  # None only for an index
    region: str | None
    sector: str | None
    expense_ratio_bps: Decimal
    currency: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class PriceSeries:
    """Closes of one security, adjusted for splits: two arrays of one length, small enough to keep for years of days.

    `ordinals` are the price dates as `date.toordinal`, ascending and without repeats; `micros` the closes in exact
    millionths. Read-only once made: a series may be shared by many questions.
    """

    ticker: str
    ordinals: NDArray[np.int64]
    micros: NDArray[np.int64]

    @classmethod
    def of(cls, ticker: str, dates: Sequence[date], closes: Sequence[Decimal]) -> PriceSeries:
        """From dates in ascending order and the closes beside them, of at most six decimals."""
        micros = [close.scaleb(6, _WIDE) for close in closes]
        if any(micro != int(micro) for micro in micros):
            raise ValueError(f"{ticker}: a close has more than six decimals")
        return cls(
            ticker,
            np.array([day.toordinal() for day in dates], dtype=np.int64),
            np.array([int(micro) for micro in micros], dtype=np.int64),
        )

    @property
    def dates(self) -> tuple[date, ...]:
        return tuple(date.fromordinal(int(ordinal)) for ordinal in self.ordinals)

    @property
    def closes(self) -> tuple[Decimal, ...]:
        return tuple(_close(micro) for micro in self.micros)

    @property
    def floats(self) -> NDArray[np.float64]:
        """The closes for figures that are ratios."""
        return self.micros / 1e6

    def at(self, day: date) -> Decimal | None:
        """The close of the last price date ≤ `day`, exact; None before the first one."""
        found = int(np.searchsorted(self.ordinals, day.toordinal(), side="right"))
        return _close(self.micros[found - 1]) if found else None

    def between(self, start: date | None, end: date) -> PriceSeries:
        """From the last close on or before `start` up to `end`; from the first one on without `start`."""
        first = 0
        if start is not None:
            first = max(int(np.searchsorted(self.ordinals, start.toordinal(), side="right")) - 1, 0)
        last = int(np.searchsorted(self.ordinals, end.toordinal(), side="right"))
        return PriceSeries(self.ticker, self.ordinals[first:last], self.micros[first:last])

    def __len__(self) -> int:
        return len(self.ordinals)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, PriceSeries)
            and self.ticker == other.ticker
            and np.array_equal(self.ordinals, other.ordinals)
            and np.array_equal(self.micros, other.micros)
        )

    __hash__ = None  # type: ignore[assignment]  # arrays inside


def _close(micro: np.int64) -> Decimal:
    return Decimal(int(micro)).scaleb(-6, _WIDE)


@dataclass(frozen=True, slots=True)  # a customer has thousands
class Transaction:
    """`amount` is the signed effect on the account's cash; `shares` and `price` are positive."""

    transaction_id: str
    account_id: str
    date: date
    type: TransactionType
    ticker: str | None
    shares: Decimal | None
    price: Decimal | None
    amount: Decimal
    reason: Reason | None


@dataclass(frozen=True)
class Transfer:
    transfer_id: str
    account_id: str
    direction: Direction
    amount: Decimal  # positive
    requested_on: date
    expected_on: date | None
    status: TransferStatus


@dataclass(frozen=True)
class RecurringDeposit:
    account_id: str
    amount: Decimal
    frequency: Frequency
    next_date: date | None
    active: bool


@dataclass(frozen=True)
class Goal:
    goal_id: str
    customer_id: str
    name: str
    target_amount: Decimal
    target_date: date
    account_ids: tuple[str, ...]
    monthly_contribution: Decimal


@dataclass(frozen=True)
class Document:
    document_id: str
    customer_id: str
    account_id: str | None
    kind: DocumentKind
    year: int
    available_on: date | None
