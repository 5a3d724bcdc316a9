"""How often somebody may try a password."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

MOST = 10  # wrong attempts …
WITHIN = 300.0  # … in so many seconds
_MOST_KEYS = 10_000  # remembered at once; the longest untouched is forgotten first


class Attempts:
    """Counts attempts by key (an address) over a sliding window. Safe for threads.

    An attempt counts from when it begins, so that many at once can't slip through; a right password takes it back.
    """

    def __init__(self, clock: Callable[[], float], *, most: int = MOST, within: float = WITHIN) -> None:
        self._clock = clock
        self._most = most
        self._within = within
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def begin(self, key: str) -> int:
        """0 where the attempt may go on, else whole seconds to wait, in which case it doesn't count."""
        now = self._clock()
        with self._lock:
            times = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            while times and times[0] <= now - self._within:
                times.popleft()
            if len(times) >= self._most:
                return max(1, math.ceil(times[0] + self._within - now))
            times.append(now)
            if len(self._seen) > _MOST_KEYS:
                self._seen.popitem(last=False)
            return 0

    def succeeded(self, key: str) -> None:
        """Takes the latest attempt back."""
        with self._lock:
            times = self._seen.get(key)
            if times:
                times.pop()
