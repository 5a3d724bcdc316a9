"""Tables into an Excel workbook, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

_WHEN = datetime(2026, 11, 20, 18, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def write_workbook(path: Path, tables: Mapping[str, tuple[Sequence[str], Iterable[Sequence[object]]]]) -> None:
    """`tables`: sheet name → heading and rows. The file appears whole or not at all."""
    book = Workbook(write_only=True)
    book.properties.creator = "Folio"
    book.properties.created = _WHEN
    for name, (heading, rows) in tables.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for letter, title in zip("ABCDEFGHI", heading, strict=False):
            sheet.column_dimensions[letter].width = max(12, len(title) + 2)
        sheet.append(list(heading))
        for row in rows:
            sheet.append(list(row))
    made = BytesIO()
    book.save(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    _without_clock(made, unfinished)
    unfinished.replace(path)


def _without_clock(made: BytesIO, path: Path) -> None:
    """openpyxl and zip write down when they ran; a fixed time instead makes two runs the same."""
    with ZipFile(made) as source, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + f"{_WHEN.isoformat()}Z".encode() + rb"\g<2>", content)
            info = ZipInfo(name, date_time=_WHEN.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, content)
