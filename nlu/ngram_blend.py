"""Rasa graph component that blends DIET's ranking of intents with those of a plain n-gram model and of BERT's tuning.

DIET sees meaning through BERT, which once tuned fits the training messages so well that words beside it teach DIET
nothing. A logistic regression on words, pairs of words and pieces of words, trained on its own, errs elsewhere: rare
terms, tickers, abbreviations. What tuning learned of each intent together with the encoder (`nlu/tuned_head.py`) saw
the messages still apart. They are combined as a weighted geometric mean of their probabilities (a logarithmic
opinion pool; Genest and Zidek 1986, https://doi.org/10.1214/ss/1177013825), over all intents, normalised to sum to 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Dict, List  # noqa: UP035  # Rasa resolves these annotations by name

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.ngrams import NgramModel
from nlu.spelling_corrector import as_meant
from nlu.tuned_head import TUNED_INTENTS

LEAST = 1e-6  # no model is so sure that the others can't be heard


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NgramBlend(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """Stands after an intent classifier whose ranking holds every intent (DIET with `ranking_length: 0`).

    Configuration: `weight` of the n-gram model, from 0 (ignored) to 1 (alone); `tuned_weight` of BERT's tuning, which
    the classifier gets where the encoder isn't tuned; `alpha`, which holds the n-gram model's weights small;
    `temperature`, by which the blend's logarithms are divided, so that of the messages with confidence 0.8 four in
    five are right (Guo et al. 2017, https://arxiv.org/abs/1706.04599; `make calibrate` fits it); `ranking_length`, how
    many intents are passed on. Rasa trains classifiers side by side, so the one to stand behind can't be named as a
    required component; without a ranking nothing is changed.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:  # noqa: UP006
        return {"weight": 0.35, "tuned_weight": 0.0, "alpha": 1e-5, "temperature": 1.0, "ranking_length": 10}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramBlend:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramBlend:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, _read(folder))

    def __init__(
        self,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        model: NgramModel | None = None,
    ) -> None:
        for setting in ("weight", "tuned_weight"):
            if not 0 <= config[setting] <= 1:
                raise InvalidConfigException(
                    f"config.yml, NgramBlend: '{setting}' must be 0 to 1, not {config[setting]!r}"
                )
        if config["weight"] + config["tuned_weight"] > 1:
            raise InvalidConfigException("config.yml, NgramBlend: 'weight' and 'tuned_weight' together are more than 1")
        for setting in ("alpha", "temperature"):
            if not config[setting] > 0:
                raise InvalidConfigException(
                    f"config.yml, NgramBlend: '{setting}' must be a number above 0, not {config[setting]!r}"
                )
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the n-gram model; with fewer than two intents there is nothing to tell apart and nothing to blend."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        labels = [example.get(INTENT) for example in examples]
        if len(set(labels)) > 1:
            texts = [example.get(TEXT) for example in examples]
            self._model = NgramModel.fitted(texts, labels, alpha=self._config["alpha"])
        with self._model_storage.write_to(self._resource) as folder:
            _write(self._model, folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:  # noqa: UP006
        """Replaces intent and ranking of each message that has text by the blend of all."""
        told = [message for message in messages if message.get(TEXT) and message.get(INTENT_RANKING_KEY)]
        if self._model is None or not told:
            return messages
        for message, ngrams in zip(told, self._model.probabilities([as_meant(m)[0] for m in told]), strict=True):
            ranking = blended(self._opinions(message, ngrams), temperature=self._config["temperature"])
            listed = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: value} for name, value in ranking]
            message.set(INTENT, dict(listed[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, listed[: self._config["ranking_length"] or None], add_to_output=True)
        return messages

    def _opinions(self, message: Message, ngrams: npt.NDArray[np.float32]) -> List[tuple[Dict[str, float], float]]:  # noqa: UP006
        """What the classifier, the n-grams and, if it was tuned, BERT make of the message, with their weights."""
        assert self._model is not None
        weight, tuned_weight = self._config["weight"], self._config["tuned_weight"]
        classifier = {item[INTENT_NAME_KEY]: item[PREDICTED_CONFIDENCE_KEY] for item in message.get(INTENT_RANKING_KEY)}
        opinions = [(dict(zip(self._model.labels, ngrams.tolist(), strict=True)), weight)]
        tuned = message.get(TUNED_INTENTS)
        if tuned and tuned_weight:
            return [*opinions, (classifier, 1 - weight - tuned_weight), (tuned, tuned_weight)]
        return [*opinions, (classifier, 1 - weight)]


def blended(
    opinions: Sequence[tuple[Mapping[str, float], float]], *, temperature: float = 1.0
) -> list[tuple[str, float]]:
    """Weighted geometric mean of distributions, each with its weight, likeliest first.

    A `temperature` above 1 makes it less sure, one below 1 surer; the order stays.

    What a distribution doesn't name, or gives no finite number, counts as hardly possible.
    """
    names = sorted({name for distribution, _ in opinions for name in distribution})
    logs = np.stack([weight * _logs(distribution, names) for distribution, weight in opinions])
    pooled = logs.sum(axis=0) / temperature
    shares = np.exp(pooled - pooled.max())
    shares /= shares.sum()
    order = np.argsort(-shares, kind="stable")  # equals stay in the order of their names
    return [(names[place], share) for place, share in zip(order.tolist(), shares[order].tolist(), strict=True)]


def _logs(distribution: Mapping[str, float], names: list[str]) -> npt.NDArray[np.float64]:
    values = np.array([distribution.get(name, 0.0) for name in names])
    bounded: npt.NDArray[np.float64] = np.clip(np.nan_to_num(values, nan=0.0, posinf=1.0, neginf=0.0), LEAST, 1.0)
    return np.log(bounded)


def _write(model: NgramModel | None, folder: Path) -> None:
    if model is None:
        (folder / "ngrams.json").write_text("null", encoding="utf-8")
        return
    (folder / "ngrams.json").write_text(json.dumps(model.words(), ensure_ascii=False), encoding="utf-8")
    np.savez_compressed(folder / "ngrams.npz", **model.numbers())


def _read(folder: Path) -> NgramModel | None:
    words = json.loads((folder / "ngrams.json").read_text(encoding="utf-8"))
    if words is None:
        return None
    with np.load(folder / "ngrams.npz", allow_pickle=False) as numbers:
        return NgramModel.restored(words, dict(numbers))
