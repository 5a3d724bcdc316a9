"""The rows of one worksheet's XML (ECMA-376, part 1, 18.3), read as a stream.

A cell is `<c r="B7" s="3" t="s"><f>formula</f><v>value</v></c>`: place, style, type. Numbers are handed on as spelled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from xml.parsers import expat

from openpyxl.utils import column_index_from_string

from adapters.portfolio_files.cells import Cell, Number, Unreadable
from adapters.portfolio_files.sheets import Row

_CHUNK = 1 << 16
_DIGITS = "0123456789"

FORMULA_WITHOUT_VALUE = Unreadable(
    "is a formula without a stored value; open the workbook in Excel or LibreOffice and save it"
)


@dataclass(frozen=True)
class Styles:
    """`dates` gives the date that a number spells in a style, or None; `times` are the styles of durations."""

    dates: Callable[[int, str], Cell | None]
    times: frozenset[int]


def read_rows(stream: IO[bytes], *, texts: list[str], styles: Styles) -> Iterator[Row]:
    """Row number and cells of every row that the file has. Raises expat's error for broken XML."""
    handler = _Handler(texts, styles)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    handler.listen = lambda listener: setattr(parser, "CharacterDataHandler", listener)
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
        yield from handler.rows
        handler.rows.clear()
    parser.Parse(b"", True)
    yield from handler.rows


class _Handler:
    """Collects cells; `rows` fills while the parser runs. Element names may carry a prefix, such as `x:c`."""

    def __init__(self, texts: list[str], styles: Styles) -> None:
        self.rows: list[Row] = []
        self.listen: Callable[[Callable[[str], object] | None], None]
        self._texts = texts
        self._styles = styles
        self._columns: dict[str, int] = {}
        self._row: list[Cell] = []
        self._number = 0
        self._column = 0
        self._attributes: dict[str, str] = {}
        self._parts: list[str] = []
        self._formula = False
        self._has_value = False
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._attributes = attributes
            self._parts.clear()
            self._formula = self._has_value = False
        elif name == "v" or (name == "t" and not self._phonetic):
            self._has_value = True
            self.listen(self._parts.append)
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._row = []
            self._column = 0
        elif name == "rPh":  # how a Japanese text is pronounced: not part of it
            self._phonetic = True

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._place(self._value("".join(self._parts)))
        elif name in ("v", "t"):
            self.listen(None)
        elif name == "row":
            self.rows.append((self._number, self._row))
        elif name == "rPh":
            self._phonetic = False

    def _place(self, value: Cell) -> None:
        reference = self._attributes.get("r")
        if reference is None:
            column = self._column
        else:
            letters = reference.rstrip(_DIGITS)
            if letters not in self._columns:
                self._columns[letters] = column_index_from_string(letters) - 1
            column = self._columns[letters]
        self._row.extend([None] * (column - len(self._row)))
        self._row.append(value)
        self._column = column + 1

    def _value(self, text: str) -> Cell:
        kind = self._attributes.get("t", "n")
        if not text:
            # A formula whose value is empty text says so: it has the type of text, and a value that is empty.
            is_empty_text = kind == "str" and self._has_value
            return FORMULA_WITHOUT_VALUE if self._formula and not is_empty_text else None
        if kind == "n":
            return self._numeric(text)
        if kind == "s":
            return self._texts[int(text)]
        if kind == "b":
            return text in ("1", "true")
        if kind == "e":
            return Unreadable(f"holds the error {text}; mend the formula")
        if kind == "d":
            return datetime.fromisoformat(text.rstrip("Z"))
        return text  # inlineStr, str

    def _numeric(self, text: str) -> Cell:
        style = int(self._attributes.get("s", 0))
        if style in self._styles.times:
            return Unreadable("holds a duration")
        day = self._styles.dates(style, text)
        return Number(text) if day is None else day
