"""Rasa graph component that gives DIET the vectors of a BERT encoder.

Rasa's tokens and BERT's word pieces divide a text differently. The whole message goes through BERT as it was typed,
and each Rasa token gets the mean of the pieces that overlap it: features of shape (tokens, width). The sentence gets
the mean over all pieces, normalised to unit length (what the encoder was trained for; Reimers and Gurevych 2019,
https://arxiv.org/abs/1908.10084): features of shape (1, width).

Both are multiplied by `scale`: DIET's layers start small, and unit-length inputs learn an order slower.
"""

from __future__ import annotations

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
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tqdm import tqdm

from nlu.encoder import BertEncoder, Encoded

FEW = 500  # below this many texts a progress bar is only noise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class BertFeaturizer(DenseFeaturizer, GraphComponent):  # type: ignore[misc]
    """Dense sequence and sentence features from any model of type BERT.

    Configuration: `model` (a folder or hub id), `batch_size` (texts computed together in training), `max_pieces`
    (longer messages are cut), `scale` (factor on both kinds of features).
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:  # noqa: UP006
        return [Tokenizer]

    @staticmethod
    def required_packages() -> List[str]:  # noqa: UP006
        return ["transformers", "tensorflow"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:  # noqa: UP006
        return {
            **DenseFeaturizer.get_default_config(),
            "model": "models/encoder",
            "batch_size": 64,
            "max_pieces": 256,
            "scale": 20.0,
        }

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:  # noqa: UP006
        """Raises InvalidConfigException that names the setting."""
        if not isinstance(config.get("model"), str) or not config["model"]:
            raise InvalidConfigException("config.yml, BertFeaturizer: 'model' must name a BERT folder or hub id")
        for setting in ("batch_size", "max_pieces"):
            if not isinstance(config[setting], int) or config[setting] < 1:
                raise InvalidConfigException(
                    f"config.yml, BertFeaturizer: '{setting}' must be a positive whole number, not {config[setting]!r}"
                )
        if not isinstance(config["scale"], (int, float)) or not config["scale"] > 0:
            raise InvalidConfigException(
                f"config.yml, BertFeaturizer: 'scale' must be a positive number, not {config['scale']!r}"
            )

    def __init__(self, name: str, config: Dict[str, Any]) -> None:  # noqa: UP006
        super().__init__(name, config)
        self._scale = float(config["scale"])
        self._encoder = BertEncoder(config["model"], batch_size=config["batch_size"], max_pieces=config["max_pieces"])

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> BertFeaturizer:
        return cls(execution_context.node_name, config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds features to every example; equal texts are computed once."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:  # noqa: UP006
        """Adds features to each message that has text and tokens."""
        for attribute in DENSE_FEATURIZABLE_ATTRIBUTES:
            by_text: dict[str, list[Message]] = {}
            for message in messages:
                if message.get(attribute) and message.get(TOKENS_NAMES[attribute]):
                    by_text.setdefault(message.get(attribute), []).append(message)
            self._add_features(by_text, attribute)
        return messages

    def _add_features(self, by_text: dict[str, list[Message]], attribute: str) -> None:
        texts = list(by_text)
        with tqdm(total=len(texts), desc="BERT features", unit=" texts", disable=len(texts) < FEW) as progress:
            for places, encoded in self._encoder.batches(texts):
                for place, one in zip(places, encoded, strict=True):
                    for message in by_text[texts[place]]:
                        tokens = message.get(TOKENS_NAMES[attribute])
                        sequence = self._scale * token_vectors(one, tokens)
                        sentence = self._scale * sentence_vector(one)
                        self.add_features_to_message(sequence, sentence, attribute, message)
                progress.update(len(places))


def token_vectors(encoded: Encoded, tokens: List[Token]) -> npt.NDArray[np.float32]:  # noqa: UP006
    """Mean of the pieces that overlap each token: (tokens, width); zeros for a token BERT sees nothing of."""
    starts, ends = encoded.spans[:, 0], encoded.spans[:, 1]
    vectors = np.zeros((len(tokens), encoded.vectors.shape[1]), dtype=np.float32)
    for row, token in enumerate(tokens):
        overlapping = (starts < token.end) & (ends > token.start)
        if overlapping.any():
            vectors[row] = encoded.vectors[overlapping].mean(axis=0)
    return vectors


def sentence_vector(encoded: Encoded) -> npt.NDArray[np.float32]:
    """Mean over all pieces, at unit length: (1, width)."""
    mean = encoded.vectors.mean(axis=0, keepdims=True)
    unit: npt.NDArray[np.float32] = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
    return unit
