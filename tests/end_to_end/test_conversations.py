"""Whole conversations, in Rasa's own format, through Rasa's own test command."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scripts.quiet import quiet_environment
from tests.end_to_end.conftest import PROJECT, RASA

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("stories", "mode"),
    [("tests/conversations", []), ("tests/conversations/spoken", ["--e2e"])],
    ids=["intents given", "from the words"],
)
def test_every_conversation_goes_as_written(stories: str, mode: list[str], model: Path, tmp_path: Path) -> None:
    command = [RASA, "test", "core", "--stories", stories, "--model", str(model), "--out", str(tmp_path)]
    run = subprocess.run(
        [*command, "--fail-on-prediction-errors", *mode],
        cwd=PROJECT,
        env=quiet_environment(),
        capture_output=True,
        text=True,
        timeout=600,
    )
    failed = tmp_path / "failed_test_stories.yml"
    shown = failed.read_text(encoding="utf-8") if failed.is_file() else ""
    assert run.returncode == 0, f"{shown}\n{run.stderr[-3000:]}"
