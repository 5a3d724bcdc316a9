"""What a file format hands over: named tables of raw cells. One reader for each format stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from adapters.portfolio_files.cells import Cell

Row = tuple[int, list[Cell]]


class UnreadableFile(Exception):
    """The file, or a table in it, isn't what its name says; the message names it and says what to do."""


class Sheet(Protocol):
    """One table as it stands in the file."""

    @property
    def title(self) -> str: ...

    def rows(self) -> Iterator[Row]:
        """Row number as a person counts (from 1) and its cells; empty rows may be left out.

        Raises `UnreadableFile` in the middle of the iteration where the rest can't be read.
        """
        ...


Sheets = Mapping[str, Sheet]  # by title in lower case
OpenSheets = AbstractContextManager[Sheets]
