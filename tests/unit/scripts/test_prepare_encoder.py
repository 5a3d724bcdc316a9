"""Preparing the encoder: checked, all or nothing, and clear when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import prepare_encoder as subject


@pytest.fixture
def small_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the package's folder, with tiny files and the matching checksum."""
    folder = tmp_path / "package"
    folder.mkdir()
    for name in (*subject.FILES, "model.safetensors"):
        (folder / name).write_text(name)
    monkeypatch.setattr(subject, "SHA256", {"model.safetensors": subject.sha256_of(folder / "model.safetensors")})
    return folder


def test_the_installed_package_holds_the_expected_weights() -> None:
    subject.check(subject.package_folder())


def test_it_is_prepared_once(small_package: Path, tmp_path: Path) -> None:
    target = tmp_path / "models" / "encoder"
    assert subject.prepare(small_package, target) is True
    assert subject.prepare(small_package, target) is False
    subject.check(target)


def test_a_damaged_copy_is_made_anew(small_package: Path, tmp_path: Path) -> None:
    target = tmp_path / "encoder"
    subject.prepare(small_package, target)
    (target / "model.safetensors").write_text("something else")
    assert subject.prepare(small_package, target) is True
    subject.check(target)


def test_a_broken_package_leaves_nothing_behind_and_says_how_to_mend_it(small_package: Path, tmp_path: Path) -> None:
    (small_package / "model.safetensors").write_text("truncated")
    (small_package / "vocab.txt").unlink()
    with pytest.raises(subject.EncoderFilesError) as caught:
        subject.prepare(small_package, tmp_path / "models" / "encoder")
    message = str(caught.value)
    assert "vocab.txt is missing" in message and "model.safetensors is damaged" in message
    assert "make clean-encoder setup" in message
    assert not (tmp_path / "models").exists()
