"""Mistyped words are put right for what reads the message, and the message stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.encoder import EncoderError
from nlu.spelling_corrector import SpellingCorrector, as_meant

SAID = ["what is my account worth", "why did you sell my bonds", "show me the deposits", "don't you have my deposit?"]


@pytest.fixture(scope="module")
def corrector(encoder_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> SpellingCorrector:
    config = {**SpellingCorrector.get_default_config(), "model": str(encoder_folder)}
    parts = (
        config,
        LocalModelStorage(tmp_path_factory.mktemp("model")),
        Resource("words"),
        ExecutionContext(GraphSchema({})),
    )
    messages = [Message({TEXT: text, "intent": "ask"}) for text in SAID]
    table = {"name": "security", "elements": ["Vanguard Total Bond", "BNDX"]}
    SpellingCorrector.create(*parts).train(TrainingData(messages, lookup_tables=[table]))
    return SpellingCorrector.load(*parts)


def read(corrector: SpellingCorrector, text: str) -> Message:
    message = Message({TEXT: text})
    tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
    return corrector.process(tokenizer.process([message]))[0]


def test_what_is_read_is_put_right_and_what_was_typed_stays(corrector: SpellingCorrector) -> None:
    message = read(corrector, "hwat is my acocunt...  (worht), pls?")
    assert message.get(TEXT) == "hwat is my acocunt...  (worht), pls?"
    assert [token.text for token in message.get(TOKENS_NAMES[TEXT])] == ["hwat", "is", "my", "acocunt", "worht", "pls"]
    assert as_meant(message)[0] == "what is my account...  (worth), pls?"


def test_tokens_stand_where_they_are_in_the_text_that_is_read(corrector: SpellingCorrector) -> None:
    text, tokens = as_meant(read(corrector, "hwy did you selll my VTI bodns, dont' you hvae them"))
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert text.startswith("why did you sell my VTI bonds, ")


def test_a_message_without_slips_is_read_as_it_is(corrector: SpellingCorrector) -> None:
    message = read(corrector, "Don't sell BNDX for me!")
    text, tokens = as_meant(message)
    assert text == "Don't sell BNDX for me!"
    assert tokens is message.get(TOKENS_NAMES[TEXT])


def test_training_messages_stay_as_they_are(corrector: SpellingCorrector) -> None:
    message = Message({TEXT: "hwat is my acocunt worht", "intent": "ask"})
    corrector.process_training_data(TrainingData([message]))
    assert as_meant(message)[0] == "hwat is my acocunt worht"


def test_a_button_and_an_empty_message_pass(corrector: SpellingCorrector) -> None:
    assert as_meant(read(corrector, "/portfolio_value"))[0] == "/portfolio_value"
    assert corrector.process([Message({"intent": "ask"})])[0].get(TEXT) is None


def test_a_bert_that_is_not_there_is_named(tmp_path: Path) -> None:
    config = {"model": str(tmp_path / "none")}
    parts = config, LocalModelStorage(tmp_path), Resource("words"), ExecutionContext(GraphSchema({}))
    with pytest.raises(EncoderError, match="none"):
        SpellingCorrector.create(*parts).train(TrainingData([Message({TEXT: "hello", "intent": "greet"})]))
