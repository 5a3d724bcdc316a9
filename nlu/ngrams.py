"""A text classifier on n-grams: TF-IDF of words, pairs of words and pieces of words, then a linear classifier.

For each label a logistic regression against all others is fitted by stochastic gradient descent (a fraction of the time
that one softmax over all labels takes, and on short messages no less accurate); their scores, scaled, become
probabilities by a softmax. Everything it learned is plain arrays and words, so that it can be kept without pickles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

KINDS: dict[str, dict[str, Any]] = {
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
    "pieces": {"analyzer": "char_wb", "ngram_range": (2, 4)},
}
LEAST_MESSAGES = {"words": 1, "pieces": 3}  # an n-gram in fewer messages is left out
PASSES = 5
SHARPNESS = 1.5  # of the softmax over scores; chosen by the likelihood of held-out training messages

Floats = npt.NDArray[np.float32]


class NgramModel:
    """`labels` are sorted; `weights` (n-grams, labels) and `offsets` (labels,) give the scores."""

    def __init__(
        self, vectorizers: dict[str, TfidfVectorizer], labels: Sequence[str], weights: Floats, offsets: Floats
    ) -> None:
        self.labels = list(labels)
        self._vectorizers = vectorizers
        self._analyzers = {kind: vectorizer.build_analyzer() for kind, vectorizer in vectorizers.items()}
        # Read once: scikit-learn works each of these out anew whenever it is asked.
        self._weightings = {kind: np.asarray(vectorizer.idf_) for kind, vectorizer in vectorizers.items()}
        self._weights = weights
        self._offsets = offsets

    @classmethod
    def fitted(cls, texts: Sequence[str], labels: Sequence[str], *, alpha: float, seed: int = 7) -> NgramModel:
        """Learns from texts and their labels, at least two different ones; `alpha` holds weights small."""
        vectorizers = {
            kind: TfidfVectorizer(sublinear_tf=True, min_df=LEAST_MESSAGES[kind] if len(texts) > 100 else 1, **options)
            for kind, options in KINDS.items()
        }
        features = sparse.hstack([vectorizer.fit_transform(texts) for vectorizer in vectorizers.values()]).tocsr()
        classifier = SGDClassifier(loss="log_loss", alpha=alpha, max_iter=PASSES, tol=None, random_state=seed)
        classifier.fit(features, list(labels))
        weights, offsets = classifier.coef_, classifier.intercept_
        if len(classifier.classes_) == 2:  # scikit-learn keeps one row for two classes
            weights, offsets = np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])
        rows = np.ascontiguousarray(weights.T, dtype=np.float32)
        return cls(vectorizers, [str(label) for label in classifier.classes_], rows, offsets.astype(np.float32))

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """(texts, labels), each row summing to 1."""
        scores = np.stack([self._scores(text) for text in texts]) if texts else np.zeros((0, len(self.labels)))
        scores -= scores.max(axis=1, keepdims=True)
        shares: Floats = np.exp(SHARPNESS * scores).astype(np.float32)
        shares /= shares.sum(axis=1, keepdims=True)
        return shares

    def _scores(self, text: str) -> Floats:
        """What the vectorizers and the classifier make of one text, without building matrices for it."""
        scores = self._offsets.copy()
        first = 0
        for kind, vectorizer in self._vectorizers.items():
            vocabulary = vectorizer.vocabulary_
            counts: dict[int, int] = {}
            for ngram in self._analyzers[kind](text):
                place = vocabulary.get(ngram)
                if place is not None:
                    counts[place] = counts.get(place, 0) + 1
            if counts:
                places = np.fromiter(counts, dtype=np.int64, count=len(counts))
                values = 1.0 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))
                values *= self._weightings[kind][places]
                values /= np.linalg.norm(values)
                scores += values.astype(np.float32) @ self._weights[first + places]
            first += len(vocabulary)
        return scores

    def words(self) -> dict[str, list[str]]:
        """Labels, and the n-grams of each kind in the order of their columns."""
        ngrams = {kind: vectorizer.get_feature_names_out().tolist() for kind, vectorizer in self._vectorizers.items()}
        return {"labels": self.labels, **ngrams}

    def numbers(self) -> dict[str, Floats]:
        """The arrays beside `words`, in single precision."""
        weightings = {f"idf_{kind}": values for kind, values in self._weightings.items()}
        arrays = {"weights": self._weights, "offsets": self._offsets, **weightings}
        return {name: array.astype(np.float32) for name, array in arrays.items()}

    @classmethod
    def restored(cls, words: dict[str, list[str]], numbers: dict[str, Floats]) -> NgramModel:
        """The model that `words` and `numbers` came from."""
        vectorizers = {}
        for kind, options in KINDS.items():
            vectorizer = TfidfVectorizer(sublinear_tf=True, vocabulary=words[kind], **options)
            vectorizer.idf_ = numbers[f"idf_{kind}"].astype(np.float64)
            vectorizers[kind] = vectorizer
        return cls(vectorizers, words["labels"], numbers["weights"], numbers["offsets"])
