"""An Excel cell → the text that a person sees in it."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from openpyxl.cell.cell import Cell, MergedCell

from content.excel_text import from_cell


class CellError(ValueError):
    """A cell whose text nobody can know without Excel: a formula, an error value, a number too large for it."""


def cell_text(cell: Cell | MergedCell) -> str:
    """Return the shown text, "" for an empty cell.

    Numbers follow the common formats (decimals, thousands, per cent, currency signs, leading zeros), dates their order
    of day, month and year. Raises CellError for formulas and error values.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or (cell.data_type != "s" and isinstance(value, str) and value.startswith("=")):
        raise CellError(f"holds a formula ({str(value)[:40]})")
    if cell.data_type == "e":
        raise CellError(f"holds the error {value}")
    if isinstance(value, str):
        return from_cell(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and not math.isfinite(value):
        raise CellError("holds a number that is none")
    number_format = _section(str(cell.number_format or "General"), value)
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return _date_text(value, number_format)
    if isinstance(value, dt.timedelta):
        return _duration_text(value)
    if isinstance(value, (int, float)):
        has_own_sign = value < 0 and ";" in str(cell.number_format)
        return _number_text(value, number_format, has_own_sign=has_own_sign)
    return str(value)


def _section(number_format: str, value: object) -> str:
    """A format may have sections for positive; negative; zero. Return the one for `value`, else the first."""
    sections = number_format.split(";")
    if isinstance(value, (int, float)) and value == 0 and len(sections) > 2:
        return sections[2]
    if isinstance(value, (int, float)) and value < 0 and len(sections) > 1:
        return sections[1]
    return sections[0]


_DIGITS = re.compile(r"[#0?](?:[#0?,]*[#0?])?(?P<fraction>\.[0#?]*)?(?P<thousands>,*)")
_SCIENTIFIC = re.compile(r"[#0?]+(?:\.(?P<fraction>[#0?]+))?E[+-]0+")
_QUOTIENT = re.compile(r"(?P<whole>[#0?]+ )?[#0?]+/(?P<below>[#?]+)")


def _number_text(value: int | float, number_format: str, *, has_own_sign: bool) -> str:
    """`has_own_sign`: the format is one for negative numbers, which says how they are marked."""
    plain = re.sub(r'\\(.)|"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.', _literal, number_format)
    if number_format in ("General", "@") or not (digits := _DIGITS.search(plain)):
        return _general_text(value)
    if scientific := _SCIENTIFIC.search(plain):
        return f"{value:.{len(scientific['fraction'] or '')}E}"
    if quotient := _QUOTIENT.search(plain):
        return _quotient_text(value, below=10 ** len(quotient["below"]) - 1, whole=bool(quotient["whole"]))
    percent = "%" in plain
    amount = Decimal(repr(value)) * (100 if percent else 1) / 1000 ** len(digits["thousands"])
    pattern = digits[0].rstrip(",")
    whole, _, fraction = pattern.partition(".")
    rounded = abs(amount).quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    number = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    head, dot, tail = number.partition(".")
    optional = len(fraction) - len(fraction.rstrip("#?"))
    kept = tail[: len(tail) - optional] + tail[len(tail) - optional :].rstrip("0")
    head = head.zfill(whole.count("0")) if "," not in whole else head
    shown = head + (dot + kept if kept else "")
    sign = "-" if amount < 0 and rounded != 0 and not has_own_sign else ""
    return f"{sign}{plain[: digits.start()]}{shown}{plain[digits.end() :]}".replace("\0", "").strip()


def _quotient_text(value: int | float, *, below: int, whole: bool) -> str:
    """Return "2 1/2" (without `whole` "5/2"), `below` being the largest divisor that there is room for."""
    nearest = Fraction(abs(value)).limit_denominator(below)
    front, rest = divmod(nearest.numerator, nearest.denominator) if whole else (0, nearest.numerator)
    parts = [str(front)] if front or not rest else []
    parts += [f"{rest}/{nearest.denominator}"] if rest else []
    return ("-" if value < 0 and nearest else "") + " ".join(parts)


def _literal(found: re.Match[str]) -> str:
    """Quoted, escaped and currency parts of a format are shown, conditions and spacing aren't."""
    return found[1] or found[2] or found[3] or ""


def _general_text(value: int | float) -> str:
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.11g}".upper()


# Excel's format 14, which stands in the file like this, and is shown as the system writes dates (here: that of the US).
_SYSTEMS_DATE = "mm-dd-yy"
_DATE_PARTS = {"yy": "%y", "mmm": "%b", "mm": "%m", "dddd": "%A", "ddd": "%a", "dd": "%d"}


def _date_text(value: dt.datetime | dt.date | dt.time, number_format: str) -> str:
    """The day as its format orders it, ISO where the format is unknown; a time of day where there is one."""
    if number_format == _SYSTEMS_DATE:
        number_format = "m/d/yyyy"
    if isinstance(value, dt.time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    has_time = isinstance(value, dt.datetime) and (value.hour or value.minute or value.second)
    pattern = re.sub(r'\\(.)|"([^"]*)"|\[[^\]]*\]|_.|\*.|;.*$', lambda f: f[1] or f[2] or "", number_format.lower())
    if not re.search(r"[ymd]", pattern) or re.search(r"am/pm|h", pattern):
        # Times of day are ambiguous ("m" is minute there): say them plainly.
        return value.strftime("%Y-%m-%d %H:%M" if has_time else "%Y-%m-%d")
    written = re.sub(r"y+|m+|d+", lambda f: _date_part(f[0], value), pattern)
    return written.strip()


def _date_part(part: str, value: dt.date) -> str:
    if part in ("m", "d"):
        return str(value.month if part == "m" else value.day)
    return value.strftime(_DATE_PARTS.get(part, "%Y" if part.startswith("y") else "%B"))


def _duration_text(value: dt.timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
