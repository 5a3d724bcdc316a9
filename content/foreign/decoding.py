"""Bytes to text: the encodings that chatbot files come in."""

from __future__ import annotations

import codecs
from typing import Final

from content.foreign.notes import Notes
from content.problems import ContentError, Problem

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, place: str, notes: Notes) -> str | None:
    """The text of `data`; None where it is no text at all. What is not UTF-8 is told in a note.

    Raises ContentError for what says that it is UTF-16 or UTF-32 and isn't.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                if encoding == "utf-8-sig":
                    data = data[len(mark) :]
                    break
                what = (
                    f"is damaged or cut off: its first bytes say {encoding.upper()}, and byte {error.start + 1} is not"
                )
                raise ContentError([Problem(place, what, "save the file as UTF-8 and convert again")]) from None
            if encoding != "utf-8-sig":
                notes.tell(place, f"read as {encoding.upper()}")
            return text
    if b"\0" in data[:4096]:
        return _unmarked_utf16(data, place, notes)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start
    line = data.count(b"\n", 0, offset) + 1
    if _is_binary(data):
        return None
    try:
        text, encoding = data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "Latin-1"
    notes.tell(
        f"{place}, line {line}",
        f"not UTF-8, read as {encoding}; if letters come out wrong, save the file as UTF-8 and convert again",
    )
    return text


def _unmarked_utf16(data: bytes, place: str, notes: Notes) -> str | None:
    head = data[:4096]
    zeros_even, zeros_odd = head[::2].count(0), head[1::2].count(0)
    encoding = "utf-16-le" if zeros_odd > zeros_even else "utf-16-be"
    if max(zeros_even, zeros_odd) < len(head) // 5 or min(zeros_even, zeros_odd) > len(head) // 50:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    notes.tell(place, f"read as {encoding.upper()} without a byte order mark")
    return text


def _is_binary(data: bytes) -> bool:
    """Many control characters: an image, an archive, a program."""
    head = data[:4096]
    return sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) // 50
