"""Steering a conversation: who is new, what to repeat, what to suggest, when to offer a person."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import conversation
from actions.catalogue import Entry
from actions.conversation import ActionDidYouMean, ActionGreet, ActionRepeat, ActionStop, likely_readings


def said(text: str, intent: str, ranking: dict[str, float] | None = None) -> dict[str, Any]:
    listed = [{"name": name, "confidence": confidence} for name, confidence in (ranking or {}).items()]
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "intent_ranking": listed}}


def answered(text: str, **data: Any) -> dict[str, Any]:
    return {"event": "bot", "text": text, "data": data}


def tracker(*events: dict[str, Any], slots: dict[str, Any] | None = None) -> Tracker:
    latest = next((event for event in reversed(events) if event["event"] == "user"), None)
    return Tracker("somebody", slots or {}, latest["parse_data"] if latest else {}, list(events), False, None, {}, None)


def run(action: Any, state: Tracker) -> tuple[list[dict[str, Any]], list[Any]]:
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, state, {}))
    return dispatcher.messages, events


@pytest.fixture
def logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "customer_of", lambda tracker, settings: "C-1")


def test_visitors_are_greeted_as_such_new_and_returning() -> None:
    messages, _ = run(ActionGreet(), tracker(said("hi", "greet")))
    assert [message["response"] for message in messages] == ["utter_greet_visitor"]
    messages, _ = run(ActionGreet(), tracker(said("hi", "greet"), slots={"met": True}))
    assert [message["response"] for message in messages] == ["utter_greet_visitor_returning"]


def test_someone_new_is_greeted_as_new(logged_in: None) -> None:
    messages, events = run(ActionGreet(), tracker(said("/session_start", "session_start"), said("hi", "greet")))
    assert [message["response"] for message in messages] == ["utter_greet"]
    assert events == [{"event": "slot", "name": "met", "value": True, "timestamp": None}]


def test_someone_who_asked_before_is_greeted_as_returning(logged_in: None) -> None:
    messages, _ = run(ActionGreet(), tracker(said("whats an etf", "faq_etf"), said("hi", "greet")))
    assert [message["response"] for message in messages] == ["utter_greet_returning"]


def test_someone_met_in_an_earlier_session_is_greeted_as_returning(logged_in: None) -> None:
    messages, _ = run(ActionGreet(), tracker(said("hi", "greet"), slots={"met": True}))
    assert [message["response"] for message in messages] == ["utter_greet_returning"]


def test_repeat_gives_text_buttons_and_facts_again() -> None:
    buttons = [{"title": "Why?", "payload": "/performance_reason"}]
    state = tracker(
        said("how did i do", "performance"),
        answered("You gained.", buttons=buttons),
        answered(None, custom={"facts": {"kind": "performance"}}),  # type: ignore[arg-type]
        said("again", "repeat"),
    )
    messages, _ = run(ActionRepeat(), state)
    assert [(m["text"], m["buttons"], m["custom"]) for m in messages] == [
        ("You gained.", buttons, {}),
        (None, [], {"facts": {"kind": "performance"}}),
    ]


def test_repeating_twice_repeats_the_answer_and_not_the_repetition() -> None:
    state = tracker(
        said("whats an etf", "faq_etf"), answered("A fund."), said("again", "repeat"), answered("A fund."),
        said("once more", "repeat"),
    )  # fmt: skip
    assert [message["text"] for message in run(ActionRepeat(), state)[0]] == ["A fund."]


def test_repeat_without_an_answer_says_so() -> None:
    messages, _ = run(ActionRepeat(), tracker(said("again", "repeat")))
    assert [message["response"] for message in messages] == ["utter_nothing_to_repeat"]


def test_stop_leaves_a_form() -> None:
    messages, events = run(ActionStop(), tracker(said("stop", "stop")))
    assert [message["response"] for message in messages] == ["utter_stop"]
    assert {"event": "active_loop", "name": None, "timestamp": None} in events


def test_the_likeliest_titled_readings_are_offered_at_most_three() -> None:
    def entry(intent: str, title: str, kind: str = "faq") -> Entry:
        return Entry(intent=intent, title=title, kind=kind, action=None)

    known = {
        one.intent: one
        for one in (
            entry("fees_paid", "Fees I paid", "portfolio"),
            entry("faq_pricing", "What you charge"),
            entry("goodbye", "Say goodbye", "chat"),
            entry("untitled", ""),
            entry("faq_etf", "What is an ETF?"),
            entry("faq_bonds", "What are bonds?"),
            entry("human_handoff", "Talk to a person", "chat"),
        )
    }
    ranking = [
        {"name": name, "confidence": confidence}
        for name, confidence in (
            ("nlu_fallback", 0.5), ("goodbye", 0.3), ("fees_paid", 0.29), ("untitled", 0.2), ("human_handoff", 0.15),
            ("faq_pricing", 0.12), ("faq_etf", 0.1), ("faq_bonds", 0.01),
        )
    ]  # fmt: skip
    offered = likely_readings(ranking, known)
    assert [entry.title for entry in offered] == ["Fees I paid", "Talk to a person", "What you charge"]
    assert likely_readings(ranking[-1:], known) == []


def test_an_unclear_message_is_asked_about_with_buttons() -> None:
    state = tracker(said("fees?", "nlu_fallback", {"nlu_fallback": 0.4, "fees_paid": 0.3, "faq_pricing": 0.3}))
    messages, _ = run(ActionDidYouMean(), state)
    assert messages[0]["response"] == "utter_did_you_mean"
    assert [button["payload"] for button in messages[0]["buttons"]] == ["/fees_paid", "/faq_pricing"]


def test_a_message_like_nothing_known_gets_the_honest_no() -> None:
    messages, _ = run(ActionDidYouMean(), tracker(said("asdf", "nlu_fallback", {"greet": 0.02})))
    assert [message["response"] for message in messages] == ["utter_out_of_scope"]


def test_the_second_time_in_a_row_a_person_is_offered() -> None:
    state = tracker(
        said("asdf", "out_of_scope"),
        answered("I can't help with that."),
        said("fees?", "nlu_fallback", {"fees_paid": 0.3}),
    )
    assert [message["response"] for message in run(ActionDidYouMean(), state)[0]] == ["utter_not_understood_person"]


def test_the_second_time_that_a_guess_is_asked_about_a_person_is_offered() -> None:
    asked = {"event": "action", "name": "action_did_you_mean"}
    first, second = (said(text, "account_list", {"account_list": 0.36}) for text in ("and the roth?", "and the ira?"))
    state = tracker(first, answered("Did you mean:"), asked, second)
    assert [message["response"] for message in run(ActionDidYouMean(), state)[0]] == ["utter_not_understood_person"]
    assert [message["response"] for message in run(ActionDidYouMean(), tracker(second))[0]] == ["utter_did_you_mean"]


FOLLOWED_UP = {"event": "action", "name": "action_follow_up"}


def test_a_follow_up_that_was_understood_as_something_else_is_repeated_too() -> None:
    state = tracker(
        said("how did I do", "performance"),
        answered("Up."),
        said("again for the roth", "repeat"),
        FOLLOWED_UP,
        answered("Roth up."),
        said("say that again", "repeat"),
    )
    assert [message["text"] for message in run(ActionRepeat(), state)[0]] == ["Roth up."]


def test_a_follow_up_counts_as_understood() -> None:
    state = tracker(
        said("and the rothh", "nlu_fallback"),
        FOLLOWED_UP,
        answered("Roth up."),
        said("qwe", "nlu_fallback", {"faq_etf": 0.15}),
    )
    assert "utter_not_understood_person" not in [m.get("response") for m in run(ActionDidYouMean(), state)[0]]
