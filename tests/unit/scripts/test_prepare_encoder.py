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
    monkeypatch.setattr(subject, "export", tiny_graphs)  # the real one is tried in tests/unit/nlu
    return folder


def tiny_graphs(folder: Path) -> subject.Parity:
    for name in subject.GRAPHS:
        (folder / name).write_text(name)
    return subject.Parity(0.0, 1.0)


def test_the_installed_package_holds_the_expected_weights() -> None:
    subject.check(subject.package_folder())


def test_it_is_prepared_once(small_package: Path, tmp_path: Path) -> None:
    target = tmp_path / "models" / "encoder"
    assert subject.prepare(small_package, target) is not None
    assert subject.prepare(small_package, target) is None
    subject.check(target)


@pytest.mark.parametrize("name", ["model.safetensors", *subject.GRAPHS])
def test_a_damaged_copy_is_made_anew(name: str, small_package: Path, tmp_path: Path) -> None:
    target = tmp_path / "encoder"
    subject.prepare(small_package, target)
    (target / name).write_text("something else")
    assert subject.prepare(small_package, target) is not None
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


def test_a_graph_that_computes_something_else_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    right = subject.transformers_vectors
    monkeypatch.setattr(subject, "transformers_vectors", lambda folder: [one + 0.01 for one in right(folder)])
    with pytest.raises(subject.EncoderFilesError, match=r"the graph differs from transformers by 0\.01"):
        subject.prepare(subject.package_folder(), tmp_path / "encoder")
    assert not (tmp_path / "encoder").exists()
