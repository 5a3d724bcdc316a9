"""A small dataset without a fault, to be spoilt in one place, and ways to write it as CSV or as a workbook."""

from __future__ import annotations

import csv
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Tables = dict[str, list[dict[str, Any]]]

_D = date


def small_firm() -> Tables:
    """Two customers with three accounts; every kind of transaction; row 2 of a table is its first record."""
    return deepcopy(_FIRM)


def write_csv(folder: Path, tables: Tables, *, encoding: str = "utf-8", newline: str = "\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, lineterminator=newline)
            writer.writerow(_heading(name, rows))
            writer.writerows([_text(row.get(column)) for column in _heading(name, rows)] for row in rows)
    return folder


def write_workbook(path: Path, tables: Tables) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.append(_heading(name, rows))
        for row in rows:
            sheet.append([row.get(column) for column in _heading(name, rows)])
    book.save(path)
    return path


def _heading(name: str, rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys([*_FIRM.get(name, [{}])[0], *(column for row in rows for column in row)]))


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _transaction(
    number: int, account: str, day: date, type: str, amount: str, ticker: str | None = None,
    shares: str | None = None, price: str | None = None, reason: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "transaction_id": f"T-{number}", "account_id": account, "date": day, "type": type, "ticker": ticker,
        "shares": None if shares is None else Decimal(shares), "price": None if price is None else Decimal(price),
        "amount": Decimal(amount), "reason": reason,
    }  # fmt: skip


# fmt: off
_FIRM: Tables = {
    "customers": [
        {"customer_id": "C-1", "name": "Ada Núñez", "email": "ada@example.com", "risk_level": 5,
         "joined_on": _D(2026, 1, 5), "currency": "USD"},
        {"customer_id": "C-2", "name": "Bo", "email": "bo@example.com", "risk_level": 10,
         "joined_on": _D(2026, 1, 5), "currency": "USD"},
    ],
    "accounts": [
        {"account_id": "A-1", "customer_id": "C-1", "name": "Taxable", "type": "taxable", "opened_on": _D(2026, 1, 5),
         "target_model": "mix", "advisory_fee_bps": Decimal("25")},
        {"account_id": "A-2", "customer_id": "C-1", "name": "Reserve", "type": "cash_reserve",
         "opened_on": _D(2026, 1, 5), "target_model": None, "advisory_fee_bps": Decimal("0")},
        {"account_id": "A-3", "customer_id": "C-2", "name": "Roth IRA", "type": "roth_ira",
         "opened_on": _D(2026, 1, 7), "target_model": "mix", "advisory_fee_bps": Decimal("12.5")},
    ],
    "securities": [
        {"ticker": "VTI", "name": "Total Stock", "kind": "etf", "asset_class": "stocks", "region": "US",
         "sector": "Broad", "expense_ratio_bps": Decimal("3"), "currency": "USD", "aliases": "stocks; total stock ;"},
        {"ticker": "BND", "name": "Total Bond", "kind": "etf", "asset_class": "bonds", "region": "US", "sector": None,
         "expense_ratio_bps": None, "currency": "USD", "aliases": None},
        {"ticker": "SPX", "name": "S&P 500", "kind": "index", "asset_class": None, "region": None, "sector": None,
         "expense_ratio_bps": None, "currency": "USD", "aliases": "S&P 500;the market"},
    ],
    "prices": [
        {"date": day, "ticker": ticker, "close": Decimal(close)}
        for day, closes in ((_D(2026, 1, 5), ("100", "80.5", "5000")), (_D(2026, 1, 6), ("101.123456", "80", "5050")))
        for ticker, close in zip(("VTI", "BND", "SPX"), closes, strict=True)
    ],
    "target_models": [
        {"model": "mix", "ticker": "VTI", "weight": Decimal("0.6")},
        {"model": "mix", "ticker": "BND", "weight": Decimal("0.4")},
    ],
    "transactions": [
        _transaction(1, "A-1", _D(2026, 1, 5), "deposit", "1000.00", reason="deposit"),
        _transaction(2, "A-1", _D(2026, 1, 5), "buy", "-250.00", "VTI", "2.5", "100"),
        _transaction(3, "A-1", _D(2026, 1, 6), "sell", "101.12", "VTI", "1", "101.123456", "rebalance"),
        _transaction(4, "A-1", _D(2026, 1, 6), "dividend", "1.25", "VTI"),
        _transaction(5, "A-1", _D(2026, 1, 7), "fee", "-0.50"),
        _transaction(6, "A-2", _D(2026, 1, 5), "deposit", "10.10", reason="deposit"),
        _transaction(7, "A-2", _D(2026, 1, 6), "interest", "0.01"),
        _transaction(8, "A-2", _D(2026, 1, 7), "withdrawal", "-10.00", reason="withdrawal"),
    ],
    "transfers": [
        {"transfer_id": "X-1", "account_id": "A-1", "direction": "deposit", "amount": Decimal("50.00"),
         "requested_on": _D(2026, 1, 6), "expected_on": None, "status": "pending"},
    ],
    "recurring_deposits": [
        {"account_id": "A-1", "amount": Decimal("50.00"), "frequency": "monthly", "next_date": _D(2026, 2, 5),
         "active": True},
        {"account_id": "A-1", "amount": Decimal("50.00"), "frequency": "monthly", "next_date": None, "active": False},
    ],
    "goals": [
        {"goal_id": "G-1", "customer_id": "C-1", "name": "House", "target_amount": Decimal("9000.00"),
         "target_date": _D(2030, 6, 30), "account_ids": "A-1;A-2", "monthly_contribution": Decimal("0")},
    ],
    "documents": [
        {"document_id": "D-1", "customer_id": "C-1", "account_id": "A-1", "kind": "1099-B", "year": 2025,
         "available_on": _D(2026, 2, 15)},
        {"document_id": "D-2", "customer_id": "C-1", "account_id": None, "kind": "statement", "year": 2025,
         "available_on": None},
    ],
}
# fmt: on
