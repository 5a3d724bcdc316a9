"""Commands of this project that a benchmark waits for, each a process of its own that ends with whoever began it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from scripts.quiet import quiet_environment

Tell = Callable[[str], None]


class RunFailed(Exception):
    """Training or measuring ended with an error; the message has what it said last."""


def call(module: Sequence[Any], place: Path, doing: str, tell: Tell) -> None:
    """`python -m` in this project, with Rasa's cache in `place`; what it prints is kept for the case that it fails.

    Raises:
        RunFailed: see there.
    """
    log = place / f"{doing}.log"
    environment = {**quiet_environment(), "RASA_CACHE_DIRECTORY": str(place / "cache")}
    command = [sys.executable, "-m", *(str(part) for part in module)]
    with log.open("w", encoding="utf-8") as output, _started(command, environment, output) as process:
        minutes = 0
        while process.poll() is None:
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                minutes += 1
                tell(f"{doing}, {minutes} min")
    if process.returncode:
        last = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:])
        raise RunFailed(f"{doing} ended with exit code {process.returncode}:\n{last}")


@contextmanager
def _started(command: list[str], environment: Mapping[str, str], output: TextIO) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=dict(environment), stdout=output, stderr=output)
    try:
        yield process
    finally:
        if process.poll() is None:  # we are being interrupted
            process.kill()
            process.wait()
