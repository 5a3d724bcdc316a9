"""The Makefile's order, with a stand-in for Python: what is refused comes first, what was cut off doesn't count."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
# Notes how it was called; fails, or writes half a model and fails, where the test says so.
PYTHON = """#!/bin/sh
echo "$*" >>calls
case "$*" in
*"--check start"*) [ ! -e refuse ] || { echo "serve: FOLIO_X is wrong" >&2; exit 2; } ;;
*"rasa train"*)
    mkdir -p models/.unfinished
    echo half >models/.unfinished/folio.tar.gz
    [ ! -e cut-off ] || exit 130
    echo whole >models/.unfinished/folio.tar.gz ;;
*prepare_encoder*) mkdir -p models/encoder; touch models/encoder/model.safetensors ;;
*build_widget*) mkdir -p web/static; touch web/static/folio-chat.js ;;
esac
"""


@dataclass(frozen=True)
class Project:
    folder: Path

    def make(self, *words: str) -> subprocess.CompletedProcess[str]:
        environ = {key: value for key, value in os.environ.items() if not key.startswith(("FOLIO_", "MAKE"))}
        return subprocess.run(
            ["make", *words], cwd=self.folder, env=environ, capture_output=True, text=True, check=False, timeout=60
        )

    def calls(self) -> list[str]:
        """What Python was called for since the last time; `-m` and the step left out."""
        noted = self.folder / "calls"
        lines = noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []
        noted.unlink(missing_ok=True)
        return [line.removeprefix("-m ").removeprefix("scripts.step ").removeprefix("scripts.") for line in lines]

    @property
    def model(self) -> Path:
        return self.folder / "models/folio.tar.gz"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """All sources are older than what is made of them will be; the environment is there."""
    shutil.copy(PROJECT / "Makefile", tmp_path)
    python = tmp_path / ".venv/bin/python"
    sources = ["requirements.lock", "config.yml", "scripts/prepare_encoder.py", "scripts/build_widget.py"]
    for name in [*sources, ".venv/bin/python", ".venv/.installed"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for name in sources:
        os.utime(tmp_path / name, (1e9, 1e9))
    python.write_text(PYTHON, encoding="ascii")
    python.chmod(0o755)
    return Project(tmp_path)


@pytest.mark.parametrize("jobs", [[], ["-j4"]])
def test_what_is_refused_is_refused_before_anything_is_made(project: Project, jobs: list[str]) -> None:
    (project.folder / "refuse").touch()
    done = project.make("run", *jobs)
    assert done.returncode != 0 and "FOLIO_X is wrong" in done.stderr
    assert project.calls() == ["serve --check start"]


def test_a_run_checks_makes_what_is_missing_and_starts(project: Project) -> None:
    assert project.make("run").returncode == 0
    calls = project.calls()
    assert calls[0] == "serve --check start" and calls[-1] == "serve"
    assert project.model.read_text(encoding="ascii") == "whole\n"
    assert project.make("run").returncode == 0
    assert not [call for call in project.calls() if "train" in call]


def test_a_training_that_was_cut_off_leaves_no_model_and_is_begun_anew(project: Project) -> None:
    (project.folder / "cut-off").touch()
    assert project.make("train").returncode != 0
    assert not project.model.exists()
    (project.folder / "cut-off").unlink()
    assert project.make("train").returncode == 0 and project.model.exists()


def test_a_training_that_was_cut_off_leaves_the_older_model_and_is_begun_anew(project: Project) -> None:
    assert project.make("train").returncode == 0
    os.utime(project.model, (1.1e9, 1.1e9))  # older than what it is made of
    (project.folder / "cut-off").touch()
    assert project.make("train").returncode != 0
    assert project.model.read_text(encoding="ascii") == "whole\n"
    project.calls()
    (project.folder / "cut-off").unlink()
    assert project.make("train").returncode == 0
    assert [call for call in project.calls() if "train" in call]


def test_a_model_that_was_removed_is_made_anew(project: Project) -> None:
    assert project.make("train").returncode == 0
    project.model.unlink()
    assert project.make("run").returncode == 0 and project.model.exists()


def test_settings_are_checked_alone_by_a_command_of_its_own(project: Project) -> None:
    assert project.make("check-settings").returncode == 0
    assert project.calls() == ["serve --check"]
