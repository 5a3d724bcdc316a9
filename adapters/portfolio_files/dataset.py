"""A whole dataset: read, checked, and ready to be written, or refused with every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.portfolio_files.balances import check_balances
from adapters.portfolio_files.columns import Progress, TypedTable, read_table
from adapters.portfolio_files.csv_folder import open_csv_folder
from adapters.portfolio_files.keys import check_keys
from adapters.portfolio_files.problems import Findings, PortfolioFileError, Problem
from adapters.portfolio_files.securities import check_securities
from adapters.portfolio_files.sheets import Sheets, UnreadableFile
from adapters.portfolio_files.tables import TABLES
from adapters.portfolio_files.trades import check_transactions
from adapters.portfolio_files.workbook import open_workbook

# The rows of an account lie side by side in the database then: reading them takes few pages, however many customers
# there are.
_SIDE_BY_SIDE = {"transactions": ("account_id", "date", "transaction_id")}


@dataclass(frozen=True)
class Dataset:
    """Tables without a problem; `warnings` say what of the input isn't used."""

    tables: Mapping[str, TypedTable]
    warnings: tuple[Problem, ...]

    def rows(self) -> dict[str, Iterator[dict[str, Any]]]:
        """Table name → rows by column name, in the order of the input; transactions by account, date and id."""
        return {name: table.records(by=_SIDE_BY_SIDE.get(name, ())) for name, table in self.tables.items()}

    def counts(self) -> dict[str, int]:
        return {name: len(table.rows) for name, table in self.tables.items()}


def read_dataset(path: Path, *, progress: Progress | None = None) -> Dataset:
    """Read the workbook or CSV folder at `path`.

    Raises `PortfolioFileError` with all problems, by table, row and column.
    """
    findings = Findings()
    try:
        with _open(path) as sheets:
            tables = _read_tables(sheets, findings, progress)
    except UnreadableFile as error:
        raise PortfolioFileError([Problem("", str(error))]) from error
    check_keys(tables, findings)
    check_securities(tables, findings)
    check_transactions(tables, findings)
    check_balances(tables, findings)
    if findings.problems:
        raise PortfolioFileError(_sorted(findings.problems), _sorted(findings.warnings))
    return Dataset(tables, tuple(_sorted(findings.warnings)))


@contextmanager
def _open(path: Path) -> Iterator[Sheets]:
    try:
        if path.is_dir():
            with open_csv_folder(path) as sheets:
                yield sheets
        elif path.suffix.lower() == ".csv":
            raise UnreadableFile(f"{path} is one table; name the folder that holds all of them")
        else:
            with open_workbook(path) as sheets:
                yield sheets
    except OSError as error:
        raise UnreadableFile(f"{path} can't be read: {error.strerror}") from error


def _read_tables(sheets: Sheets, findings: Findings, progress: Progress | None) -> dict[str, TypedTable]:
    tables: dict[str, TypedTable] = {}
    for form in TABLES:
        sheet = sheets.get(form.name)
        if sheet is None:
            findings.problem(form.name, "the table is missing; add a sheet or a CSV file of this name")
        else:
            table = read_table(sheet, form, findings, progress)
            if table is not None:
                tables[form.name] = table
    known = {form.name for form in TABLES}
    for title, sheet in sheets.items():
        if title not in known:
            findings.warning(sheet.title, "is no table of a portfolio and is not used")
    return tables


def _sorted(problems: list[Problem]) -> list[Problem]:
    order = {form.name: place for place, form in enumerate(TABLES)}
    return sorted(problems, key=lambda problem: (order.get(problem.table, len(order)), problem.row or 0))
