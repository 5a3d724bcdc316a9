"""The records that questions are answered from: one frozen dataclass for each table of a portfolio.

Money, shares, prices and basis points are `Decimal`; dates are calendar dates. Names are those of the input tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

AccountType = Literal["taxable", "joint", "traditional_ira", "roth_ira", "sep_ira", "cash_reserve"]
AssetClass = Literal["stocks", "bonds", "real_estate", "commodities", "cash"]
SecurityKind = Literal["etf", "mutual_fund", "stock", "index"]
TransactionType = Literal["deposit", "withdrawal", "buy", "sell", "dividend", "interest", "fee"]
Reason = Literal["deposit", "withdrawal", "rebalance", "tax_loss_harvest", "dividend_reinvest"]
Direction = Literal["deposit", "withdrawal"]
TransferStatus = Literal["pending", "completed", "cancelled", "failed"]
Frequency = Literal["weekly", "biweekly", "monthly", "quarterly"]
DocumentKind = Literal["statement", "1099-B", "1099-DIV", "1099-R", "5498"]


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


@dataclass(frozen=True)
class PriceSeries:
    """Closes of one security: `dates` ascending, without repeats; `closes` beside them, adjusted for splits."""

    ticker: str
    dates: tuple[date, ...]
    closes: tuple[Decimal, ...]


@dataclass(frozen=True)
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
