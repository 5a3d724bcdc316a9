"""What a command tells while it works."""

from __future__ import annotations

import sys
import time


class Progress:
    """One line on stderr that is written over, or a line every few seconds where stderr is a file."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._over = sys.stderr.isatty()
        self._every = 0.1 if self._over else 5.0
        self._last = self._start

    def tell(self, text: str) -> None:
        now = time.monotonic()
        if now - self._last >= self._every:
            self._last = now
            sys.stderr.write(f"\r\033[K{text}" if self._over else f"{text}\n")
            sys.stderr.flush()

    def end(self) -> None:
        if self._over:
            sys.stderr.write("\r\033[K")

    def seconds(self) -> float:
        return time.monotonic() - self._start
