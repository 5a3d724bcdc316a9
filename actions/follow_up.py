"""Answers "and the Roth?", "why?", "compare it with the S&P": what was asked before, about something else.

The policy in `nlu/follow_up_policy.py` calls it for short messages after an answer. What is no follow-up after all is
rejected; Rasa's rules then answer the message as it was understood.
"""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.digression import NO_FOLLOW_UP, NO_TOPIC
from actions.identity import customer_of
from actions.portfolio import Domain, repository_once, respond, say_unavailable, settings_once
from actions.topic import live_topic, topic_set
from adapters.settings import Settings
from advisor.dialogue import Topic
from advisor.follow_ups.choice import still_among
from advisor.follow_ups.follow_up import FollowUp, Generally, follow_up


class ActionFollowUp(Action):  # type: ignore[misc]
    """Reads the message as a follow-up to the last answer."""

    def name(self) -> str:
        return "action_follow_up"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        settings = settings_once()
        customer_id = customer_of(tracker, settings)
        topic = None if customer_id is None else live_topic(tracker, customer_id)
        if customer_id is None or topic is None:
            raise ActionExecutionRejection(self.name(), NO_TOPIC)
        message = (tracker.latest_message or {}).get("text") or ""
        try:
            found = await asyncio.to_thread(_read, topic, message, customer_id, settings)
        except Exception:
            say_unavailable(dispatcher, topic.kind)
            return [topic_set(topic, customer_id)]
        if isinstance(found, Generally) and f"utter_{found.intent}" in (domain.get("responses") or {}):
            dispatcher.utter_message(response=f"utter_{found.intent}")
            return [topic_set(topic, customer_id)]
        if not isinstance(found, FollowUp):
            raise ActionExecutionRejection(self.name(), NO_FOLLOW_UP)
        reply = await respond(dispatcher, tracker, found.question, settings)
        told = None if reply is None or found.aside else reply.topic
        return [topic_set(topic if told is None else still_among(topic, told), customer_id)]


def _read(topic: Topic, message: str, customer_id: str, settings: Settings) -> FollowUp | Generally | None:
    return follow_up(topic, message, repository_once(), customer_id=customer_id, today=settings.today())
