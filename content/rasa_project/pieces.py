"""A generated file in pieces, each a file of its own.

Rasa's YAML reader slows down with every scalar that it reads (ruamel.yaml's resolver adds Rasa's pattern for `${NAME}`
to a list each time), so that 36,000 answers take minutes in one and seconds in pieces of a hundred. What is split
is only what `yaml_text.dump` wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

ENTRIES = 100  # in a piece

_SECTION = re.compile(r"[^ \-#?:]")
_IN_LIST = re.compile(r"- ")
_IN_MAPPING = re.compile(r"  [^ \-:]")


def pieces(text: str) -> Iterator[str]:
    """Yield the text itself where it is short, else files with a hundred entries at most of one section each."""
    head: list[str] = []
    sections: list[tuple[str, list[list[str]]]] = []
    for line in text.removesuffix("\n").split("\n"):
        if line.startswith("#"):
            head.append(line)
        elif _SECTION.match(line):
            if line.endswith(":"):
                sections.append((line, []))
            else:
                head.append(line)  # a scalar, such as the version: every piece needs it
        elif not sections[-1][1] or _begins(line, sections[-1][1][0][0]):
            sections[-1][1].append([line])
        else:
            sections[-1][1][-1].append(line)
    if all(len(entries) <= ENTRIES for _, entries in sections):
        yield text
        return
    for section, entries in sections:
        for start in range(0, len(entries), ENTRIES):
            lines = [line for entry in entries[start : start + ENTRIES] for line in entry]
            yield "\n".join([*head, section, *lines, ""])


def _begins(line: str, first: str) -> bool:
    return bool((_IN_LIST if first.startswith("- ") else _IN_MAPPING).match(line))


def read_in_pieces(text: str, read: Callable[[str], Any]) -> dict[str, Any]:
    """Return what `read` makes of `text`, read in pieces and put together."""
    whole: dict[str, Any] = {}
    for piece in pieces(text):
        for key, value in read(piece).items():
            if isinstance(value, list):
                whole[key] = [*whole.get(key, []), *value]
            elif isinstance(value, dict):
                whole[key] = {**whole.get(key, {}), **value}
            else:
                whole[key] = value
    return whole
