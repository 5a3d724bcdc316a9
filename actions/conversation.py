"""Actions that steer the conversation: greeting, repeating, stopping, and saying what was not understood.

Their words are the content team's (`answers` in the workbook); only the choice between them is made here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue import Entry, catalogue
from actions.draft import no_draft
from actions.identity import customer_of
from actions.portfolio import settings_once

FOLLOW_UP = "action_follow_up"
ASK_WHAT = "action_did_you_mean"
NOT_UNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope"})
MAX_SUGGESTIONS = 3
# A reading less likely than this is a stab in the dark; with 102 intents, chance is 0.01.
LEAST_CONFIDENCE = 0.03

Domain = dict[str, Any]


class ActionGreet(Action):  # type: ignore[misc]
    """Greets; someone who was here before is greeted as such, and who isn't logged in hears what there is without."""

    def name(self) -> str:
        return "action_greet"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        known = bool(tracker.get_slot("met")) or len(list(user_turns(tracker.events))) > 1
        if customer_of(tracker, settings_once()) is None:
            dispatcher.utter_message(response="utter_greet_visitor_returning" if known else "utter_greet_visitor")
        else:
            dispatcher.utter_message(response="utter_greet_returning" if known else "utter_greet")
        return [SlotSet("met", True)]


class ActionRepeat(Action):  # type: ignore[misc]
    """Says the last answer again: text, buttons, facts and chart."""

    def name(self) -> str:
        return "action_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        answer = last_answer(tracker.events)
        if not answer:
            dispatcher.utter_message(response="utter_nothing_to_repeat")
        for message in answer:
            data = message.get("data") or {}
            dispatcher.utter_message(
                text=message.get("text"), buttons=data.get("buttons"), json_message=data.get("custom")
            )
        return []


class ActionStop(Action):  # type: ignore[misc]
    """Leaves whatever is going on."""

    def name(self) -> str:
        return "action_stop"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        dispatcher.utter_message(response="utter_stop")
        return [ActiveLoop(None), SlotSet("requested_slot", None), no_draft()]


class ActionDidYouMean(Action):  # type: ignore[misc]
    """Asks which of the likeliest readings was meant; the second time in a row, offers a person."""

    def name(self) -> str:
        return "action_did_you_mean"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        if not_understood_before(tracker.events):
            dispatcher.utter_message(response="utter_not_understood_person")
            return []
        ranking = (tracker.latest_message or {}).get("intent_ranking") or []
        suggestions = likely_readings(ranking, catalogue())
        if not suggestions:
            dispatcher.utter_message(response="utter_out_of_scope")
            return []
        buttons = [{"title": entry.title, "payload": f"/{entry.intent}"} for entry in suggestions]
        dispatcher.utter_message(response="utter_did_you_mean", buttons=buttons)
        return []


def likely_readings(ranking: Sequence[Mapping[str, Any]], known: Mapping[str, Entry]) -> list[Entry]:
    """Up to three titled questions, likeliest first, from Rasa's ranking of intents.

    Chit-chat is not suggested: nobody wants "Did you mean: Goodbye".
    """
    likely = [
        known[item["name"]]
        for item in ranking
        if item["name"] in known and float(item["confidence"]) >= LEAST_CONFIDENCE
    ]
    return [entry for entry in likely if entry.title and (entry.kind != "chat" or entry.intent in OFFERED_CHAT)][
        :MAX_SUGGESTIONS
    ]


OFFERED_CHAT = frozenset({"help", "human_handoff", "complaint"})


def user_turns(events: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """What the user said, oldest first, without Rasa's own session messages."""
    for event in events:
        if event.get("event") == "user" and intent_of(event) not in ("session_start", "restart"):
            yield event


def intent_of(event: Mapping[str, Any]) -> str:
    """The intent of a `user` event; empty where Rasa found none."""
    return str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")


def not_understood_before(events: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the turn before the present one was not understood or asked about, and not answered as a follow-up."""
    turns = list(user_turns(events))
    if len(turns) < 2:
        return False
    since = itertools.dropwhile(lambda event: event is not turns[-2], events)
    turn = itertools.takewhile(lambda event: event is not turns[-1], since)
    ran = {event.get("name") for event in turn if event.get("event") == "action"}
    return (intent_of(turns[-2]) in NOT_UNDERSTOOD or ASK_WHAT in ran) and FOLLOW_UP not in ran


@dataclass(frozen=True)
class Turn:
    asks_to_repeat: bool
    answer: list[Mapping[str, Any]]


def last_answer(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The `bot` events that answered the last turn which was not itself a request to repeat."""
    turns: list[Turn] = []
    for event in events:
        if event.get("event") == "user":
            turns.append(Turn(asks_to_repeat=intent_of(event) == "repeat", answer=[]))
        elif event.get("event") == "bot" and turns:
            turns[-1].answer.append(event)
        elif event.get("event") == "action" and event.get("name") == FOLLOW_UP and turns:
            turns[-1] = Turn(asks_to_repeat=False, answer=turns[-1].answer)  # whatever it was understood as
    return next((turn.answer for turn in reversed(turns) if turn.answer and not turn.asks_to_repeat), [])
