"""A column of closes as text to exact millionths: thousands at once, in whole numbers throughout.

All texts are laid in a row of bytes. Each digit counts its place, which is known from where its close has the point;
adding up what the digits of one close count gives that close, without a binary fraction in between.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_WHOLE_DIGITS = 9
_FRACTION_DIGITS = 6
_COMMA, _POINT, _ZERO = b",.0"
# What a digit counts, in millionths: from the seventh place behind the point, where only the comma behind a close can
# be, up to the ninth before it.
_COUNTS = np.array([0, *(10**power for power in range(_FRACTION_DIGITS + _WHOLE_DIGITS))], dtype=np.int64)


def millionths(closes: Sequence[str]) -> NDArray[np.int64] | None:
    """Each close × 1,000,000.

    None where one isn't digits, at most nine, perhaps with a point and one to six digits behind. Raises `TypeError` for
    what isn't text at all.
    """
    if not closes:
        return np.empty(0, dtype=np.int64)
    try:
        row = np.frombuffer((",".join(closes) + ",").encode("ascii"), dtype=np.uint8)
    except UnicodeEncodeError:
        return None
    ends = np.flatnonzero(row == _COMMA)
    points = np.flatnonzero(row == _POINT)
    if len(ends) != len(closes) or np.count_nonzero(row - _ZERO > 9) != len(ends) + len(points):
        return None
    starts = np.concatenate(([0], ends[:-1] + 1))
    pointed = np.searchsorted(ends, points)  # the closes that have a point
    ones = ends.copy()  # where each close's point is or would be
    ones[pointed] = points
    whole, fraction = ones - starts, ends - ones - 1  # digits before and behind; -1 behind a point that isn't there
    if (
        np.any(np.diff(pointed) == 0)
        or np.any((whole < 1) | (whole > _WHOLE_DIGITS))
        or np.any((fraction == 0) | (fraction > _FRACTION_DIGITS))
    ):
        return None
    left = np.repeat(ones, ends - starts + 1) - np.arange(len(row))  # places left of the point; negative behind it
    counts = _COUNTS[left - (left > 0) + _FRACTION_DIGITS + 1]
    digits = np.where((row == _COMMA) | (row == _POINT), 0, row - _ZERO)
    return np.add.reduceat(digits * counts, starts)
