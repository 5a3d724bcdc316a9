"""Names that Rasa takes: lower-case ASCII slugs, unique, the same for the same names in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from anyascii import anyascii

from content.foreign.aliases import FALLBACK_PARTS, FALLBACKS

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")  # between words of CamelCase and between pinyin syllables
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
MAX_LENGTH: Final = 60

# Rasa's own intents (rasa.shared.core.constants.DEFAULT_INTENTS): the rule policy answers them itself. `default` would
# make the response `utter_default`, which is the fallback's.
RESERVED: Final = frozenset({"restart", "back", "out_of_scope", "session_start", "nlu_fallback", "default"})


def slug(name: str) -> str:
    """`name` in ASCII, lower case, words joined by `_`, at most 60 characters; `intent` where nothing is left.

    Slashes and plus signs go as all punctuation does: Rasa would read them as retrieval and multiple intents.
    """
    ascii_name = anyascii(name.encode("utf-8", "ignore").decode("utf-8"))
    text = _NOT_SLUG.sub("_", _HUMP.sub("_", ascii_name).lower()).strip("_")
    if len(text) > MAX_LENGTH:
        head = text[: MAX_LENGTH + 1]
        text = (head.rpartition("_")[0] or head)[:MAX_LENGTH].strip("_")
    text = text or "intent"
    return f"{text}_intent" if text in RESERVED else text


class Slugs:
    """Hands out slugs, each once: the second of the same form gets `_2`."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def take(self, name: str) -> str:
        base = slug(name)
        unique, number = base, self._next.get(base, 2)
        while unique in self._taken:
            unique = f"{base}_{number}"
            number += 1
        self._next[base] = number
        self._taken.add(unique)
        return unique


def is_fallback(name: str) -> bool:
    """Whether the name says that the assistant did not understand."""
    compact = _NOT_SLUG.sub("", anyascii(name).lower()).removesuffix("intent")
    return compact in FALLBACKS or any(part in compact for part in FALLBACK_PARTS)
