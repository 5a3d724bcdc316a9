from __future__ import annotations

import json
import re
import tarfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest

from scripts import evaluate
from scripts.evaluation.folds import dealt, temperature_of, with_whole_rankings
from scripts.evaluation.history import EpochRow, History, ModelUnreadable, histories
from scripts.evaluation.predictions import Prediction, PredictionsUnreadable, read_predictions, write_predictions
from scripts.evaluation.report import Measured, as_text, write_report
from scripts.evaluation.summary import measure
from tests.unit.scripts.judged_messages import OUTSIDE, RIGHT, UNSURE, WRONG, judged

ATTACK = '<script>alert(1)</script> & "quotes"'
TUNED = History("BertFeaturizer", [EpochRow(1, 2.0, 1.9, 0.5), EpochRow(2, 1.0, 0.8, 0.9)])


class Links(HTMLParser):
    """Everything that a page points at, its pictures without a text, and the tags it has."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.untold: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        self.targets += [told[name] or "" for name in ("href", "src") if name in told]
        self.ids.add(told.get("id") or "")
        if tag == "img" and not told.get("alt"):
            self.untold.append(told.get("src") or "")


def reported(folder: Path, name: str = "tests/nlu", histories: list[History] | None = None) -> tuple[str, Links]:
    attacker = judged("fees", {"cash": 0.9, ATTACK: 0.1}, text=ATTACK)
    messages = [RIGHT, UNSURE, WRONG, OUTSIDE, attacker]
    sets = [Measured(name, messages, measure(messages, known_intents=4))]
    text = write_report(folder, model="models/a<b>.tar.gz", sets=sets, histories=histories or []).read_text("utf-8")
    links = Links()
    links.feed(text)
    return text, links


def test_the_page_escapes_messages_and_names(tmp_path: Path) -> None:
    text, links = reported(tmp_path)
    assert "&lt;script&gt;alert(1)" in text and "a&lt;b&gt;" in text
    assert "script" not in links.tags


def test_everything_that_the_page_points_at_is_there_and_nothing_elsewhere(tmp_path: Path) -> None:
    _, links = reported(tmp_path, histories=[TUNED])
    assert {"figures.json", "nll-by-epoch.svg", "tests-nlu-mistakes.json", "tests-nlu-reliability.svg"} <= set(
        links.targets
    )
    for target in links.targets:
        if target.startswith("#"):
            assert target[1:] in links.ids
        else:
            assert (tmp_path / unquote(target)).is_file(), target
    assert links.untold == []


def test_messages_of_a_set_for_reports_are_nowhere_in_the_folder(tmp_path: Path) -> None:
    reported(tmp_path, name="tests/nlu_fresh")
    for path in tmp_path.iterdir():
        assert WRONG.text not in path.read_text("utf-8"), path


def test_figures_and_mistakes_can_be_read_by_programs(tmp_path: Path) -> None:
    reported(tmp_path, histories=[TUNED])
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    mistakes = json.loads((tmp_path / "tests-nlu-mistakes.json").read_text("utf-8"))
    assert figures["sets"]["tests/nlu"]["figures"]["accuracy"] == 0.6
    assert figures["training"][0]["epochs"][1]["nll"] == 0.8
    assert [one["text"] for one in mistakes["intents"]] == [WRONG.text, ATTACK]


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        reported(tmp_path / folder, histories=[TUNED])
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_the_page_says_plainly_that_a_model_kept_nothing_of_its_epochs(tmp_path: Path) -> None:
    text, _ = reported(tmp_path)
    assert "No component of this model kept what its epochs saw" in text
    assert not (tmp_path / "nll-by-epoch.svg").exists()


def test_messages_all_understood_and_in_scope_make_a_page_as_well(tmp_path: Path) -> None:
    measured = Measured("good", [RIGHT], measure([RIGHT], known_intents=2))
    text = write_report(tmp_path, model="m", sets=[measured], histories=[]).read_text("utf-8")
    assert "None: every message was understood." in text
    assert not list(tmp_path.glob("*confusion*")) and not list(tmp_path.glob("*out-of-scope*"))


def test_the_terminal_gets_a_column_for_each_set() -> None:
    sets = [Measured(name, [RIGHT, WRONG], measure([RIGHT, WRONG], known_intents=2)) for name in ("one", "two")]
    assert re.search(r"intent accuracy +50\.00% +50\.00%", as_text(sets))


def archive(path: Path, files: dict[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            tar.addfile(member, BytesIO(content.encode()))
    return path


def test_epochs_are_read_from_the_model_by_component(tmp_path: Path) -> None:
    epochs = '{"epochs": [{"epoch": 1, "messages": 9, "loss": 2, "nll": 1.5, "accuracy": 0.5}]}'
    model = archive(
        tmp_path / "m.tar.gz",
        {"components/train_nlu.bert_featurizer.BertFeaturizer1/training.json": epochs, "metadata.json": "{}"},
    )
    assert histories(model) == [History("BertFeaturizer", [EpochRow(1, 2.0, 1.5, 0.5)])]


def test_a_model_that_kept_no_epoch_has_no_history(tmp_path: Path) -> None:
    assert histories(archive(tmp_path / "m.tar.gz", {"components/a/training.json": '{"epochs": []}'})) == []


@pytest.mark.parametrize("content", ["{", "[]", '{"epochs": [{"epoch": 1}]}'])
def test_a_broken_history_is_told_with_the_model(tmp_path: Path, content: str) -> None:
    model = archive(tmp_path / "m.tar.gz", {"components/a/training.json": content})
    with pytest.raises(ModelUnreadable, match=r"m\.tar\.gz.*training\.json"):
        histories(model)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.tar.gz").write_text("no model")
    with pytest.raises(ModelUnreadable, match="no archive"):
        histories(tmp_path / "m.tar.gz")


def test_each_part_gets_its_share_of_each_intent() -> None:
    labels = ["a"] * 10 + ["b"] * 7 + ["c"]
    parts = dealt(labels, 3)
    for label in "abc":
        sizes = [sum(p == part and one == label for p, one in zip(parts, labels, strict=True)) for part in range(3)]
        assert max(sizes) - min(sizes) <= 1
    assert [parts.count(part) for part in range(3)] == [6, 6, 6]
    assert parts == dealt(labels, 3) != dealt(labels, 3, seed=8)


@pytest.mark.parametrize("folds", [0, 1, 3])
def test_parts_that_cannot_be_made_are_refused(folds: int) -> None:
    with pytest.raises(ValueError, match="2 to 2 parts"):
        dealt(["a", "b"], folds)


def test_folds_list_all_intents_and_train_no_policies() -> None:
    config = {"pipeline": [{"name": "WhitespaceTokenizer"}, {"name": "nlu.intent_blend.IntentBlend"}], "policies": []}
    changed = with_whole_rankings(config)
    assert "policies" not in changed
    assert [part.get("ranking_length") for part in changed["pipeline"]] == [None, 0]
    assert temperature_of({"pipeline": [{"name": "nlu.intent_blend.IntentBlend", "temperature": 0.7}]}) == 0.7
    assert temperature_of({"pipeline": [{"name": "WhitespaceTokenizer"}]}) == 1.0


def test_predictions_come_back_as_they_were_written(tmp_path: Path) -> None:
    one = Prediction("héllo", "cash", {"cash": 0.9, "fees": 0.1}, 1, 0.8)
    write_predictions(tmp_path / "p.jsonl", [one, one])
    assert read_predictions(tmp_path / "p.jsonl") == [one, one]


def test_a_line_that_is_no_prediction_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text('{"text": "a"}\n')
    with pytest.raises(PredictionsUnreadable, match="line 1"):
        read_predictions(tmp_path / "p.jsonl")


def test_a_missing_model_is_told_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--model", str(tmp_path / "none.tar.gz")]) == 2
    assert "make train" in capsys.readouterr().err


def test_missing_messages_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = archive(tmp_path / "m.tar.gz", {"metadata.json": "{}"})
    assert evaluate.main(["--model", str(model), "--messages", str(tmp_path / "none")]) == 2
    assert "none is missing" in capsys.readouterr().err


@pytest.mark.parametrize("folds", ["1", "-3", "many"])
def test_a_number_of_folds_that_makes_no_sense_is_refused(folds: str) -> None:
    with pytest.raises(SystemExit) as ended:
        evaluate.main([f"--folds={folds}"])
    assert ended.value.code == 2
