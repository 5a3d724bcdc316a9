"""The action for follow-ups, and what it remembers: only for the same customer, only while it is talked about."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions import follow_up, portfolio
from actions.catalogue import catalogue
from actions.topic import live_topic, no_topic, topic_set
from adapters.settings import Settings
from advisor.ask import Question, Reply
from advisor.dialogue import Topic
from advisor.follow_ups.follow_up import GENERAL_REASONS, FollowUp, Generally
from nlu.follow_up_policy import KEEPS_TOPIC

TOPIC = Topic("performance", {"period": "last year"}, "account", ("A-1", "A-2"), listing=True)
DOMAIN = {"responses": {"utter_faq_pricing": []}}


def said(text: str, intent: str = "performance") -> dict[str, Any]:
    return {"event": "user", "text": text, "input_channel": "rest", "parse_data": {"intent": {"name": intent}}}


def tracker(*events: dict[str, Any]) -> Tracker:
    message = {"text": events[-1].get("text"), "intent": {"name": "x"}, "entities": []}
    return Tracker("x", {}, message, list(events), False, None, {}, None)


def answered(customer_id: str = "C-1") -> list[dict[str, Any]]:
    return [said("how did I do"), topic_set(TOPIC, customer_id)]


def test_what_was_talked_about_comes_back_as_it_was() -> None:
    assert live_topic(tracker(*answered(), said("and the roth?")), "C-1") == TOPIC


def test_it_is_dropped_at_once_for_another_customer() -> None:
    assert live_topic(tracker(*answered("C-1"), said("and the roth?")), "C-2") is None


def test_it_never_names_the_customer() -> None:
    assert "C-1" not in json.dumps(topic_set(TOPIC, "C-1"))


@pytest.mark.parametrize("intent", ["thank", "repeat", "affirm", "out_of_scope", "nlu_fallback"])
def test_chit_chat_keeps_it(intent: str) -> None:
    assert live_topic(tracker(*answered(), said("thanks", intent), said("and the roth?")), "C-1") == TOPIC


@pytest.mark.parametrize("intent", ["faq_etf", "deposit", "stop", "goodbye", "human_handoff", "fees_paid"])
def test_anything_else_ends_it(intent: str) -> None:
    assert live_topic(tracker(*answered(), said("something", intent), said("and the roth?")), "C-1") is None


def test_a_new_session_ends_it() -> None:
    session = [{"event": "session_started"}, topic_set(TOPIC, "C-1")]  # Rasa carries slots over
    assert live_topic(tracker(*answered(), *session, said("and the roth?")), "C-1") is None


def test_an_answer_without_a_topic_ends_it() -> None:
    assert live_topic(tracker(*answered(), said("my fees"), no_topic(), said("and the roth?")), "C-1") is None


def test_policy_and_actions_agree_on_what_keeps_it() -> None:
    intents = [*catalogue(), "nlu_fallback"]
    kept = {i for i in intents if live_topic(tracker(*answered(), said("x", i), said("and the roth?")), "C-1") == TOPIC}
    assert kept == KEEPS_TOPIC


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.from_environment({"FOLIO_ENV": "demo", "FOLIO_SHELL_CUSTOMER": "C-1"})
    for module in (portfolio, follow_up):
        monkeypatch.setattr(module, "settings_once", lambda: settings)
    monkeypatch.setattr(portfolio, "_ask", lambda question, settings: Reply(question.kind, topic=Topic(question.kind)))


def run(*events: dict[str, Any]) -> tuple[list[dict[str, Any]], Topic | None]:
    """The messages, and the topic that a next message would find."""
    dispatcher = CollectingDispatcher()
    set_ = asyncio.run(follow_up.ActionFollowUp().run(dispatcher, tracker(*events), DOMAIN))
    return dispatcher.messages, live_topic(tracker(*events, *set_, said("next")), "C-1")


def reads_as(monkeypatch: pytest.MonkeyPatch, meant: FollowUp | Generally | None) -> None:
    monkeypatch.setattr(follow_up, "_read", lambda *about: meant)


def test_a_follow_up_is_answered_and_becomes_the_topic(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    reads_as(monkeypatch, FollowUp(Question("holdings", "C-1", "")))
    messages, topic = run(*answered(), said("and the roth?"))
    assert [message["text"] for message in messages] == ["holdings"] and topic == Topic("holdings")


def test_after_an_aside_the_topic_is_what_it_was(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    reads_as(monkeypatch, FollowUp(Question("performance_reason", "C-1", ""), aside=True))
    assert run(*answered(), said("why?"))[1] == TOPIC


def test_a_general_reason_is_the_content_s_own_answer(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    reads_as(monkeypatch, Generally("faq_pricing"))
    messages, topic = run(*answered(), said("why?"))
    assert [message["response"] for message in messages] == ["utter_faq_pricing"] and topic == TOPIC


@pytest.mark.parametrize("meant", [None, Generally("faq_that_the_content_dropped")])
def test_what_is_no_follow_up_is_rejected_without_a_word(
    demo: None, monkeypatch: pytest.MonkeyPatch, meant: Generally | None
) -> None:
    reads_as(monkeypatch, meant)
    with pytest.raises(ActionExecutionRejection):
        run(*answered(), said("and pizza?"))


def test_nothing_to_go_on_from_is_rejected(demo: None) -> None:
    with pytest.raises(ActionExecutionRejection):
        run(said("and the roth?"))
    with pytest.raises(ActionExecutionRejection):
        run(*answered("C-2"), said("and the roth?"))


def test_broken_data_get_a_kind_sentence_and_the_topic_stays(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*about: object) -> None:
        raise ConnectionError("server db-7 is down")

    monkeypatch.setattr(follow_up, "_read", broken)
    messages, topic = run(*answered(), said("and the roth?"))
    assert "db-7" not in messages[0]["text"] and "reference" in messages[0]["text"] and topic == TOPIC


def test_each_answer_leaves_its_topic(demo: None) -> None:
    dispatcher = CollectingDispatcher()
    events = [said("what do I hold")]
    set_ = asyncio.run(portfolio.ACTIONS["holdings"]().run(dispatcher, tracker(*events), DOMAIN))
    assert live_topic(tracker(*events, *set_, said("next")), "C-1") == Topic("holdings")


def test_a_full_question_takes_over_what_it_points_at(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Question] = []

    def remember(question: Question, settings: Settings) -> Reply:
        asked.append(question)
        return Reply("")

    monkeypatch.setattr(portfolio, "_ask", remember)
    about = topic_set(Topic("performance", {"account": "A-2"}), "C-1")
    events = [said("how did my roth do"), about, said("how much of it is in bonds")]
    asyncio.run(portfolio.ACTIONS["allocation"]().run(CollectingDispatcher(), tracker(*events), DOMAIN))
    assert [(mention.entity, mention.text) for mention in asked[0].mentions] == [("account", "A-2")]


def test_every_general_reason_is_among_the_questions_that_the_content_answers() -> None:
    assert set(GENERAL_REASONS.values()) <= set(catalogue())
