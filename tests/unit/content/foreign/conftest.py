"""Small files of others, written on the spot, and what is read from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import openpyxl
import pytest

from content.foreign import ForeignReading, OnConflict, read_foreign


class Read(Protocol):
    """Writes `content` to a file of this name and reads it: text, bytes, or a value that becomes JSON."""

    def __call__(
        self,
        name: str,
        content: Any,
        *,
        columns: Mapping[str, str] | None = None,
        on_conflict: OnConflict = "drop",
    ) -> ForeignReading: ...


@pytest.fixture()
def read(tmp_path: Path) -> Read:
    def write_and_read(
        name: str,
        content: Any,
        *,
        columns: Mapping[str, str] | None = None,
        on_conflict: OnConflict = "drop",
    ) -> ForeignReading:
        path = tmp_path / name
        if name.endswith(".xlsx") and isinstance(content, dict):
            write_workbook(path, content)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            path.write_text(text, encoding="utf-8", newline="")
        return read_foreign([path], columns=columns, on_conflict=on_conflict)

    return write_and_read


def write_workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)


def examples(reading: ForeignReading) -> dict[str, list[str]]:
    """Intent → its examples."""
    return {intent.name: [example.text for example in intent.examples] for intent in reading.content.intents}


def answers(reading: ForeignReading) -> dict[str, list[str]]:
    """Response → its texts."""
    return {response.name: list(response.texts) for response in reading.content.responses}


def noted(reading: ForeignReading, *words: str) -> bool:
    """Whether one note holds all of `words`."""
    return any(all(word in note for word in words) for note in reading.notes)
