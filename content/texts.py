"""Texts as people type them → texts that every tool down the line can hold."""

from __future__ import annotations

import re

# Not printable in YAML or XML, and never meant: control characters other than tab and newline, lone surrogates.
_UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_INVISIBLE_EDGES = " \t\r\n\x0b\x0c\x85\xa0\u2028\u2029\u200b\ufeff\u3000"


def clean(text: str) -> str:
    """Return `text` without edges of white space (U+00A0 and BOM too), every line end as LF, and only what can be held.

    The rare line ends (U+0085, U+2028, U+2029) are folded too: Rasa writes them into a trained model's domain in a way
    that it can't read back.
    """
    return _UNHOLDABLE.sub("", _LINE_END.sub("\n", text)).strip(_INVISIBLE_EDGES)


def one_line(text: str) -> str:
    """Return `clean(text)` with every run of white space as one space: for names, titles and entity values."""
    return " ".join(clean(text).split())


def has_unholdable(text: str) -> bool:
    """True where `clean` leaves out more than white space."""
    return bool(_UNHOLDABLE.search(text.replace("\r", "")))
