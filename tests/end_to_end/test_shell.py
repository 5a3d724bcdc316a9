"""The terminal as a script uses it: one message a line, answers on standard output, and an end when the lines end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.quiet import quiet_environment
from tests.end_to_end.conftest import PATIENCE, PROJECT

pytestmark = pytest.mark.slow


def test_messages_from_a_pipe_are_answered_one_after_another(model: Path, database: str) -> None:
    demo = {"FOLIO_ENV": "demo", "FOLIO_SHELL_CUSTOMER": "C-1002", "FOLIO_TODAY": "2026-11-20"}
    environment = {**quiet_environment(), **demo, "FOLIO_DATABASE_URL": database, "PATH": os.environ["PATH"]}
    told = subprocess.run(
        [sys.executable, "-m", "scripts.serve", "--shell"],
        cwd=PROJECT,
        env=environment,
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
