"""The blend of rankings, and the n-gram model behind one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.intent_blend import IntentBlend, blended
from nlu.message_vector import LOWER_VECTOR, LowerVector
from nlu.ngrams import NgramModel
from nlu.tuned_head import TUNED_INTENTS

SAID = {
    "fees": ["what do you charge", "fees please", "how much does it cost", "your price", "costs of the service"],
    "value": ["what is my balance", "how much have i got", "total worth", "my money now", "account value today"],
    "greet": ["hello", "hi there", "good morning", "hey", "greetings to you"],
}
TEXTS = [text for texts in SAID.values() for text in texts]
LABELS = [intent for intent, texts in SAID.items() for _ in texts]


def model() -> NgramModel:
    return NgramModel.fitted(TEXTS, LABELS, alpha=1e-4)


def test_the_n_gram_model_recognises_words_it_saw() -> None:
    fitted = model()
    best = [fitted.labels[row.argmax()] for row in fitted.probabilities(["the fees", "balance", "helo there"])]
    assert best == ["fees", "value", "greet"]


def test_each_row_of_probabilities_sums_to_one_even_for_unknown_signs() -> None:
    rows = model().probabilities(["价格", "", "\N{SMILING FACE WITH SUNGLASSES}", "fees"])
    assert rows.shape == (4, 3)
    assert rows.sum(axis=1) == pytest.approx([1, 1, 1, 1])


def test_two_labels_give_two_columns() -> None:
    fitted = NgramModel.fitted(["yes", "yep", "no", "nope"], ["affirm", "affirm", "deny", "deny"], alpha=1e-4)
    rows = fitted.probabilities(["yes", "no"])
    assert rows.argmax(axis=1).tolist() == [0, 1]


def test_what_is_kept_restores_the_same_model() -> None:
    fitted = model()
    restored = NgramModel.restored(fitted.words(), fitted.numbers())
    asked = ["how much do you cost", "balance now", "morning!"]
    assert restored.probabilities(asked) == pytest.approx(fitted.probabilities(asked), abs=1e-5)


def test_a_blend_is_the_weighted_geometric_mean() -> None:
    ranking = dict(blended([({"a": 0.8, "b": 0.2}, 0.5), ({"a": 0.2, "b": 0.8}, 0.5)]))
    assert ranking == pytest.approx({"a": 0.5, "b": 0.5})
    lopsided = dict(blended([({"a": 0.9, "b": 0.1}, 0.5), ({"a": 0.5, "b": 0.5}, 0.5)]))
    assert lopsided["a"] == pytest.approx(3 / 4)  # √0.45 : √0.05 = 3 : 1


distributions = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1) | st.just(float("nan")), min_size=1)


@given(distributions, distributions, st.floats(0, 1))
def test_a_blend_is_a_distribution_whatever_comes_in(
    first: dict[str, float], second: dict[str, float], weight: float
) -> None:
    ranking = blended([(first, 1 - weight), (second, weight)])
    shares = [share for _, share in ranking]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    assert {name for name, _ in ranking} == {*first, *second}


@given(distributions)
def test_without_weight_the_first_ranking_keeps_its_order(first: dict[str, float]) -> None:
    best = blended([(first, 1.0), ({"other": 1.0}, 0.0)])[0][0]
    values = {name: 0.0 if value != value else value for name, value in first.items()}
    assert max(values.get(best, 0.0), 1e-6) == max(1e-6, *values.values())


def component(tmp_path: Path, **settings: Any) -> tuple[dict[str, Any], LocalModelStorage, Resource, ExecutionContext]:
    config = {**IntentBlend.get_default_config(), **settings}
    return config, LocalModelStorage(tmp_path), Resource("blend"), ExecutionContext(GraphSchema({}))


def ranked(text: str, **shares: float) -> Message:
    listed = [{"name": name, "confidence": share} for name, share in shares.items()]
    return Message({"text": text, "intent": listed[0], "intent_ranking": listed})


def test_the_component_changes_a_close_call_and_keeps_a_clear_one(tmp_path: Path) -> None:
    parts = component(tmp_path)
    IntentBlend.create(*parts).train(
        TrainingData([Message({"text": t, "intent": i}) for t, i in zip(TEXTS, LABELS, strict=True)])
    )
    loaded = IntentBlend.load(*parts)
    close, clear = loaded.process(
        [ranked("fees please", value=0.5, fees=0.49, greet=0.01), ranked("hmm", value=0.99, fees=0.005, greet=0.005)]
    )
    assert close.get("intent")["name"] == "fees"
    assert clear.get("intent")["name"] == "value"
    assert close.get("intent_ranking")[0]["name"] == "fees"


def test_what_tuning_learned_has_its_weight_and_without_it_the_classifier_has_both(tmp_path: Path) -> None:
    parts = component(tmp_path, ngram_weight=0.0, tuned_weight=0.5)
    IntentBlend.create(*parts).train(
        TrainingData([Message({"text": t, "intent": i}) for t, i in zip(TEXTS, LABELS, strict=True)])
    )
    with_tuning, without = ranked("hmm", value=0.8, fees=0.2, greet=1e-6), ranked("hmm", value=0.8, fees=0.2)
    with_tuning.set(TUNED_INTENTS, {"value": 0.2, "fees": 0.8, "greet": 1e-6})
    IntentBlend.load(*parts).process([with_tuning, without])
    shares = {one["name"]: one["confidence"] for one in with_tuning.get("intent_ranking")}
    assert shares["fees"] == pytest.approx(shares["value"]) == pytest.approx(0.5, abs=1e-4)
    assert without.get("intent") == {"name": "value", "confidence": pytest.approx(0.8, abs=1e-4)}


def with_vector(message: Message, *vector: float) -> Message:
    message.add_features(Features(np.array([vector], dtype=np.float32), "sentence", "text", "test"))
    return message


def test_the_nearest_message_has_its_weight_where_messages_have_vectors(tmp_path: Path) -> None:
    parts = component(tmp_path, ngram_weight=0.0, nearest_weight=0.5)
    places = {"fees": (1.0, 0.0), "value": (0.0, 1.0), "greet": (-1.0, 0.0)}
    messages = [with_vector(Message({"text": t, "intent": i}), *places[i]) for t, i in zip(TEXTS, LABELS, strict=True)]
    IntentBlend.create(*parts).train(TrainingData(messages))
    near = with_vector(ranked("hmm", value=0.6, fees=0.4, greet=1e-6), 3.0, 0.1)
    bare = ranked("hmm", value=0.6, fees=0.4)
    IntentBlend.load(*parts).process([near, bare])
    assert near.get("intent")["name"] == "fees"
    assert bare.get("intent") == {"name": "value", "confidence": pytest.approx(0.6, abs=1e-4)}


def with_lower(message: Message, *vector: float) -> Message:
    message.set(LOWER_VECTOR, LowerVector(np.array(vector, dtype=np.float32)))
    return message


def test_what_a_lower_layer_made_has_a_weight_of_its_own(tmp_path: Path) -> None:
    parts = component(tmp_path, ngram_weight=0.0, lower_weight=0.5)
    places = {"fees": (5.0, 0.0), "value": (5.0, 1.0), "greet": (5.0, -1.0)}
    messages = [with_lower(Message({"text": t, "intent": i}), *places[i]) for t, i in zip(TEXTS, LABELS, strict=True)]
    IntentBlend.create(*parts).train(TrainingData(messages))
    near = with_lower(ranked("hmm", fees=0.6, value=0.4, greet=1e-6), 5.0, 0.9)
    bare = with_vector(ranked("hmm", fees=0.6, value=0.4), 5.0, 0.9)
    IntentBlend.load(*parts).process([near, bare])
    assert near.get("intent")["name"] == "value"
    assert bare.get("intent") == {"name": "fees", "confidence": pytest.approx(0.6, abs=1e-4)}


def test_without_vectors_to_learn_from_the_classifier_has_their_weight(tmp_path: Path) -> None:
    parts = component(tmp_path, ngram_weight=0.0, nearest_weight=0.9)
    IntentBlend.create(*parts).train(
        TrainingData([Message({"text": t, "intent": i}) for t, i in zip(TEXTS, LABELS, strict=True)])
    )
    (message,) = IntentBlend.load(*parts).process([with_vector(ranked("hmm", value=0.6, fees=0.4), 1.0, 0.0)])
    assert message.get("intent") == {"name": "value", "confidence": pytest.approx(0.6, abs=1e-4)}


def test_with_a_single_intent_there_is_nothing_to_blend(tmp_path: Path) -> None:
    parts = component(tmp_path)
    IntentBlend.create(*parts).train(TrainingData([Message({"text": "hello", "intent": "greet"})]))
    (message,) = IntentBlend.load(*parts).process([ranked("hi", greet=0.7)])
    assert message.get("intent") == {"name": "greet", "confidence": 0.7}


def test_a_weight_out_of_range_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfigException, match="IntentBlend: 'ngram_weight' must be 0 to 1"):
        IntentBlend.create(*component(tmp_path, ngram_weight=1.4))
    with pytest.raises(InvalidConfigException, match="IntentBlend: 'tuned_weight' must be 0 to 1"):
        IntentBlend.create(*component(tmp_path, tuned_weight=-1))
    with pytest.raises(InvalidConfigException, match="tuned_weight, nearest_weight, lower_weight together are more"):
        IntentBlend.create(*component(tmp_path, ngram_weight=0.6, tuned_weight=0.3, nearest_weight=0.2))
    IntentBlend.create(*component(tmp_path, ngram_weight=0.7, tuned_weight=0.1, nearest_weight=0.2))
