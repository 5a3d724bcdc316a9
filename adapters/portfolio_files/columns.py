"""From the raw cells of one sheet to typed columns, with every bad cell told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adapters.portfolio_files.cells import BadCell, Cell, Unreadable, is_empty, shown
from adapters.portfolio_files.problems import Findings
from adapters.portfolio_files.sheets import Row, Sheet, UnreadableFile
from adapters.portfolio_files.tables import Column, TableFormat


class _Bad:
    def __repr__(self) -> str:
        return "BAD"


# Stands where a cell was wrong and has been told about: later checks pass over it, so one mistake is one message.
BAD: Final = _Bad()

Progress = Callable[[str, int], None]  # table, rows so far
_PROGRESS_ROWS = 20_000


@dataclass(frozen=True)
class TypedTable:
    """`rows` are row numbers as a person sees them; `columns` hold a value, None or `BAD` for each of them."""

    format: TableFormat
    rows: list[int]
    columns: dict[str, list[Any]]

    def records(self, *, by: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
        """Each row by column name: in the order of the input, or sorted by the columns `by`."""
        names = list(self.columns)
        if not by:
            for values in zip(*self.columns.values(), strict=True):
                yield dict(zip(names, values, strict=True))
            return
        keys = list(zip(*(self.columns[name] for name in by), strict=True))
        for i in sorted(range(len(self.rows)), key=keys.__getitem__):
            yield {name: values[i] for name, values in self.columns.items()}


def read_table(
    sheet: Sheet, form: TableFormat, findings: Findings, progress: Progress | None = None
) -> TypedTable | None:
    """Parse every cell of `sheet`. Missing columns and bad cells become problems, extra columns warnings.

    None for a sheet that breaks off: half a table would make the other tables look wrong.
    """
    table = TypedTable(form, [], {column.name: [] for column in form.columns})
    rows = sheet.rows()
    try:
        heading = next(rows, None)
        places = _match_heading(heading, form, findings)
        readers = [
            (places.get(column.name), table.columns[column.name].append, _CellReader(column)) for column in form.columns
        ]
        width = 0 if heading is None else len(heading[1])
        for number, cells in rows:
            # Of a row that counts the first cell is hardly ever empty, which saves looking at the others.
            if is_empty(cells[0] if cells else None) and all(map(is_empty, cells)):
                continue
            table.rows.append(number)
            for place, append, read in readers:
                if place is None:
                    append(BAD)
                    continue
                value, wrong = read(cells[place] if place < len(cells) else None)
                if wrong is not None:
                    findings.problem(form.name, wrong, row=number, column=read.column.name)
                append(value)
            if len(cells) > width and not all(map(is_empty, cells[width:])):
                findings.problem(form.name, "has more cells than the heading; quote text that holds commas", row=number)
            if progress is not None and len(table.rows) % _PROGRESS_ROWS == 0:
                progress(form.name, len(table.rows))
    except UnreadableFile as error:
        findings.problem(form.name, str(error))
        return None
    return table


class _CellReader:
    """Parses the cells of one column, each different content once: dates and tickers repeat thousands of times."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self._known: dict[tuple[type, Cell], tuple[object, str | None]] = {}

    def __call__(self, cell: Cell) -> tuple[object, str | None]:
        """The value and what is wrong with it."""
        key = (cell.__class__, cell)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(cell)
        return found

    def _read(self, cell: Cell) -> tuple[object, str | None]:
        if is_empty(cell):
            return (self.column.default, None) if self.column.optional else (BAD, "is empty; fill it in")
        if isinstance(cell, Unreadable):
            return BAD, cell.why
        try:
            value = self.column.parse(cell)
        except BadCell as error:
            return BAD, str(error)
        return (BAD, "is empty; fill it in") if value == () and not self.column.optional else (value, None)


def _match_heading(heading: Row | None, form: TableFormat, findings: Findings) -> dict[str, int]:
    """Column name → place. The heading is row 1; capitals and blanks around a name don't matter."""
    names = {column.name for column in form.columns}
    places: dict[str, int] = {}
    cells = heading[1] if heading is not None and heading[0] == 1 else []
    for place, cell in enumerate(cells):
        if is_empty(cell):
            continue
        name = str(cell).strip().lower()
        if name not in names:
            findings.warning(form.name, f"unknown column {shown(cell)} is not used", row=1)
        elif name in places:
            findings.problem(form.name, "the column is there twice; keep one", row=1, column=name)
        else:
            places[name] = place
    for column in form.columns:
        if column.name not in places:
            findings.problem(form.name, f"missing column {column.name!r}", row=1, column=column.name)
    return places
