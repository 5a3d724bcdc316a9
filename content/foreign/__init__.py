"""Chatbot files of others: JSON, workbooks and tables of any common shape, read into our records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from content.foreign.assembly import assemble
from content.foreign.columns import Columns
from content.foreign.notes import Notes
from content.foreign.raw import Raw
from content.foreign.sources import read_source
from content.problems import ContentError, Problem
from content.records import Content

OnConflict = Literal["drop", "first"]


@dataclass(frozen=True)
class ForeignReading:
    """`renames` maps each original name that had to change to its slug; `notes` are told with their places."""

    content: Content
    renames: dict[str, str]
    notes: tuple[str, ...]


def read_foreign(
    paths: Sequence[Path],
    *,
    columns: Mapping[str, str] | None = None,
    on_conflict: OnConflict = "drop",
) -> ForeignReading:
    """Read files of others as one content: same files, same reading.

    `columns` names the keys or headings of the roles `question`, `answer` and `intent` where the alias table can't
    tell. `on_conflict` says what becomes of an example under two intents and of a question with two answers: kept
    under none, or under the first. Raises ContentError with the problems of all files and the notes up to there.
    """
    chosen = Columns.from_options(columns)
    notes = Notes()
    raws: list[Raw] = []
    problems: list[Problem] = []
    for path in paths:
        is_only = sum(other.name == path.name for other in paths) == 1
        try:
            raws += read_source(
                path, path.name if path.name and is_only else path.as_posix(), columns=chosen, notes=notes
            )
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems, notes.all())
    place = ", ".join(path.name for path in paths)
    try:
        content, renames = assemble(raws, place, keep_first=on_conflict == "first", notes=notes)
    except ContentError as error:
        raise ContentError(error.problems, notes.all()) from None
    return ForeignReading(content, renames, notes.all())
