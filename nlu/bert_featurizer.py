"""Rasa graph component that gives DIET the vectors of a BERT encoder.

Rasa's tokens and BERT's word pieces divide a text differently. The whole message goes through BERT as it was typed, or
as `SpellingCorrector` made of it, and each Rasa token gets the mean of the pieces that overlap it: features of shape
(tokens, width). The sentence gets the mean over all pieces, normalised to unit length (what the encoder was trained
for; Reimers and Gurevych 2019, https://arxiv.org/abs/1908.10084): features of shape (1, width).

Both are multiplied by `scale`: DIET's layers start small, and unit-length inputs learn an order slower.

With `lower_layer` the mean of what that layer made of the pieces goes along as `LOWER_VECTOR`, for `IntentBlend`.

With `tune_epochs` above 0 the encoder is first tuned on the training messages and their intents (`nlu/tuning.py`); the
tuned layers travel in the model archive, and with them what tuning learned of each intent: a message in service gets
that as well, as `TUNED_INTENTS`, for `IntentBlend`. With 0 the encoder stays as it came, and there is no such thing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Dict, List, Type  # noqa: UP035  # Rasa resolves these annotations by name

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import DENSE_FEATURIZABLE_ATTRIBUTES, TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tqdm import tqdm

from nlu.bert.tuned_file import load_tuned, save_tuned
from nlu.encoder import BertEncoder, Encoded
from nlu.message_vector import LOWER_VECTOR, LowerVector
from nlu.spelling_corrector import as_meant
from nlu.tuned_head import TUNED_INTENTS, TunedHead
from nlu.tuning import Tuned, TuningOptions, tune

TUNED = "tuned_layers.safetensors"
TRAINING = "training.json"  # what each epoch of tuning saw
FEW = 500  # below this many texts a progress bar is only noise
# What the layers that aren't tuned made of each text, by the resource of the training: Rasa trains one component and
# has another, loaded from that resource, compute the features of the same texts.
_HANDED_ON: dict[str, dict[str, Encoded]] = {}
BAR = "{desc}: {percentage:3.0f}%|{bar}| [{elapsed}<{remaining}{postfix}]"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class BertFeaturizer(DenseFeaturizer, GraphComponent):  # type: ignore[misc]
    """Dense sequence and sentence features from any model of type BERT.

    Configuration: `model` (a folder or hub id), `batch_size` (texts computed together in training), `max_pieces`
    (longer messages are cut), `scale` (factor on both kinds of features), `lower_layer` (counted from 1, below the
    top; 0: none), `quantised` (8-bit weights, for an encoder that isn't tuned), `threads` (0: all cores);
    `tune_epochs`, `tune_learning_rate`, `tune_frozen_layers`, `tune_known_share`, `tune_dropout`,
    `tune_interpolation` and `random_seed` (see `TuningOptions`).
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:  # noqa: UP006
        return [Tokenizer]

    @staticmethod
    def required_packages() -> List[str]:  # noqa: UP006
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:  # noqa: UP006
        return {
            **DenseFeaturizer.get_default_config(),
            "model": "models/encoder",
            "batch_size": 64,
            "max_pieces": 256,
            "scale": 20.0,
            "lower_layer": 0,
            "quantised": False,
            "threads": 0,
            "tune_epochs": 0,
            "tune_learning_rate": 4e-4,
            "tune_frozen_layers": 2,
            "tune_known_share": 0.2,
            "tune_dropout": 0.1,
            "tune_interpolation": 1.0,
            "random_seed": 7,
        }

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:  # noqa: UP006
        """Raises InvalidConfigException that names the setting."""

        def check(setting: str, right: bool, wanted: str) -> None:
            if not right:
                raise InvalidConfigException(
                    f"config.yml, BertFeaturizer: '{setting}' must be {wanted}, not {config[setting]!r}"
                )

        check("model", isinstance(config["model"], str) and bool(config["model"]), "a BERT folder or hub id")
        for setting in ("batch_size", "max_pieces"):
            check(setting, isinstance(config[setting], int) and config[setting] >= 1, "a positive whole number")
        for setting in ("scale", "tune_learning_rate"):
            check(setting, isinstance(config[setting], (int, float)) and config[setting] > 0, "a positive number")
        for setting in ("threads", "lower_layer", "tune_epochs", "tune_frozen_layers"):
            check(setting, isinstance(config[setting], int) and config[setting] >= 0, "0 or a whole number")
        for setting in ("tune_known_share", "tune_interpolation"):
            share = config[setting]
            check(setting, isinstance(share, (int, float)) and 0 <= share <= 1, "a number from 0 to 1")
        dropout = config["tune_dropout"]
        check("tune_dropout", isinstance(dropout, (int, float)) and 0 <= dropout < 1, "a number from 0 to below 1")
        check("quantised", not (config["quantised"] and config["tune_epochs"]), "false where 'tune_epochs' is set")

    def __init__(
        self,
        config: Dict[str, Any],  # noqa: UP006
        *,
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._scale = float(config["scale"])
        self._below: dict[str, Encoded] = {}
        self._head: TunedHead | None = None
        self._encoder = BertEncoder(
            config["model"],
            batch_size=config["batch_size"],
            max_pieces=config["max_pieces"],
            quantised=config["quantised"],
            threads=config["threads"],
            lower_layer=config["lower_layer"],
        )

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> BertFeaturizer:
        return cls(config, name=execution_context.node_name, model_storage=model_storage, resource=resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> BertFeaturizer:
        """The featurizer as it was trained: the configured encoder, with the tuned layers put over its own."""
        component = cls.create(config, model_storage, resource, execution_context)
        if config["tune_epochs"]:
            with model_storage.read_from(resource) as folder:
                if (folder / TUNED).is_file():
                    layers, component._head = load_tuned(folder / TUNED, encoder=component._encoder.fingerprint)
                    component._encoder = component._encoder.tuned(layers)
        component._encoder.open()
        component._below = _HANDED_ON.pop(resource.output_fingerprint, {})
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Tunes the encoder on the messages that have an intent, and keeps the tuned layers."""
        with self._model_storage.write_to(self._resource) as folder:
            if self._config["tune_epochs"]:
                tuned = self._tune([example for example in training_data.intent_examples if example.get(TEXT)])
                if tuned.head is not None:
                    save_tuned(folder / TUNED, tuned.layers, tuned.head, encoder=self._encoder.fingerprint)
                    self._encoder = self._encoder.tuned(tuned.layers)
                    texts = (example.get(TEXT) for example in training_data.intent_examples if example.get(TEXT))
                    _HANDED_ON[self._resource.output_fingerprint] = dict(zip(texts, tuned.below, strict=True))
                told = {"epochs": [asdict(epoch) for epoch in tuned.epochs]}
                (folder / TRAINING).write_text(json.dumps(told), encoding="utf-8")
        return self._resource

    def _tune(self, examples: List[Message]) -> Tuned:  # noqa: UP006
        options = TuningOptions(
            epochs=self._config["tune_epochs"],
            learning_rate=self._config["tune_learning_rate"],
            frozen_layers=min(self._config["tune_frozen_layers"], self._encoder.depth),
            known_share=self._config["tune_known_share"],
            dropout=self._config["tune_dropout"],
            interpolation=self._config["tune_interpolation"],
            seed=self._config["random_seed"],
        )
        texts = [example.get(TEXT) for example in examples]
        labels = [example.get(INTENT) for example in examples]
        with tqdm(total=100, desc="tuning BERT", unit=" %", bar_format=BAR) as bar:
            return tune(self._encoder, texts, labels, options=options, progress=lambda *told: _show(bar, *told))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds features to every example; equal texts are computed once."""
        self._featurize(training_data.training_examples)
        self._below = {}
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:  # noqa: UP006
        """Adds features to each message that has text and tokens, and what the tuned directions make of its intent."""
        self._featurize(messages)
        if self._head is not None:
            for message in messages:
                for features in message.features:
                    kind = (features.origin, features.attribute, features.type)
                    if kind == (self._identifier, TEXT, FEATURE_TYPE_SENTENCE):
                        message.set(TUNED_INTENTS, self._head.probabilities(features.features[0] / self._scale))
        return messages

    def _featurize(self, messages: List[Message]) -> None:  # noqa: UP006
        for attribute in DENSE_FEATURIZABLE_ATTRIBUTES:
            by_text: dict[str, list[Message]] = {}
            for message in messages:
                if message.get(attribute) and message.get(TOKENS_NAMES[attribute]):
                    by_text.setdefault(_read(message, attribute)[0], []).append(message)
            self._add_features(by_text, attribute)

    def _add_features(self, by_text: dict[str, list[Message]], attribute: str) -> None:
        texts = list(by_text)
        if len(texts) == 1:
            self._put(by_text[texts[0]], self._encoder.one(texts[0]), attribute)
            return
        with tqdm(total=len(texts), desc="BERT features", unit=" texts", disable=len(texts) < FEW) as progress:
            for places, encoded in self._batches(texts):
                for place, one in zip(places, encoded, strict=True):
                    self._put(by_text[texts[place]], one, attribute)
                progress.update(len(places))

    def _batches(self, texts: List[str]) -> Iterator[tuple[List[int], List[Encoded]]]:  # noqa: UP006
        """The encoder's vectors; in training, what tuning has computed already isn't computed again."""
        layers = min(self._config["tune_frozen_layers"], self._encoder.depth)
        known = {} if 0 < self._config["lower_layer"] <= layers else self._below  # above that layer is too late for it
        halfway = [place for place, text in enumerate(texts) if text in known]
        others = [place for place, text in enumerate(texts) if text not in known]
        if halfway:
            below = [known[texts[place]] for place in halfway]
            for places, encoded in self._encoder.upper_states(below, layers=layers):
                yield [halfway[place] for place in places], encoded
        if others:
            for places, encoded in self._encoder.batches([texts[place] for place in others]):
                yield [others[place] for place in places], encoded

    def _put(self, messages: List[Message], encoded: Encoded, attribute: str) -> None:  # noqa: UP006
        """The features of one text for all messages that are this text."""
        sentence = self._scale * sentence_vector(encoded)
        for message in messages:
            sequence = self._scale * token_vectors(encoded, _read(message, attribute)[1])
            self.add_features_to_message(sequence, sentence, attribute, message)
            if attribute == TEXT and encoded.lower is not None:
                message.set(LOWER_VECTOR, LowerVector(encoded.lower))


def _read(message: Message, attribute: str) -> tuple[str, List[Token]]:  # noqa: UP006
    """Text and tokens of an attribute; of a message's text with its mistyped words put right, where that was done."""
    return as_meant(message) if attribute == TEXT else (message.get(attribute), message.get(TOKENS_NAMES[attribute]))


def _show(bar: Any, share: float, loss: float) -> None:
    bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
    bar.update(round(100 * share) - bar.n)


def token_vectors(encoded: Encoded, tokens: List[Token]) -> npt.NDArray[np.float32]:  # noqa: UP006
    """Mean of the pieces that overlap each token: (tokens, width); zeros for a token BERT sees nothing of."""
    starts, ends = encoded.spans[:, 0], encoded.spans[:, 1]
    first = np.array([[token.start] for token in tokens])
    last = np.array([[token.end] for token in tokens])
    overlapping = ((starts < last) & (ends > first)).astype(np.float32)  # (tokens, pieces)
    found = np.maximum(overlapping.sum(axis=1, keepdims=True), 1.0)
    vectors: npt.NDArray[np.float32] = (overlapping / found) @ encoded.vectors
    return vectors


def sentence_vector(encoded: Encoded) -> npt.NDArray[np.float32]:
    """Mean over all pieces, at unit length: (1, width)."""
    mean = encoded.vectors.mean(axis=0, keepdims=True)
    unit: npt.NDArray[np.float32] = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
    return unit
