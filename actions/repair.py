"""Yes, no and "that's wrong" after something of ours: they do what they say.

A yes takes what was offered last, a suggestion or a person, or is told that the request is recorded already. Whatever
else is agreed with is answered by the content team's words.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue import answering_action
from actions.conversation import intent_of, user_turns
from actions.draft import Kept, kept_of
from actions.identity import customer_of
from actions.portfolio import Domain, request_store_once, say_unavailable, settings_once, utter
from advisor.requests.recording import told_again
from advisor.requests.records import Draft, Said

PERSON = "human_handoff"
# The answers that offer something; a form does where it gives up.
_OFFERING = frozenset({"action_did_you_mean", "action_feedback_negative", "action_affirm"})
_LAST_TURNS = 6  # in which a second complaint about an answer counts as one


class ActionAffirm(Action):  # type: ignore[misc]
    """Takes what was offered."""

    def name(self) -> str:
        return "action_affirm"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        customer_id = customer_of(tracker, settings_once())
        kept = Kept(None) if customer_id is None else kept_of(tracker, customer_id)
        if customer_id is not None and kept.draft is not None and kept.done and _means_the_record(tracker):
            try:
                again = await asyncio.to_thread(_recorded, kept.draft, customer_id)
            except Exception:
                say_unavailable(dispatcher, kept.draft.kind)
                return []
            if again is not None:
                utter(dispatcher, again)
                return []
        offered = offered_before(tracker.events)
        intents = [payload_intent(str(button.get("payload") or "")) for button in offered]
        taken = intents[0] if len(intents) == 1 else PERSON if set(intents) == {PERSON, "help"} else ""
        action = answering_action(taken, domain) if taken else None
        if action is not None:
            return [FollowupAction(action)]
        if offered:
            dispatcher.utter_message(response="utter_did_you_mean", buttons=offered)
        else:
            dispatcher.utter_message(response="utter_affirm")
        return []


class ActionDeny(Action):  # type: ignore[misc]
    """Asks for other words where a suggestion was turned down."""

    def name(self) -> str:
        return "action_deny"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        intents = {payload_intent(str(button.get("payload") or "")) for button in offered_before(tracker.events)}
        suggested = intents - {PERSON, "help"}
        dispatcher.utter_message(response="utter_rephrase" if suggested else "utter_deny")
        return []


class ActionFeedbackNegative(Action):  # type: ignore[misc]
    """Offers to ask in other words; the second time, a person."""

    def name(self) -> str:
        return "action_feedback_negative"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        turns = [intent_of(turn) for turn in user_turns(tracker.events)][-_LAST_TURNS:-1]
        again = "feedback_negative" in turns
        dispatcher.utter_message(response="utter_not_understood_person" if again else "utter_feedback_negative")
        return []


def offered_before(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The buttons under the last answer, where that offered something; the question of a form isn't an offer."""
    answer = _turn_before(events)
    ran = {str(event.get("name")) for event in answer if event.get("event") == "action"}
    if not ran & _OFFERING and not any(name.endswith("_form") for name in ran):
        return []
    said = [event for event in answer if event.get("event") == "bot" and (event.get("text") or "")]
    buttons = list(((said[-1].get("data") or {}).get("buttons") or []) if said else [])
    asks = any(payload_intent(str(button.get("payload") or "")) in ("affirm", "deny", "") for button in buttons)
    return [] if asks else buttons


def payload_intent(payload: str) -> str:
    """The intent of a button's payload; empty for one that says a text."""
    return payload[1:].partition("{")[0] if payload.startswith("/") else ""


def _means_the_record(tracker: Tracker) -> bool:
    """Whether the yes comes right after the request was recorded, or from the button of its summary."""
    if ((tracker.latest_message or {}).get("text") or "").startswith("/affirm{"):
        return True
    ran = [str(event.get("name")) for event in _turn_before(tracker.events) if event.get("event") == "action"]
    return any(name.endswith("_form") or name == "action_affirm" for name in ran)


def _turn_before(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The message before the present one and everything that answered it; empty where there was none."""
    turns = list(user_turns(events))
    if len(turns) < 2:
        return []
    since = itertools.dropwhile(lambda event: event is not turns[-2], events)
    return list(itertools.takewhile(lambda event: event is not turns[-1], since))


def _recorded(draft: Draft, customer_id: str) -> Said | None:
    found = request_store_once().recorded(customer_id, draft.draft_id)
    return None if found is None else told_again(found)
