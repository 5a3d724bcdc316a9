"""The plain baseline's classifier: Rasa's logistic regression, on plain arrays.

Rasa stores vectors in which nothing is zero as sparse ones, and the same fit takes eight times as long.
"""

from __future__ import annotations

from typing import Any, List  # noqa: UP035  # Rasa resolves these annotations by name

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DenseLogisticRegression(LogisticRegressionClassifier):  # type: ignore[misc]
    """Takes dense features only; configured as its parent is."""

    def _create_X(self, messages: List[Message]) -> Any:  # noqa: UP006
        """(messages, width), float32: the vectors of the sentences."""
        return np.concatenate([message.get_dense_features(attribute=TEXT)[1].features for message in messages])
