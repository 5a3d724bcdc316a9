"""The policy: hands over after a portfolio answer only, listens afterwards, keeps out of everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.follow_up_policy import FollowUpPolicy, next_action

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [performance, thank, faq_etf, deposit, stop]
slots: {topic: {type: any, influence_conversation: false, mappings: [{type: custom}]}}
actions: [action_performance, action_follow_up, action_did_you_mean]
"""
)
TOPIC = {"kind": "performance", "mentions": {}, "asked": None}
LISTEN = ActionExecuted("action_listen")


def said(text: str, intent: str = "performance", confidence: float = 1.0) -> list[Event]:
    return [LISTEN, UserUttered(text, {"name": intent, "confidence": confidence})]


def answered(topic: Any = TOPIC) -> list[Event]:
    return [*said("how did I do"), ActionExecuted("action_performance"), SlotSet("topic", topic)]


def predicted(*events: Event) -> str | None:
    return next_action(DialogueStateTracker.from_events("x", list(events), slots=DOMAIN.slots))


def test_a_short_message_after_an_answer_is_handed_over() -> None:
    assert predicted(*answered(), *said("and the roth?", "faq_etf")) == "action_follow_up"


def test_a_full_question_is_left_to_the_rules() -> None:
    assert predicted(*answered(), *said("and how much did I pay in fees this year?")) is None


def test_without_any_answer_before_nothing_is_handed_over() -> None:
    assert predicted(*said("and the roth?")) is None


def test_an_answer_that_left_no_topic_is_none_to_go_on_from() -> None:
    assert predicted(*answered(None), *said("and the roth?")) is None


@pytest.mark.parametrize(
    "text", ["and the roth?", "and last year?", "what about bonds", "why?", "compare it with the s&p"]
)
def test_what_goes_on_from_nothing_is_asked_about_where_understanding_guesses(text: str) -> None:
    assert predicted(*said(text, confidence=0.36)) == "action_did_you_mean"
    assert predicted(*answered(None), *said(text, confidence=0.36)) == "action_did_you_mean"
    assert predicted(*said(text, confidence=0.36), ActionExecuted("action_did_you_mean")) == "action_listen"
    assert predicted(*said(text, confidence=0.5)) is None


def test_a_guess_is_asked_about_as_well_where_the_action_could_go_on_from_nothing() -> None:
    rejected = ActionExecutionRejected("action_follow_up", "policy", 1.0)
    assert predicted(*answered(), *said("and the moon?", confidence=0.36), rejected) == "action_did_you_mean"
    assert predicted(*answered(), *said("and the moon?", confidence=0.9), rejected) is None


@pytest.mark.parametrize(
    "text", ["roth", "dividends last year", "and how much did I pay in fees this year?", "/affirm"]
)
def test_what_can_be_asked_out_of_the_blue_is_left_to_the_rules(text: str) -> None:
    assert predicted(*said(text, confidence=0.36)) is None


def test_chit_chat_in_between_keeps_the_topic() -> None:
    thanks = [*said("thanks", "thank"), ActionExecuted("utter_thank")]
    assert predicted(*answered(), *thanks, *said("and last year?")) == "action_follow_up"


@pytest.mark.parametrize("intent", ["faq_etf", "deposit", "stop"])
def test_anything_else_in_between_ends_it(intent: str) -> None:
    assert predicted(*answered(), *said("whatever else", intent), *said("and last year?")) is None


def test_a_follow_up_can_be_followed_up() -> None:
    first = [*said("and the roth?"), ActionExecuted("action_follow_up"), SlotSet("topic", TOPIC)]
    assert predicted(*answered(), *first, *said("and last year?")) == "action_follow_up"


def test_it_listens_after_the_follow_up() -> None:
    assert predicted(*answered(), *said("and the roth?"), ActionExecuted("action_follow_up")) == "action_listen"


def test_what_the_action_rejects_is_left_to_the_rules() -> None:
    rejected = [*answered(), *said("and pizza?"), ActionExecutionRejected("action_follow_up")]
    assert predicted(*rejected) is None
    assert predicted(*rejected, ActionExecuted("action_performance")) is None


def test_a_new_session_starts_without_a_topic() -> None:
    carried = [ActionExecuted("action_session_start"), SessionStarted(), SlotSet("topic", TOPIC)]
    assert predicted(*answered(), *carried, *said("and the roth?")) is None


def test_within_a_form_it_has_no_opinion() -> None:
    assert predicted(*answered(), ActiveLoop("deposit_form"), *said("and the roth?")) is None


def test_after_a_question_back_a_bare_choice_is_handed_over() -> None:
    asked = answered({**TOPIC, "asked": "account"})
    assert predicted(*asked, *said("Traditional IRA (rollover) the second one")) == "action_follow_up"
    assert predicted(*answered(), *said("Traditional IRA (rollover) the second one")) is None


@pytest.mark.parametrize("broken", ["text", 3, [], {"asked": 7}])
def test_a_topic_of_another_form_is_no_error(broken: Any) -> None:
    assert predicted(*answered(broken), *said("thanks")) is None


def test_it_trains_loads_and_predicts_without_learning_anything(tmp_path: Any) -> None:
    storage = LocalModelStorage(tmp_path)
    context = ExecutionContext(GraphSchema({}), "model")
    config = FollowUpPolicy.get_default_config()
    resource = FollowUpPolicy.create(config, storage, Resource("follow_up"), context).train([], DOMAIN)
    policy = FollowUpPolicy.load(config, storage, resource, context)
    tracker = DialogueStateTracker.from_events("x", [*answered(), *said("and the roth?")], slots=DOMAIN.slots)
    found = policy.predict_action_probabilities(tracker, DOMAIN)
    assert found.probabilities[DOMAIN.index_for_action("action_follow_up")] == 1.0
    assert sum(found.probabilities) == 1.0 and found.policy_priority == 7


def test_a_domain_without_the_action_is_left_alone(tmp_path: Any) -> None:
    bare = Domain.from_yaml('version: "3.1"\nintents: [performance]')
    policy = FollowUpPolicy.create(
        FollowUpPolicy.get_default_config(),
        LocalModelStorage(tmp_path),
        Resource("follow_up"),
        ExecutionContext(GraphSchema({}), "model"),
    )
    tracker = DialogueStateTracker.from_events("x", [*answered(), *said("and the roth?")], slots=DOMAIN.slots)
    assert not any(policy.predict_action_probabilities(tracker, bare).probabilities)


WITH_A_FORM = Domain.from_yaml(
    """
version: "3.1"
intents: [performance, deposit]
slots: {topic: {type: any, influence_conversation: false, mappings: [{type: custom}]}}
forms: {deposit_form: {required_slots: []}}
actions: [action_performance, action_follow_up, action_did_you_mean]
"""
)


@pytest.mark.parametrize(("confidence", "expected"), [(0.97, None), (0.3, "action_follow_up")])
def test_what_plainly_begins_a_request_goes_on_from_nothing(
    confidence: float, expected: str | None, tmp_path: Path
) -> None:
    scrap = [LISTEN, UserUttered("and 500 roth", {"name": "deposit", "confidence": confidence})]
    tracker = DialogueStateTracker.from_events("x", [*answered(), *scrap], slots=WITH_A_FORM.slots)
    storage, context = LocalModelStorage(tmp_path), ExecutionContext(GraphSchema({}), node_name="policy")
    policy = FollowUpPolicy(FollowUpPolicy.get_default_config(), storage, Resource("policy"), context)
    found = policy.predict_action_probabilities(tracker, WITH_A_FORM)
    best = None if found.max_confidence == 0 else WITH_A_FORM.action_names_or_texts[found.max_confidence_index]
    assert best == expected
