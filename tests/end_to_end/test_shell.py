"""The terminal as a script uses it: one message a line, answers on standard output, and an end when the lines end."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.quiet import quiet_environment
from tests.end_to_end.conftest import PATIENCE, PROJECT

pytestmark = pytest.mark.slow


def settings(database: str) -> dict[str, str]:
    demo = {"FOLIO_ENV": "demo", "FOLIO_SHELL_CUSTOMER": "C-1002", "FOLIO_TODAY": "2026-11-20"}
    return {**quiet_environment(), **demo, "FOLIO_DATABASE_URL": database, "PATH": os.environ["PATH"]}


def test_messages_from_a_pipe_are_answered_one_after_another(model: Path, database: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "scripts.serve", "--shell"],
        cwd=PROJECT,
        env=settings(database),
        input="how much is my account worth\n\nwhat do you charge\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stdout + told.stderr
    before, first, second = told.stdout.split("Your input -> ")
    assert "C-1002" in before
    assert first.startswith("how much is my account worth") and "$" in first
    assert second.startswith("what do you charge") and "%" in second


def test_ctrl_c_while_it_starts_ends_it_without_a_traceback(model: Path, database: str) -> None:
    ours, theirs = pty.openpty()
    try:
        shell = subprocess.Popen(
            ["setsid", "--ctty", "--wait", sys.executable, "-m", "scripts.serve", "--shell"],
            cwd=PROJECT,
            env=settings(database),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
    finally:
        os.close(theirs)
    told = ""
    try:
        while "Ask away" not in told:
            told += os.read(ours, 65536).decode(errors="replace")
        os.write(ours, b"\x03")
        while "You left." not in told:
            told += os.read(ours, 65536).decode(errors="replace")
        assert shell.wait(timeout=PATIENCE) == 130, told
    except OSError as error:  # what a terminal says whose other end is gone
        raise AssertionError(f"it ended without a word: {told}") from error
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)
    assert "Traceback" not in told
