"""Every error of a dataset is named, with its table, row and column; in CSV and in Excel alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.portfolio_files.dataset import Dataset, read_dataset
from adapters.portfolio_files.problems import PortfolioFileError, Problem
from tests.unit.adapters.small_firm import Tables, small_firm, write_csv, write_workbook

Write = Callable[[Tables], Path]


@pytest.fixture(params=["csv", "xlsx"])
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Write:
    if request.param == "csv":
        return lambda tables: write_csv(tmp_path / "firm", tables)
    return lambda tables: write_workbook(tmp_path / "firm.xlsx", tables)


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(PortfolioFileError) as caught:
        read_dataset(path)
    return caught.value.problems


def only(path: Path) -> Problem:
    found = problems(path)
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


def spoil(table: str, row: int, column: str, value: object) -> Tables:
    """The small firm with another value in one cell; `row` as a person sees it."""
    tables = small_firm()
    tables[table][row - 2][column] = value
    return tables


def test_the_small_firm_has_no_error(write: Write) -> None:
    dataset = read_dataset(write(small_firm()))
    assert isinstance(dataset, Dataset)
    assert dataset.warnings == ()
    assert dataset.counts()["transactions"] == 8


CELLS = [
    # table, row, column, value, what the message says
    ("accounts", 3, "customer_id", "C-9", "unknown customer id 'C-9'"),
    ("transactions", 4, "account_id", "A-9", "unknown account id 'A-9'"),
    ("transfers", 2, "account_id", "A-9", "unknown account id 'A-9'"),
    ("recurring_deposits", 2, "account_id", "A-9", "unknown account id 'A-9'"),
    ("goals", 2, "customer_id", "C-9", "unknown customer id 'C-9'"),
    ("goals", 2, "account_ids", "A-1;A-9", "unknown account id 'A-9'"),
    ("goals", 2, "account_ids", "A-1;A-3", "account id 'A-3' belongs to another customer"),
    ("documents", 2, "account_id", "A-3", "account id 'A-3' belongs to another customer"),
    ("documents", 3, "customer_id", "C-9", "unknown customer id 'C-9'"),
    ("transactions", 5, "ticker", "XYZ", "unknown ticker 'XYZ'"),
    ("accounts", 2, "target_model", "mixed", "unknown model 'mixed'"),
    ("accounts", 2, "type", "Roth", "unknown type 'Roth'; use one of taxable, joint"),
    ("transactions", 9, "reason", "because", "unknown reason 'because'"),
    ("securities", 2, "kind", "bond", "unknown kind 'bond'"),
    ("securities", 3, "asset_class", "gold", "unknown asset class 'gold'"),
    ("securities", 3, "asset_class", None, "only an index has no asset class"),
    ("transfers", 2, "status", "open", "unknown status 'open'"),
    ("transfers", 2, "direction", "in", "unknown direction 'in'"),
    ("recurring_deposits", 2, "frequency", "daily", "unknown frequency 'daily'"),
    ("documents", 2, "kind", "W-2", "unknown kind 'W-2'"),
    ("prices", 3, "close", Decimal(0), "'0' is not above 0"),
    ("prices", 3, "close", Decimal("-1.5"), "'-1.5' is not above 0"),
    ("prices", 3, "close", "NaN", "'NaN' is not a finite number"),
    ("prices", 3, "close", "-Infinity", "'-Infinity' is not a finite number"),
    ("prices", 3, "close", "80,5", "'80,5' is not a number"),
    ("prices", 3, "close", "80.1234567", "has more than 6 decimals"),
    ("prices", 3, "close", "1e13", "is too large"),
    ("transfers", 2, "amount", "50.005", "has more than 2 decimals"),
    ("transfers", 2, "amount", Decimal(-50), "'-50' is not above 0"),
    ("goals", 2, "monthly_contribution", Decimal(-1), "'-1' is below 0"),
    ("goals", 2, "target_amount", None, "is empty"),
    ("goals", 2, "account_ids", " ; ", "is empty"),
    ("customers", 2, "joined_on", "5/1/2026", "'5/1/2026' is not a date"),
    ("customers", 2, "joined_on", "2026-02-30", "'2026-02-30' is not a date"),
    ("customers", 2, "joined_on", "2026-01-05 16:00", "is not a date"),
    ("customers", 2, "risk_level", 11, "'11' is not a whole number from 1 to 10"),
    ("customers", 2, "risk_level", 0, "'0' is not a whole number from 1 to 10"),
    ("customers", 2, "risk_level", "2.5", "'2.5' is not a whole number from 1 to 10"),
    ("customers", 2, "currency", "$", "'$' is not a currency"),
    ("customers", 2, "name", " ", "is empty"),
    ("recurring_deposits", 2, "active", "yes", "'yes' is neither true nor false"),
    ("documents", 2, "year", 20255, "is not a whole number"),
    ("target_models", 3, "ticker", "SPX", "'SPX' is an index, which can't be held"),
    ("target_models", 3, "ticker", "VTI", "duplicate ticker 'VTI' in model 'mix'"),
    ("transactions", 5, "ticker", "SPX", "'SPX' is an index, which can't be held"),
    ("transactions", 5, "ticker", None, "is empty; a dividend needs it"),
    ("transactions", 3, "price", None, "is empty; a buy needs it"),
    ("transactions", 4, "amount", Decimal("101.14"), "101.14 is not 101.12, which is shares times price"),
    ("transactions", 2, "amount", Decimal("-1000.00"), "-1000.00 must be positive: it is the effect of a deposit"),
    ("transactions", 6, "amount", Decimal("0.50"), "0.50 must be negative: it is the effect of a fee"),
    ("transactions", 3, "amount", Decimal("250.00"), "250.00 must be negative: it is the effect of a buy"),
    ("transactions", 9, "amount", "0", "must be negative"),
    ("transactions", 2, "type", "gift", "unknown type 'gift'"),
    ("transactions", 2, "date", date(2026, 1, 4), "2026-01-04 is before account 'A-1' opened on 2026-01-05"),
]


@pytest.mark.parametrize(("table", "row", "column", "value", "what"), CELLS)
def test_a_wrong_cell_is_one_error_at_its_place(
    write: Write, table: str, row: int, column: str, value: Any, what: str
) -> None:
    problem = only(write(spoil(table, row, column, value)))
    assert (problem.table, problem.row, problem.column) == (table, row, column)
    assert what in problem.what


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("customers", "duplicate customer id 'C-1'"),
        ("accounts", "duplicate account id 'A-1'"),
        ("securities", "duplicate ticker 'VTI'"),
        ("transactions", "duplicate transaction id 'T-1'"),
        ("transfers", "duplicate transfer id 'X-1'"),
        ("goals", "duplicate goal id 'G-1'"),
        ("documents", "duplicate document id 'D-1'"),
        ("prices", "two prices of VTI on 2026-01-05"),
    ],
)
def test_what_is_there_twice_is_told_with_both_rows(write: Write, table: str, what: str) -> None:
    tables = small_firm()
    tables[table].append(dict(tables[table][0]))
    problem = only(write(tables))
    assert (problem.table, problem.row) == (table, len(tables[table]) + 1)
    assert what in problem.what and "row 2 has it already" in problem.what


def test_two_alike_recurring_deposits_are_allowed(write: Write) -> None:
    tables = small_firm()
    tables["recurring_deposits"] *= 2
    assert read_dataset(write(tables)).counts()["recurring_deposits"] == 4


def test_a_ticker_without_any_price_is_told_at_the_security(write: Write) -> None:
    tables = small_firm()
    tables["prices"] = [row for row in tables["prices"] if row["ticker"] != "SPX"]
    assert str(only(write(tables))) == "table securities, row 4, column ticker: ticker 'SPX' has no price"


@pytest.mark.parametrize(("weight", "wrong"), [("0.3998", True), ("0.3999", False), ("0.4001", False), ("0.41", True)])
def test_weights_sum_to_one_within_a_ten_thousandth(write: Write, weight: str, wrong: bool) -> None:
    path = write(spoil("target_models", 3, "weight", Decimal(weight)))
    if wrong:
        problem = only(path)
        assert (problem.table, problem.row, problem.column) == ("target_models", 2, "weight")
        assert "weights of model 'mix' sum to" in problem.what
    else:
        read_dataset(path)


def test_cash_below_zero_at_the_end_of_a_day_is_told_at_the_row_that_took_it(write: Write) -> None:
    problem = only(write(spoil("transactions", 9, "amount", Decimal("-10.12"))))
    assert (problem.row, problem.column) == (9, "amount")
    assert problem.what == "negative cash of account 'A-2': -0.01 at the end of 2026-01-07"


def test_cash_below_zero_within_a_day_is_no_error(write: Write) -> None:
    tables = small_firm()
    tables["transactions"][:2] = tables["transactions"][1::-1]
    read_dataset(write(tables))


def test_a_position_below_zero_is_told(write: Write) -> None:
    tables = spoil("transactions", 4, "shares", Decimal("2.6"))
    tables["transactions"][2]["amount"] = Decimal("262.92")
    problem = only(write(tables))
    assert (problem.row, problem.column) == (4, "shares")
    assert problem.what == "negative position in 'VTI' of account 'A-1': -0.1 at the end of 2026-01-06"


def test_every_fall_below_zero_is_told_once(write: Write) -> None:
    tables = spoil("transactions", 9, "date", date(2026, 1, 5))
    tables["transactions"][7]["amount"] = Decimal("-11.00")
    extra = tables["transactions"][5]
    tables["transactions"] += [
        {**extra, "transaction_id": "T-20", "date": date(2026, 1, 8), "amount": Decimal("5.00")},
        {**extra, "transaction_id": "T-21", "date": date(2026, 1, 9), "type": "withdrawal", "amount": Decimal("-9.00")},
    ]
    assert [problem.row for problem in problems(write(tables))] == [9, 11]


def test_a_cent_beside_shares_times_price_is_allowed(write: Write) -> None:
    read_dataset(write(spoil("transactions", 4, "amount", Decimal("101.11"))))


def test_a_security_in_another_currency_is_an_error_once_it_is_held(write: Write) -> None:
    read_dataset(write(spoil("securities", 3, "currency", "EUR")))
    problem = only(write(spoil("securities", 2, "currency", "EUR")))
    assert (problem.table, problem.row, problem.column) == ("transactions", 3, "ticker")
    assert "'VTI' is in EUR, but the customer of account 'A-1' has USD" in problem.what


def test_cells_that_a_type_does_not_use_are_warned_of_and_left_out(write: Write) -> None:
    dataset = read_dataset(write(spoil("transactions", 6, "ticker", "VTI")))
    assert [str(warning) for warning in dataset.warnings] == [
        "table transactions, row 6, column ticker: is not used for a fee"
    ]
    assert dataset.tables["transactions"].columns["ticker"][4] is None


def test_a_missing_table_is_told_without_its_consequences(write: Write) -> None:
    tables = small_firm()
    del tables["securities"]
    problem = only(write(tables))
    assert (problem.table, problem.row) == ("securities", None)
    assert "the table is missing" in problem.what


def test_a_missing_column_is_told_without_its_consequences(write: Write) -> None:
    tables = small_firm()
    tables["prices"] = [
        {"date": row["date"], "tickr": row["ticker"], "close": row["close"]} for row in tables["prices"]
    ]
    path = write(tables)
    if path.is_dir():  # the builder writes the whole heading
        lines = (path / "prices.csv").read_text().splitlines()
        (path / "prices.csv").write_text("\n".join([lines[0].replace("ticker", "unused"), *lines[1:]]))
        problem = only(path)
        assert (problem.table, problem.row, problem.column) == ("prices", 1, "ticker")
        assert "missing column 'ticker'" in problem.what


def test_unknown_columns_and_tables_are_warned_of(write: Write) -> None:
    tables = small_firm()
    tables["customers"][0]["shoe_size"] = 44
    tables["notes"] = [{"note": "hello"}]
    warnings = [str(warning) for warning in read_dataset(write(tables)).warnings]
    assert warnings == [
        "table customers, row 1: unknown column 'shoe_size' is not used",
        "table notes: is no table of a portfolio and is not used",
    ]


def test_all_errors_are_told_at_once_in_the_order_of_the_tables(write: Write) -> None:
    tables = spoil("documents", 2, "kind", "W-2")
    tables["customers"][1]["risk_level"] = 99
    tables["prices"][0]["close"] = "inf"
    tables["accounts"][2]["customer_id"] = "C-9"
    tables["transactions"][7]["amount"] = Decimal("-100.00")
    found = problems(write(tables))
    assert [(p.table, p.row) for p in found] == [
        ("customers", 3), ("accounts", 4), ("prices", 2), ("transactions", 9), ("documents", 2),
    ]  # fmt: skip
