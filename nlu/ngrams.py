"""A text classifier on n-grams: TF-IDF of words, pairs of words and pieces of words, then logistic regression.

Everything it learned is plain arrays and words, so that it can be kept without pickles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

KINDS: dict[str, dict[str, Any]] = {
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
    "pieces": {"analyzer": "char_wb", "ngram_range": (2, 4)},
}
LEAST_MESSAGES = {"words": 1, "pieces": 3}  # an n-gram in fewer messages is left out
MAX_ITERATIONS = 25  # the held-out accuracy stops moving long before the loss does

Floats = npt.NDArray[np.float64]


class NgramModel:
    """`labels` are sorted; `weights` (labels, n-grams) and `offsets` (labels) are those of the regression."""

    def __init__(
        self, vectorizers: dict[str, TfidfVectorizer], labels: Sequence[str], weights: Floats, offsets: Floats
    ) -> None:
        self.labels = list(labels)
        self._vectorizers = vectorizers
        self._weights = weights
        self._offsets = offsets

    @classmethod
    def fitted(cls, texts: Sequence[str], labels: Sequence[str], *, regularization: float) -> NgramModel:
        """Learns from texts and their labels, at least two different ones."""
        vectorizers = {
            kind: TfidfVectorizer(sublinear_tf=True, min_df=LEAST_MESSAGES[kind] if len(texts) > 100 else 1, **options)
            for kind, options in KINDS.items()
        }
        features = sparse.hstack([vectorizer.fit_transform(texts) for vectorizer in vectorizers.values()]).tocsr()
        regression = LogisticRegression(C=regularization, max_iter=MAX_ITERATIONS, tol=1e-3, multi_class="multinomial")
        _fit_without_warnings(regression, features, labels)
        weights, offsets = regression.coef_, regression.intercept_
        if len(regression.classes_) == 2:  # scikit-learn keeps one row for two classes
            weights, offsets = np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])
        return cls(vectorizers, [str(label) for label in regression.classes_], weights, offsets)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """(texts, labels), each row summing to 1."""
        features = sparse.hstack([vectorizer.transform(texts) for vectorizer in self._vectorizers.values()]).tocsr()
        scores: Floats = features @ self._weights.T + self._offsets
        scores -= scores.max(axis=1, keepdims=True)
        shares: Floats = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        return shares

    def words(self) -> dict[str, list[str]]:
        """Labels, and the n-grams of each kind in the order of their columns."""
        ngrams = {kind: vectorizer.get_feature_names_out().tolist() for kind, vectorizer in self._vectorizers.items()}
        return {"labels": self.labels, **ngrams}

    def numbers(self) -> dict[str, npt.NDArray[np.float32]]:
        """The arrays beside `words`, in single precision."""
        weightings = {f"idf_{kind}": vectorizer.idf_ for kind, vectorizer in self._vectorizers.items()}
        arrays = {"weights": self._weights, "offsets": self._offsets, **weightings}
        return {name: array.astype(np.float32) for name, array in arrays.items()}

    @classmethod
    def restored(cls, words: dict[str, list[str]], numbers: dict[str, npt.NDArray[np.float32]]) -> NgramModel:
        """The model that `words` and `numbers` came from."""
        vectorizers = {}
        for kind, options in KINDS.items():
            vectorizer = TfidfVectorizer(sublinear_tf=True, vocabulary=words[kind], **options)
            vectorizer.idf_ = numbers[f"idf_{kind}"].astype(np.float64)
            vectorizers[kind] = vectorizer
        weights, offsets = numbers["weights"].astype(np.float64), numbers["offsets"].astype(np.float64)
        return cls(vectorizers, words["labels"], weights, offsets)


def _fit_without_warnings(regression: LogisticRegression, features: Any, labels: Sequence[str]) -> None:
    """scikit-learn warns that it stopped early, which is what MAX_ITERATIONS asks for."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        regression.fit(features, list(labels))
