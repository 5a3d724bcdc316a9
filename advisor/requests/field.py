"""One thing that a request has to know: how it is read from a message, checked, and asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from advisor.dialogue import ReplyButton
from advisor.requests.records import Heard, Offer, World

Known = Mapping[str, str]

# first: the message that begins the request. asked: the open question is about this field. aside: it is about another.
# correcting: the summary is shown, and anything that is named may be meant to change it.
Mode = Literal["first", "asked", "aside", "correcting"]


@dataclass(frozen=True)
class Question:
    """What to ask, and the choices there are; other answers may be right as well. `buttons` lead somewhere else."""

    text: str
    offers: tuple[Offer, ...] = ()
    buttons: tuple[ReplyButton, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a message says about a field: its `value`, or the `problem` with what was said, a question itself.

    `words` are the pieces of the message that it was read from.
    """

    value: str | None = None
    problem: Question | None = None
    words: tuple[str, ...] = ()


class Field(Protocol):
    """Values are texts that read back exactly; "" stands for nothing, in fields that may be empty."""

    @property
    def name(self) -> str: ...

    @property
    def called(self) -> tuple[str, ...]:
        """Words by which a customer means the field itself: "the amount is wrong"."""
        ...

    def is_needed(self, known: Known) -> bool:
        """Whether the request has such a field at all, by the fields before it."""
        ...

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        """What the message says about it; None where it says nothing."""
        ...

    def default(self, known: Known, world: World) -> str | None:
        """What holds where nobody said anything; None where that has to be asked."""
        ...

    def check(self, known: Known, world: World) -> Question | None:
        """What is wrong with its value in `known`, as the question to ask then; None where it is good."""
        ...

    def ask(self, known: Known, world: World) -> Question: ...
