"""Put new files in place of old ones: all or none, even if the machine stops in the middle.

New files are written beside the project first (`.convert/new`), the old ones copied (`.convert/old`), then a journal
says that the renames begin. Whoever finds a journal takes the old files back; whoever finds none only tidies up.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

STAGE = ".convert"


class BusyError(Exception):
    """Another conversion is writing to the same project."""


def replace_files(root: Path, new: Mapping[str, str], stale: Iterable[str] = ()) -> None:
    """Write `new` (text by path below `root`) and delete `stale`, or leave everything as it was and raise.

    The caller holds `locked(root)` and has called `recover`.
    """
    stage = root / STAGE
    touched = [*new, *(path for path in stale if path not in new)]
    try:
        for path, text in new.items():
            _write(stage / "new" / path, text)
        for path in touched:
            _keep_old(root, path)
        _write(stage / "journal.json.part", json.dumps(touched))
        (stage / "journal.json.part").rename(stage / "journal.json")
        for path in touched:
            _put(root, path)
    except BaseException:
        recover(root)
        raise
    (stage / "journal.json").unlink()
    shutil.rmtree(stage)


def recover(root: Path) -> bool:
    """Take back a conversion that did not finish. Return whether there was one."""
    stage = root / STAGE
    if not stage.exists():
        return False
    journal = stage / "journal.json"
    begun = journal.exists()
    if begun:
        for path in json.loads(journal.read_text(encoding="utf-8")):
            old, target = stage / "old" / path, root / path
            if old.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(old, target.with_name(f"{target.name}.part"))
                target.with_name(f"{target.name}.part").replace(target)
            else:
                target.unlink(missing_ok=True)
        journal.unlink()
    shutil.rmtree(stage)
    return begun


def _keep_old(root: Path, path: str) -> None:
    target = root / path
    if target.exists():
        kept = root / STAGE / "old" / path
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(target, kept)


def _put(root: Path, path: str) -> None:
    fresh, target = root / STAGE / "new" / path, root / path
    if fresh.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.replace(target)
    else:
        target.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the project's folder; released by the system even if the process is killed."""
    handle = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(f"another conversion is writing to {root.as_posix()}; wait for it to end") from error
        yield
    finally:
        os.close(handle)
