"""Requests that the customer has left behind: by starting over, or by an hour of silence."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.draft import draft_set, kept_of, no_draft
from actions.identity import customer_of
from actions.portfolio import Domain, settings_once
from actions.topic import no_topic
from advisor.requests.interruption import dropped


class ActionStartOver(Action):  # type: ignore[misc]
    """Forgets what was begun and what was talked about, and begins anew."""

    def name(self) -> str:
        return "action_start_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        dispatcher.utter_message(response="utter_start_over")
        return [ActiveLoop(None), SlotSet("requested_slot", None), no_draft(), no_topic()]


class ActionRequestDropped(Action):  # type: ignore[misc]
    """Says, behind the first answer after a break, what becomes of an unfinished request."""

    def name(self) -> str:
        return "action_request_dropped"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        customer_id = customer_of(tracker, settings_once())
        if customer_id is None:
            return [no_draft()]
        kept = kept_of(tracker, customer_id)
        if kept.draft is not None and not kept.done:
            dispatcher.utter_message(text=dropped(kept.draft))
        return [draft_set(None, customer_id, waiting=kept.left())]
