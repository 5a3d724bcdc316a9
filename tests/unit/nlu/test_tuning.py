"""Tuning: what each pass takes, and what is learned beside the layers."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.encoder import BertEncoder
from nlu.tuning import Tuned, TuningOptions, interpolated, tune

SAID = {
    "fees": ["what do you charge", "how much are the fees", "costs please", "is it expensive", "your price"],
    "greet": ["hello", "good morning", "hey there", "hi", "greetings to all of you"],
}
TEXTS = [text for texts in SAID.values() for text in texts]
LABELS = [label for label, texts in SAID.items() for _ in texts]


def tuned(encoder: BertEncoder, known_share: float) -> Tuned:
    options = TuningOptions(epochs=4, frozen_layers=4, known_share=known_share)
    return tune(encoder, TEXTS, LABELS, options=options)


def test_a_pass_takes_the_share_of_known_messages_that_is_asked_for(encoder: BertEncoder) -> None:
    whole, unknown = tuned(encoder, 1.0), tuned(encoder, 0.0)
    assert [epoch.messages for epoch in whole.epochs] == [len(TEXTS)] * 4
    assert unknown.epochs[0].messages == len(TEXTS)
    assert all(0 < epoch.messages < len(TEXTS) for epoch in unknown.epochs[1:])
    assert sum(epoch.messages for epoch in unknown.epochs) < 4 * len(TEXTS)


def test_each_label_has_a_direction_of_unit_length_that_its_messages_are_nearest_to(encoder: BertEncoder) -> None:
    result = tuned(encoder, 1.0)
    assert result.head is not None
    assert list(result.head.labels) == ["fees", "greet"]
    np.testing.assert_allclose(np.linalg.norm(result.head.directions, axis=1), 1.0, atol=1e-5)
    for encoded, label in zip(encoder.tuned(result.layers).encode(TEXTS), LABELS, strict=True):
        mean = encoded.vectors.mean(axis=0)
        shares = result.head.probabilities(mean / np.linalg.norm(mean))
        assert max(shares, key=shares.__getitem__) == label


def test_with_one_label_there_is_nothing_to_tune(encoder: BertEncoder) -> None:
    result = tune(encoder, ["hello", "hi"], ["greet", "greet"], options=TuningOptions(epochs=1))
    assert result.head is None and not result.layers
    with pytest.raises(ValueError, match="2 texts but 1 labels"):
        tune(encoder, ["hello", "hi"], ["greet"], options=TuningOptions(epochs=1))


def test_layers_go_only_as_far_as_is_asked_for(encoder: BertEncoder) -> None:
    before = encoder.weights.layers[5]
    whole, half, none = (
        tune(encoder, TEXTS, LABELS, options=TuningOptions(epochs=1, frozen_layers=5, interpolation=share)).layers[5]
        for share in (1.0, 0.5, 0.0)
    )
    assert not np.allclose(whole.up, before.up, atol=1e-6)
    np.testing.assert_array_equal(none.up, before.up)
    np.testing.assert_allclose(half.up, (before.up + whole.up) / 2, atol=1e-5)
    np.testing.assert_allclose(interpolated(before, whole, 0.5).qkv_bias, (before.qkv_bias + whole.qkv_bias) / 2)


def test_the_more_is_left_out_the_less_is_learned_by_heart(encoder: BertEncoder) -> None:
    losses = [
        tune(encoder, TEXTS, LABELS, options=TuningOptions(epochs=3, frozen_layers=4, dropout=share)).epochs[-1].loss
        for share in (0.0, 0.9)
    ]
    assert losses[0] < losses[1]
