"""DIET folded into a matrix says what DIET says, and is left alone where it can't."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.bert_featurizer import BertFeaturizer
from nlu.folded_diet import MATRIX, Folded, FoldedDiet, enough_epochs

CONTEXT = ExecutionContext(GraphSchema({}), node_name="diet")
SAID = {
    "fees": ["what do you charge", "how much are the fees", "costs please", "is it expensive"],
    "value": ["what is my balance", "how much have i got", "total worth", "my money now"],
    "greet": ["hello", "hi there", "good morning", "hey"],
}
ASKED = ["the fees?", "hello you", "what am i worth", "\N{SMILING FACE WITH SUNGLASSES}"]
PLAIN = {
    "entity_recognition": False,
    "number_of_transformer_layers": 0,
    "embedding_dimension": 16,
    "ranking_length": 0,
    "epochs": 3,
    "random_seed": 7,
}


def featurized(folder: Path, texts: list[str], intents: list[str] | None = None) -> list[Message]:
    messages = [Message({"text": text}) for text in texts]
    for message, intent in zip(messages, intents or [], strict=False):
        message.set("intent", intent)
    WhitespaceTokenizer(WhitespaceTokenizer.get_default_config()).process(messages)
    config = {**BertFeaturizer.get_default_config(), "model": str(folder)}
    context = ExecutionContext(GraphSchema({}), node_name="bert")
    featurizer = BertFeaturizer.create(config, None, None, context)  # type: ignore[arg-type]
    return featurizer.process(messages)


def trained(kind: type[DIETClassifier], folder: Path, encoder_folder: Path, **settings: Any) -> Any:
    """A model of `kind`, trained and loaded again from `folder`."""
    config = {**kind.get_default_config(), "least_steps": 0, **PLAIN, **settings}
    folder.mkdir(exist_ok=True)
    storage, resource = LocalModelStorage(folder), Resource("diet")
    texts = [text for texts in SAID.values() for text in texts]
    intents = [intent for intent, texts in SAID.items() for _ in texts]
    examples = TrainingData(featurized(encoder_folder, texts, intents))
    kind.create(config, storage, resource, CONTEXT).train(examples)
    return kind.load(config, storage, resource, CONTEXT)


def rankings(component: Any, encoder_folder: Path) -> list[dict[str, float]]:
    messages = component.process(featurized(encoder_folder, ASKED))
    return [{one["name"]: one["confidence"] for one in message.get("intent_ranking")} for message in messages]


def test_the_matrix_gives_the_probabilities_of_rasas_diet(encoder_folder: Path, tmp_path: Path) -> None:
    folded = trained(FoldedDiet, tmp_path / "folded", encoder_folder)
    stock = trained(DIETClassifier, tmp_path / "stock", encoder_folder)
    assert folded.model is None and (tmp_path / "folded" / "diet" / MATRIX).is_file()
    for here, there in zip(rankings(folded, encoder_folder), rankings(stock, encoder_folder), strict=True):
        assert here == pytest.approx(there, abs=1e-3)


def test_a_diet_with_transformer_layers_is_left_as_it_is(encoder_folder: Path, tmp_path: Path) -> None:
    settings = {"number_of_transformer_layers": 1, "transformer_size": 16, "number_of_attention_heads": 2}
    component = trained(FoldedDiet, tmp_path, encoder_folder, **settings)
    assert not (tmp_path / "diet" / MATRIX).exists()
    assert component.model is not None
    assert all(sum(ranking.values()) == pytest.approx(1, abs=1e-3) for ranking in rankings(component, encoder_folder))


def test_a_message_without_features_has_no_intent(encoder_folder: Path, tmp_path: Path) -> None:
    component = trained(FoldedDiet, tmp_path, encoder_folder)
    message = component.process([Message({"text": ""})])[0]
    assert message.get("intent") == {"name": None, "confidence": 0.0}
    assert message.get("intent_ranking") == []


def test_huge_scores_stay_probabilities() -> None:
    folded = Folded(["a", "b"], np.array([[1e4, -1e4]], dtype=np.float32), np.zeros(2, dtype=np.float32))
    assert [one["confidence"] for one in folded.ranking(np.array([9.0], dtype=np.float32), most=0)] == [1.0, 0.0]


def test_few_messages_are_learned_in_more_epochs() -> None:
    config = {"epochs": 8, "batch_size": [64, 128], "least_steps": 400}
    assert enough_epochs(config, 9600) == 8  # 100 steps each
    assert enough_epochs(config, 960) == 40
    assert enough_epochs(config, 12) == 400
    assert enough_epochs({**config, "batch_size": 32}, 960) == 14
    assert enough_epochs({**config, "least_steps": 0}, 12) == 8
    assert FoldedDiet.get_default_config()["least_steps"] > 0
