"""Cross-validation: the training messages in parts, each understood by a model trained on all the others."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.evaluation.history import History, histories
from scripts.evaluation.judged import Judged
from scripts.evaluation.understanding import judge
from scripts.quiet import quiet_environment

SEED = 7


class FoldFailed(Exception):
    """Training ended with an error; the message has what it said last."""


@dataclass(frozen=True)
class Fold:
    """One part, `number` from 1, as understood by the model trained on the rest."""

    number: int
    judged: Sequence[Judged]
    training: Sequence[History]


def dealt(labels: Sequence[str], folds: int, *, seed: int = SEED) -> list[int]:
    """The part (0 to `folds` - 1) of each message: every intent is shuffled and dealt out in turn.

    So parts differ by at most one message, of each intent as of all. Raises ValueError with fewer than two parts, or
    with more parts than messages.
    """
    if not 2 <= folds <= len(labels):
        raise ValueError(f"{len(labels)} messages can be dealt into 2 to {len(labels)} parts, not {folds}")
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        places[label].append(place)
    generator = random.Random(seed)
    parts, turn = [0] * len(labels), 0
    for label in sorted(places):
        generator.shuffle(places[label])
        for place in places[label]:
            parts[place] = turn % folds
            turn += 1
    return parts


def cross_validated(data: Any, config: Path, *, folds: int, folder: Path, tell: Any) -> Iterator[Fold]:
    """Trains `folds` times what `config` names, with rankings that list all intents; `data` is Rasa's TrainingData.

    Works in a temporary folder under `folder`. Raises FoldFailed, ValueError.
    """
    examples = data.intent_examples
    parts = dealt([one.get("intent") for one in examples], folds)
    settings = with_whole_rankings(yaml.safe_load(config.read_text(encoding="utf-8")))
    folder.mkdir(parents=True, exist_ok=True)
    for part in range(folds):
        held = [one for one, place in zip(examples, parts, strict=True) if place == part]
        rest = [one for one, place in zip(examples, parts, strict=True) if place != part]
        with tempfile.TemporaryDirectory(dir=folder, prefix="fold-") as temporary:
            place = Path(temporary).resolve()
            tell(f"fold {part + 1} of {folds}: training on {len(rest):,} messages")
            model = _trained(_but(data, rest), settings, place)
            judged = judge(model, held, doing=f"fold {part + 1} of {folds}")
            yield Fold(part + 1, judged, histories(model))


def with_whole_rankings(config: dict[str, Any]) -> dict[str, Any]:
    """The pipeline with `ranking_length: 0` (all) wherever a component knows that setting; without policies."""
    pipeline = [
        {**part, "ranking_length": 0} if "ranking_length" in _defaults(str(part["name"])) else dict(part)
        for part in config["pipeline"]
    ]
    return {key: value for key, value in config.items() if key != "policies"} | {"pipeline": pipeline}


def temperature_of(config: dict[str, Any]) -> float:
    """By which the pipeline divides its logarithms; 1 where no component does."""
    for part in config["pipeline"]:
        known = _defaults(str(part["name"]))
        if "temperature" in known:
            return float(part.get("temperature", known["temperature"]))
    return 1.0


def _defaults(component: str) -> dict[str, Any]:
    """The settings that a component knows, named by its module path or, if it is Rasa's own, by its class."""
    from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS
    from rasa.shared.utils.common import class_from_module_path

    own = {one.__name__: one for one in DEFAULT_COMPONENTS}
    found: Any = own[component] if component in own else class_from_module_path(component)
    defaults: dict[str, Any] = found.get_default_config()
    return defaults


def _but(data: Any, examples: Sequence[Any]) -> Any:
    """The same training data with these examples only: synonyms, lookups and patterns stay."""
    from rasa.shared.nlu.training_data.training_data import TrainingData

    return TrainingData(
        training_examples=list(examples),
        entity_synonyms=data.entity_synonyms,
        regex_features=data.regex_features,
        lookup_tables=data.lookup_tables,
    )


def _trained(data: Any, config: dict[str, Any], place: Path) -> Path:
    training, settings, log = place / "training.json", place / "config.yml", place / "training.log"
    with warnings.catch_warnings():
        # JSON is to go in Rasa 4, but it keeps any text as it is, where YAML's marks would be read as entities.
        warnings.simplefilter("ignore", FutureWarning)
        training.write_text(data.nlu_as_json(), encoding="utf-8")
    settings.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    command = [sys.executable, "-m", "scripts.rasa", "train", "nlu", "--config", str(settings), "--nlu", str(training)]
    environment = {**quiet_environment(), "RASA_CACHE_DIRECTORY": str(place / "cache")}
    with log.open("w", encoding="utf-8") as output:
        code = subprocess.run(
            [*command, "--out", str(place), "--fixed-model-name", "model"],
            env=environment, stdout=output, stderr=output, check=False,
        ).returncode  # fmt: skip
    if code:
        last = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:])
        raise FoldFailed(f"training ended with exit code {code}:\n{last}")
    return place / "model.tar.gz"
