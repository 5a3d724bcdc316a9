"""Answering from an account: only for a known customer, in two messages, and kindly when something breaks."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import portfolio, requests
from actions.identity import customer_of
from adapters.settings import Settings
from advisor.ask import Reply, ReplyButton
from content.own.code_names import ACTIONS_OF_CODE


def settings(**environment: str) -> Settings:
    return Settings.from_environment({f"FOLIO_{key}": value for key, value in environment.items()})


def asked(text: str, *entities: dict[str, Any], channel: str = "rest", **claims: Any) -> Tracker:
    event = {"event": "user", "text": text, "input_channel": channel, "metadata": claims}
    message = {"text": text, "intent": {"name": "performance"}, "entities": list(entities), "metadata": claims}
    return Tracker(claims.get("sender", "x"), {"customer_id": "C-9"}, message, [event], False, None, {}, None)


@pytest.mark.parametrize("channel", ["rest", "cmdline"])
def test_in_the_demo_the_stock_channels_speak_for_the_named_customer(channel: str) -> None:
    demo = settings(ENV="demo", SHELL_CUSTOMER="C-1")
    assert customer_of(asked("hi", channel=channel), demo) == "C-1"


@pytest.mark.parametrize(
    ("environment", "channel"),
    [
        ({"ENV": "production", "SHELL_CUSTOMER": "C-1"}, "rest"),
        ({"SHELL_CUSTOMER": "C-1"}, "rest"),
        ({"ENV": "demo", "SHELL_CUSTOMER": "C-1"}, "socketio"),
        ({"ENV": "demo"}, "rest"),
    ],
)
def test_otherwise_nobody_is_known_whatever_the_client_claims(environment: dict[str, str], channel: str) -> None:
    claimed = asked("hi", channel=channel, sender="C-1", customer_id="C-1", sub="C-1")
    assert customer_of(claimed, settings(**environment)) is None


def run(kind: str, state: Tracker) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    asyncio.run(portfolio.ACTIONS[kind]().run(dispatcher, state, {}))
    return dispatcher.messages


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "settings_once", lambda: settings(ENV="demo", SHELL_CUSTOMER="C-1"))


def test_a_visitor_is_asked_to_log_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "settings_once", lambda: settings(ENV="production"))
    assert [message["response"] for message in run("performance", asked("how did i do"))] == ["utter_log_in_first"]


def test_a_question_that_is_not_answered_yet_says_so(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "ANSWERABLE", frozenset({"performance"}))
    assert [message["response"] for message in run("fees_paid", asked("fees?"))] == ["utter_not_yet"]


def test_words_and_buttons_come_first_and_facts_second(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = Reply(
        "Up.", {"kind": "performance"}, None, (ReplyButton("Roth", "performance", {"account": "A-1", "period": "ytd"}),)
    )
    monkeypatch.setattr(portfolio, "_ask", lambda question, settings: reply)
    words, facts = run("performance", asked("how did i do"))
    assert words["text"] == "Up."
    title, payload = words["buttons"][0]["title"], words["buttons"][0]["payload"]
    assert title == "Roth" and payload.startswith("/performance{")
    assert json.loads(payload.removeprefix("/performance")) == {"account": "A-1", "period": "ytd"}
    assert facts["custom"] == {"facts": {"kind": "performance"}}


def test_a_terminal_gets_words_alone(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "_ask", lambda question, settings: Reply("Up.", {"kind": "performance"}))
    assert len(run("performance", asked("how did i do", channel="cmdline"))) == 1


def test_a_failure_is_a_kind_sentence_with_the_reference_that_the_log_has(
    demo: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(question: object, settings: object) -> Reply:
        raise ConnectionError("server db-7 at 10.0.0.7 is down")

    monkeypatch.setattr(portfolio, "_ask", broken)
    with caplog.at_level(logging.ERROR):
        (message,) = run("performance", asked("how did i do with Maya"))
    reference = message["text"].partition("(reference ")[2].rstrip(")")
    assert len(reference) == 4 and reference in caplog.text
    assert "10.0.0.7" not in message["text"]
    assert "Maya" not in caplog.text.partition("Traceback")[0]


def test_mentions_carry_what_was_typed_and_what_it_means() -> None:
    text = "my winners since march"
    (first, second) = portfolio.mentions_of(
        asked(
            text,
            {"entity": "direction", "value": "best", "start": 3, "end": 10},
            {"entity": "period", "value": "since march", "start": 11, "end": 22},
        )
    )
    assert (first.text, first.value) == ("winners", "best")
    assert (second.text, second.value) == ("since march", "since march")


def test_a_button_s_payload_gives_its_values_as_text() -> None:
    (mention,) = portfolio.mentions_of(
        asked('/performance{"account": "A-1"}', {"entity": "account", "value": "A-1", "start": 12, "end": 30})
    )
    assert (mention.text, mention.value) == ("A-1", "A-1")


def test_the_action_server_registers_one_action_for_each_portfolio_question() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    # It finds every action that was ever imported, those of other tests, too.
    own = {name for name, run in executor.actions.items() if run.__self__.__module__.startswith("actions.")}
    forms = {f"validate_{kind}_form" for kind in requests.FORMS}
    assert own == {f"action_{kind}" for kind in portfolio.ACTIONS} | forms | ACTIONS_OF_CODE
    assert len(portfolio.ACTIONS) == 31
