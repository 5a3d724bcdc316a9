"""One file of others to its entries, whatever its shape."""

from __future__ import annotations

from pathlib import Path

from content.counting import counted
from content.foreign.columns import Columns
from content.foreign.delimited import read_delimited
from content.foreign.grid import Grid
from content.foreign.json_parse import parse
from content.foreign.json_shapes import find_entries
from content.foreign.layout import find_layout, headings
from content.foreign.notes import Notes, quoted
from content.foreign.raw import Raw
from content.foreign.sniffing import Source, open_source, refuse
from content.foreign.table import read_grid
from content.foreign.workbook import read_workbook
from content.problems import ContentError


def read_source(path: Path, place: str, *, columns: Columns, notes: Notes) -> list[Raw]:
    """All entries of a file that messages call `place`; raises ContentError where none has an example question."""
    source = open_source(path, place, notes)
    if source.shape == "json":
        raws = _read_json(source, columns, notes)
    elif source.shape == "workbook":
        raws = _read_grids(read_workbook(path, source.place, notes), source.place, columns, notes)
    else:
        raws = _read_grids([read_delimited(source.text, source.place, notes)], source.place, columns, notes)
    if not any(pattern.text.strip() for raw in raws for pattern in raw.patterns):
        raise _nothing(source.place, raws)
    return raws


def _nothing(place: str, raws: list[Raw]) -> ContentError:
    if raws:
        return refuse(
            place, f"holds {counted(len(raws), 'entry')} and no example question", "add examples to its intents"
        )
    return refuse(
        place,
        "holds nothing to convert: no example questions with an intent's name or an answer were found",
        "where they have other names, name them with --columns question=…,answer=…,intent=…",
    )


def _read_json(source: Source, columns: Columns, notes: Notes) -> list[Raw]:
    found = find_entries(parse(source), place=source.place, columns=columns, notes=notes)
    if columns.named and not found.grids and (problems := columns.missing(source.place, found.keys)):
        raise ContentError(problems)
    if found.raws or not found.grids:
        return found.raws
    return _read_grids(found.grids, source.place, columns, notes)


def _read_grids(grids: list[Grid], place: str, columns: Columns, notes: Notes) -> list[Raw]:
    raws: list[Raw] = []
    untold: list[Grid] = []
    layouts = [(grid, find_layout(grid, columns)) for grid in grids if grid.rows]
    headed = any(layout and layout.heading for _, layout in layouts)
    for grid, layout in layouts:
        # Beside sheets with headings, one without is somebody's notes.
        if layout is None or (headed and layout.heading is None):
            untold.append(grid)
        else:
            raws += read_grid(grid, layout, notes)
    if raws:
        for grid in untold:
            notes.tell(grid.place, "no column of questions found; left out")
        return raws
    if not untold:
        raise refuse(place, "holds no rows to convert")
    if columns.named:
        raise ContentError([problem for grid in untold for problem in columns.missing(grid.place, headings(grid))])
    listed = "; ".join(", ".join(quoted(name, limit=30) for name in headings(grid)[:20] if name) for grid in untold)
    raise refuse(
        place,
        f"holds nothing to convert: no columns of questions with answers or intents were found among {listed}",
        "where they are there, name them with --columns question=…,answer=…[,intent=…]",
    )
