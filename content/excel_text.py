"""Any text ↔ what an xlsx cell can hold.

XML 1.0 has no control characters and turns CR into LF; Excel writes such characters as `_x0007_`, and an underscore
that would be read so as `_x005F_`. openpyxl does neither, so it is done here, both ways.
"""

from __future__ import annotations

import re

CELL_LIMIT = 32_767  # characters in a cell, Excel's limit; openpyxl would cut silently

_UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def to_cell(text: str) -> str:
    escaped = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _UNHOLDABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", escaped)


def from_cell(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
