"""A table as its cells' texts, wherever it came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`number` as a spreadsheet counts, from 1; `unreadable` are the indices of cells whose text nobody can know."""

    number: int
    cells: tuple[str, ...]
    unreadable: frozenset[int] = frozenset()

    def cell(self, index: int) -> str:
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True)
class Grid:
    """Rows that are not blank. `loose_width` where rows of another width than the heading's are mistakes (CSV)."""

    place: str  # "faq.xlsx, sheet 'FAQ'" or "faq.csv"
    rows: tuple[Row, ...]
    loose_width: bool = False
    delimiter: str = ","

    def at(self, row: Row) -> str:
        join = " " if "sheet '" in self.place else ", "
        return f"{self.place}{join}row {row.number}"
