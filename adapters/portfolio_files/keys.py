"""Ids: none twice, none that refers to nothing, none of another customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.portfolio_files.cells import shown
from adapters.portfolio_files.columns import BAD, TypedTable
from adapters.portfolio_files.problems import Findings
from adapters.portfolio_files.tables import Column

Tables = Mapping[str, TypedTable]


def check_keys(tables: Tables, findings: Findings) -> None:
    for table in tables.values():
        _check_duplicates(table, findings)
        for column in table.format.columns:
            if column.refers_to is not None and column.refers_to in tables:
                _check_references(table, column, tables[column.refers_to], findings)
    if "accounts" in tables:
        _check_owners(tables, "goals", "account_ids", findings)
        _check_owners(tables, "documents", "account_id", findings)


def _check_duplicates(table: TypedTable, findings: Findings) -> None:
    key = table.format.key
    if not key:
        return
    first: dict[tuple[Any, ...], int] = {}
    values = zip(*(table.columns[name] for name in key), strict=True)
    for row, value in zip(table.rows, values, strict=True):
        if BAD in value:
            continue
        earlier = first.setdefault(value, row)
        if earlier != row:
            findings.problem(
                table.format.name, f"{_twice(table, value)}; row {earlier} has it already", row=row, column=key[-1]
            )


def _twice(table: TypedTable, value: tuple[Any, ...]) -> str:
    if table.format.name == "prices":
        return f"two prices of {value[1]} on {value[0]}"
    if table.format.name == "target_models":
        return f"duplicate ticker {shown(value[1])} in model {shown(value[0])}"
    return f"duplicate {_noun(table.format.key[0])} {shown(value[0])}"


def _check_references(table: TypedTable, column: Column, target: TypedTable, findings: Findings) -> None:
    key = target.columns[target.format.key[0]]
    if BAD in key:
        return  # an id that couldn't be read may be the very one; it has been told about
    known = set(key)
    noun = _noun(target.format.key[0])
    for row, value in zip(table.rows, table.columns[column.name], strict=True):
        if value is None or value is BAD:
            continue
        for name in value if isinstance(value, tuple) else (value,):
            if name not in known:
                findings.problem(
                    table.format.name,
                    f"unknown {noun} {shown(name)}; table {target.format.name} has none such",
                    row=row,
                    column=column.name,
                )


def _check_owners(tables: Tables, name: str, column: str, findings: Findings) -> None:
    """Accounts that a row names must belong to the row's customer: anything else would show them to a stranger."""
    accounts = tables["accounts"].columns
    owners = dict(zip(accounts["account_id"], accounts["customer_id"], strict=True))
    # An owner or a customer that nobody knows has been told about already.
    known = set(tables["customers"].columns["customer_id"]) if "customers" in tables else set()
    table = tables.get(name)
    if table is None:
        return
    for row, customer, value in zip(table.rows, table.columns["customer_id"], table.columns[column], strict=True):
        if value is None or value is BAD or customer not in known:
            continue
        for account in value if isinstance(value, tuple) else (value,):
            if owners.get(account) in known and owners[account] != customer:
                findings.problem(
                    name,
                    f"account id {shown(account)} belongs to another customer than {shown(customer)}",
                    row=row,
                    column=column,
                )


def _noun(key: str) -> str:
    return key.replace("_", " ")
