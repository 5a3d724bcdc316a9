"""JSON that can't hurt: what Python's reader takes beyond the standard, or chokes on, is refused as a `ValueError`.

Has the two functions that python-socketio asks of a JSON module.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

_LONGEST_NUMBER = 100  # characters


def loads(text: str | bytes, **_: Any) -> Any:
    """The value of a JSON text.

    Raises:
        ValueError: it is no JSON, is not UTF-8, is nested too deep, or holds NaN, Infinity or an endless number.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8")  # UnicodeDecodeError is a ValueError
    try:
        return json.loads(text, parse_constant=_refuse, parse_int=_whole, parse_float=_fraction)
    except RecursionError:
        raise ValueError("nested too deep") from None


def dumps(value: Any, **options: Any) -> str:
    """Compact, and plain ASCII: a lone surrogate in a text can be sent, too."""
    options.setdefault("separators", (",", ":"))
    return json.dumps(value, **options)


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError("a number is too long")
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
