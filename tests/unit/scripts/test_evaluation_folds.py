"""Cross-validation for real, with a pipeline that trains in a moment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts import evaluate
from scripts.evaluation.predictions import read_predictions

CONFIG = """
recipe: default.v1
assistant_id: tiny
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: LogisticRegressionClassifier
"""
TEXTS = {
    f"{word} {whom}": intent
    for intent, words in {"greet": ("hello", "hi", "hey"), "leave": ("bye", "ciao", "farewell")}.items()
    for word in words
    for whom in ("you", "there", "friend")
}


@pytest.mark.slow
def test_each_message_is_judged_once_by_a_model_that_did_not_learn_from_it(tmp_path: Path) -> None:
    lines = ['version: "3.1"', "nlu:"]
    for intent in ("greet", "leave"):
        mine = [f"    - {text}" for text, meant in TEXTS.items() if meant == intent]
        lines += [f"- intent: {intent}", "  examples: |", *mine]
    (tmp_path / "nlu.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "config.yml").write_text(CONFIG, encoding="utf-8")
    options = ["--messages", str(tmp_path / "nlu.yml"), "--config", str(tmp_path / "config.yml")]
    assert evaluate.main(["--folds", "2", *options, "--report", str(tmp_path / "report")]) == 0
    predictions = read_predictions(tmp_path / "report" / "predictions.jsonl")
    assert {one.text: one.intent for one in predictions} == TEXTS and len(predictions) == len(TEXTS)
    assert [one.fold for one in predictions] == [1] * 9 + [2] * 9
    assert all(set(one.ranking) == {"greet", "leave"} for one in predictions)
    figures = json.loads((tmp_path / "report" / "figures.json").read_text(encoding="utf-8"))
    assert figures["sets"]["folds"]["figures"]["messages"] == len(TEXTS)
