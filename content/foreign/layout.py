"""Which column of a table is what: by its headings, else by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from content.foreign.aliases import TABLE_PATTERNS, best, key_form
from content.foreign.columns import Columns
from content.foreign.grid import Grid, Row

_HEADING_DEPTH: Final = 10  # rows: titles, notes and blank lines stand above some headings
_PROBED_ROWS: Final = 2000
_NUMBER: Final = re.compile(r"[\d.,:/\-\s%]*")


@dataclass(frozen=True)
class Layout:
    """Column indices. `heading` is the heading row, None where the columns were told by position.

    `width` counts the columns that rows may have, those without a heading too.
    """

    patterns: tuple[int, ...]
    answers: tuple[int, ...]
    name: int | None
    sure: bool
    width: int
    heading: Row | None


def find_layout(grid: Grid, columns: Columns) -> Layout | None:
    """The layout of a sheet; None where it holds no questions that anyone could tell."""
    if columns.named:
        return _named(grid, columns)
    found = [(layout, _score(layout)) for row in grid.rows[:_HEADING_DEPTH] if (layout := _by_headings(row))]
    if found:
        layout = max(found, key=lambda pair: pair[1])[0]  # the first of the best
        return _complete(_with_unheaded(layout, grid), grid)
    return _by_position(grid)


def headings(grid: Grid) -> list[str]:
    """What the columns are called, for messages: the widest of the first rows."""
    rows = grid.rows[:_HEADING_DEPTH]
    return (
        [" ".join(cell.split()) for cell in max(rows, key=lambda row: sum(map(bool, row.cells))).cells] if rows else []
    )


def _score(layout: Layout) -> int:
    return bool(layout.patterns) + bool(layout.answers) + (layout.name is not None)


def _named(grid: Grid, columns: Columns) -> Layout | None:
    for row in grid.rows[:_HEADING_DEPTH]:
        keys = list(row.cells)
        if not columns.missing("", keys):
            return _layout(row, columns, sure=True)
    return None


def _by_headings(row: Row) -> Layout | None:
    keys = [cell for cell in row.cells if cell.strip()]
    if any(len(key) > 60 for key in keys):  # a heading is short; this row speaks
        return None
    layout = _layout(row, Columns({}), sure=True)
    return layout if _score(layout) >= (2 if len(keys) > 1 else 1) or (len(keys) == 2 and _score(layout)) else None


def _layout(row: Row, columns: Columns, *, sure: bool) -> Layout:
    cells = list(row.cells)
    patterns = _indices(cells, columns.find("pattern", cells))
    answers = _indices(cells, columns.find("answer", ["" if i in patterns else cell for i, cell in enumerate(cells)]))
    rest = ["" if i in answers or i in patterns else cell for i, cell in enumerate(cells)]
    names = columns.find("name", rest)
    if names and key_form(names[0]) == "name" and not answers and not patterns:
        names = []
    if not names:
        names, sure = columns.find_weak_name([cell for cell in rest if cell]), False
    if not patterns and answers and not columns.named:
        used = {*answers, *_indices(rest, names[:1])} if sure else {*answers}
        left = ["" if i in used else cell for i, cell in enumerate(cells)]
        patterns = _indices(left, best(left, TABLE_PATTERNS))[:1]
        if names and patterns and names[0] == cells[patterns[0]]:
            names = []
    name = _indices(rest, names[:1])
    return Layout(tuple(patterns), tuple(answers), name[0] if name else None, sure, _width(row), row)


def _indices(cells: list[str], keys: list[str]) -> list[int]:
    return [index for index, cell in enumerate(cells) if cell.strip() and cell in keys]


def _width(row: Row) -> int:
    width = len(row.cells)
    while width and not row.cells[width - 1].strip():
        width -= 1
    return width


def _with_unheaded(layout: Layout, grid: Grid) -> Layout:
    """The layout, as wide as most rows are where columns stand right of the last heading.

    Labels make a column, and so do words under a heading cell that is there and blank; anything else is a mistake.
    """
    rows = _below(layout, grid)
    width, times = Counter(len(row.cells) for row in rows).most_common(1)[0] if rows else (0, 0)
    further = range(layout.width, width)
    there = len(layout.heading.cells) if layout.heading else 0
    columns = all(labels(rows, index) or (index < there and speaks(rows, index)) for index in further)
    if further and times * 2 > len(rows) and columns:
        return replace(layout, width=width)
    return layout


def _below(layout: Layout, grid: Grid) -> list[Row]:
    """The first rows of what stands under the headings."""
    return [row for row in grid.rows if layout.heading is None or row.number > layout.heading.number][:_PROBED_ROWS]


def _complete(layout: Layout, grid: Grid) -> Layout | None:
    """Where headings tell one of two columns, what stands in the other tells the rest; likewise for names of topics."""
    rows = _below(layout, grid)
    if _counts(layout, rows):
        layout = replace(layout, name=None, sure=True)
    if layout.patterns and (layout.answers or layout.name is not None):
        return _with_third(layout, rows)
    known = {*layout.patterns, *layout.answers, *(() if layout.name is None else (layout.name,))}
    others = [index for index in range(layout.width) if index not in known and speaks(rows, index)]
    if len(others) != 1:
        return None
    other = others[0]
    if not layout.patterns:
        return Layout((other,), layout.answers, layout.name, layout.sure, layout.width, layout.heading)
    if labels(rows, other):
        return Layout(layout.patterns, (), other, True, layout.width, layout.heading)
    return Layout(layout.patterns, (other,), None, True, layout.width, layout.heading)


def _counts(layout: Layout, rows: list[Row]) -> bool:
    """Whether what was taken for names are numbers beside answers: they name records."""
    if layout.name is None or layout.sure or not layout.answers:
        return False
    return all(row.cell(layout.name).strip().isdigit() for row in rows if row.cell(layout.name).strip())


def _with_third(layout: Layout, rows: list[Row]) -> Layout:
    """Where questions have answers or names, what stands in the one column of words without a heading is the other."""
    heading = layout.heading
    if heading is None or (layout.answers and layout.name is not None):
        return layout
    others = [index for index in range(layout.width) if not heading.cell(index).strip() and speaks(rows, index)]
    if layout.answers:
        topics = [index for index in others if labels(rows, index)]
        return replace(layout, name=topics[0], sure=False) if len(topics) == 1 else layout
    return replace(layout, answers=(others[0],)) if len(others) == 1 and not labels(rows, others[0]) else layout


def _by_position(grid: Grid) -> Layout | None:
    """Columns without headings: labels repeat or are single words, of two texts the first asks, the second answers."""
    rows = list(grid.rows[:_PROBED_ROWS])
    widths = sorted(len(row.cells) for row in rows)
    width = widths[len(widths) // 2] if widths else 0
    speaking = [index for index in range(width) if speaks(rows, index)]
    names = [index for index in speaking if labels(rows, index)]
    texts = [index for index in speaking if index not in names]
    if len(names) == 1 and len(texts) in (1, 2):
        return Layout((texts[0],), tuple(texts[1:]), names[0], True, width, None)
    if not names and len(texts) == 2:
        return Layout((texts[0],), (texts[1],), None, True, width, None)
    return None


def speaks(rows: list[Row], index: int) -> bool:
    """Whether a column holds words rather than numbers, dates and blanks."""
    filled = [cell for row in rows if (cell := row.cell(index).strip())]
    wordless = sum(bool(_NUMBER.fullmatch(cell)) for cell in filled)
    return len(filled) * 2 >= len(rows) and wordless * 2 < len(filled)


def labels(rows: list[Row], index: int) -> bool:
    """Whether a column names things: few short values that come again and again."""
    values = [" ".join(cell.split()) for row in rows if (cell := row.cell(index).strip())]
    if len(values) < 3 or any(len(value) > 60 for value in values):
        return False
    distinct = len(set(values))
    if any(len(value.split()) > 4 or value.endswith(("?", ".", "!")) for value in set(values)):
        return False
    joined = all("_" in value or " " not in value for value in set(values))
    return distinct * 2 <= len(values) or (joined and distinct < len(values) and distinct * 4 <= len(values) * 3)
