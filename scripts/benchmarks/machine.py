"""What figures depend on besides the code: the machine and the versions of its libraries."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

_STAT = Path("/proc/stat")


def machine() -> str:
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"


def versions(libraries: Sequence[str]) -> dict[str, str]:
    """Python's version and that of each library, by name."""
    return {"Python": platform.python_version(), **{name: version(name) for name in libraries}}


class Others:
    """How much of the machine other processes take while one of ours is waited for."""

    def __init__(self) -> None:
        self._begin = self._now()

    def cores(self) -> float | None:
        """Cores that others kept busy on average since this object was made; None where the system doesn't tell.

        Counts as ours what this process and those that it has waited for have used.
        """
        before, now = self._begin, self._now()
        if before is None or now is None or now[2] <= before[2]:
            return None
        all_seconds, ours, elapsed = (after - first for first, after in zip(before, now, strict=True))
        return max(0.0, round((all_seconds - ours) / elapsed, 2))

    @staticmethod
    def _now() -> tuple[float, float, float] | None:
        """Seconds of work on all cores, seconds of our own, and of the clock."""
        if not _STAT.exists():
            return None
        # user nice system idle iowait irq softirq steal: what is neither idle nor waiting is work
        ticks = [int(part) for part in _STAT.read_text(encoding="utf-8").splitlines()[0].split()[1:9]]
        work = (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")
        ours = os.times()
        return work, sum(ours[:4]), time.monotonic()


def _processor() -> str:
    """Linux tells the processor's name in a file; elsewhere the platform has to do."""
    path = Path("/proc/cpuinfo")
    if sys.platform == "linux" and path.exists():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
