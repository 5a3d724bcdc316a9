"""The nearest training message of each label."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.nearest_messages import SCALE, NearestMessages

VECTORS = np.array([[2, 0, 0], [0, 1, 0], [0, 3, 4], [-1, 0, 0], [0, 0, 0]], dtype=np.float32)
LABELS = ["b", "a", "b", "c", "c"]


def test_each_label_counts_by_its_nearest_message_whatever_the_lengths() -> None:
    nearest = NearestMessages.fitted(VECTORS, LABELS)
    shares = nearest.probabilities(np.array([0, 6, 8], dtype=np.float32))
    scores = SCALE * np.array([0.6, 1.0, 0.0])  # a: (0, 1, 0); b: (0, 3, 4); c: the one of no length
    expected = np.exp(scores) / np.exp(scores).sum()
    assert list(shares) == ["a", "b", "c"]
    assert list(shares.values()) == pytest.approx(expected.tolist(), abs=1e-5)


def test_a_message_without_length_is_as_near_to_all() -> None:
    shares = NearestMessages.fitted(VECTORS, LABELS).probabilities(np.zeros(3, dtype=np.float32))
    assert list(shares.values()) == pytest.approx([1 / 3] * 3)


def test_what_is_written_is_read_as_the_same(tmp_path: Path) -> None:
    nearest = NearestMessages.fitted(VECTORS, LABELS)
    nearest.write(tmp_path / "nearest.npz")
    asked = np.array([0.2, -1, 0.4], dtype=np.float32)
    assert NearestMessages.read(tmp_path / "nearest.npz").probabilities(asked) == nearest.probabilities(asked)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12))
def test_with_enough_dimensions_a_known_message_has_its_label_first(seed: int, messages: int) -> None:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(messages, 5)).astype(np.float32)
    labels = [f"label {number}" for number in range(messages)]
    nearest = NearestMessages.fitted(vectors, labels, dimensions=5)
    for vector, label in zip(vectors, labels, strict=True):
        shares = nearest.probabilities(vector)
        assert sum(shares.values()) == pytest.approx(1)
        assert shares[label] == pytest.approx(max(shares.values()), abs=1e-5)


def test_few_dimensions_keep_what_most_of_the_vectors_lie_in() -> None:
    random = np.random.default_rng(7)
    vectors = (random.normal(size=(40, 8)) * [9, 9, 9, 0.01, 0.01, 0.01, 0.01, 0.01]).astype(np.float32)
    labels = [str(number % 4) for number in range(40)]
    whole = NearestMessages.fitted(vectors, labels, dimensions=8)
    kept = NearestMessages.fitted(vectors, labels, dimensions=3)
    asked = (random.normal(size=8) * [9, 9, 9, 0, 0, 0, 0, 0]).astype(np.float32)
    assert list(kept.probabilities(asked).values()) == pytest.approx(
        list(whole.probabilities(asked).values()), abs=1e-2
    )


def test_evened_vectors_forget_what_all_have_in_common_and_what_most_differ_in() -> None:
    random = np.random.default_rng(7)
    label = np.arange(200) % 2
    loud = random.normal(size=200) * 6  # says nothing of the label
    quiet = np.where(label, 1.0, -1.0) + random.normal(size=200) * 0.1
    vectors = np.stack([loud, quiet, np.full(200, 40.0)], axis=1).astype(np.float32)
    labels = [str(number) for number in label]
    asked = np.array([3.0, 1.0, 40.0], dtype=np.float32)
    plain = NearestMessages.fitted(vectors[:100], labels[:100])
    evened = NearestMessages.fitted(vectors[:100], labels[:100], evened=True)
    assert max(plain.probabilities(asked).values()) < 0.51  # angles from afar are all alike
    assert evened.probabilities(asked)["1"] > plain.probabilities(asked)["1"]
    right = [max(shares, key=shares.__getitem__) for shares in map(evened.probabilities, vectors[100:])]
    assert right == labels[100:]


def test_evened_vectors_are_read_as_they_were_written(tmp_path: Path) -> None:
    nearest = NearestMessages.fitted(VECTORS, LABELS, evened=True)
    nearest.write(tmp_path / "nearest.npz")
    asked = np.array([0.2, -1, 0.4], dtype=np.float32)
    assert NearestMessages.read(tmp_path / "nearest.npz").probabilities(asked) == nearest.probabilities(asked)
    assert sum(nearest.probabilities(asked).values()) == pytest.approx(1)


def test_one_message_alone_can_be_evened() -> None:
    shares = NearestMessages.fitted(VECTORS[:1], ["a"], evened=True).probabilities(VECTORS[1])
    assert shares == {"a": pytest.approx(1.0)}
