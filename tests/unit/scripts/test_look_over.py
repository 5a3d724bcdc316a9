"""The converter looks over a small project with the real encoder: what it warns of, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from content.records import Content, Example, Intent, Response
from content.workbook_writer import write_workbook
from scripts import convert
from scripts.prepare_encoder import package_folder, prepare
from scripts.sentence_vectors import SentenceVectors

FEES = (
    "what do you charge",
    "how much does it cost per year",
    "what is your advisory fee",
    "are there any hidden costs",
    "do I pay for withdrawals",
    "fees??",
    "is there a commission on trades",
    "Is there a commission on trades?!",
    "the price of your service, please",
)
TAXES = (
    "when do I get my 1099",
    "where are my tax documents",
    "tax forms for last year",
    "I need something for my accountant",
    "will you send the 1099-DIV by mail",
    "download tax statement",
    "is my tax form ready yet",
    "the IRS wants paperwork from me",
)
ASTRAY = "where can I download my 1099 tax form"


def _content(fees: tuple[str, ...]) -> Content:
    intents = {"faq_fees": fees, "faq_tax_forms": TAXES}
    return Content(
        intents=tuple(
            Intent(name, name, "faq", examples=tuple(map(Example, texts))) for name, texts in intents.items()
        ),
        responses=tuple(Response(f"utter_{name}", ("Here you are.",)) for name in intents),
    )


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project") / "models"
    prepare(package_folder(), folder / "encoder")
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one example on the wrong row and one that is there twice; without an encoder."""
    (tmp_path / "data" / "source").mkdir(parents=True)
    write_workbook(_content((*FEES, ASTRAY)), {}, tmp_path / "data" / "source" / "content.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _generated(project: Path) -> dict[str, bytes]:
    files = [path for path in project.rglob("*") if path.is_file() and not path.is_symlink()]
    kept = [path for path in files if not {"models", "var", "source"} & set(path.relative_to(project).parts)]
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in kept}


def test_mix_ups_and_copies_are_told_with_their_rows_and_change_nothing(
    project: Path, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert.main(["--no-guard"]) == 0
    assert capsys.readouterr().err == ""
    without = _generated(project)
    (project / "models").symlink_to(models)
    assert convert.main([]) == 0
    warnings = [line for line in capsys.readouterr().err.splitlines() if line.startswith("warning: ")]
    assert len(warnings) == 2
    copy, astray = warnings
    assert "row 9: 'Is there a commission on trades?!' says the same as 'is there a commission on trades'" in copy
    assert f"row 11: '{ASTRAY}' of 'faq_fees' is nearer to the examples of 'faq_tax_forms'" in astray
    assert _generated(project) == without


def test_without_an_encoder_one_line_says_that_nothing_was_looked_over(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert.main([]) == 0
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "warning: the examples were not looked over for mix-ups: there is no BERT encoder in models/encoder; "
        "`make encoder` puts it there"
    ]


def test_a_damaged_encoder_is_told_and_the_content_converted(
    project: Path, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = project / "models" / "encoder"
    broken.mkdir(parents=True)
    (broken / "config.json").write_text('{"model_type": "other"}', encoding="utf-8")
    assert convert.main([]) == 0
    told = capsys.readouterr()
    assert told.err.startswith("warning: the examples were not looked over for mix-ups: BERT encoder: 'models/encoder'")
    assert told.out.startswith("2 intents, 18 examples")


def test_texts_are_encoded_once_and_those_that_are_gone_are_forgotten(models: Path, tmp_path: Path) -> None:
    told: list[str] = []
    kept = tmp_path / "vectors.npz"
    encode = SentenceVectors(told.append, encoder=models / "encoder", kept=kept)
    first = encode(["hi", "how much is it", "🙂 ñ"])
    assert first.shape == (3, 384)
    assert np.linalg.norm(first, axis=1) == pytest.approx(1, abs=1e-5)
    assert told == ["looking at 3 of 3 examples"]
    assert (encode(["🙂 ñ", "hi"]) == first[[2, 0]]).all()
    assert len(told) == 1
    encode(["how much is it"])
    assert told[1:] == ["looking at 1 of 1 examples"]
    assert encode([]).shape == (0, 0)


def test_what_another_encoder_made_or_a_broken_file_holds_is_not_used(models: Path, tmp_path: Path) -> None:
    told: list[str] = []
    kept = tmp_path / "vectors.npz"
    encode = SentenceVectors(told.append, encoder=models / "encoder", kept=kept)
    right = encode(["hi"])
    with np.load(kept) as file:
        np.savez(kept, encoder="another", texts=file["texts"], vectors=-file["vectors"])
    assert (encode(["hi"]) == right).all()
    kept.write_bytes(b"PK\x03\x04 no archive")
    assert (encode(["hi"]) == right).all()
    assert len([one for one in told if "can't be read" in one]) == 1
