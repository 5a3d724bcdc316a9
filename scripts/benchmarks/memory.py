"""How much memory processes use, as Linux tells it."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


class MemoryUnknown(Exception):
    """The system doesn't tell in Linux's way, or the process has ended."""


def resident_mb(process: int) -> float:
    """Resident memory of the process and its descendants, in MB (10⁶ bytes)."""
    return sum(_kib(one, "VmRSS") for one in [process, *_descendants(process)]) * 1024 / 1e6


def peak_mb(process: int) -> float:
    """The most that this one process has had resident, in MB (10⁶ bytes)."""
    return _kib(process, "VmHWM") * 1024 / 1e6


def _kib(process: int, field: str) -> int:
    try:
        lines = (PROC / str(process) / "status").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise MemoryUnknown(f"the memory of process {process} can't be read ({error})") from error
    found = [line.split()[1] for line in lines if line.startswith(f"{field}:")]
    if not found:
        raise MemoryUnknown(f"process {process} has ended")
    return int(found[0])


def _descendants(process: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            # The name, second and in brackets, may hold blanks: what follows the last bracket doesn't.
            parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue  # it has ended meanwhile
        children.setdefault(parent, []).append(int(folder.name))
    found, waiting = [], [process]
    while waiting:
        mine = children.get(waiting.pop(), [])
        found += mine
        waiting += mine
    return found
