"""Actions that answer questions about the customer's own account: one for each portfolio intent."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import secrets
from abc import ABC, abstractmethod
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue import catalogue
from actions.identity import ask_to_log_in, customer_of
from actions.topic import live_topic, no_topic, topic_set
from adapters.settings import Settings
from adapters.wiring import open_repository, open_request_store
from advisor.ask import ANSWERABLE, Mention, Question, Reply, ReplyButton, answer
from advisor.follow_ups.anaphora import kind_meant, taken_over
from advisor.follow_ups.choice import still_among
from advisor.repository import Repository
from advisor.requests.records import Said
from advisor.requests.store import RequestStore

log = logging.getLogger(__name__)

Domain = dict[str, Any]

UNAVAILABLE = (
    "I can't reach your account data right now. Please try again in a minute; nothing is lost. (reference {reference})"
)


class PortfolioAction(Action, ABC):  # type: ignore[misc]
    """Answers one kind of question; subclasses only name the kind. Abstract, so that Rasa leaves it out."""

    @property
    @abstractmethod
    def kind(self) -> str:
        """The intent."""

    def name(self) -> str:
        return f"action_{self.kind}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        settings = settings_once()
        customer_id = customer_of(tracker, settings)
        if customer_id is None:
            ask_to_log_in(dispatcher, tracker, self.kind)
            return [no_topic()]
        mentions = mentions_of(tracker)
        text = (tracker.latest_message or {}).get("text") or ""
        topic = live_topic(tracker, customer_id)
        kind = kind_meant(topic, self.kind, text, mentions)
        meant = Question(kind, customer_id, text, (*mentions, *taken_over(topic, kind, text, mentions)))
        reply = await respond(dispatcher, tracker, meant, settings)
        if reply is None or reply.topic is None:
            return [no_topic()]
        return [topic_set(still_among(topic, reply.topic), customer_id)]


async def respond(
    dispatcher: CollectingDispatcher, tracker: Tracker, question: Question, settings: Settings
) -> Reply | None:
    """Answers and utters; None where nothing could be answered, and that was said."""
    if question.kind not in ANSWERABLE:
        dispatcher.utter_message(response="utter_not_yet")
        return None
    try:
        # In a thread of its own: a slow database must not stall the other customers' turns.
        reply = await asyncio.to_thread(_ask, question, settings)
    except Exception:
        say_unavailable(dispatcher, question.kind)
        return None
    utter(dispatcher, reply, facts=tracker.get_latest_input_channel() != "cmdline")
    return reply


def say_unavailable(dispatcher: CollectingDispatcher, kind: str) -> None:
    """The edge, for the exception at hand: a sentence and a reference, whatever broke, never a partial figure."""
    reference = secrets.token_hex(2).upper()
    log.exception("no answer to %s, reference %s", kind, reference)
    dispatcher.utter_message(text=UNAVAILABLE.format(reference=reference))


def _ask(question: Question, settings: Settings) -> Reply:
    requests_of = request_store_once().open_requests
    return answer(question, repository_once(), today=settings.today(), requests_of=requests_of)


@lru_cache(maxsize=1)
def settings_once() -> Settings:
    return Settings.from_environment()


@lru_cache(maxsize=1)
def repository_once() -> Repository:
    # What is there by now stays until the end. Looking through all of it for garbage, which thousands of new records
    # set off, would hold up one answer in a few by a tenth of a second.
    gc.freeze()
    return open_repository(settings_once())


@lru_cache(maxsize=1)
def request_store_once() -> RequestStore:
    return open_request_store(settings_once())


def mentions_of(tracker: Tracker) -> tuple[Mention, ...]:
    """The entities of the latest message; `text` as it was typed, `value` after synonyms."""
    message = tracker.latest_message or {}
    typed = message.get("text") or ""
    return tuple(
        Mention(
            entity=str(entity["entity"]),
            text=typed[entity["start"] : entity["end"]] if not typed.startswith("/") else str(entity["value"]),
            value=str(entity["value"]),
        )
        for entity in message.get("entities") or []
        if entity.get("value") is not None
    )


def utter(dispatcher: CollectingDispatcher, reply: Reply | Said, *, facts: bool = True) -> None:
    """Text and buttons first, then the facts; a terminal gets words alone (`facts=False`)."""
    dispatcher.utter_message(text=reply.text, buttons=[_button(button) for button in reply.buttons])
    if facts and reply.facts is not None:
        custom: dict[str, Any] = {"facts": dict(reply.facts)}
        if reply.chart is not None:
            custom["chart"] = dict(reply.chart)
        dispatcher.utter_message(json_message=custom)


def _button(button: ReplyButton) -> dict[str, str]:
    if button.says is not None:
        return {"title": button.title, "payload": button.says}
    entities = json.dumps(dict(button.entities), ensure_ascii=False, sort_keys=True) if button.entities else ""
    return {"title": button.title, "payload": f"/{button.intent}{entities}"}


def _action_for(kind: str) -> type[PortfolioAction]:
    return type(f"Action_{kind}", (PortfolioAction,), {"kind": kind, "__module__": __name__})


# Rasa's action server finds every subclass of Action that exists once this module is imported.
ACTIONS = {entry.intent: _action_for(entry.intent) for entry in catalogue().values() if entry.kind == "portfolio"}
