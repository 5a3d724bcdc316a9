"""A command of the set-up, run so that Ctrl-C says what it means."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
COMMAND = """
import signal, sys, time
if __name__ == "__main__":
    print(sys.argv[1:], flush=True)
    if "wait" in sys.argv:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print("waiting", flush=True)
        time.sleep(60)
    sys.exit(3)
"""


def step(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """A folder of its own with one command in it, `one`, beside ours."""
    scripts = folder / "scripts"
    scripts.mkdir(exist_ok=True)
    (scripts / "__init__.py").touch()
    (scripts / "one.py").write_text(COMMAND, encoding="ascii")
    (scripts / "step.py").write_bytes((PROJECT / "scripts/step.py").read_bytes())
    return subprocess.Popen(
        [sys.executable, "-m", "scripts.step", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": "."},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_command_gets_its_arguments_and_gives_its_code(tmp_path: Path) -> None:
    running = step(tmp_path, "one", "--flag", "x")
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 3 and out == "['--flag', 'x']\n"


def test_an_interruption_is_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    running = step(tmp_path, "one", "wait")
    assert running.stdout is not None
    while running.stdout.readline() != "waiting\n":
        pass
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert told.strip() == "Interrupted. What was under way doesn't count as done; the same command begins it anew."


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["--help"], 0)])
def test_without_a_command_it_says_how_it_is_used(tmp_path: Path, arguments: list[str], code: int) -> None:
    running = step(tmp_path, *arguments)
    _, told = running.communicate(timeout=60)
    assert running.returncode == code and told.startswith("usage: python -m scripts.step")
