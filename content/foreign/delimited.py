"""CSV and its relatives: the delimiter is told from the rows, quotes that never close are given up."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from typing import Final, Literal

from content.foreign.grid import Grid, Row
from content.foreign.notes import Notes

DELIMITERS: Final = ",;\t|"
_PROBED_ROWS: Final = 300
_LINES_IN_A_CELL: Final = 150  # more is a quote that never closes


def read_delimited(text: str, place: str, notes: Notes) -> Grid:
    """The table in `text`; one column where no delimiter makes a table of it."""
    csv.field_size_limit(max(len(text) + 1, 131_072))
    text = text.lstrip("\ufeff").replace("\0", "")
    if text[:4].lower() == "sep=":  # what Excel writes for itself
        first, _, rest = text.partition("\n")
        delimiter, text, skipped = first[4:5] or ",", rest, 1
    else:
        delimiter, skipped = _delimiter(text), 0
    rows = _rows(text, delimiter, quoting=csv.QUOTE_MINIMAL)
    if any(cell.count("\n") > _LINES_IN_A_CELL for row in rows for cell in row):
        notes.tell(place, "a quotation mark never closes; quotation marks are read as text")
        rows = [[cell.strip().strip('"') for cell in row] for row in _rows(text, delimiter, quoting=csv.QUOTE_NONE)]
    kept = tuple(
        Row(number + skipped, tuple(row))
        for number, row in enumerate(rows, start=1)
        if any(cell.strip() for cell in row)
    )
    return Grid(place, kept, loose_width=True, delimiter=delimiter)


def _rows(text: str, delimiter: str, *, quoting: Literal[0, 3], limit: int | None = None) -> list[list[str]]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting, skipinitialspace=f'{delimiter} "' in text)
    return list(itertools.islice(reader, limit))


def _delimiter(text: str) -> str:
    """The delimiter by which most rows have the same number of cells, more than one; the comma where none does."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        rows = [row for row in _rows(text, delimiter, quoting=csv.QUOTE_MINIMAL, limit=_PROBED_ROWS) if any(row)]
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
