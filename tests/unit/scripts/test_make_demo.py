"""The demo firm: the same bytes each time, without a fault, and with every situation it is there to show."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.portfolio_files.dataset import Dataset, read_dataset
from scripts.demo_firm.tables import LAST_DAY
from scripts.demo_firm.trading_days import trading_days
from scripts.make_demo import main

COMMITTED = Path(__file__).parents[3] / "data" / "demo" / "portfolio.xlsx"
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def demo() -> Dataset:
    return read_dataset(COMMITTED)


@pytest.fixture(scope="module")
def transactions(demo: Dataset) -> dict[str, Rows]:
    """By customer."""
    owners = {row["account_id"]: row["customer_id"] for row in demo.tables["accounts"].records()}
    found: defaultdict[str, Rows] = defaultdict(list)
    for row in demo.tables["transactions"].records():
        found[owners[row["account_id"]]].append(row)
    return found


def test_the_committed_workbook_is_what_the_command_writes(tmp_path: Path) -> None:
    assert main(["--to", str(tmp_path / "portfolio.xlsx")]) == 0
    assert (tmp_path / "portfolio.xlsx").read_bytes() == COMMITTED.read_bytes()


def test_it_loads_without_an_error_or_a_warning(demo: Dataset) -> None:
    assert demo.warnings == ()
    assert demo.counts()["customers"] == 12


def test_the_market_is_open_on_the_days_of_the_exchange(demo: Dataset) -> None:
    days = set(demo.tables["prices"].columns["date"])
    assert (min(days), max(days)) == (date(2021, 11, 22), LAST_DAY)
    for closed in ("2021-11-25", "2023-01-02", "2024-03-29", "2025-01-09", "2025-05-26", "2026-06-19", "2026-07-03"):
        assert date.fromisoformat(closed) not in days
    assert len([day for day in days if day.year == 2025]) == 250
    assert trading_days(date(2021, 12, 31), date(2022, 1, 3)) == [date(2021, 12, 31), date(2022, 1, 3)]


def test_one_customer_has_only_cash_and_one_has_nothing_left(transactions: dict[str, Rows]) -> None:
    assert {row["type"] for row in transactions["C-1004"]} == {"deposit", "withdrawal", "interest"}
    assert sum(row["amount"] for row in transactions["C-1006"]) == 0
    shares: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in transactions["C-1006"]:
        if row["shares"] is not None:
            shares[row["ticker"]] += row["shares"] if row["type"] == "buy" else -row["shares"]
    assert shares and not any(shares.values())


def test_one_customer_paid_in_for_the_first_time_yesterday(transactions: dict[str, Rows]) -> None:
    assert {row["date"] for row in transactions["C-1005"]} == {date(2026, 11, 19)}


def test_one_customer_has_a_wash_sale_and_losses_left_to_harvest(transactions: dict[str, Rows]) -> None:
    rows = transactions["C-1007"]
    sale = next(row for row in rows if row["reason"] == "tax_loss_harvest" and row["ticker"] == "KO")
    again = [row for row in rows if row["ticker"] == "KO" and row["type"] == "buy" and row["date"] > sale["date"]]
    assert (again[0]["date"] - sale["date"]).days <= 30
    assert again[0]["account_id"] != sale["account_id"]


def test_rebalances_dividends_fees_and_pending_transfers_are_there(
    demo: Dataset, transactions: dict[str, Rows]
) -> None:
    everything = [row for rows in transactions.values() for row in rows]
    assert {row["type"] for row in everything} == {
        "deposit", "withdrawal", "buy", "sell", "dividend", "interest", "fee",
    }  # fmt: skip
    assert {row["reason"] for row in everything} == {
        None, "deposit", "withdrawal", "rebalance", "tax_loss_harvest", "dividend_reinvest",
    }  # fmt: skip
    assert "pending" in demo.tables["transfers"].columns["status"]


def test_two_iras_of_one_customer_are_told_apart_by_name(demo: Dataset) -> None:
    names = [row["name"] for row in demo.tables["accounts"].records() if row["customer_id"] == "C-1002"]
    assert names == ["Joint", "Taxable", "Traditional IRA (rollover)", "Roth IRA"]
