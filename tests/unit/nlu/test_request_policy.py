"""The policy that holds requests together: back into the form, out of it, and never a turn without an end."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.follow_up_policy import next_action as follow_up
from nlu.request_policy import RequestPolicy, next_action, starts_over

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [deposit, withdraw, performance, affirm, goodbye, stop]
slots:
  topic: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  request: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  request_step: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms:
  deposit_form: {required_slots: [request_step]}
  withdraw_form: {required_slots: [request_step]}
responses: {utter_goodbye: [{text: bye}]}
actions: [action_performance, action_follow_up, action_affirm, action_stop, action_start_over, action_request_dropped]
"""
)
LISTEN, FORM = ActionExecuted("action_listen"), ActionExecuted("deposit_form")
OPEN: dict[str, Any] = {"draft": {}, "done": False, "of": ["", ""]}
REJECTED = ActionExecutionRejected("deposit_form")


def said(text: str, intent: str) -> list[Event]:
    return [LISTEN, UserUttered(text, {"name": intent, "confidence": 1.0})]


def begun() -> list[Event]:
    keeps = [SlotSet("request", OPEN), SlotSet("requested_slot", "request_step")]
    return [*said("pay in", "deposit"), FORM, ActiveLoop("deposit_form"), *keeps]


def tracker(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("x", list(events), slots=DOMAIN.slots)


def predicted(*events: Event) -> str | None:
    return next_action(tracker(*events), DOMAIN.form_names)


def test_the_form_takes_each_message_first() -> None:
    assert predicted(*begun(), *said("500", "performance")) == "deposit_form"
    assert predicted(*begun(), *said("500", "performance"), REJECTED) is None


def test_after_the_question_of_a_form_it_listens() -> None:
    assert predicted(*begun()) == "action_listen"


@pytest.mark.parametrize("answer", ["action_performance", "action_follow_up", "utter_faq"])
def test_after_a_digression_the_form_runs_again_and_then_it_listens(answer: str) -> None:
    digression = [*begun(), *said("how am i doing", "performance"), REJECTED, ActionExecuted(answer)]
    assert predicted(*digression) == "deposit_form"
    assert predicted(*digression, FORM) == "action_listen"


def test_after_a_goodbye_nobody_is_held_up() -> None:
    left = [*begun(), *said("bye", "goodbye"), REJECTED, ActionExecuted("utter_goodbye")]
    assert predicted(*left) == "action_listen"
    assert predicted(*left, *said("500", "performance")) == "deposit_form"


def test_another_form_takes_over() -> None:
    other = [*said("take out 20", "withdraw"), REJECTED, ActionExecuted("withdraw_form"), ActiveLoop("withdraw_form")]
    assert predicted(*begun(), *other) == "action_listen"


def test_a_form_that_ends_ends_the_turn() -> None:
    ended = [FORM, ActiveLoop(None), SlotSet("request", {**OPEN, "done": True})]
    assert predicted(*begun(), *said("yes", "affirm"), *ended) == "action_listen"


@pytest.mark.parametrize("answer", ["action_performance", "utter_faq", "action_did_you_mean"])
def test_a_form_that_is_over_lets_something_else_answer_and_the_turn_ends(answer: str) -> None:
    over = [FORM, SlotSet("request", None), ActiveLoop(None), ActionExecuted(answer)]
    assert predicted(*begun(), *said("how am i doing", "performance"), *over) == "action_listen"


@pytest.mark.parametrize(
    "text", ["start over", "Start again, please", "ok lets start from scratch!", "/restart", "Reset"]
)
def test_start_over_comes_before_any_form(text: str) -> None:
    assert predicted(*begun(), *said(text, "stop")) == "action_start_over"
    assert predicted(*said(text, "deposit")) == "action_start_over"
    assert predicted(*said(text, "stop"), ActionExecuted("action_start_over")) == "action_listen"


@pytest.mark.parametrize(
    "text", ["when did my plan start", "start a deposit over 500", "restart my automatic deposit", ""]
)
def test_other_messages_start_nothing_over(text: str) -> None:
    assert not starts_over(text)


def test_an_unfinished_request_without_its_form_is_told_behind_the_first_answer() -> None:
    returned = [*begun(), ActiveLoop(None), *said("how am i doing", "performance")]
    assert predicted(*returned) is None
    answered = [*returned, ActionExecuted("action_performance")]
    assert predicted(*answered) == "action_request_dropped"
    told = [*answered, ActionExecuted("action_request_dropped")]
    assert predicted(*told, SlotSet("request", None)) == predicted(*told) == "action_listen"


def test_a_command_that_nobody_knows_is_answered_and_takes_nothing_back() -> None:
    assert predicted(*said("/nonsense", "")) == "action_did_you_mean"
    assert predicted(*said("/nonsense", ""), ActionExecuted("action_did_you_mean")) == "action_listen"


def test_what_a_yes_has_taken_ends_the_turn() -> None:
    assert predicted(*said("yes", "affirm"), ActionExecuted("action_affirm")) == "action_listen"
    taken = [ActionExecuted("action_affirm"), ActionExecuted("action_performance")]
    assert predicted(*said("yes", "affirm"), *taken) == "action_listen"


def test_it_keeps_out_of_everything_else() -> None:
    assert predicted() is None
    assert predicted(*said("how am i doing", "performance")) is None
    assert predicted(*said("how am i doing", "performance"), ActionExecuted("action_performance")) is None


def test_a_follow_up_is_possible_where_the_form_has_rejected_the_message() -> None:
    topic = SlotSet("topic", {"kind": "performance", "mentions": {}, "asked": None})
    before = [
        *begun(),
        *said("how did i do", "performance"),
        REJECTED,
        ActionExecuted("action_performance"),
        topic,
        FORM,
    ]
    scrap = said("and last year?", "performance")
    assert follow_up(tracker(*before, *scrap)) is None
    assert follow_up(tracker(*before, *scrap, REJECTED)) == "action_follow_up"


def test_rasa_gets_the_prediction_and_loads_the_policy_from_a_model(tmp_path: Any) -> None:
    storage, context = LocalModelStorage(tmp_path), ExecutionContext(GraphSchema({}))
    made = RequestPolicy(RequestPolicy.get_default_config(), storage, Resource("policy"), context)
    resource = made.train([], DOMAIN)
    loaded = RequestPolicy.load(RequestPolicy.get_default_config(), storage, resource, context)
    prediction = loaded.predict_action_probabilities(tracker(*begun()), DOMAIN)
    assert prediction.probabilities[DOMAIN.index_for_action("action_listen")] == 1.0
    assert prediction.is_no_user_prediction  # as RulePolicy's is, which would win otherwise
    indifferent = loaded.predict_action_probabilities(tracker(), DOMAIN)
    assert max(indifferent.probabilities) == 0.0 and not indifferent.is_no_user_prediction
