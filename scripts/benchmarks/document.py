"""The document that figures are written into, each kind between two marks of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class NoPlace(Exception):
    """The document has lost the marks between which the figures stand."""


def marks(what: str) -> tuple[str, str]:
    """The lines before and after the figures of `what`."""
    return f"<!-- {what}: made by `make benchmark` -->", f"<!-- end of {what} -->"


def has_place(path: Path, what: str) -> bool:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return all(mark in text for mark in marks(what))


def put_between_marks(path: Path, what: str, lines: Sequence[str]) -> None:
    """Replace what stands between the two marks of a document. Raises NoPlace without them."""
    first, last = marks(what)
    before, start, rest = path.read_text(encoding="utf-8").partition(first)
    _, end, after = rest.partition(last)
    if not (start and end):
        raise NoPlace(f"{path} has no place for the figures; put the lines {first!r} and {last!r} into it")
    path.write_text("\n".join([f"{before}{first}", "", *lines, "", f"{last}{after}"]), encoding="utf-8")
