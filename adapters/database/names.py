"""A short list of names in one column, as the input format writes it: `S&P 500;the market`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    _Column = TypeDecorator[tuple[str, ...]]
else:
    _Column = TypeDecorator


class NameList(_Column):
    """A tuple of texts, none of them with a semicolon; the empty tuple is empty text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: object) -> str | None:
        return None if value is None else ";".join(value)

    def process_result_value(self, value: str | None, dialect: object) -> tuple[str, ...] | None:
        return None if value is None else tuple(name for name in value.split(";") if name)
