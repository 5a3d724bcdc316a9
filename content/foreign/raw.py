"""What the readers find before anything is decided: texts with their places, as they stand in the file."""

from __future__ import annotations

from dataclasses import dataclass

from content.records import Span


@dataclass(frozen=True)
class Text:
    """`spans` are the entities of an example, offsets into `text`."""

    text: str
    place: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class RawButton:
    title: str
    sends: str
    place: str


@dataclass(frozen=True)
class Raw:
    """One entry of a file: a JSON object or a table row.

    `name` None where the file gives none. `sure` is False where the name stands under a key such as `category`, which
    may be a topic over many answers. `sets` and `filters` are context names.
    """

    name: str | None
    patterns: tuple[Text, ...]
    answers: tuple[Text, ...]
    place: str
    sure: bool = True
    sets: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    buttons: tuple[RawButton, ...] = ()
