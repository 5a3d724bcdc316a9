"""Where HTML stands in a text: elements from tag to tag, lone tags, comments and entities such as `&nbsp;`."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

_TAG: Final = re.compile(
    r"<!--.*?-->|<(?P<end>/?)(?P<name>[a-z][a-z0-9:-]*)(?P<rest>(?:\s+(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?)>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


def html_spans(text: str) -> list[tuple[int, int]]:
    """The outermost spans `(start, end)` of HTML in their order; an element that never ends is only its tag."""
    if "<" not in text and "&" not in text:
        return []
    spans = [match.span() for match in _ENTITY.finditer(text) if not match["name"] or f"{match['name']};" in html5]
    opened: list[tuple[str, int]] = []
    for match in _TAG.finditer(text):
        spans.append(match.span())
        name = (match["name"] or "").lower()
        if not name or name in _VOID or (match["rest"] or "").endswith("/"):
            continue
        if not match["end"]:
            opened.append((name, match.start()))
        elif start := _opening(opened, name):
            spans.append((start[1], match.end()))
    return _outermost(spans)


def _opening(opened: list[tuple[str, int]], name: str) -> tuple[str, int] | None:
    """The last open tag of this name, taken off with those inside that never end; None where none is open."""
    for index in range(len(opened) - 1, -1, -1):
        if opened[index][0] == name:
            found = opened[index]
            del opened[index:]
            return found
    return None


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found
