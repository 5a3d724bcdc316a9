"""Actions for questions that ask for advice or a forecast: the content's words, and for customers their own facts."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.identity import customer_of
from actions.portfolio import Domain, repository_once, say_unavailable, settings_once, utter
from adapters.settings import Settings
from advisor.boundary import BOUNDARY, own_facts
from advisor.dialogue import Reply

# The short answer for customers, before their own facts.
SHORT = {
    "faq_market_forecast": "utter_own_market_forecast",
    "faq_should_i_trade": "utter_own_should_i_trade",
    "faq_single_stocks": "utter_own_single_stocks",
}


class BoundaryAction(Action, ABC):  # type: ignore[misc]
    """Abstract, so that Rasa leaves it out; subclasses only name the intent."""

    @property
    @abstractmethod
    def intent(self) -> str: ...

    def name(self) -> str:
        return f"action_{self.intent}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        """A visitor gets the written answer; a customer a short one, and then what their own data tell."""
        settings = settings_once()
        customer_id = customer_of(tracker, settings)
        if customer_id is None:
            dispatcher.utter_message(response=f"utter_{self.intent}")
            return []
        try:
            # In a thread of its own: a slow database must not stall the other customers' turns.
            reply = await asyncio.to_thread(_own_facts, self.intent, customer_id, settings)
        except Exception:
            dispatcher.utter_message(response=f"utter_{self.intent}")
            say_unavailable(dispatcher, self.intent)
            return []
        if reply is None:
            dispatcher.utter_message(response=f"utter_{self.intent}")
            return []
        dispatcher.utter_message(response=SHORT[self.intent])
        utter(dispatcher, reply, facts=tracker.get_latest_input_channel() != "cmdline")
        return []


def _own_facts(intent: str, customer_id: str, settings: Settings) -> Reply | None:
    return own_facts(intent, customer_id, repository_once(), today=settings.today())


def _action_for(intent: str) -> type[BoundaryAction]:
    return type(f"Action_{intent}", (BoundaryAction,), {"intent": intent, "__module__": __name__})


# Rasa's action server finds every subclass of Action that exists once this module is imported.
ACTIONS = {intent: _action_for(intent) for intent in sorted(BOUNDARY)}
