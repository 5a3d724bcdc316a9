"""Cross-validation with a real, small pipeline, and the calibration that reads what it wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.evaluation.predictions import read_predictions
from scripts.quiet import quiet_environment

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]
CONFIG = """
recipe: default.v1
language: en
pipeline:
- name: WhitespaceTokenizer
- name: CountVectorsFeaturizer
- name: LogisticRegressionClassifier
- name: nlu.intent_blend.IntentBlend
  temperature: 2.0
- name: FallbackClassifier
  threshold: 0.4
"""
MESSAGES = {
    "greet": ["hello", "hello there", "good morning", "hello folio", "good evening"],
    "fees": ["what are the fees", "my fees", "fees last year", "how high are fees", "the fees please"],
    "out_of_scope": ["order a pizza", "pizza recipe", "a pizza with cheese", "bake pizza"],
}


def test_each_message_is_understood_by_a_model_trained_without_it(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(CONFIG, encoding="utf-8")
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in MESSAGES.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    (tmp_path / "nlu.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = tmp_path / "report"
    common = ["--config", str(tmp_path / "config.yml")]
    told = _run("evaluate", *common, "--messages", str(tmp_path / "nlu.yml"), "--folds", "2", "--report", str(report))
    assert "fold 2 of 2: training on 7 messages" in told.stderr

    predictions = read_predictions(report / "predictions.jsonl")
    assert sorted(one.text for one in predictions) == sorted(text for texts in MESSAGES.values() for text in texts)
    assert all(set(one.ranking) == set(MESSAGES) for one in predictions), "a ranking doesn't list every intent"
    assert {one.temperature for one in predictions} == {2.0}
    figures = json.loads((report / "figures.json").read_text(encoding="utf-8"))["sets"]["folds"]["figures"]
    assert figures["messages"] == 14
    assert (report / "index.html").is_file()

    fitted = _run("calibrate", *common, "--predictions", str(report / "predictions.jsonl"))
    assert "temperature" in fitted.stdout and "threshold: 0." in fitted.stdout


def _run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", f"scripts.{script}", *arguments],
        cwd=PROJECT, env=quiet_environment(), capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done
