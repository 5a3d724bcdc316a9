"""Questions for advice: the written answer for visitors, own facts for customers, and words where data are down."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import boundary
from adapters.settings import Settings
from advisor.boundary import BOUNDARY
from advisor.dialogue import Reply

EVENT = {"event": "user", "text": "should i sell", "input_channel": "rest", "parse_data": {}}


def run(monkeypatch: pytest.MonkeyPatch, *, customer: str | None, facts: Any = None) -> list[dict[str, Any]]:
    environment = {"FOLIO_ENV": "demo", **({} if customer is None else {"FOLIO_SHELL_CUSTOMER": customer})}
    monkeypatch.setattr(boundary, "settings_once", lambda: Settings.from_environment(environment))
    monkeypatch.setattr(boundary, "_own_facts", facts)
    dispatcher = CollectingDispatcher()
    state = Tracker("x", {}, {"text": "should i sell"}, [EVENT], False, None, {}, None)
    asyncio.run(boundary.ACTIONS["faq_should_i_trade"]().run(dispatcher, state, {}))
    return dispatcher.messages


def test_there_is_an_action_for_each() -> None:
    assert {action().name() for action in boundary.ACTIONS.values()} == {f"action_{intent}" for intent in BOUNDARY}
    assert set(boundary.SHORT) == BOUNDARY


def test_a_visitor_gets_the_written_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [m["response"] for m in run(monkeypatch, customer=None)] == ["utter_faq_should_i_trade"]


def test_a_customer_gets_own_facts_behind_a_short_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = run(monkeypatch, customer="C-1", facts=lambda *_: Reply("Down 1%.", {"kind": "faq_should_i_trade"}))
    assert messages[0]["response"] == "utter_own_should_i_trade" and messages[1]["text"] == "Down 1%."
    assert messages[2]["custom"] == {"facts": {"kind": "faq_should_i_trade"}}


def test_a_customer_without_accounts_gets_the_written_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [m["response"] for m in run(monkeypatch, customer="C-1", facts=lambda *_: None)] == [
        "utter_faq_should_i_trade"
    ]


def test_data_that_are_down_leave_the_written_answer_and_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> Reply:
        raise ConnectionError("server db-7 is down")

    messages = run(monkeypatch, customer="C-1", facts=down)
    assert messages[0]["response"] == "utter_faq_should_i_trade" and "reference" in messages[1]["text"]
    assert "db-7" not in str(messages)
