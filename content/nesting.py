"""JSON in cells: written so that it survives them; refused where it nests so deep that it exhausts who walks it."""

from __future__ import annotations

import json
from typing import Any, Final

MAX_DEPTH: Final = 100  # levels; content of people nests four or five


def loads(text: str, **options: Any) -> Any:
    """`json.loads`, and a plain ValueError for what nests deeper than 100 levels."""
    try:
        value = json.loads(text, **options)
    except RecursionError:
        value = None
        deep = True
    else:
        deep = is_too_deep(value)
    if deep:
        raise ValueError(f"it nests deeper than {MAX_DEPTH} levels")
    return value


def json_text(value: object) -> str:
    """Return `value` as JSON that a cell holds as it is: letters as such, odd characters as `\\uXXXX`."""
    written = json.dumps(value, ensure_ascii=False, default=str)
    return "".join(
        character if character == " " or character.isprintable() else json.dumps(character)[1:-1]
        for character in written
    )


def is_too_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for item in level
            if isinstance(item, (dict, list))
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return True
