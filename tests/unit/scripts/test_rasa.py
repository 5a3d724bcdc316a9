"""Rasa's command without noise: what its users must know still gets through."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

import numpy as np
import pytest
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from actions.digression import DIGRESSION, NO_FOLLOW_UP, NO_TOPIC
from nlu.encoder import EncoderError
from scripts.rasa import (
    LOGGER_OF_ACTIONS,
    carry_over_each_slot_once,
    encoder_error,
    hash_quickly,
    is_not_left_to_others,
)


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


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, name in ((Message, "__hash__"), (Token, "fingerprint"), (Features, "fingerprint")):
        monkeypatch.setattr(kind, name, getattr(kind, name))  # put back afterwards
    hash_quickly()


@pytest.mark.usefixtures("quick")
def test_equal_messages_hash_alike_and_others_are_still_told_apart() -> None:
    marked = Message({"text": "fees", "intent": "fees_paid", "entities": [{"entity": "period"}]})
    messages = [
        Message({"text": "fees", "intent": "fees_paid"}),
        Message({"text": "fees", "intent": "fees_paid"}),
        marked,
    ]
    assert len(dict.fromkeys(messages)) == 2


@pytest.mark.usefixtures("quick")
def test_what_differs_in_a_message_differs_in_its_fingerprint() -> None:
    def message(end: int = 4, value: float = 1.0, rows: int = 1, origin: str = "bert") -> Message:
        features = Features(np.full((rows, 4 // rows), value, dtype=np.float32), "sentence", "text", origin)
        return Message({"text": "fees", "text_tokens": [Token("fees", 0, end)]}, features=[features])

    assert message().fingerprint() == message().fingerprint()
    others = [message(end=5), message(value=2.0), message(rows=2), message(origin="other")]
    assert len({one.fingerprint() for one in [message(), *others]}) == 5


def test_a_digression_is_not_logged_as_an_error_and_other_refusals_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Rasa logs them: by the function that calls the action server, which here answers with a refusal."""
    from rasa.core.actions import action as module
    from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.utils.endpoints import ClientResponseError

    class Refusing:
        url = "http://127.0.0.1"
        kwargs: Mapping[str, object] = {}

        def __init__(self, why: str) -> None:
            self.why = why

        async def request(self, **_: object) -> object:
            body = f'{{"error": "{self.why}", "action_name": "deposit_form"}}'
            raise ClientResponseError(400, "Bad Request", body)

    class Kept(logging.Handler):
        def __init__(self) -> None:
            super().__init__(logging.ERROR)
            self.told: list[str] = []

        def emit(self, record: logging.LogRecord) -> None:
            self.told.append(record.getMessage())

    assert module.logger.name == LOGGER_OF_ACTIONS
    kept = Kept()
    logger = logging.Logger(LOGGER_OF_ACTIONS)  # one that no other test has set levels of
    logger.addHandler(kept)
    logger.addFilter(is_not_left_to_others)
    monkeypatch.setattr(module, "logger", logger)
    for why in (DIGRESSION, NO_FOLLOW_UP, NO_TOPIC, "the deposit can't be read"):
        action = RemoteAction("validate_deposit_form", Refusing(why))
        tracker = DialogueStateTracker.from_events("x", [])
        with pytest.raises(ActionExecutionRejection):
            asyncio.run(action.run(None, None, tracker, Domain.empty()))
    assert kept.told == ["the deposit can't be read"]


def test_a_new_session_begins_with_the_last_value_of_each_slot_and_without_a_topic(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rasa.core.actions.action import ActionSessionStart
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet
    from rasa.shared.core.trackers import DialogueStateTracker

    carried = ActionSessionStart._slot_set_events_from_tracker
    monkeypatch.setattr(ActionSessionStart, "_slot_set_events_from_tracker", staticmethod(carried))  # put back later
    carry_over_each_slot_once()
    said = [SlotSet("request", "500"), SlotSet("topic", "fees"), SlotSet("met", True), SlotSet("request", "600")]
    tracker = DialogueStateTracker.from_events("x", said)
    domain = Domain.from_dict({"session_config": {"carry_over_slots_to_new_session": True}})
    start = asyncio.run(ActionSessionStart().run(None, None, tracker, domain))
    listening = ActionExecuted("action_listen")
    assert start == [SessionStarted(), SlotSet("request", "600"), SlotSet("met", True), listening]
