"""Actions that open a case: a complaint, and a call for a person."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue import catalogue
from actions.conversation import intent_of
from actions.identity import customer_of
from actions.portfolio import Domain, request_store_once, settings_once, utter
from advisor.cases import Caller, Plea, plead
from advisor.dialogue import Reply
from advisor.requests.records import Said
from advisor.wording.cases import word_case

log = logging.getLogger(__name__)

KINDS = ("complaint", "human_handoff")
_ACTIONS = {f"action_{kind}": kind for kind in KINDS}
_GOES_ON = timedelta(minutes=60)  # so long a plea is about the case before
_CALLS_AHEAD = timedelta(days=90)


class ActionComplaint(Action):  # type: ignore[misc]
    """Passes a complaint to the firm."""

    def name(self) -> str:
        return "action_complaint"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        return await _open(dispatcher, tracker, "complaint")


class ActionHumanHandoff(Action):  # type: ignore[misc]
    """Tells the firm that somebody wants a person, and when one is there."""

    def name(self) -> str:
        return "action_human_handoff"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        return await _open(dispatcher, tracker, "human_handoff")


async def _open(dispatcher: CollectingDispatcher, tracker: Tracker, kind: str) -> list[EventType]:
    """The content's words first, then the case; where that can't be recorded, the content's words for that."""
    settings = settings_once()
    caller = Caller(tracker.sender_id, customer_of(tracker, settings))
    try:
        # In a thread of its own: a slow database must not stall the other customers' turns.
        said = await asyncio.to_thread(_said, tracker, kind, caller, settings.now())
    except Exception:
        reference = secrets.token_hex(2).upper()
        log.exception("no case for %s, reference %s", kind, reference)
        dispatcher.utter_message(response="utter_case_unavailable")
        dispatcher.utter_message(text=f"(reference {reference})")
        return []
    dispatcher.utter_message(response=f"utter_{kind}")
    utter(dispatcher, Reply(said.text, buttons=said.buttons))
    return []


def _said(tracker: Tracker, kind: str, caller: Caller, now: datetime) -> Said:
    store = request_store_once()
    pleas = list(_pleas(tracker.events, kind))
    step = plead(pleas[-1], caller, store, now=now, before=pleas[:-1], turns=list(_turns(tracker.events)))
    taken = store.taken_slots(now, now + _CALLS_AHEAD)
    return word_case(step, now=now, taken=taken, known=caller.customer_id is not None)


def _pleas(events: list[Mapping[str, Any]], kind: str) -> Iterator[Plea]:
    """Those of the last hour, oldest first; the last one is the present message, whatever it was understood as."""
    present: Mapping[str, Any] | None = None
    earlier: dict[int, tuple[Mapping[str, Any], str]] = {}  # by place, so that each message is one plea
    for place, event in enumerate(events):
        if event.get("event") == "user":
            present, at = event, place
            if intent_of(event) in KINDS:
                earlier[at] = (event, intent_of(event))
        elif event.get("event") == "action" and present is not None and event.get("name") in _ACTIONS:
            earlier[at] = (present, _ACTIONS[str(event["name"])])  # a yes to the offer of a person is a plea, too
    if present is None:
        yield Plea(kind, "")
        return
    for event, of in earlier.values():
        ago = float(present.get("timestamp") or 0) - float(event.get("timestamp") or 0)
        if event is not present and ago <= _GOES_ON.total_seconds():
            yield Plea(of, _words_of(event))
    yield Plea(kind, _words_of(present))


def _turns(events: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for event in events:
        if event.get("event") == "user" and intent_of(event) not in ("session_start", "restart"):
            yield "customer", _words_of(event)
        elif event.get("event") == "bot":
            yield "assistant", str(event.get("text") or "")


def _words_of(event: Mapping[str, Any]) -> str:
    """What was typed; for a click, what stood on the button in square brackets."""
    text = str(event.get("text") or "")
    if not text.startswith("/"):
        return text
    entry = catalogue().get(intent_of(event))
    return f"[{entry.title}]" if entry is not None and entry.title else text
