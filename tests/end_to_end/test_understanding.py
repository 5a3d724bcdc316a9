"""The trained model on held-out messages: `make evaluate` prints the figures, here they may not fall."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.quiet import quiet_environment
from tests.end_to_end.conftest import PROJECT

pytestmark = pytest.mark.slow

# Two points below what is measured (docs and README have the figures): training is not the same to the last bit
# everywhere, and one message in a thousand is a tenth of a point.
LEAST_ACCURACY = 0.915
LEAST_ENTITY_F1 = 0.91


def test_held_out_messages_are_understood(model: Path, tmp_path: Path) -> None:
    options = ["--model", str(model), "--messages", "tests/nlu", "--report", str(tmp_path)]
    command = [sys.executable, "-m", "scripts.evaluate", *options]
    printed = subprocess.run(
        command, cwd=PROJECT, env=quiet_environment(), capture_output=True, text=True, check=True, timeout=600
    ).stdout
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["sets"]["tests/nlu"]["figures"]
    assert f"{figures['accuracy']:.2%}" in printed and (tmp_path / "index.html").is_file()
    assert figures["intents"] == 102 and figures["messages"] > 900
    assert figures["accuracy"] >= LEAST_ACCURACY, printed
    assert figures["entity_f1"] >= LEAST_ENTITY_F1, printed
