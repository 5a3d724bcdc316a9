"""Rasa's DIET, folded into one matrix once it is trained.

Without transformer layers, hidden layers and entities, what DIET makes of a sentence vector s is a softmax over labels
of (s W + b) · L: a product of two trained matrices (Bunk et al. 2020, https://arxiv.org/abs/2004.09936, without the
transformer). Training is Rasa's own. Its end multiplies the two and compares the result with DIET's on training
messages; where they agree, loading takes the matrix alone and builds no TensorFlow graph. That saves seconds at the
start, a quarter of a gigabyte, and a millisecond for each message. Where they don't, DIET runs as it always does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import ceil
from typing import Any, Dict, List  # noqa: UP035  # Rasa resolves these annotations by name

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.shared.nlu.constants import (
    FEATURE_TYPE_SEQUENCE,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.utils.tensorflow.constants import BATCH_SIZES, EPOCHS

from nlu.message_vector import message_vector

MATRIX = "folded.npz"
COMPARED = 32  # training messages
TOLERANCE = 1e-4  # of a probability
LEAST_STEPS = 400  # with 600 messages of Banking77, 48 steps know 82 % of 1,500 others, 360 90 %, 720 no more

Floats = npt.NDArray[np.float32]


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=True,
)
class FoldedDiet(DIETClassifier):  # type: ignore[misc]
    """Configured as `DIETClassifier` is, with the same results. It knows one setting more, `least_steps`: the handful
    of epochs that thousands of messages need are a few dozen steps with a few hundred, and leave DIET half trained;
    it then takes as many epochs as give that many steps.
    """

    _folded: Folded | None = None
    _samples: List[Message] = []  # noqa: UP006, RUF012

    @staticmethod
    def get_default_config() -> Dict[str, Any]:  # noqa: UP006
        return {**DIETClassifier.get_default_config(), "least_steps": LEAST_STEPS}

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FoldedDiet:
        """The matrix where there is one; else DIET itself."""
        with model_storage.read_from(resource) as folder:
            folded = Folded.read(folder / MATRIX) if (folder / MATRIX).is_file() else None
        if folded is None or execution_context.is_finetuning:
            diet: FoldedDiet = super().load(config, model_storage, resource, execution_context, **kwargs)
            return diet
        component = cls(config, model_storage, resource, execution_context)
        component._folded = folded
        return component

    def train(self, training_data: TrainingData) -> Resource:
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        self._samples = examples[:COMPARED]
        self.component_config[EPOCHS] = enough_epochs(self.component_config, len(examples))
        if not self._is_plain():
            return super().train(training_data)
        with _sentences_only(training_data.training_examples):
            return super().train(training_data)

    def persist(self) -> None:
        """DIET's own files, and the matrix where it gives the same."""
        super().persist()
        folded = self._fold()
        if folded is not None:
            with self._model_storage.write_to(self._resource) as folder:
                folded.write(folder / MATRIX)

    def process(self, messages: List[Message]) -> List[Message]:  # noqa: UP006
        if self._folded is None:
            processed: list[Message] = super().process(messages)
            return processed
        for message in messages:
            vector = message_vector(message)
            ranking = (
                [] if vector is None else self._folded.ranking(vector, most=self.component_config["ranking_length"])
            )
            first = ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, dict(first), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _is_plain(self) -> bool:
        """Whether the vector of the sentence is all that counts, and goes through no more than two matrices."""
        config = self.component_config
        return config["model_confidence"] == "softmax" and not (
            config["number_of_transformer_layers"]
            or config["hidden_layers_sizes"][TEXT]
            or config["entity_recognition"]
            or config["use_masked_language_model"]
            or config["featurizers"]
        )

    def _fold(self) -> Folded | None:
        """The matrix, if this DIET is no more than that and it agrees on the first training messages."""
        if not self._is_plain() or self.model is None:
            return None
        vectors = [vector for vector in map(message_vector, self._samples) if vector is not None]
        if not vectors or len(vectors) < len(self._samples):
            return None
        self.model.prepare_for_predict()
        embed = self.model._tf_layers[f"embed.{TEXT}"]._dense
        labels = self.model.all_labels_embed.numpy()
        names = [self.index_label_id_mapping[place] for place in range(len(labels))]
        kernel = embed.kernel.numpy()
        if kernel.shape[0] != vectors[0].shape[0]:
            return None
        folded = Folded(names, kernel @ labels.T, embed.bias.numpy() @ labels.T)
        for message, vector in zip(self._samples, vectors, strict=True):
            theirs = np.asarray(self._predict(message)["i_scores"]).ravel()
            if np.abs(theirs - folded.shares(vector)).max() > TOLERANCE:
                return None
        return folded


class Folded:
    """`matrix` (width, labels) and `offsets` (labels,), in the order of `labels`."""

    def __init__(self, labels: list[str], matrix: Floats, offsets: Floats) -> None:
        self.labels = labels
        self._matrix = matrix
        self._offsets = offsets

    def shares(self, vector: Floats) -> Floats:
        """Probabilities of all labels for a sentence vector (width,)."""
        scores = vector @ self._matrix + self._offsets
        shares: Floats = np.exp(scores - scores.max())
        shares /= shares.sum()
        return shares

    def ranking(self, vector: Floats, *, most: int) -> list[dict[str, Any]]:
        """Likeliest first, `most` of them and those made to sum to 1; all where `most` is 0, as DIET has it."""
        shares = self.shares(vector)
        order = np.argsort(-shares, kind="stable")[: most or None]
        return [
            {INTENT_NAME_KEY: self.labels[place], PREDICTED_CONFIDENCE_KEY: float(shares[place])} for place in order
        ]

    def write(self, file: Any) -> None:
        np.savez(file, labels=np.array(self.labels), matrix=self._matrix, offsets=self._offsets)

    @classmethod
    def read(cls, file: Any) -> Folded:
        with np.load(file, allow_pickle=False) as arrays:
            return cls([str(label) for label in arrays["labels"]], arrays["matrix"], arrays["offsets"])


def enough_epochs(config: Mapping[str, Any], examples: int) -> int:
    """The epochs configured, or as many as give `least_steps` with so many examples."""
    steps = max(1, ceil(examples / float(np.mean(config[BATCH_SIZES]))))
    return max(int(config[EPOCHS]), ceil(int(config["least_steps"]) / steps))


@contextmanager
def _sentences_only(messages: Sequence[Message]) -> Iterator[None]:
    """One row of zeros for all words of a message: DIET insists on features of words, and works through them.

    Messages with other features than dense ones, which are never folded, stay as they are; at the end all are as
    before.
    """
    kept = []
    zeros: dict[int, Features] = {}
    for message in messages:
        vector = message_vector(message)
        if vector is not None:
            kept.append((message, message.features))
            if len(vector) not in zeros:
                row = np.zeros((1, len(vector)), dtype=np.float32)
                zeros[len(vector)] = Features(row, FEATURE_TYPE_SEQUENCE, TEXT, "FoldedDiet")
            others = [one for one in message.features if (one.type, one.attribute) != (FEATURE_TYPE_SEQUENCE, TEXT)]
            message.features = [zeros[len(vector)], *others]
    try:
        yield
    finally:
        for message, features in kept:
            message.features = features
