"""Chatbot files of others: JSON, workbooks and tables of any common shape, read into our records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from content.problems import ContentError, Problem
from content.records import Content

OnConflict = Literal["drop", "first"]


@dataclass(frozen=True)
class ForeignReading:
    """`renames` maps each original name to its slug; `notes` are warnings for the report, each with its place."""

    content: Content
    renames: dict[str, str]
    notes: tuple[str, ...]


def read_foreign(
    paths: Sequence[Path],
    *,
    columns: Mapping[str, str] | None = None,
    on_conflict: OnConflict = "drop",
) -> ForeignReading:
    """Read files of others as one content; raises ContentError with all problems."""
    raise ContentError([Problem(str(path), "files of others can't be read yet") for path in paths])
