"""One side trained and measured, each in a process of its own.

Training is the whole of `rasa train nlu`, by the clock on the wall, with an empty cache: what whoever types it waits
for. Every side is trained by the same command and asked the same messages in the same way.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from scripts.benchmarks.machine import Others
from scripts.benchmarks.process import Tell, call
from scripts.benchmarks.understanding.data import OUT_OF_SCOPE, Data
from scripts.benchmarks.understanding.quality import Ranked, accuracy, auroc, negative_log_likelihood, scope_score


@dataclass(frozen=True)
class Measured:
    """One run of one side. `auroc` is None without messages out of scope, `others` where the system doesn't tell.

    `others`: cores that other processes kept busy meanwhile. Memory is that of a process with the model alone.
    """

    train_seconds: float
    load_seconds: float
    message_median_ms: float
    message_p95_ms: float
    memory_mb: float
    peak_memory_mb: float
    model_mb: float
    accuracy: float
    nll: float
    auroc: float | None
    others: float | None


def run(data: Data, config: Mapping[str, Any], *, folder: Path, tell: Tell) -> Measured:
    """Works in a temporary folder under `folder`.

    Raises:
        RunFailed: see there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="benchmark-") as temporary:
        place = Path(temporary).resolve()
        others = Others()
        tell(f"training on {len(data.examples):,} messages")
        seconds = _train(data, config, place, tell)
        model = place / "model.tar.gz"
        tell(f"trained in {seconds:,.0f} s; understanding {len(texts(data)):,} messages")
        answers = _answers(data, model, place, tell)
        return measured(data, seconds, model.stat().st_size / 1e6, answers, others.cores())


def measured(
    data: Data, train_seconds: float, model_mb: float, answers: Mapping[str, Any], others: float | None
) -> Measured:
    """`answers` is what `answering` wrote of `texts(data)`."""
    rankings = dict(zip(texts(data), answers["rankings"], strict=True))
    ranked = [Ranked(one.intent, rankings[one.text]) for one in data.test]
    outside = [scope_score(rankings[text], without=OUT_OF_SCOPE) for text in data.out_of_scope]
    inside = [scope_score(one.ranking, without=OUT_OF_SCOPE) for one in ranked if one.meant != OUT_OF_SCOPE]
    times = answers["seconds"]
    return Measured(
        train_seconds=round(train_seconds, 1),
        load_seconds=round(answers["load_seconds"], 2),
        message_median_ms=round(statistics.median(times) * 1e3, 3),
        message_p95_ms=round(statistics.quantiles(times, n=20, method="inclusive")[-1] * 1e3, 3),
        memory_mb=round(answers["memory_mb"]),
        peak_memory_mb=round(answers["peak_memory_mb"]),
        model_mb=round(model_mb, 1),
        accuracy=accuracy(ranked),
        nll=negative_log_likelihood(ranked, intents=len(data.intents)),
        auroc=auroc(inside, outside) if outside else None,
        others=others,
    )


def texts(data: Data) -> list[str]:
    """Each message once: one that is asked again may come from a cache, and its time would tell nothing."""
    return list(dict.fromkeys([*(one.text for one in data.test), *data.out_of_scope]))


def _train(data: Data, config: Mapping[str, Any], place: Path, tell: Tell) -> float:
    training, settings = place / "training.json", place / "config.yml"
    training.write_text(json.dumps(data.training), encoding="utf-8")
    settings.write_text(yaml.safe_dump(dict(config), sort_keys=False), encoding="utf-8")
    command = ["scripts.rasa", "train", "nlu", "--config", settings, "--nlu", training]
    begin = perf_counter()
    call([*command, "--out", place, "--fixed-model-name", "model"], place, "training", tell)
    return perf_counter() - begin


def _answers(data: Data, model: Path, place: Path, tell: Tell) -> dict[str, Any]:
    messages, result = place / "messages.json", place / "answers.json"
    messages.write_text(json.dumps(texts(data)), encoding="utf-8")
    call(["scripts.benchmarks.understanding.answering", model, messages, result], place, "measuring", tell)
    answers: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return answers
