"""Cells that hold several texts: `hi; hello; good morning`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from content.foreign.html_spans import html_spans

_SEPARATORS: Final = {
    ";": re.compile(";"),
    "|": re.compile(r"\|+"),
    " / ": re.compile(" / "),
    "\n": re.compile(r"\r?\n"),
}
_IN_HTML: Final = (";", "|", " / ")  # that join nothing inside an element, a tag or an entity (`&nbsp;`)
RARE: Final = (";", "|")  # rare in what people say, so that few of them tell a table that joins
_SHARE: Final = 1 / 3  # of the cells
_SHARE_OF_RARE: Final = 1 / 10
_QUOTED: Final = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")


def find_separator(cells: Sequence[str], *, one_row_each: bool) -> str | None:
    """What joins the examples in a column's cells; None where nothing does.

    Where an intent has several rows, its examples stand in rows, and only semicolons and bars still join some.
    Commas stand in sentences too, so they count only where nearly every cell is a list of short pieces.
    """
    filled = [cell for cell in cells if cell.strip()]
    for separator in _SEPARATORS:
        pieces = [split(cell, separator) for cell in filled]
        several = sum(len(parts) > 1 for parts in pieces)
        share = _SHARE_OF_RARE if separator in RARE else _SHARE
        if several and several >= share * len(filled) and (one_row_each or separator in RARE):
            return separator
    if not one_row_each:
        return None
    lists = [[part for part in cell.split(",") if part.strip()] for cell in filled]
    if filled and sum(len(parts) > 2 for parts in lists) * 5 >= len(lists) * 4:
        words = [len(part.split()) for parts in lists for part in parts]
        if sum(words) <= 4 * len(words):
            return ","
    return None


def split(cell: str, separator: str) -> list[str]:
    """The pieces of a cell, blank ones left out."""
    if separator == ",":
        return [piece.strip() for piece in cell.split(",") if piece.strip()]
    spans = iter(html_spans(cell) if separator in _IN_HTML else [])
    span = next(spans, None)
    pieces, start = [], 0
    for match in _SEPARATORS[separator].finditer(cell):
        while span and span[1] <= match.start():
            span = next(spans, None)
        if span is None or match.start() < span[0]:
            pieces.append(cell[start : match.start()])
            start = match.end()
    pieces.append(cell[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def written_list(cell: str) -> list[str] | None:
    """The strings of a cell written as a list, `["a", "b"]` or `['a', 'b']`; None for every other cell."""
    text = cell.strip()
    if not (text.startswith("[") and text.endswith("]")) or len(text) < 4:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    inside = text[1:-1].strip()
    if inside[:1] not in "'\"" or _QUOTED.sub("", inside).strip(", \n\t"):
        return None
    found = [one if one is not None else two for one, two in (m.groups() for m in _QUOTED.finditer(inside))]
    return [re.sub(r"\\(['\"\\])", r"\1", item) for item in found]
