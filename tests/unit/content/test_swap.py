"""All files or none, whatever happens in the middle."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from content.rasa_project import own_project_files, swap, write_project
from content.records import Content, Example, Intent, Response
from tests.unit.content.samples import SMALL

OTHER = Content(intents=(Intent("bye", examples=(Example("bye"),)),), responses=(Response("utter_bye", ("See you.",)),))


def snapshot(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("fails_at", range(8))
def test_a_failure_while_files_are_put_in_place_leaves_the_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    write_project(tmp_path, own_project_files(OTHER, ["old.xlsx"]))
    before = snapshot(tmp_path)
    put, calls = swap._put, iter(range(100))

    def failing(root: Path, path: str) -> None:
        if next(calls) == fails_at:
            raise OSError("disk full")
        put(root, path)

    monkeypatch.setattr(swap, "_put", failing)
    with pytest.raises(OSError, match="disk full"):
        write_project(tmp_path, own_project_files(SMALL, ["new.xlsx"]))
    assert snapshot(tmp_path) == before


def test_a_conversion_that_was_killed_in_the_middle_is_taken_back_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path, own_project_files(OTHER, ["old.xlsx"]))
    before = snapshot(tmp_path)
    put, calls = swap._put, iter(range(100))

    def killed(root: Path, path: str) -> None:
        if next(calls) == 3:
            raise KeyboardInterrupt
        put(root, path)

    recover = swap.recover
    monkeypatch.setattr(swap, "_put", killed)
    monkeypatch.setattr(swap, "recover", lambda root: False)  # a killed process takes nothing back
    with pytest.raises(KeyboardInterrupt):
        write_project(tmp_path, own_project_files(SMALL, ["new.xlsx"]))
    monkeypatch.undo()
    assert recover(tmp_path)
    assert snapshot(tmp_path) == before


def test_a_new_folder_is_not_left_behind_by_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(root: Path, path: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(swap, "_put", failing)
    with pytest.raises(OSError, match="disk full"):
        write_project(tmp_path / "new", own_project_files(SMALL, ["new.xlsx"]))
    assert not (tmp_path / "new").exists()


def test_two_conversions_at_once_do_not_mix(tmp_path: Path) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(swap.BusyError, match="another conversion"):
        write_project(tmp_path, own_project_files(SMALL, ["new.xlsx"]))
    os.close(handle)


def test_nothing_of_the_work_stays_behind(tmp_path: Path) -> None:
    write_project(tmp_path, own_project_files(SMALL, ["new.xlsx"]))
    assert not (tmp_path / swap.STAGE).exists()
