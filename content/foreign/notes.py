"""Notes for the report: what happened to the file's texts, each with its place.

What changes meaning is told one by one; what happens to many texts alike is told once, with the first place and a
count, so that the telling stays readable for a table of forty thousand rows.
"""

from __future__ import annotations


class Notes:
    """Collects notes in the order of their telling; same calls, same notes."""

    def __init__(self) -> None:
        self._told: list[str] = []
        self._counted: dict[str, tuple[str, int]] = {}

    def tell(self, place: str, what: str) -> None:
        self._told.append(f"{place}: {what}" if place else what)

    def count(self, what: str, place: str) -> None:
        """`what` happened once more; the first place is told."""
        first, times = self._counted.get(what, (place, 0))
        self._counted[what] = (first, times + 1)

    def all(self) -> tuple[str, ...]:
        counted = [
            f"{place}: {what}" if times == 1 else f"{place} and {times - 1} more: {what}"
            for what, (place, times) in self._counted.items()
        ]
        return (*self._told, *counted)


def quoted(text: str, *, limit: int = 60) -> str:
    """A text in quotes for a note, cut where it is long."""
    return f"'{text}'" if len(text) <= limit else f"'{text[: limit - 1]}…'"
