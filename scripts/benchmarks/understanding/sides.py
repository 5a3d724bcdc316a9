"""The pipelines that are compared, as Rasa configurations.

Folio's own is read from `config.yml` as it stands, so that the benchmark measures what is shipped.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

TUNING = "tune_epochs"  # the setting of the encoder's component; 0 leaves the encoder as it came
QUANTISED = "quantised"  # the same component's; true takes the weights in 8 bits that `make encoder` prepared
STOCK_EPOCHS = 30
ENCODER = "models/encoder"
SIDES = {
    "stock": "Rasa's stock pipeline",
    "baseline": "frozen vectors, logistic regression",
    "frozen": "Folio, encoder frozen",
    "frozen8": "Folio, encoder frozen, 8 bits",
    "tuned": "Folio, encoder tuned",
}
Pipeline = list[dict[str, Any]]


class ConfigError(Exception):
    """config.yml doesn't allow the side that is asked for."""


def configuration(side: str, own: Path, *, tune_epochs: int | None = None) -> dict[str, Any]:
    """What `rasa train nlu` is given for `side`; `own` is Folio's config.yml, whose BERT the stock pipeline runs, too.

    `tune_epochs`, at least 1, stands in for the configuration's where the encoder is tuned.

    Raises:
        ConfigError: no encoder in the configuration, or nothing to tune.
    """
    pipeline = _pipeline(own)
    if side == "stock":
        return _config(stock(encoder_in(own).as_posix()))
    if side == "tuned":
        if not any(part.get(TUNING) for part in pipeline):
            raise ConfigError(f"{own} has {TUNING}: 0; leave the side 'tuned' out, or name another file with --config")
        return _config([{**part, TUNING: tune_epochs or part[TUNING]} if TUNING in part else part for part in pipeline])
    if side == "frozen8":
        return _config([{**part, QUANTISED: True} if TUNING in part else part for part in frozen(pipeline)])
    return _config(frozen(pipeline) if side == "frozen" else baseline(pipeline))


def _pipeline(own: Path) -> Pipeline:
    try:
        pipeline: Pipeline = yaml.safe_load(own.read_text(encoding="utf-8"))["pipeline"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ConfigError(f"{own} can't be read as a Rasa configuration with a pipeline ({error})") from error
    if not any(TUNING in part for part in pipeline):
        raise ConfigError(f"{own}: no component has the setting {TUNING!r}, so there is no encoder to compare with")
    return pipeline


def encoder_in(own: Path) -> Path:
    """The BERT that all sides run: a folder or a hub id; that of the project where the configuration doesn't say."""
    return Path(next(part for part in _pipeline(own) if TUNING in part).get("model", ENCODER))


def stock(encoder: str) -> Pipeline:
    """Rasa's own way to use BERT. Its defaults, but for the epochs, and a ranking that lists every intent.

    The latter changes no probability, and lets the negative log-likelihood be exact.
    """
    return [
        {"name": "WhitespaceTokenizer"},
        {"name": "LanguageModelFeaturizer", "model_name": "bert", "model_weights": encoder},
        {"name": "DIETClassifier", "epochs": STOCK_EPOCHS, "ranking_length": 0},
    ]


def frozen(pipeline: Sequence[dict[str, Any]]) -> Pipeline:
    return [{**part, TUNING: 0} if TUNING in part else dict(part) for part in pipeline]


def baseline(pipeline: Sequence[dict[str, Any]]) -> Pipeline:
    """The vectors of Folio's encoder as it came, and scikit-learn's logistic regression in place of what follows."""
    encoder = [part for part in frozen(pipeline) if TUNING in part][:1]
    name = "scripts.benchmarks.understanding.logistic_regression.DenseLogisticRegression"
    classifier = {"name": name, "max_iter": 1000, "ranking_length": 0}
    return [{"name": "WhitespaceTokenizer"}, *encoder, classifier]


def _config(pipeline: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "recipe": "default.v1",
        "assistant_id": "benchmark",
        "language": "en",
        "pipeline": copy.deepcopy(list(pipeline)),
    }
