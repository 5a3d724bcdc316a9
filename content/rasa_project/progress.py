"""How a long conversion tells what it is doing: a function that takes one line."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Tell nothing: conversions of a second or two."""
