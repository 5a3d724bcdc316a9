"""Transactions, row by row: what each type needs, the sign of its amount, and what may be held at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from adapters.portfolio_files.cells import shown
from adapters.portfolio_files.columns import BAD, TypedTable
from adapters.portfolio_files.keys import Tables
from adapters.portfolio_files.problems import Findings
from adapters.portfolio_files.securities import kinds

TRADES = ("buy", "sell")
OUTGOING = ("withdrawal", "buy", "fee")
_TICKER_TYPES = (*TRADES, "dividend")
# Of these nothing is left out by rounding, so zero is a mistake; a dividend may come to less than half a cent.
_NEVER_ZERO = ("deposit", "withdrawal")
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class _Books:
    """What a transaction is checked against."""

    opened: Mapping[str, Any]  # account id → date
    currency: Mapping[str, Any]  # account id → its customer's currency
    quoted_in: Mapping[str, Any]  # ticker → currency
    kind: Mapping[str, Any]  # ticker → kind


def check_transactions(tables: Tables, findings: Findings) -> None:
    """Check each row by itself; cells that its type doesn't use are emptied, with a warning."""
    if "transactions" not in tables:
        return
    table = tables["transactions"]
    books = _open_books(tables)
    foreign: set[tuple[str, str]] = set()
    for index, record in enumerate(table.records()):
        row = table.rows[index]
        kind = record["type"]
        if kind is not BAD:
            _check_cells(table, index, kind, record, findings)
            _check_amount(row, kind, record, findings)
        _check_day(row, record, books, findings)
        if kind in _TICKER_TYPES:
            _check_holdable(row, record, books, foreign, findings)


def _open_books(tables: Tables) -> _Books:
    currency_of = _lookup(tables, "customers", "customer_id", "currency")
    owner_of = _lookup(tables, "accounts", "account_id", "customer_id")
    return _Books(
        opened=_lookup(tables, "accounts", "account_id", "opened_on"),
        currency={account: currency_of.get(owner, BAD) for account, owner in owner_of.items()},
        quoted_in=_lookup(tables, "securities", "ticker", "currency"),
        kind=kinds(tables),
    )


def _lookup(tables: Tables, name: str, key: str, value: str) -> dict[str, Any]:
    if name not in tables:
        return {}
    columns = tables[name].columns
    return dict(zip(columns[key], columns[value], strict=True))


def _check_cells(table: TypedTable, index: int, kind: str, record: dict[str, Any], findings: Findings) -> None:
    for column, users in (("ticker", _TICKER_TYPES), ("shares", TRADES), ("price", TRADES)):
        row = table.rows[index]
        if kind in users:
            if record[column] is None:
                findings.problem("transactions", f"is empty; a {kind} needs it", row=row, column=column)
        elif record[column] not in (None, BAD):
            findings.warning("transactions", f"is not used for a {kind}", row=row, column=column)
            table.columns[column][index] = None


def _check_amount(row: int, kind: str, record: dict[str, Any], findings: Findings) -> None:
    amount = record["amount"]
    if amount is BAD:
        return
    outgoing = kind in OUTGOING
    if (amount > 0 if outgoing else amount < 0) or (amount == 0 and kind in _NEVER_ZERO):
        sign = "negative" if outgoing else "positive"
        findings.problem(
            "transactions", f"{amount} must be {sign}: it is the effect of a {kind} on cash", row=row, column="amount"
        )
        return
    shares, price = record["shares"], record["price"]
    if kind in TRADES and isinstance(shares, Decimal) and isinstance(price, Decimal):
        worth = (shares * price).quantize(_CENT, ROUND_HALF_EVEN)
        if abs(abs(amount) - worth) > _CENT:
            findings.problem(
                "transactions",
                f"{amount} is not {'-' if outgoing else ''}{worth}, which is shares times price",
                row=row,
                column="amount",
            )


def _check_day(row: int, record: dict[str, Any], books: _Books, findings: Findings) -> None:
    opened = books.opened.get(record["account_id"], BAD)
    if BAD not in (opened, record["date"]) and record["date"] < opened:
        findings.problem(
            "transactions",
            f"{record['date']} is before account {shown(record['account_id'])} opened on {opened}",
            row=row,
            column="date",
        )


def _check_holdable(
    row: int, record: dict[str, Any], books: _Books, foreign: set[tuple[str, str]], findings: Findings
) -> None:
    account, ticker = record["account_id"], record["ticker"]
    if books.kind.get(ticker) == "index":
        findings.problem("transactions", f"{shown(ticker)} is an index, which can't be held", row=row, column="ticker")
    own, quoted = books.currency.get(account, BAD), books.quoted_in.get(ticker, BAD)
    if BAD not in (own, quoted) and own != quoted and (account, ticker) not in foreign:
        foreign.add((account, ticker))
        findings.problem(
            "transactions",
            f"{shown(ticker)} is in {quoted}, but the customer of account {shown(account)} has {own}",
            row=row,
            column="ticker",
        )
