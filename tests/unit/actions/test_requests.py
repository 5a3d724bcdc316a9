"""The actions of forms: who asks, what is kept between turns, what is recorded, and what is left to others."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions import repair, requests, unfinished
from actions.catalogue import catalogue
from advisor.repository import DataUnavailable
from advisor.requests.kinds import REQUEST_KINDS
from tests.fakes.portfolio import customer
from tests.fakes.requests import FakeRequestStore
from tests.unit.advisor.requests.talk import NOW, firm

DOMAIN: dict[str, Any] = {"responses": {"utter_faq_etf": [], "utter_human_handoff": []}}


@dataclass
class Settings:
    """Those that the actions ask for; `now` is put forward by the tests."""

    env: str = "demo"
    shell_customer: str | None = "C-1"
    now_: datetime = NOW

    def today(self) -> Any:
        return self.now_.date()

    def now(self) -> datetime:
        return self.now_


@dataclass
class Chat:
    """A conversation as Rasa would hold it: events, slots and the active form."""

    settings: Settings
    store: FakeRequestStore
    events: list[dict[str, Any]] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    form: str | None = None
    text: str = ""
    buttons: list[dict[str, str]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)

    def hears(self, text: str, intent: str) -> Chat:
        parsed = {"intent": {"name": intent, "confidence": 0.9}, "entities": []}
        self.events.append({"event": "user", "text": text, "input_channel": "rest", "parse_data": parsed})
        return self

    def runs(self, action: Any, *, of: str | None = None) -> Chat:
        """Runs an action on the last message and applies its events, as Rasa does."""
        said = next(event for event in reversed(self.events) if event["event"] == "user")
        message = {"text": said["text"], **said["parse_data"]}
        tracker = Tracker("x", dict(self.slots), message, list(self.events), False, None, {}, None)
        dispatcher = CollectingDispatcher()
        returned = asyncio.run(action.run(dispatcher, tracker, DOMAIN))
        self.events.append({"event": "action", "name": of or action.name()})
        self.told = dispatcher.messages
        self.text = " ".join(message["text"] or message.get("response") or "" for message in dispatcher.messages)
        self.buttons = [button for message in dispatcher.messages for button in message.get("buttons") or []]
        for message in dispatcher.messages:
            data = {"buttons": message.get("buttons") or None}
            self.events.append({"event": "bot", "text": message["text"] or message.get("response"), "data": data})
        for event in returned:
            self.events.append(event)
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.form = event["name"]
        return self

    def says(self, text: str, intent: str = "nlu_fallback", *, kind: str = "deposit") -> Chat:
        """A message that the form gets: activates it where it isn't active."""
        self.hears(text, intent)
        if self.form != f"{kind}_form":
            self.form = f"{kind}_form"
            self.events.append({"event": "active_loop", "name": self.form})
        return self.runs(requests.FORMS[kind](), of=f"{kind}_form")

    @property
    def followed_by(self) -> list[str]:
        return [event["name"] for event in self.events if event["event"] == "followup"]


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Chat:
    settings, store, repository = Settings(), FakeRequestStore(), firm(customers=[customer(), customer("C-2")])
    for module in (requests, repair, unfinished):
        monkeypatch.setattr(module, "settings_once", lambda: settings)
    for module in (requests, repair):
        monkeypatch.setattr(module, "request_store_once", lambda: store)
    monkeypatch.setattr(requests, "repository_once", lambda: repository)
    return Chat(settings, store)


def test_every_request_of_the_content_has_its_form() -> None:
    forms = {entry.intent for entry in catalogue().values() if (entry.action or "").endswith("_form")}
    assert forms == set(requests.FORMS) <= set(REQUEST_KINDS)


def test_one_breath_needs_only_a_yes_and_records_one_request(chat: Chat) -> None:
    chat.says("put 500 into my Roth IRA", "deposit")
    assert "$500.00" in chat.text and chat.form == "deposit_form" and not chat.store.requests
    chat.says("yes", "affirm")
    (recorded,) = chat.store.requests.values()
    assert recorded.reference in chat.text and recorded.customer_id == "C-1" and chat.form is None


def test_in_pieces_it_asks_one_thing_after_the_other(chat: Chat) -> None:
    chat.says("i want to pay in", "deposit").says("500").says("taxable")
    assert chat.form == "deposit_form" and "$500.00" in chat.text
    assert {button["title"] for button in chat.buttons} >= {"Yes", "No"}


def test_a_second_yes_tells_the_reference_and_records_nothing(chat: Chat) -> None:
    chat.says("put 500 into my Roth IRA", "deposit")
    click = chat.buttons[0]["payload"]
    chat.says("yes", "affirm").hears("yes", "affirm").runs(repair.ActionAffirm())
    (recorded,) = chat.store.requests.values()
    assert f"recorded already, as {recorded.reference}" in chat.text
    chat.hears("what do you charge", "faq_pricing").hears(click, "affirm").runs(repair.ActionAffirm())
    assert recorded.reference in chat.text and len(chat.store.requests) == 1


def test_a_later_yes_to_something_else_is_not_about_the_record(chat: Chat) -> None:
    chat.says("put 500 into my Roth IRA", "deposit").says("yes", "affirm")
    chat.hears("hi", "greet").hears("yes", "affirm").runs(repair.ActionAffirm())
    assert chat.text == "utter_affirm"


def test_a_repeated_turn_records_nothing_twice(chat: Chat) -> None:
    chat.says("put 500 into my Roth IRA", "deposit")
    kept = dict(chat.slots)
    chat.says("yes", "affirm")
    chat.slots, chat.form = kept, "deposit_form"  # Rasa lost the turn, and runs it again
    chat.says("yes", "affirm")
    assert len(chat.store.requests) == 1 and "recorded already" in chat.text


def test_a_question_in_the_middle_is_left_to_the_rules_and_the_form_asks_again(chat: Chat) -> None:
    chat.says("i want to put in 500", "deposit")
    before = dict(chat.slots)
    with pytest.raises(ActionExecutionRejection) as rejected:
        chat.says("how long does that take?", "faq_transfer_time")
    assert rejected.value.action_name == "deposit_form" and chat.slots == before
    chat.events.append({"event": "action", "name": "utter_faq_transfer_time"})
    chat.runs(requests.FORMS["deposit"](), of="deposit_form")
    assert chat.text.startswith("Now, ") and "account" in chat.text and chat.buttons and chat.form == "deposit_form"


def test_repeat_says_the_open_question_again(chat: Chat) -> None:
    chat.says("i want to put in 500", "deposit").says("say that again", "repeat")
    assert "account" in chat.text and chat.form == "deposit_form"


def test_what_nobody_understands_is_asked_again_and_ends_with_a_person(chat: Chat) -> None:
    chat.says("i want to put in 500", "deposit")
    for _ in range(2):
        chat.says("colourless green ideas")
        assert chat.text.startswith("Sorry") and chat.form == "deposit_form"
    chat.says("colourless green ideas")
    assert chat.form is None and [button["payload"] for button in chat.buttons] == ["/human_handoff"]
    chat.hears("yes please", "affirm").runs(repair.ActionAffirm())
    assert len(chat.followed_by) == 1 and "human_handoff" in chat.followed_by[0]


def test_the_third_message_in_a_row_that_is_not_ours_to_answer_ends_it_with_a_person(chat: Chat) -> None:
    chat.says("i want to put in 500", "deposit")
    for _ in range(2):
        out_of_scope_is_answered(chat)
        assert chat.text.startswith("Now, ") and chat.form == "deposit_form"
    out_of_scope_is_answered(chat)
    assert "nothing was passed on" in chat.text and chat.form is None
    assert [button["payload"] for button in chat.buttons] == ["/human_handoff"]


def out_of_scope_is_answered(chat: Chat) -> None:
    with pytest.raises(ActionExecutionRejection):
        chat.says("order me a pizza", "out_of_scope")
    chat.events.append({"event": "action", "name": "utter_out_of_scope"})
    chat.runs(requests.FORMS["deposit"](), of="deposit_form")


def test_a_question_about_the_request_itself_is_not_left_to_a_rule_that_leads_back(chat: Chat) -> None:
    chat.says("i want to put in 500", "deposit").says("can i put in a deposit?", "deposit")
    assert chat.text.startswith("Now, ") and chat.form == "deposit_form"
    chat.says("can i put in a deposit?", "deposit").says("can i put in a deposit?", "deposit")
    assert chat.form is None and "nothing was passed on" in chat.text


def test_another_request_drops_the_first_with_a_word(chat: Chat) -> None:
    chat.says("i want to put in 500", "deposit").says("take out 200 from the taxable", "withdraw", kind="withdraw")
    assert "dropped the deposit" in chat.text and "$200.00" in chat.text and chat.form == "withdraw_form"


def test_another_customer_never_goes_on_with_it(chat: Chat) -> None:
    chat.says("put 500 into my Roth IRA", "deposit")
    chat.settings.shell_customer = "C-2"
    chat.says("yes", "affirm")
    assert not chat.store.requests and chat.form is None and chat.slots["request"] is None
    assert "deposit" not in chat.text and chat.followed_by == ["action_affirm"]


def test_the_slot_never_names_the_customer(chat: Chat) -> None:
    chat.says("i want to put in 500", "deposit")
    assert "C-1" not in json.dumps(chat.slots)


def test_a_visitor_is_asked_to_log_in(chat: Chat) -> None:
    chat.settings.shell_customer = None
    chat.says("put 500 into my Roth IRA", "deposit")
    assert chat.text == "utter_log_in_first" and chat.form is None and chat.slots["request"] is None


def test_after_an_hour_it_is_dropped_with_a_word_and_the_message_answered(chat: Chat) -> None:
    chat.says("put 500 into my Roth IRA", "deposit")
    chat.settings.now_ += timedelta(minutes=61)
    chat.says("yes", "affirm")
    assert "deposit" in chat.text and "dropped" in chat.text and not chat.store.requests
    assert chat.form is None and chat.followed_by == ["action_affirm"]


def test_after_an_hour_the_question_that_is_dropped_is_not_said_again(chat: Chat) -> None:
    chat.says("put 500 into my Roth IRA", "deposit")
    chat.settings.now_ += timedelta(minutes=61)
    chat.says("say that again", "repeat")
    assert "dropped" in chat.text and not chat.followed_by and chat.form is None and not chat.buttons


def test_a_new_session_tells_that_it_is_dropped(chat: Chat) -> None:
    chat.says("put 500 into my Roth IRA", "deposit")
    chat.form = None
    chat.hears("what is an etf", "faq_etf").runs(unfinished.ActionRequestDropped())
    assert "deposit" in chat.text and chat.slots["request"] is None


def test_a_digression_keeps_the_request_fresh(chat: Chat) -> None:
    chat.says("put 500 into my Roth IRA", "deposit")
    for _ in range(3):
        chat.settings.now_ += timedelta(minutes=40)
        chat.hears("what is an etf", "faq_etf")
        chat.events.append({"event": "action", "name": "utter_faq_etf"})
        chat.runs(requests.FORMS["deposit"](), of="deposit_form")
    chat.says("yes", "affirm")
    assert len(chat.store.requests) == 1


def test_a_database_that_is_down_keeps_the_draft_and_says_so(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    chat.says("put 500 into my Roth IRA", "deposit")

    def down(*about: object) -> None:
        raise DataUnavailable("server db-7 is down")

    with monkeypatch.context() as broken:
        broken.setattr(chat.store, "record", down)
        chat.says("yes", "affirm")
        assert "reference" in chat.text and "db-7" not in chat.text and chat.form == "deposit_form"
    chat.says("yes", "affirm")
    assert len(chat.store.requests) == 1 and chat.form is None


def test_starting_over_forgets_everything(chat: Chat) -> None:
    chat.says("put 500 into my Roth IRA", "deposit")
    chat.hears("start over", "stop").runs(unfinished.ActionStartOver())
    assert chat.text == "utter_start_over" and chat.form is None and chat.slots["request"] is None


def offering(chat: Chat, action: str, *intents: str) -> Chat:
    buttons = [{"title": intent, "payload": f"/{intent}"} for intent in intents]
    chat.hears("mumble", "nlu_fallback")
    chat.events.append({"event": "action", "name": action})
    chat.events.append({"event": "bot", "text": "Did you mean …?", "data": {"buttons": buttons}})
    return chat


def test_yes_takes_the_only_suggestion(chat: Chat) -> None:
    offering(chat, "action_did_you_mean", "fees_paid").hears("yes", "affirm").runs(repair.ActionAffirm())
    assert chat.followed_by == ["action_fees_paid"] and not chat.text


def test_yes_to_several_asks_which(chat: Chat) -> None:
    offering(chat, "action_did_you_mean", "fees_paid", "faq_pricing").hears("yes", "affirm").runs(repair.ActionAffirm())
    assert chat.text == "utter_did_you_mean" and len(chat.buttons) == 2 and not chat.followed_by


def test_yes_to_a_person_opens_the_hand_off(chat: Chat) -> None:
    offering(chat, "action_did_you_mean", "human_handoff", "help").hears("yes", "affirm").runs(repair.ActionAffirm())
    assert len(chat.followed_by) == 1 and "human_handoff" in chat.followed_by[0]


def test_yes_to_an_answer_with_buttons_takes_none_of_them(chat: Chat) -> None:
    offering(chat, "action_fees_paid", "dividends").hears("yes", "affirm").runs(repair.ActionAffirm())
    assert chat.text == "utter_affirm" and not chat.followed_by


def test_yes_and_no_to_a_question_that_is_dropped_take_it_for_no_suggestion(chat: Chat) -> None:
    offering(chat, "deposit_form", "affirm", "deny").hears("yes", "affirm").runs(repair.ActionAffirm())
    assert chat.text == "utter_affirm" and not chat.followed_by
    offering(chat, "deposit_form", "affirm", "deny").hears("no", "deny").runs(repair.ActionDeny())
    assert chat.text == "utter_deny"


def test_no_to_a_suggestion_asks_for_other_words(chat: Chat) -> None:
    offering(chat, "action_did_you_mean", "fees_paid").hears("no", "deny").runs(repair.ActionDeny())
    assert chat.text == "utter_rephrase"
    assert chat.hears("no", "deny").runs(repair.ActionDeny()).text == "utter_deny"


def test_a_second_complaint_about_answers_offers_a_person(chat: Chat) -> None:
    chat.hears("that's wrong", "feedback_negative").runs(repair.ActionFeedbackNegative())
    assert chat.text == "utter_feedback_negative"
    chat.hears("still wrong", "feedback_negative").runs(repair.ActionFeedbackNegative())
    assert chat.text == "utter_not_understood_person"


def test_times_are_aware(chat: Chat) -> None:
    chat.says("i want to put in 500", "deposit")
    heard_at = datetime.fromisoformat(chat.slots["request"]["draft"]["heard_at"])
    assert heard_at.astimezone(timezone.utc) == NOW


def test_thanks_in_the_middle_are_no_answer_that_failed(chat: Chat) -> None:
    chat.says("i want to put in 500", "deposit")
    with pytest.raises(ActionExecutionRejection):
        chat.says("thanks", "thank")
