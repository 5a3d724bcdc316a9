"""Which region or sector a message asks about by its name: "how much in tech", "a lot in emerging markets"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from advisor.resolve.words import all_words_of

_OTHER_WORDS = {
    "tech": ("technology",),
    "healthcare": ("health", "care"),
    "property": ("real", "estate"),
    "europe": ("europe",),
    "european": ("europe",),
    "asian": ("asia",),
    "african": ("africa",),
    "abroad": ("international",),
    "overseas": ("international",),
    "foreign": ("international",),
    "usa": ("us",),
    "america": ("us",),
    "american": ("us",),
}
_NORTH_AMERICA = ("north", "america")
# "Us" is who asks, unless written as the country.
_COUNTRY = re.compile(r"\bthe us\b|\bUS\b|\bU\.S\b|\bUnited States\b")
_AROUND_IT = re.compile(r"\b(?:outside|outwith|except|excluding|without|besides|non|ex|beyond|not)\b")


def part_named(message: str, names: Iterable[str]) -> str | None:
    """The one of `names` that the message names, the longest of those within each other.

    None where it names none, several, or what lies around one ("outside of the US").
    """
    if message.startswith("/") or _AROUND_IT.search(message.casefold()):
        return None
    said = _said(message)
    found: dict[tuple[str, ...], str] = {}
    for name in names:
        words = all_words_of(name)
        if words and any(said[at : at + len(words)] == words for at in range(len(said))):
            found[words] = name
    longest = [words for words in found if not any(_within(words, other) for other in found)]
    return found[longest[0]] if len(longest) == 1 else None


def _said(message: str) -> tuple[str, ...]:
    words = all_words_of(_COUNTRY.sub("usa", message).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    told: list[str] = []
    for at, word in enumerate(words):
        if word == "us" or (word == "america" and words[max(at - 1, 0) : at + 1] == _NORTH_AMERICA):
            told.append("america" if word == "america" else "-")
        else:
            told += _OTHER_WORDS.get(word, (word,))
    return tuple(told)


def _within(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(words) < len(other) and any(other[at : at + len(words)] == words for at in range(len(other)))
