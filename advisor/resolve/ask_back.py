"""A question back: what to say, and for each choice what a click puts in the place of the customer's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    title: str
    value: str


@dataclass(frozen=True)
class AskBack:
    """`entity` is the one that the choices stand for; the rest of the question is kept, in the words of `kept` if it
    tells them (entity → words). `before` and `after` are what was named beside the unclear one, in that order."""

    text: str
    entity: str
    choices: tuple[Choice, ...]
    kept: Mapping[str, str] | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def together(before: Sequence[str], chosen: str, after: Sequence[str]) -> str:
    """The words for what is chosen beside what was named clearly: "VTI and BND"."""
    return " and ".join((*before, chosen, *after))


def listed(names: Sequence[str], *, last: str = "and") -> str:
    """ "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
