"""Table rows to entries: joined cells split, rows of the wrong width mended or told."""

from __future__ import annotations

from typing import Final

from openpyxl.utils import get_column_letter

from content.counting import counted
from content.foreign.cleaning import fold
from content.foreign.grid import Grid, Row
from content.foreign.joined import RARE, find_separator, split, written_list
from content.foreign.layout import Layout, speaks
from content.foreign.notes import Notes, quoted
from content.foreign.raw import Raw, Text

_QUESTION_ENDS: Final = ("?", "？", "؟")


def read_grid(grid: Grid, layout: Layout, notes: Notes) -> list[Raw]:
    """The entries of a table whose columns are told."""
    rows = [row for row in grid.rows if layout.heading is None or row.number > layout.heading.number]
    if layout.heading is None:
        notes.tell(grid.place, f"no heading row found, read by position: {_positions(layout)}; --columns names them")
    else:
        rows = [row for row in rows if row.cells != layout.heading.cells]
        _tell_columns(grid, layout, layout.heading, rows, notes)
    mended = [right for row in rows if (right := _right_width(grid, row, layout, notes))]
    ask_by, tell_by = _separators(mended, layout)
    if ask_by is not None:
        notes.tell(grid.place, f"examples joined by {ask_by!r} in a cell were split")
    entries = []
    for row in mended:
        place = grid.at(row)
        if layout.name in row.unreadable:
            notes.tell(place, "left out: which intent it belongs to can't be read")
            continue
        name = row.cell(layout.name) if layout.name is not None else ""
        patterns = _texts(row, layout.patterns, ask_by, place)
        answers = _texts(row, layout.answers, tell_by, place)
        if tell_by is not None and len(answers) > sum(bool(row.cell(index).strip()) for index in layout.answers):
            notes.count(f"answers joined by {tell_by!r} in a cell were split into wordings of one answer", place)
        if not patterns and not answers:
            if fold(name):
                notes.tell(place, f"holds only the name {quoted(fold(name))}; left out")
            continue
        entries.append(Raw(name or None, tuple(patterns), tuple(answers), place, sure=layout.sure))
    return entries


def _tell_columns(grid: Grid, layout: Layout, heading: Row, rows: list[Row], notes: Notes) -> None:
    """Tells columns that are read without a heading, and those with one that are left out though words stand there."""
    used = [*layout.patterns, *layout.answers, *(() if layout.name is None else (layout.name,))]
    for index in used:
        if not heading.cell(index).strip():
            role = "intent or topic" if index == layout.name else "question" if index in layout.patterns else "answer"
            notes.tell(grid.place, f"column {get_column_letter(index + 1)} has no heading and is read as {role}")
    left = [index for index in range(layout.width) if index not in used and speaks(rows, index)]
    if left:
        titles = {index: fold(heading.cell(index)) for index in left}
        names = (quoted(title, limit=30) if title else get_column_letter(index + 1) for index, title in titles.items())
        notes.tell(
            grid.place, f"{counted(len(left), 'column')} left out ({', '.join(names)}); --columns names what is read"
        )


def _positions(layout: Layout) -> str:
    parts = [f"column {layout.patterns[0] + 1} as question"]
    parts += [f"column {index + 1} as answer" for index in layout.answers]
    parts += [f"column {layout.name + 1} as intent"] if layout.name is not None else []
    return ", ".join(parts)


def _right_width(grid: Grid, row: Row, layout: Layout, notes: Notes) -> Row | None:
    """The row, mended where it is certain how; None, told, where cells that count are missing or shifted."""
    place = grid.at(row)
    extra = [cell for cell in row.cells[layout.width :] if cell.strip()]
    if not grid.loose_width:
        if extra:
            notes.count("cells right of the table left out", place)
        return row
    if not extra:
        needed = (
            *layout.patterns,
            *layout.answers,
            *(() if layout.name is None or not layout.sure else (layout.name,)),
        )
        if len(row.cells) < layout.width and len(row.cells) <= max(needed, default=0):
            notes.tell(place, f"has only {len(row.cells)} of {layout.width} cells; kept if that is enough")
        return row
    last = layout.width - 1
    question = row.cell(last - 1).strip()
    if layout.answers == (last,) and layout.patterns == (last - 1,) and question.endswith(_QUESTION_ENDS):
        answer = grid.delimiter.join(row.cells[last:])
        notes.tell(place, f"has {len(row.cells)} cells instead of {layout.width}; the answer was put together again")
        return Row(row.number, (*row.cells[:last], answer), row.unreadable)
    notes.tell(
        place,
        f"has {len(row.cells)} cells instead of {layout.width}; left out, put texts with the delimiter into quotes",
    )
    return None


def _separators(rows: list[Row], layout: Layout) -> tuple[str | None, str | None]:
    """What joins examples and answers in cells, in tables that name their intents."""
    if layout.name is None or not rows:
        return None, None
    names = [row.cell(layout.name).strip() for row in rows]
    one_row_each = len(set(names)) * 4 >= len(names) * 3
    if not layout.sure and not one_row_each:
        return None, None  # topics or labels over rows of one text each
    ask_by = find_separator([row.cell(index) for row in rows for index in layout.patterns], one_row_each=one_row_each)
    return ask_by, ask_by if ask_by in RARE else None


def _texts(row: Row, indices: tuple[int, ...], separator: str | None, place: str) -> list[Text]:
    texts = []
    for index in indices:
        cell = row.cell(index)
        if not cell.strip():
            continue
        pieces = written_list(cell)
        if pieces is None:
            pieces = [cell] if separator is None else split(cell, separator)
        texts += [Text(piece, place) for piece in pieces]
    return texts
