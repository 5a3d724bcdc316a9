"""Rasa's command without noise: what its users must know still gets through."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.encoder import EncoderError
from scripts.rasa import encoder_error, hash_messages_by_words


def test_a_broken_encoder_is_told_in_its_own_sentence_wherever_it_hides() -> None:
    try:
        try:
            raise EncoderError("weights are damaged; run `make encoder`")
        except EncoderError as cause:
            raise RuntimeError("Error initializing graph component") from cause
    except RuntimeError as error:
        assert encoder_error(error) == "weights are damaged; run `make encoder`"


def test_other_errors_are_left_alone() -> None:
    assert encoder_error(ValueError("something else")) is None


def test_equal_messages_hash_alike_and_others_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Message, "__hash__", Message.__hash__)  # put back afterwards
    hash_messages_by_words()
    marked = Message({"text": "fees", "intent": "fees_paid", "entities": [{"entity": "period"}]})
    messages = [
        Message({"text": "fees", "intent": "fees_paid"}),
        Message({"text": "fees", "intent": "fees_paid"}),
        marked,
    ]
    assert len(dict.fromkeys(messages)) == 2
