"""An Excel workbook, one sheet for each table.

openpyxl knows the book (sheets, number formats, shared texts); the rows are read by `worksheet_xml`, because openpyxl
takes five times as long for them and can't tell a formula without a value from an empty cell.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import IO, Any
from warnings import catch_warnings, simplefilter
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import from_excel

from adapters.portfolio_files.cells import Cell, Unreadable
from adapters.portfolio_files.sheets import Row, Sheets, UnreadableFile
from adapters.portfolio_files.worksheet_xml import Styles, read_rows

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # the container of .xls and of workbooks with a password


@dataclass(frozen=True)
class ExcelSheet:
    title: str
    open_xml: Callable[[], IO[bytes]]
    texts: list[str]
    styles: Styles

    def rows(self) -> Iterator[Row]:
        try:
            with self.open_xml() as stream:
                yield from read_rows(stream, texts=self.texts, styles=self.styles)
        except (ExpatError, BadZipFile, zlib.error, EOFError, KeyError, ValueError, IndexError) as error:
            raise UnreadableFile(
                f"sheet {self.title!r} is damaged ({error}); open the workbook in Excel and save it anew"
            ) from error


@contextmanager
def open_workbook(path: Path) -> Iterator[Sheets]:
    """The sheets of a workbook, hidden ones too. Raises `UnreadableFile` for a file that isn't a workbook."""
    with path.open("rb") as file:
        yield _sheets(path, _open_book(path, file))


def _open_book(path: Path, file: IO[bytes]) -> ExcelReader:
    start = file.read(len(_OLD_OR_LOCKED))
    file.seek(0)
    if start == _OLD_OR_LOCKED:
        raise UnreadableFile(
            f"{path.name} is an old .xls or has a password; save it as an Excel workbook (.xlsx) without one"
        )
    try:
        with catch_warnings():
            simplefilter("ignore")  # about drawings and extensions, which hold no data
            # `load_workbook` would go on to look through every sheet for its size.
            reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
            return reader
    except Exception as error:  # whatever openpyxl stumbles over in a file that only looks like a workbook
        raise UnreadableFile(f"{path.name} is not an Excel workbook (.xlsx): {type(error).__name__}") from error


def _sheets(path: Path, reader: Any) -> dict[str, ExcelSheet]:  # openpyxl's types leave out what reading needs
    book = reader.wb
    styles = Styles(dates=_date_reader(book), times=frozenset(book._timedelta_formats))
    sheets: dict[str, ExcelSheet] = {}
    for sheet, relation in reader.parser.find_sheets():
        if relation.target not in reader.valid_files or "chartsheet" in relation.Type:
            continue
        title = sheet.name.strip()
        if title.lower() in sheets:
            raise UnreadableFile(f"{path.name} has two sheets named {title!r}; keep one")
        open_xml = partial(reader.archive.open, relation.target)
        sheets[title.lower()] = ExcelSheet(title, open_xml, reader.shared_strings, styles)
    return sheets


def _date_reader(book: Any) -> Callable[[int, str], Cell | None]:
    """From style number and spelling to a date; None where the style isn't one of a date."""
    formats = frozenset(book._date_formats)
    epoch = book.epoch
    known: dict[str, Cell] = {}

    def read(style: int, spelling: str) -> Cell | None:
        if style not in formats:
            return None
        if spelling not in known:
            known[spelling] = _date(spelling, epoch)
        return known[spelling]

    return read


def _date(spelling: str, epoch: datetime) -> Cell:
    try:
        value = from_excel(float(spelling), epoch)
    except (ValueError, OverflowError):
        return Unreadable(f"holds {spelling} in a date format, which is no date")
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    return Unreadable("holds a time of day without a date")
