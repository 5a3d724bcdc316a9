"""Making .venv: what was left half made is made anew, and what keeps it from being made is said in a sentence."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
# Stands in for Python 3.10: makes environments that hold a copy of it, and installs as the test says.
PYTHON = """#!/bin/sh
case "$1 $2" in
"-m venv") mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; echo made >>made ;;
"-m pip")
    echo package >>.venv/package
    [ ! -e offline ] || { echo "pip: no network" >&2; exit 1; }
    [ ! -e slow ] || { echo >ready; exec sleep 60; } ;;
esac
"""
TOOLS = ("sh", "rm", "mkdir", "cp", "sleep")


@dataclass(frozen=True)
class Folder:
    path: Path

    def environ(self) -> dict[str, str]:
        return {"PATH": str(self.path / "bin"), "HOME": str(self.path), "FOLIO_PYTHON": str(self.path / "python")}

    def make(self, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "scripts/make_environment.sh"],
            cwd=self.path,
            env={**self.environ(), **changes},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def made(self) -> int:
        """How many environments were made from nothing so far."""
        return len((self.path / "made").read_text(encoding="ascii").splitlines())

    def packages(self) -> int:
        return len((self.path / ".venv/package").read_text(encoding="ascii").splitlines())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Nothing on the path but what the scripts need: no Python, no uv."""
    (tmp_path / "scripts").mkdir()
    for name in ("make_environment.sh", "find_python.sh"):
        shutil.copy(PROJECT / "scripts" / name, tmp_path / "scripts")
    (tmp_path / "bin").mkdir()
    for name in TOOLS:
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    python = tmp_path / "python"
    python.write_text(PYTHON, encoding="ascii")
    python.chmod(0o755)
    return Folder(tmp_path)


def test_a_whole_environment_is_kept_and_brought_up_to_date(folder: Folder) -> None:
    assert folder.make().returncode == 0 and folder.make().returncode == 0
    assert folder.made() == 1 and folder.packages() == 2
    assert not (folder.path / ".venv/.incomplete").exists()


def test_one_whose_packages_did_not_all_come_is_made_anew(folder: Folder) -> None:
    (folder.path / "offline").touch()
    failed = folder.make()
    assert failed.returncode != 0 and "no network" in failed.stderr
    (folder.path / "offline").unlink()
    assert folder.make().returncode == 0
    assert folder.made() == 2 and folder.packages() == 1


def test_one_that_a_newer_list_of_packages_left_half_changed_is_made_anew(folder: Folder) -> None:
    assert folder.make().returncode == 0
    (folder.path / "offline").touch()
    assert folder.make().returncode != 0
    (folder.path / "offline").unlink()
    assert folder.make().returncode == 0
    assert folder.made() == 2


def test_one_whose_python_no_longer_runs_is_made_anew(folder: Folder) -> None:
    assert folder.make().returncode == 0
    (folder.path / ".venv/bin/python").write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    assert folder.make().returncode == 0
    assert folder.made() == 2


def test_an_interruption_is_told_in_a_sentence_and_what_was_made_does_not_count(folder: Folder) -> None:
    (folder.path / "slow").touch()
    os.mkfifo(folder.path / "ready")
    making = subprocess.Popen(
        ["sh", "scripts/make_environment.sh"],
        cwd=folder.path,
        env=folder.environ(),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    (folder.path / "ready").read_text(encoding="ascii")  # returns once packages are being installed
    os.killpg(making.pid, signal.SIGINT)
    _, told = making.communicate(timeout=60)
    assert making.returncode == 130 and "Interrupted: the Python packages are not all there" in told
    (folder.path / "slow").unlink()
    assert folder.make().returncode == 0
    assert folder.made() == 2 and folder.packages() == 1


@pytest.mark.parametrize("home", [True, False])
def test_where_there_is_no_python_3_10_a_sentence_says_what_to_do(folder: Folder, home: bool) -> None:
    (folder.path / "python").unlink()
    environ = folder.environ()
    del environ["FOLIO_PYTHON"]
    if not home:
        del environ["HOME"]
    done = subprocess.run(
        ["sh", "scripts/make_environment.sh"],
        cwd=folder.path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1 and not (folder.path / ".venv").exists()
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("Folio needs Python 3.10") and "set FOLIO_PYTHON" in sentence


def test_a_python_that_was_named_and_is_none_is_told(folder: Folder) -> None:
    done = folder.make(FOLIO_PYTHON="/nowhere/python")
    assert done.returncode == 1
    assert "FOLIO_PYTHON=/nowhere/python is no Python 3.10" in done.stderr
