"""Excel workbooks: every sheet as a table of texts."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from pathlib import Path
from typing import Final

import openpyxl
from openpyxl.utils import get_column_letter

from content.excel_text import from_cell
from content.foreign.grid import Grid, Row
from content.foreign.notes import Notes
from content.foreign.sniffing import refuse

MAX_UNPACKED: Final = 1_000_000_000  # bytes; a real workbook of content has a few millions
_FORMULA: Final = re.compile(rb"<f[ >/]")


def read_workbook(path: Path, place: str, notes: Notes) -> list[Grid]:
    """One grid a sheet, blank rows left out; raises ContentError for a zip file that is no workbook."""
    has_formulas = _check(path, place)
    values = _sheets(path, place, data_only=True)
    formulas = _sheets(path, place, data_only=False) if has_formulas else {}
    grids: list[Grid] = []
    for title, rows in values.items():
        sheet = f"{place}, sheet '{title}'"
        kept = []
        for number, row in enumerate(rows, start=1):
            written = formulas.get(title, [])[number - 1 : number]
            cells = []
            for index, value in enumerate(row):
                formula = written[0][index] if written and index < len(written[0]) else None
                if value is None and isinstance(formula, str) and formula.startswith("="):
                    letter = get_column_letter(index + 1)
                    notes.tell(
                        f"{sheet} row {number}, column {letter}",
                        "formula without a stored value left out; open the file in Excel, save it and convert again",
                    )
                cells.append(_text(value))
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                kept.append(Row(number, tuple(cells)))
        grids.append(Grid(sheet, tuple(kept)))
    return grids


def _check(path: Path, place: str) -> bool:
    """Refuses what is no workbook; tells whether any sheet has formulas."""
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
            return any(_FORMULA.search(archive.read(name)) for name in sheets)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise refuse(place, "is damaged: it can't be unpacked", "save it anew in Excel and convert again") from error


def _sheets(path: Path, place: str, *, data_only: bool) -> dict[str, list[tuple[object, ...]]]:
    try:
        # As a stream: by its path, openpyxl would judge a file by its suffix.
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which carry no content
            book = openpyxl.load_workbook(stream, read_only=True, data_only=data_only)
            try:
                return {sheet.title: _rows(sheet) for sheet in book.worksheets}
            finally:
                book.close()
    except Exception as error:  # openpyxl raises whatever a damaged part makes it meet
        raise refuse(
            place, f"can't be read as a workbook ({type(error).__name__})", "save it anew in Excel and convert again"
        ) from error


def _rows(sheet: object) -> list[tuple[object, ...]]:
    # Some programs write a wrong extent; without it all cells are read.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]  # type: ignore[attr-defined]


def _text(value: object) -> str:
    """A cell as one reads it: whole numbers without `.0`, dates without midnight, nothing for Excel's errors."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    text = from_cell(str(value))
    return "" if text in _ERRORS else text


_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
