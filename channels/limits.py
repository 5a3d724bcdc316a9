"""How fast is too fast: a bucket for each customer and address, filled at an even pace, emptied by one a request."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from channels.problems import Problem

_MOST_BUCKETS = 50_000


@dataclass
class _Bucket:
    level: float
    at: float


class Limiter:
    """`per_minute` requests a minute, of which a whole minute's may come at once."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._a_second = per_minute / 60
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def take(self, key: str) -> None:
        """Counts one request of `key`.

        Raises:
            Problem: 429, with the seconds after which the next one is admitted.
        """
        now = self._clock()
        bucket = self._buckets.get(key)
        if bucket is None:
            self._make_room(now)
            bucket = self._buckets[key] = _Bucket(self._size, now)
        bucket.level = min(self._size, bucket.level + (now - bucket.at) * self._a_second)
        bucket.at = now
        if bucket.level < 1:
            raise too_fast(math.ceil((1 - bucket.level) / self._a_second))
        bucket.level -= 1

    def _make_room(self, now: float) -> None:
        """A full bucket says no more than none; so memory is bounded by what comes in a minute."""
        if len(self._buckets) < _MOST_BUCKETS:
            return
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if now - bucket.at < 60}
        while len(self._buckets) >= _MOST_BUCKETS:
            del self._buckets[next(iter(self._buckets))]


def too_fast(seconds: int) -> Problem:
    return Problem(429, f"Too many messages; try again in {max(1, seconds)} s.", retry_after=max(1, seconds))
