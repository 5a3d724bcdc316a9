"""From rows of JSON to the records of `advisor.model`: all rows or none.

A field that may be empty may be null or left out; fields that nobody knows are passed over, so a service can grow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from adapters.portfolio_api.fields import (
    BadField,
    Read,
    currency,
    day,
    flag,
    kind_of,
    money,
    money_from_zero,
    one_of,
    positive_fine,
    positive_money,
    rate_bps,
    text,
    texts,
    weight,
    whole,
)
from advisor import model

R = TypeVar("R")

_MISSING: Final = object()
# What shares times price may differ from a trade's amount: a cent, after rounding to one.
_ROUNDING = Decimal("0.015")
_WEIGHT_TOLERANCE = Decimal("0.0001")


class Malformed(ValueError):
    """An answer that can't be read; the message names row and field, never a value."""


@dataclass(frozen=True)
class Empty:
    """A field that may be empty, and what stands for nothing then."""

    read: Read[Any]
    value: object = None


@dataclass(frozen=True)
class Shape(Generic[R]):
    """How one record is read: a reader for each field of `record`, by its name."""

    record: type[R]
    fields: Mapping[str, Read[Any] | Empty]

    @cached_property
    def _plan(self) -> tuple[tuple[str, Read[Any], bool, object], ...]:
        """Name, reader, whether it may be empty, and what stands for nothing: laid out for thousands of rows."""
        return tuple(
            (name, field.read, True, field.value) if isinstance(field, Empty) else (name, field, False, None)
            for name, field in self.fields.items()
        )

    def one(self, row: object, where: str) -> R:
        if not isinstance(row, dict):
            raise Malformed(f"{where} is {kind_of(row)}, not an object")
        values: dict[str, Any] = {}
        name = ""
        try:
            for name, read, may_be_empty, nothing in self._plan:
                value = row.get(name, _MISSING)
                if may_be_empty and (value is None or value is _MISSING):
                    values[name] = nothing
                elif value is _MISSING:
                    raise BadField("is missing")
                else:
                    values[name] = read(value)
        except BadField as error:
            raise Malformed(f"{where}.{name} {error}") from None
        return self.record(**values)

    def many(self, rows: object, where: str) -> list[R]:
        if not isinstance(rows, list):
            raise Malformed(f"{where} is {kind_of(rows)}, not a list")
        return [self.one(row, f"{where}[{index}]") for index, row in enumerate(rows)]


CUSTOMER = Shape(
    model.Customer,
    {
        "customer_id": text,
        "name": text,
        "email": text,
        "risk_level": whole(1, 10),
        "joined_on": day,
        "currency": currency,
    },
)
ACCOUNT = Shape(
    model.Account,
    {
        "account_id": text,
        "customer_id": text,
        "name": text,
        "type": one_of(model.AccountType),
        "opened_on": day,
        "target_model": Empty(text),
        "advisory_fee_bps": rate_bps,
    },
)
SECURITY = Shape(
    model.Security,
    {
        "ticker": text,
        "name": text,
        "kind": one_of(model.SecurityKind),
        "asset_class": Empty(one_of(model.AssetClass)),
        "region": Empty(text),
        "sector": Empty(text),
        "expense_ratio_bps": Empty(rate_bps, Decimal(0)),
        "currency": currency,
        "aliases": Empty(texts, ()),
    },
)
TRANSACTION = Shape(
    model.Transaction,
    {
        "transaction_id": text,
        "account_id": text,
        "date": day,
        "type": one_of(model.TransactionType),
        "ticker": Empty(text),
        "shares": Empty(positive_fine),
        "price": Empty(positive_fine),
        "amount": money,
        "reason": Empty(one_of(model.Reason)),
    },
)
TRANSFER = Shape(
    model.Transfer,
    {
        "transfer_id": text,
        "account_id": text,
        "direction": one_of(model.Direction),
        "amount": positive_money,
        "requested_on": day,
        "expected_on": Empty(day),
        "status": one_of(model.TransferStatus),
    },
)
RECURRING_DEPOSIT = Shape(
    model.RecurringDeposit,
    {
        "account_id": text,
        "amount": positive_money,
        "frequency": one_of(model.Frequency),
        "next_date": Empty(day),
        "active": flag,
    },
)
GOAL = Shape(
    model.Goal,
    {
        "goal_id": text,
        "customer_id": text,
        "name": text,
        "target_amount": positive_money,
        "target_date": day,
        "account_ids": texts,
        "monthly_contribution": money_from_zero,
    },
)
DOCUMENT = Shape(
    model.Document,
    {
        "document_id": text,
        "customer_id": text,
        "account_id": Empty(text),
        "kind": one_of(model.DocumentKind),
        "year": whole(1900, 9999),
        "available_on": Empty(day),
    },
)


def securities(rows: object, where: str) -> list[model.Security]:
    """An asset class is there for all but an index."""
    found = SECURITY.many(rows, where)
    for index, row in enumerate(found):
        if row.asset_class is None and row.kind != "index":
            raise Malformed(f"{where}[{index}].asset_class is missing; only an index has none")
    return found


def transactions(rows: object, where: str) -> list[model.Transaction]:
    """With what each type needs and the sign that its amount has; what a type doesn't use is emptied, as in files."""
    return [_checked(row, f"{where}[{index}]") for index, row in enumerate(TRANSACTION.many(rows, where))]


def _checked(row: model.Transaction, where: str) -> model.Transaction:
    outgoing = row.type in ("withdrawal", "buy", "fee")
    # Zero is what a dividend of half a cent comes to; a deposit or withdrawal of nothing is a mistake.
    wrong = row.amount.is_signed() != outgoing if row.amount else row.type in ("deposit", "withdrawal")
    if wrong:
        raise Malformed(f"{where}.amount must be {'negative' if outgoing else 'positive'} for a {row.type}")
    if row.type in ("buy", "sell"):
        if row.ticker is None or row.shares is None or row.price is None:
            raise Malformed(f"{where} is a {row.type} and needs ticker, shares and price")
        if abs(abs(row.amount) - row.shares * row.price) > _ROUNDING:
            raise Malformed(f"{where}.amount is not shares times price")
    elif row.type == "dividend":
        if row.ticker is None:
            raise Malformed(f"{where} is a dividend and needs a ticker")
        if row.shares is not None or row.price is not None:
            return replace(row, shares=None, price=None)
    elif row.ticker is not None or row.shares is not None or row.price is not None:
        return replace(row, ticker=None, shares=None, price=None)
    return row


def weights(found: object, where: str) -> dict[str, Decimal]:
    """Ticker → weight, by ticker; they sum to 1 (±0.0001) unless there are none."""
    if not isinstance(found, dict):
        raise Malformed(f"{where} is {kind_of(found)}, not an object")
    read: dict[str, Decimal] = {}
    for index, (ticker, value) in enumerate(sorted(found.items())):
        try:
            read[text(ticker)] = weight(value)
        except BadField as error:
            raise Malformed(f"weight {index + 1} of {where} {error}") from None
    if read and abs(sum(read.values(), Decimal(-1))) > _WEIGHT_TOLERANCE:
        raise Malformed(f"{where} don't sum to 1")
    return read
