"""Many places in one message: the first few and how many more."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SHOWN = 3
_ROW = re.compile(r"(?P<head>.* row )(?P<number>\d+)(?:, column \w+)?")


def listed(places: Sequence[str]) -> str:
    """Return "row 12", "rows 12, 13, 14 and 58 more" where all are rows of one sheet, else the places themselves."""
    matches = [_ROW.fullmatch(place) for place in places]
    rows = [found for found in matches if found]
    of_one_sheet = len(rows) == len(places) and len({found["head"] for found in rows}) == 1
    shown = [found["number"] for found in rows[:_SHOWN]] if of_one_sheet else list(places[:_SHOWN])
    more = f" and {len(places) - _SHOWN:,} more" if len(places) > _SHOWN else ""
    head = "" if not of_one_sheet else "row " if len(places) == 1 else "rows "
    return f"{head}{', '.join(shown)}{more}"
