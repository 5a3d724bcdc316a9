"""Opening cases from a conversation: once, with what was said, and with kind words where it can't be recorded."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import cases
from adapters.settings import Settings
from advisor.repository import DataUnavailable
from tests.fakes.requests import FakeRequestStore


def said(text: str, intent: str, at: float = 0.0) -> dict[str, Any]:
    parsed = {"intent": {"name": intent}}
    return {"event": "user", "text": text, "input_channel": "rest", "timestamp": at, "parse_data": parsed}


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> FakeRequestStore:
    found = FakeRequestStore()
    settings = Settings.from_environment({"FOLIO_ENV": "demo", "FOLIO_SHELL_CUSTOMER": "C-1"})
    monkeypatch.setattr(cases, "settings_once", lambda: settings)
    monkeypatch.setattr(cases, "request_store_once", lambda: found)
    return found


def run(action: Any, *events: dict[str, Any]) -> list[dict[str, Any]]:
    message = {"text": events[-1]["text"], "intent": events[-1]["parse_data"]["intent"], "entities": []}
    dispatcher = CollectingDispatcher()
    asyncio.run(action.run(dispatcher, Tracker("talk-1", {}, message, list(events), False, None, {}, None), {}))
    return dispatcher.messages


BOT = {"event": "bot", "text": "Hello.", "data": {}}


def test_a_complaint_opens_a_case_with_the_conversation(store: FakeRequestStore) -> None:
    messages = run(cases.ActionComplaint(), said("hi", "greet"), BOT, said("this is a scandal", "complaint", 5))
    assert messages[0]["response"] == "utter_complaint" and "CASE-00002" in messages[1]["text"]
    (kept,) = store.case_texts.values()
    assert kept.customer_id == "C-1" and kept.reason == "this is a scandal"
    assert kept.turns == (("customer", "hi"), ("assistant", "Hello."), ("customer", "this is a scandal"))


def test_a_repeated_turn_opens_no_second_case(store: FakeRequestStore) -> None:
    run(cases.ActionHumanHandoff(), said("a human please", "human_handoff"))
    run(cases.ActionHumanHandoff(), said("a human please", "human_handoff"))
    assert len(store.cases) == 1


def test_a_click_is_kept_as_its_button(store: FakeRequestStore) -> None:
    run(cases.ActionHumanHandoff(), said("/human_handoff", "human_handoff"))
    (kept,) = store.case_texts.values()
    assert kept.reason == "[Talk to a person]"


def test_within_the_hour_another_call_for_a_person_is_about_the_open_case(store: FakeRequestStore) -> None:
    first = said("a human please", "human_handoff", 0)
    run(cases.ActionHumanHandoff(), first)
    messages = run(cases.ActionHumanHandoff(), first, said("agent", "human_handoff", 3599))
    assert "open already" in messages[1]["text"] and len(store.cases) == 1
    run(cases.ActionHumanHandoff(), first, said("agent", "human_handoff", 3601))
    assert len(store.cases) == 2


def test_a_yes_to_the_offer_of_a_person_is_a_call_for_one(store: FakeRequestStore) -> None:
    yes, ran = said("yes", "affirm"), {"event": "action", "name": "action_human_handoff"}
    run(cases.ActionHumanHandoff(), yes)
    run(cases.ActionHumanHandoff(), yes, ran, said("i want a real person", "human_handoff", 60))
    assert len(store.cases) == 1


def test_a_store_that_is_down_gets_kind_words_and_a_reference(
    store: FakeRequestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> FakeRequestStore:
        raise DataUnavailable("server db-7 is down")

    monkeypatch.setattr(cases, "request_store_once", down)
    messages = run(cases.ActionComplaint(), said("scandal", "complaint"))
    assert messages[0]["response"] == "utter_case_unavailable" and "reference" in messages[1]["text"]
    assert "db-7" not in str(messages)
