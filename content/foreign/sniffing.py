"""What a file is, told by its bytes and not by its name; what holds no content is refused here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from content.foreign.decoding import decode
from content.foreign.notes import Notes
from content.problems import ContentError, Problem

Shape = Literal["json", "table", "workbook"]
MAX_BYTES: Final = 200_000_000

_TAKES: Final = "give a JSON file, an Excel workbook (.xlsx) or a CSV table with example questions"
_HTML_START: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|script|style|link)\b",
    re.IGNORECASE | re.DOTALL,
)
# A page saved as one file: the headers of an e-mail, HTML among them.
_MHTML_START: Final = re.compile(
    r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*(?:multipart/related|text/html)", re.I
)
_LFS: Final = "version https://git-lfs.github.com/"


@dataclass(frozen=True)
class Source:
    """A file told apart: `text` is empty for a workbook."""

    path: Path
    place: str  # how messages call the file
    shape: Shape
    text: str = ""


def refuse(place: str, what: str, mend: str = _TAKES) -> ContentError:
    return ContentError([Problem(place, what, mend)])


def open_source(path: Path, place: str, notes: Notes) -> Source:
    """Reads `path` and tells its shape; raises ContentError, with `place`, for what can't hold content."""
    if path.is_dir():
        raise refuse(place, "is a folder, not a file", "name the file or files in it")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise refuse(place, f"is too large ({size // 1_000_000} MB)", f"split it below {MAX_BYTES // 1_000_000} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        raise refuse(place, "there is no such file", "check the path") from None
    except OSError as error:
        raise refuse(place, f"can't be read ({error.strerror})", "check the path and its permissions") from None
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refuse(place, "the file is empty")
    if data.startswith(b"PK\x03\x04"):
        return Source(path, place, "workbook")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse(
            place, "is in the old Excel format or locked with a password", "save it as .xlsx without a password"
        )
    text = decode(data, place, notes)
    if text is None:
        raise refuse(place, "is a binary file, not text and not a workbook")
    return Source(path, place, _text_shape(path, place, text), text)


def _text_shape(path: Path, place: str, text: str) -> Shape:
    start = text.lstrip("\ufeff \t\r\n\x0b\x0c")
    if _HTML_START.match(start) or _MHTML_START.match(start[:4096]):
        raise refuse(
            place, "is a saved web page, not the file it shows", "download the file itself ('Raw', 'Download')"
        )
    if start.startswith("<?xml") or start.startswith("{\\rtf"):
        raise refuse(place, "is a document, not chatbot content")
    if start.startswith(_LFS):
        raise refuse(place, "is only a Git LFS pointer to the file", "fetch the file itself with 'git lfs pull'")
    if start.startswith("%PDF"):
        raise refuse(place, "is a PDF document, not chatbot content")
    if path.suffix.lower() in {".csv", ".tsv", ".tab"} and not start.startswith(("{", "[{", "[[", "[\n", "[\r")):
        return "table"
    if start.startswith(("{", "[")) or path.suffix.lower() in {".json", ".jsonl", ".ndjson"}:
        return "json"
    return "table"
