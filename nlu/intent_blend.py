"""Rasa graph component that blends DIET's ranking of intents with those of others that err elsewhere.

DIET sees meaning through BERT, which once tuned fits the training messages so well that words beside it teach DIET
nothing. A logistic regression on words, pairs of words and pieces of words, trained on its own, knows rare terms,
tickers, abbreviations (`nlu/ngrams.py`). What tuning learned of each intent together with the encoder saw the messages
still apart (`nlu/tuned_head.py`). The nearest training message of each intent knows the unlike ways to ask the same
(`nlu/nearest_messages.py`), and by what a lower layer made of messages, which tuning changed less, it errs elsewhere
again. They are combined as a weighted geometric mean of their probabilities (a logarithmic
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

from nlu.message_vector import lower_vector, message_vector
from nlu.nearest_messages import NearestMessages
from nlu.ngrams import NgramModel
from nlu.spelling_corrector import as_meant
from nlu.tuned_head import TUNED_INTENTS

LEAST = 1e-6  # no model is so sure that the others can't be heard
WEIGHTS = ("ngram_weight", "tuned_weight", "nearest_weight", "lower_weight")  # the classifier's is what they leave of 1
NEAREST = {"nearest_weight": "nearest.npz", "lower_weight": "nearest_lower.npz"}  # by the weight of each
VECTOR_OF = {"nearest_weight": message_vector, "lower_weight": lower_vector}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentBlend(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """Stands after an intent classifier whose ranking holds every intent (DIET with `ranking_length: 0`).

    Configuration: `ngram_weight`, `tuned_weight` of BERT's tuning, `nearest_weight` of the nearest messages and
    `lower_weight` of those by the featurizer's `lower_layer`, each from 0 (ignored) to 1 (alone). What they leave of 1
    is the classifier's, and so is the weight of what isn't there: an encoder that wasn't tuned, messages without a
    vector. `alpha` holds the n-gram model's weights small;
    `temperature`, by which the blend's logarithms are divided, so that of the messages with confidence 0.8 four in
    five are right (Guo et al. 2017, https://arxiv.org/abs/1706.04599; `make calibrate` fits it); `ranking_length`, how
    many intents are passed on. Rasa trains classifiers side by side, so the one to stand behind can't be named as a
    required component; without a ranking nothing is changed.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:  # noqa: UP006
        return {
            "ngram_weight": 0.35,
            "tuned_weight": 0.0,
            "nearest_weight": 0.0,
            "lower_weight": 0.0,
            "alpha": 1e-5,
            "temperature": 1.0,
            "ranking_length": 10,
        }

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentBlend:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentBlend:
        with model_storage.read_from(resource) as folder:
            nearest = {
                weight: NearestMessages.read(folder / file)
                for weight, file in NEAREST.items()
                if (folder / file).is_file()
            }
            return cls(config, model_storage, resource, _read(folder), nearest)

    def __init__(
        self,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        model: NgramModel | None = None,
        nearest: Mapping[str, NearestMessages] | None = None,
    ) -> None:
        for setting in WEIGHTS:
            if not 0 <= config[setting] <= 1:
                raise InvalidConfigException(
                    f"config.yml, IntentBlend: '{setting}' must be 0 to 1, not {config[setting]!r}"
                )
        if sum(config[setting] for setting in WEIGHTS) > 1 + 1e-9:
            raise InvalidConfigException(f"config.yml, IntentBlend: {', '.join(WEIGHTS)} together are more than 1")
        for setting in ("alpha", "temperature"):
            if not config[setting] > 0:
                raise InvalidConfigException(
                    f"config.yml, IntentBlend: '{setting}' must be a number above 0, not {config[setting]!r}"
                )
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._nearest = dict(nearest or {})  # by the weight of each

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the n-gram model and keeps the messages' vectors, where these have a weight and each message has one.

        With fewer than two intents there is nothing to tell apart and nothing to blend.
        """
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        labels = [example.get(INTENT) for example in examples]
        if len(set(labels)) > 1:
            texts = [example.get(TEXT) for example in examples]
            self._model = NgramModel.fitted(texts, labels, alpha=self._config["alpha"])
            for weight, vector_of in VECTOR_OF.items():
                vectors = [vector_of(example) for example in examples] if self._config[weight] else []
                told = [vector for vector in vectors if vector is not None]
                if len(told) == len(examples):
                    evened = weight == "lower_weight"
                    self._nearest[weight] = NearestMessages.fitted(np.stack(told), labels, evened=evened)
        with self._model_storage.write_to(self._resource) as folder:
            _write(self._model, folder)
            for weight, nearest in self._nearest.items():
                nearest.write(folder / NEAREST[weight])
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
        """What each makes of the message, with its weight."""
        assert self._model is not None
        opinions = [(dict(zip(self._model.labels, ngrams.tolist(), strict=True)), self._config["ngram_weight"])]
        tuned = message.get(TUNED_INTENTS)
        if tuned and self._config["tuned_weight"]:
            opinions.append((tuned, self._config["tuned_weight"]))
        for weight, nearest in self._nearest.items():
            vector = VECTOR_OF[weight](message) if self._config[weight] else None
            if vector is not None:
                opinions.append((nearest.probabilities(vector), self._config[weight]))
        classifier = {item[INTENT_NAME_KEY]: item[PREDICTED_CONFIDENCE_KEY] for item in message.get(INTENT_RANKING_KEY)}
        return [*opinions, (classifier, max(0.0, 1 - sum(weight for _, weight in opinions)))]


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
