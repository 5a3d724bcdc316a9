"""CSV and its relatives: the delimiter is told from the rows, quotation marks that don't fit are text."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from typing import Final

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter

from content.counting import counted
from content.foreign.grid import Grid, Row
from content.foreign.notes import Notes
from content.foreign.stray_quotes import LINES_IN_A_CELL, mended_rows

DELIMITERS: Final = ",;\t|"
_PROBED_ROWS: Final = 300
_LIKE_ROWS: Final = (
    "a quoted cell holds lines that look like rows; kept as one cell, see whether a quotation mark is missing"
)


def read_delimited(text: str, place: str, notes: Notes) -> Grid:
    """The table in `text`; one column where no delimiter makes a table of it."""
    csv.field_size_limit(max(len(text) + 1, 131_072))
    text = text.lstrip("\ufeff")
    if zeros := text.count("\0"):
        notes.tell(place, f"{counted(zeros, 'NUL character')} left out")
        text = text.replace("\0", "")
    if text[:4].lower() == "sep=":  # what Excel writes for itself
        first, _, rest = text.partition("\n")
        delimiter, text, skipped = first[4:5] or ",", rest, 1
    else:
        delimiter, skipped = _delimiter(text), 0
    rows = _rows(text, delimiter, place, notes, first=skipped + 1)
    kept = tuple(
        _without_errors(Row(number, tuple(row)), place, notes)
        for number, row in enumerate(rows, start=skipped + 1)
        if any(cell.strip() for cell in row)
    )
    return Grid(place, kept, loose_width=True, delimiter=delimiter)


def _without_errors(row: Row, place: str, notes: Notes) -> Row:
    """The row without the error values of a spreadsheet; each told."""
    errors = [index for index, cell in enumerate(row.cells) if cell.strip() in ERROR_CODES]
    if not errors:
        return row
    for index in errors:
        where = f"{place}, row {row.number}, column {get_column_letter(index + 1)}"
        notes.tell(where, f"holds the error {row.cells[index].strip()}; left out, put the text itself there")
    cells = tuple("" if index in errors else cell for index, cell in enumerate(row.cells))
    return Row(row.number, cells, frozenset(errors))


def _rows(text: str, delimiter: str, place: str, notes: Notes, *, first: int) -> list[list[str]]:
    """All rows; those whose quotation marks don't fit are mended and told by their numbers, from `first` on."""
    skip = _skips_spaces(text, delimiter)
    try:
        lines = io.StringIO(text, newline="")
        rows = list(csv.reader(lines, delimiter=delimiter, skipinitialspace=skip, strict=True))
    except csv.Error:
        rows = []
    width = next((len(cells) for cells in rows if cells), 0)
    if not rows or any(_is_unclosed(cell, delimiter, width) for cells in rows for cell in cells):
        mended = list(mended_rows(text, delimiter, skip_spaces=skip))
        for number, row in enumerate(mended, start=first):
            for slip in row.slips:
                notes.tell(f"{place}, row {number}", slip)
        return [row.cells for row in mended]
    for number, cells in enumerate(rows, start=first):
        if any(_swallows_rows(cell, delimiter, width) for cell in cells):
            notes.tell(f"{place}, row {number}", _LIKE_ROWS)
    return rows


def _skips_spaces(text: str, delimiter: str) -> bool:
    return f'{delimiter} "' in text


def _is_unclosed(cell: str, delimiter: str, width: int) -> bool:
    """Whether a long cell is made of rows, so that the mark which closes it must be another cell's."""
    if cell.count("\n") <= LINES_IN_A_CELL:
        return False
    further = cell.splitlines()[1:]
    return sum(line.count(delimiter) >= max(1, width - 1) for line in further) * 2 > len(further)


def _swallows_rows(cell: str, delimiter: str, width: int) -> bool:
    """Whether each further line of a cell has the delimiters of a whole row, without a space as in prose."""
    if width < 2 or not ("\n" in cell or "\r" in cell):
        return False
    further = [line for line in cell.splitlines()[1:] if line.strip()]
    return bool(further) and all(line.count(delimiter) == width - 1 and f"{delimiter} " not in line for line in further)


def _delimiter(text: str) -> str:
    """The delimiter by which most rows have the same number of cells, more than one; the comma where none does."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        probed = itertools.islice(
            mended_rows(text, delimiter, skip_spaces=_skips_spaces(text, delimiter)), _PROBED_ROWS
        )
        rows = [row.cells for row in probed if any(row.cells)]
        widths = Counter(len(row) for row in rows)
        if not widths:
            continue
        width, times = widths.most_common(1)[0]
        # The first row is mostly the heading, and a heading has no stray delimiters.
        agrees = times / len(rows) + (0.5 if len(rows[0]) > 1 else 0.0)
        score = agrees if width > 1 else (0.4 if len(rows[0]) > 1 else 0.0)
        if score > best_score:
            best, best_score = delimiter, score
    return best
