"""Excel workbooks: every sheet as a table of texts."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from content.foreign.grid import Grid, Row
from content.foreign.notes import Notes
from content.foreign.sniffing import refuse
from content.own.cells import CellError, cell_text
from content.problems import ContentError

MAX_UNPACKED: Final = 1_000_000_000  # bytes; a real workbook of content has a few millions
MAX_CELLS: Final = 20_000_000  # of a sheet with merged cells, which is read as a whole
_FORMULA: Final = re.compile(rb"<f[ >/]")
_MERGED: Final = re.compile(rb"<mergeCell ")
_MEND: Final = "put the text itself there or open the file in Excel, save it and convert again"
_Cell = Any  # one of openpyxl's four kinds of cells
_Cells = tuple[_Cell, ...]


def read_workbook(path: Path, place: str, notes: Notes) -> list[Grid]:
    """One grid a sheet, blank rows left out, merged cells in each of their rows.

    Raises ContentError for a zip file that is no workbook.
    """
    has_formulas, has_merged = _check(path, place)
    shown = _sheets(path, place, data_only=True, merged=has_merged)
    formulas = _sheets(path, place, data_only=False, merged=has_merged) if has_formulas else {}
    return [_grid(f"{place}, sheet '{title}'", rows, formulas.get(title, []), notes) for title, rows in shown.items()]


def _grid(sheet: str, rows: list[_Cells], formulas: list[_Cells], notes: Notes) -> Grid:
    kept = []
    for number, row in enumerate(rows, start=1):
        written = formulas[number - 1] if number <= len(formulas) else ()
        cells, unreadable = [], set()
        for index, cell in enumerate(row):
            try:
                text = _text(cell, written[index] if index < len(written) else None)
            except CellError as error:
                place = f"{sheet} row {number}, column {get_column_letter(index + 1)}"
                notes.tell(place, f"{error}; left out, {_MEND}")
                text = ""
                unreadable.add(index)
            cells.append(text)
        while cells and not cells[-1].strip() and len(cells) - 1 not in unreadable:
            cells.pop()
        if cells:
            kept.append(Row(number, tuple(cells), frozenset(unreadable)))
    return Grid(sheet, tuple(kept))


def _check(path: Path, place: str) -> tuple[bool, bool]:
    """Refuses what is no workbook; tells whether any sheet has formulas, and whether any has merged cells."""
    mend = "give an Excel workbook (.xlsx), a JSON file or a CSV table"
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            if "xl/workbook.xml" not in names:
                raise refuse(place, "is a zip archive or a document, not an Excel workbook", mend)
            if sum(info.file_size for info in infos) > MAX_UNPACKED:
                raise refuse(place, "unpacks to more than a gigabyte", "split it into smaller workbooks")
            sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            has_formulas = any(_FORMULA.search(archive.read(name)) for name in sheets)
            return has_formulas, any(_MERGED.search(archive.read(name)) for name in sheets)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise refuse(place, "is damaged: it can't be unpacked", "save it anew in Excel and convert again") from error


def _sheets(path: Path, place: str, *, data_only: bool, merged: bool) -> dict[str, list[_Cells]]:
    try:
        # As a stream: by its path, openpyxl would judge a file by its suffix.
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which carry no content
            book = openpyxl.load_workbook(stream, read_only=not merged, data_only=data_only)
            try:
                if merged and any(sheet.max_row * sheet.max_column > MAX_CELLS for sheet in book.worksheets):
                    raise refuse(place, "spans too many cells", "delete the blank rows and columns beside its table")
                return {sheet.title: _rows(sheet, merged=merged) for sheet in book.worksheets}
            finally:
                book.close()
    except ContentError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it meet
        raise refuse(
            place, f"can't be read as a workbook ({type(error).__name__})", "save it anew in Excel and convert again"
        ) from error


def _rows(sheet: Any, *, merged: bool) -> list[_Cells]:
    if merged:
        return _filled(sheet)
    # Some programs write a wrong extent; without it all cells are read.
    sheet.reset_dimensions()
    return [tuple(row) for row in sheet.iter_rows()]


def _filled(sheet: Any) -> list[_Cells]:
    """The rows of a sheet with each merged cell in all its rows, and in one column, so that no title is repeated."""
    rows = [list(row) for row in sheet.iter_rows()]
    for area in sorted(sheet.merged_cells.ranges, key=lambda area: area.bounds):
        for row in rows[area.min_row : area.max_row]:
            row[area.min_col - 1] = rows[area.min_row - 1][area.min_col - 1]
    return [tuple(row) for row in rows]


def _text(cell: _Cell, written: _Cell | None) -> str:
    """A cell as one sees it; raises CellError for Excel's errors and for a formula whose value isn't stored."""
    if cell.value is None and written is not None and written.data_type == "f":
        raise CellError("holds a formula without a stored value")
    return cell_text(cell)
