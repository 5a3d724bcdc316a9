"""The Rasa component: features of the right shape, for the right tokens, in training and afterwards alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.bert_featurizer import BertFeaturizer, sentence_vector, token_vectors
from nlu.encoder import BertEncoder, Encoded
from nlu.message_vector import lower_vector
from nlu.tuned_head import TUNED_INTENTS

CONTEXT = ExecutionContext(GraphSchema({}), node_name="bert")


@pytest.fixture(scope="module")
def featurizer(encoder_folder: Path) -> BertFeaturizer:
    return component(encoder_folder)


def component(folder: Path, **settings: Any) -> BertFeaturizer:
    config = {**BertFeaturizer.get_default_config(), "model": str(folder), **settings}
    return BertFeaturizer.create(config, None, None, CONTEXT)  # type: ignore[arg-type]


def tokenized(*texts: str) -> list[Message]:
    tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
    return tokenizer.process([Message({"text": text}) for text in texts])


def features_of(message: Message) -> tuple[np.ndarray, np.ndarray]:
    sequence, sentence = message.get_dense_features("text", [])
    assert sequence is not None and sentence is not None
    return sequence.features, sentence.features


def test_each_token_and_the_sentence_get_a_vector(featurizer: BertFeaturizer) -> None:
    messages = featurizer.process(tokenized("what did VTI pay?", "why"))
    assert [part.shape for part in features_of(messages[0])] == [(4, 384), (1, 384)]
    assert [part.shape for part in features_of(messages[1])] == [(1, 384), (1, 384)]


def test_training_and_use_give_the_same_features(featurizer: BertFeaturizer) -> None:
    texts = ("whats in my ira", "Should I sell everything?", "why")
    trained = featurizer.process_training_data(TrainingData(tokenized(*texts))).training_examples
    for message, alone in zip(trained, tokenized(*texts), strict=True):
        for here, there in zip(features_of(message), features_of(featurizer.process([alone])[0]), strict=True):
            np.testing.assert_allclose(here, there, atol=1e-3)


def test_the_sentence_vector_is_the_mean_at_unit_length_times_scale(encoder: BertEncoder, encoder_folder: Path) -> None:
    text = "am I on track for retirement"
    mean = encoder.encode([text])[0].vectors.mean(axis=0)
    _, sentence = features_of(component(encoder_folder, scale=3).process(tokenized(text))[0])
    np.testing.assert_allclose(sentence[0], 3 * mean / np.linalg.norm(mean), atol=1e-4)


def test_a_token_gets_the_mean_of_the_pieces_that_overlap_it() -> None:
    encoded = Encoded(
        vectors=np.array([[9.0], [1.0], [3.0], [5.0], [9.0]], dtype=np.float32),
        spans=np.array([[0, 0], [0, 2], [2, 4], [5, 6], [0, 0]]),
    )
    tokens = tokenized("abcd e zz")[0].get("text_tokens")
    assert token_vectors(encoded, tokens).tolist() == [[2.0], [5.0], [0.0]]
    assert sentence_vector(encoded).tolist() == [[1.0]]


def test_tuning_brings_intents_together_and_survives_loading(encoder_folder: Path, tmp_path: Path) -> None:
    config = {**BertFeaturizer.get_default_config(), "model": str(encoder_folder), "tune_epochs": 6}
    said = {
        "fees": ["what do you charge", "how much are the fees", "costs please", "is it expensive", "your price"],
        "value": ["what is my balance", "how much have i got", "total worth", "my money now", "account value"],
    }
    examples = [Message({"text": text, "intent": intent}) for intent, texts in said.items() for text in texts]
    storage, resource = LocalModelStorage(tmp_path), Resource("bert")
    trained = BertFeaturizer.create(config, storage, resource, CONTEXT)
    texts = tuple(text for texts in said.values() for text in texts)

    def within(featurizer: BertFeaturizer) -> float:
        fees = np.concatenate([features_of(message)[1] for message in featurizer.process(tokenized(*texts))[:5]])
        return float((fees @ fees.T).mean()) / 400

    before = within(trained)
    trained.train(TrainingData(examples))
    loaded = BertFeaturizer.load(config, storage, resource, CONTEXT)
    assert within(loaded) > before + 0.1
    with_others = TrainingData(tokenized(*texts, "and another one"))
    for message in trained.process_training_data(with_others).training_examples:
        alone = loaded.process(tokenized(message.get("text")))[0]
        for here, there in zip(features_of(message), features_of(alone), strict=True):
            np.testing.assert_allclose(here, there, atol=1e-3)
    assert within(loaded) == pytest.approx(within(trained), abs=1e-4)
    (understood,) = loaded.process(tokenized("how much do you charge"))
    assert understood.get(TUNED_INTENTS)["fees"] > 0.7
    assert sum(understood.get(TUNED_INTENTS).values()) == pytest.approx(1)


def test_what_tuning_has_computed_isnt_computed_again_for_the_features(
    encoder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Rasa does it: one component is trained, another is loaded from its resource and makes the features."""
    storage = LocalModelStorage(tmp_path)
    settings = {"model": str(encoder_folder), "tune_epochs": 1, "tune_frozen_layers": 4}
    config = {**BertFeaturizer.get_default_config(), **settings}
    messages = tokenized("what do you charge", "costs please", "hello there", "good morning")
    for message, intent in zip(messages, ("fees", "fees", "greet", "greet"), strict=True):
        message.set("intent", intent)
    trained = BertFeaturizer.create(config, storage, Resource("bert"), CONTEXT).train(TrainingData(messages))
    loaded, alone = (
        BertFeaturizer.load(config, storage, resource, CONTEXT) for resource in (trained, Resource("bert"))
    )
    whole: list[int] = []
    whole_encoder = BertEncoder.batches

    def counted(encoder: BertEncoder, texts: Any) -> Any:
        whole.append(len(texts))
        return whole_encoder(encoder, texts)

    monkeypatch.setattr(BertEncoder, "batches", counted)
    loaded.process_training_data(TrainingData(messages))
    assert not whole
    for message in messages:
        again = features_of(alone.process(tokenized(message.get("text")))[0])
        for here, there in zip(features_of(message), again, strict=True):
            np.testing.assert_allclose(here, there, atol=1e-3)


@pytest.mark.parametrize("frozen", [2, 5])
def test_what_a_lower_layer_made_goes_along_in_training_and_in_service(
    frozen: int, encoder_folder: Path, tmp_path: Path
) -> None:
    storage = LocalModelStorage(tmp_path)
    settings = {"model": str(encoder_folder), "tune_epochs": 1, "tune_frozen_layers": frozen, "lower_layer": 5}
    config = {**BertFeaturizer.get_default_config(), **settings}
    messages = tokenized("what do you charge", "costs please", "hello there", "good morning")
    for message, intent in zip(messages, ("fees", "fees", "greet", "greet"), strict=True):
        message.set("intent", intent)
    trained = BertFeaturizer.create(config, storage, Resource("bert"), CONTEXT).train(TrainingData(messages))
    loaded = BertFeaturizer.load(config, storage, trained, CONTEXT)
    loaded.process_training_data(TrainingData(messages))
    for message in messages:
        alone = lower_vector(loaded.process(tokenized(message.get("text")))[0])
        here = lower_vector(message)
        assert here is not None
        assert alone is not None
        np.testing.assert_allclose(here, alone, atol=1e-3)
    assert messages[0].fingerprint() == messages[0].fingerprint() != messages[1].fingerprint()
    assert "lower_vector" not in messages[0].as_dict(only_output_properties=True)


def test_no_lower_layer_no_vector_of_it(featurizer: BertFeaturizer) -> None:
    assert lower_vector(featurizer.process(tokenized("costs please"))[0]) is None


def test_messages_without_text_pass_through(featurizer: BertFeaturizer) -> None:
    message = Message({"intent": "greet"})
    assert featurizer.process([message]) == [message]
    assert not message.features


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("model", ""),
        ("batch_size", 0),
        ("max_pieces", "many"),
        ("scale", -1),
        ("lower_layer", -1),
        ("tune_epochs", 1.5),
        ("tune_known_share", 2),
        ("tune_dropout", 1.0),
        ("tune_interpolation", -0.1),
    ],
)
def test_a_bad_setting_is_named(setting: str, value: object) -> None:
    with pytest.raises(InvalidConfigException, match=f"BertFeaturizer: '{setting}' must"):
        BertFeaturizer.validate_config({**BertFeaturizer.get_default_config(), setting: value})
