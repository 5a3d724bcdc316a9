"""Who asks: what the channel signed for this conversation with the last message, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import identity
from actions.identity import ask_to_log_in, customer_of
from adapters.settings import Secret, Settings
from adapters.statements import KEY, Statement, sign_statement

SECRET = Secret("the-action-server-s-secret-of-32-bytes")
HERE = "conversation-1"
DEMO = Settings.from_environment({"FOLIO_ENV": "demo", "FOLIO_SHELL_CUSTOMER": "C-shell"})
PRODUCTION = Settings.from_environment({"FOLIO_ENV": "production", "FOLIO_SHELL_CUSTOMER": "C-shell"})


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FOLIO_ACTION_SECRET", SECRET.reveal())
    identity.secret_once.cache_clear()
    yield
    identity.secret_once.cache_clear()


def said(channel: str = "folio", statement: str | None = None, **metadata: Any) -> dict[str, Any]:
    more = {} if statement is None else {KEY: statement}
    return {"event": "user", "text": "hi", "input_channel": channel, "metadata": {**metadata, **more}}


def tracker(*events: dict[str, Any], sender: str = HERE, **slots: Any) -> Tracker:
    return Tracker(sender, slots, {"text": "hi"}, list(events), False, None, {}, None)


def stated(customer_id: str | None = "C-1", conversation_id: str = HERE, **more: Any) -> str:
    return sign_statement(SECRET, Statement(customer_id, conversation_id), **more)


@pytest.mark.parametrize("settings", [DEMO, PRODUCTION], ids=["demo", "production"])
def test_the_channel_s_statement_is_believed_everywhere(settings: Settings) -> None:
    assert customer_of(tracker(said(statement=stated())), settings) == "C-1"
    assert customer_of(tracker(said(statement=stated(None))), settings) is None


@pytest.mark.parametrize("settings", [DEMO, PRODUCTION], ids=["demo", "production"])
@pytest.mark.parametrize(
    "claimed",
    [
        tracker(said()),
        tracker(said(customer_id="C-9", sub="C-9"), customer_id="C-9", session_started_metadata={"sub": "C-9"}),
        tracker(said(), sender="C-9"),
        tracker(said(statement=stated(conversation_id="conversation-2"))),
        tracker(said(statement=stated()), sender="conversation-2"),
        tracker(said(statement=stated(now=0))),
        tracker(said(statement=stated()), {"event": "bot"}, said()),  # not with the last message
        tracker(said(), session_started_metadata={KEY: stated()}),
        tracker({**said(), "metadata": None}),
        tracker({**said(), "parse_data": {"metadata": {KEY: stated()}}}),
    ],
)
def test_nothing_else_names_a_customer_on_our_channel(claimed: Tracker, settings: Settings) -> None:
    assert customer_of(claimed, settings) is None


def test_a_statement_means_nothing_on_other_channels() -> None:
    for channel in ("rest", "cmdline", "socketio", "callback", ""):
        assert customer_of(tracker(said(channel, statement=stated())), PRODUCTION) is None
    assert customer_of(tracker(said("rest", statement=stated("C-9"))), DEMO) == "C-shell"


def test_who_has_to_log_in_gets_a_button_that_asks_the_same_again() -> None:
    dispatcher = CollectingDispatcher()
    ask_to_log_in(dispatcher, tracker(said()), "fees_paid")
    (message,) = dispatcher.messages
    assert message["response"] == "utter_log_in_first" and message["custom"] == {"log_in": True}
    assert message["buttons"] == [{"title": "Log in", "payload": "/fees_paid"}]


def test_a_terminal_has_nowhere_to_log_in() -> None:
    dispatcher = CollectingDispatcher()
    ask_to_log_in(dispatcher, tracker(said("cmdline")), "fees_paid")
    assert not dispatcher.messages[0]["buttons"] and not dispatcher.messages[0]["custom"]
