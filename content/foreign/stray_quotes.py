"""CSV whose quotation marks don't fit: each row is read by itself, and the marks that don't fit are text.

Python's reader lets a mark that never closes swallow the rows after it, and drops marks in the middle of a cell. Here a
quoted cell closes at the first mark before a delimiter or a line end. Where none comes, or where one comes that opens a
cell further down, the cell's first mark is text and the cell ends as unquoted ones do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

LINES_IN_A_CELL: Final = 150  # more is a quotation mark that never closes

UNCLOSED: Final = "a quotation mark never closes; read as text"
UNDOUBLED: Final = "quotation marks inside a quoted cell are not doubled; read as text"
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Mended:
    """A row's cells, and what didn't fit in it, for people."""

    cells: list[str]
    slips: tuple[str, ...] = ()


def mended_rows(text: str, delimiter: str, *, skip_spaces: bool) -> Iterator[Mended]:
    """The rows of a CSV text, blank ones as rows without cells; `skip_spaces` after a delimiter, as csv's option does.

    A row that doesn't fit is read in two ways, by its closing marks and without any; the one that has as many cells as
    the first row stands.
    """
    scan = _Scan(text, delimiter, skip_spaces)
    position, width = 0, 0
    while position < len(text):
        row = scan.row(position, trusting=True)
        if row.slips and len(row.cells) != width:
            literal = scan.row(position, trusting=False)
            if len(literal.cells) == width or literal.end < row.end:  # rather two rows than one that swallows another
                row = literal
        position, width = row.end, width or len(row.cells)
        yield Mended(row.cells, tuple(dict.fromkeys(row.slips)))


@dataclass
class _Row:
    end: int
    cells: list[str] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Scan:
    text: str
    delimiter: str
    skip_spaces: bool

    def row(self, position: int, *, trusting: bool) -> _Row:
        """The row that starts at `position`; a cell with marks inside is quoted where `trusting`, else it is text."""
        row = _Row(position)
        line_end = _LINE_END.match(self.text, position)
        if line_end:
            row.end = line_end.end()
            return row
        while True:
            start = self._after_spaces(position) if row.cells and self.skip_spaces else position
            position = self._cell(row, start, trusting=trusting)
            if self.text[position : position + 1] != self.delimiter:
                break
            position += 1
        line_end = _LINE_END.match(self.text, position)
        row.end = line_end.end() if line_end else position
        return row

    def _cell(self, row: _Row, start: int, *, trusting: bool) -> int:
        """Adds the cell at `start`; gives the position of the delimiter or line end after it."""
        if self.text[start : start + 1] == '"':
            closing, fits = self._closing(start)
            if closing is not None and (fits or trusting):
                inside = self.text[start + 1 : closing].replace('""', '"')
                row.cells.append(inside if fits else inside.replace('\\"', '"'))
                row.slips += [] if fits else [UNDOUBLED]
                return self._after_spaces(closing + 1)
            row.slips.append(UNDOUBLED if closing is not None else UNCLOSED)
        end = self._end_of_plain(start)
        row.cells.append(self.text[start:end])
        return end

    def _closing(self, start: int) -> tuple[int | None, bool]:
        """The mark that closes the cell which opens at `start`, None where none does; and whether all inside fit."""
        position, lines, fits = start + 1, 0, True
        while (mark := self.text.find('"', position)) >= 0:
            lines += sum(1 for _ in _LINE_END.finditer(self.text, position, mark))
            if lines > LINES_IN_A_CELL:
                break
            if self.text[mark - 1] == "\\":  # how some programs write a mark inside
                position, fits = mark + 1, False
                continue
            if self.text[mark + 1 : mark + 2] == '"':
                position = mark + 2
                continue
            if self._ends_cell(self._after_spaces(mark + 1)):
                return mark, fits
            if lines and self._starts_cell(mark):
                break
            position, fits = mark + 1, False
        return None, False

    def _ends_cell(self, position: int) -> bool:
        return position == len(self.text) or self.text[position] in f"{self.delimiter}\r\n"

    def _starts_cell(self, mark: int) -> bool:
        position = mark
        while self.skip_spaces and self.text[position - 1] == " ":
            position -= 1
        return self.text[position - 1] in f"{self.delimiter}\r\n"

    def _after_spaces(self, position: int) -> int:
        while self.text[position : position + 1] == " ":
            position += 1
        return position

    def _end_of_plain(self, start: int) -> int:
        line_end = _LINE_END.search(self.text, start)
        end = line_end.start() if line_end else len(self.text)
        found = self.text.find(self.delimiter, start, end)
        return found if found >= 0 else end
