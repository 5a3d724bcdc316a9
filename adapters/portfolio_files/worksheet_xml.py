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
    rows: list[Row] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(root: str, _attributes: dict[str, str]) -> None:
        # Some writers put a prefix before every element, such as `x:worksheet`.
        prefix = root.rpartition("worksheet")[0]
        _listen(parser, prefix=prefix, rows=rows, reader=_CellReader(texts, styles))

    parser.StartElementHandler = start
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
        yield from rows
        rows.clear()
    parser.Parse(b"", True)
    yield from rows


def _listen(parser: expat.XMLParserType, *, prefix: str, rows: list[Row], reader: _CellReader) -> None:
    """Have `parser` fill `rows`.

    Functions over local names, because they run some millions of times for a large table; an object's attributes
    would take twice as long.
    """
    tag_row, tag_cell, tag_value, tag_text, tag_formula, tag_phonetic = (
        prefix + name for name in ("row", "c", "v", "t", "f", "rPh")
    )
    columns: dict[str, int] = {}
    parts: list[str] = []
    row: list[Cell] = []
    number = 0
    attributes: dict[str, str] = {}
    formula = has_value = phonetic = False

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal row, number, attributes, formula, has_value, phonetic
        if name == tag_cell:
            attributes = given
            parts.clear()
            formula = has_value = False
        elif name == tag_value or (name == tag_text and not phonetic):
            has_value = True
            parser.CharacterDataHandler = parts.append
        elif name == tag_row:
            number = int(given.get("r", number + 1))
            row = []
        elif name == tag_formula:
            formula = True
        elif name == tag_phonetic:  # how a Japanese text is pronounced: not part of it
            phonetic = True

    def end(name: str) -> None:
        nonlocal phonetic
        if name == tag_cell:
            reference = attributes.get("r")
            if reference is not None:
                letters = reference.rstrip(_DIGITS)
                if letters not in columns:
                    columns[letters] = column_index_from_string(letters) - 1
                if columns[letters] > len(row):
                    row.extend([None] * (columns[letters] - len(row)))
            text = "".join(parts)
            kind = attributes.get("t", "n")
            if text:
                row.append(reader.value(kind, text, attributes.get("s")))
            else:
                # A formula whose value is empty text says so: it has the type of text, and a value that is empty.
                missing = formula and not (kind == "str" and has_value)
                row.append(FORMULA_WITHOUT_VALUE if missing else None)
        elif name in (tag_value, tag_text):
            parser.CharacterDataHandler = None
        elif name == tag_row:
            rows.append((number, row))
        elif name == tag_phonetic:
            phonetic = False

    parser.StartElementHandler = start
    parser.EndElementHandler = end


class _CellReader:
    """From type, spelling and style to a raw cell."""

    def __init__(self, texts: list[str], styles: Styles) -> None:
        self._texts = texts
        self._styles = styles

    def value(self, kind: str, text: str, style: str | None) -> Cell:
        if kind == "n":
            return Number(text) if style is None else self._styled(text, int(style))
        if kind == "s":
            return self._texts[int(text)]
        if kind == "b":
            return text in ("1", "true")
        if kind == "e":
            return Unreadable(f"holds the error {text}; mend the formula")
        if kind == "d":
            return datetime.fromisoformat(text.rstrip("Z"))
        return text  # inlineStr, str

    def _styled(self, text: str, style: int) -> Cell:
        if style in self._styles.times:
            return Unreadable("holds a duration")
        day = self._styles.dates(style, text)
        return Number(text) if day is None else day
