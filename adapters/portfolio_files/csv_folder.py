"""A folder of CSV files, one for each table: UTF-8, commas, the first row the heading."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.portfolio_files.cells import Cell
from adapters.portfolio_files.sheets import Row, Sheets, UnreadableFile

_SUFFIX = ".csv"


@dataclass(frozen=True)
class CsvSheet:
    path: Path

    @property
    def title(self) -> str:
        return self.path.stem.strip()

    def rows(self) -> Iterator[Row]:
        """Rows are counted as a spreadsheet shows them: a quoted line break doesn't begin a new one."""
        try:
            # A byte-order mark is what Excel puts in front of UTF-8.
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.reader(file, strict=True)
                number = 0
                try:
                    for number, row in enumerate(reader, start=1):
                        cells: list[Cell] = list(row)
                        yield number, cells
                except csv.Error as error:
                    raise UnreadableFile(
                        f"{self.path.name}, after row {number}: {error}; look for a quotation mark too many"
                    ) from error
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                f"{self.path.name} is not UTF-8 (byte {error.start}); save it as 'CSV UTF-8'"
            ) from error
        except OSError as error:
            raise UnreadableFile(f"{self.path.name} can't be read: {error.strerror}") from error


@contextmanager
def open_csv_folder(folder: Path) -> Iterator[Sheets]:
    """The tables of a folder; other files in it don't count.

    Raises `UnreadableFile` for two files of one table.
    """
    sheets: dict[str, CsvSheet] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() != _SUFFIX or not path.is_file() or path.name.startswith((".", "~")):
            continue
        sheet = CsvSheet(path)
        twin = sheets.setdefault(sheet.title.lower(), sheet)
        if twin is not sheet:
            raise UnreadableFile(f"{twin.path.name} and {path.name} are both table {sheet.title.lower()}; keep one")
    yield sheets
