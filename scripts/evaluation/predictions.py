"""What a model made of messages that it was not trained on, as JSON lines.

Each line: `text`, `intent` (meant), `ranking` (all intents with their probabilities), `fold`, and the `temperature`
that the pipeline had.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


class PredictionsUnreadable(Exception):
    """The message says which line and why."""


@dataclass(frozen=True)
class Prediction:
    text: str
    intent: str
    ranking: Mapping[str, float]
    fold: int
    temperature: float


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    lines = [json.dumps(vars(one), ensure_ascii=False) + "\n" for one in predictions]
    path.write_text("".join(lines), encoding="utf-8")


def read_predictions(path: Path) -> list[Prediction]:
    """Raises PredictionsUnreadable, OSError."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            ranking = {str(name): float(value) for name, value in row["ranking"].items()}
            found.append(
                Prediction(str(row["text"]), str(row["intent"]), ranking, int(row["fold"]), float(row["temperature"]))
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise PredictionsUnreadable(f"{path} line {number}: no prediction ({error!r})") from error
    if not found:
        raise PredictionsUnreadable(f"{path} has no prediction")
    return found
