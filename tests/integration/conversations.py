"""Conversations in Rasa's own tracker store, at any time in the past."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from rasa.core.actions.action import ActionSessionStart
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels.transcript import Said, transcript_of


def _any() -> dict[str, object]:
    return {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}


DOMAIN = Domain.from_dict(
    {
        "intents": ["greet"],
        "slots": {name: _any() for name in ("met", "request", "topic")},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
)
# Action and start of a session, its listening, message, its answer, and listening again.
SESSION_EVENTS = 6


class Store:
    """Rasa's store behind plain calls. Times are seconds since 1970."""

    def __init__(self, url: str) -> None:
        self.rasa = SQLTrackerStore(DOMAIN, host=url)

    def close(self) -> None:
        self.rasa.engine.dispose()

    def session(self, who: str, at: float, text: str, **slots: object) -> None:
        """A new session with one message, which sets `slots`; begun as Rasa does, with those of the session before."""
        tracker = self.tracker(who) or DialogueStateTracker(who, DOMAIN.slots)
        start: list[Event] = [ActionExecuted("action_session_start")]
        start += asyncio.run(ActionSessionStart().run(None, None, tracker, DOMAIN))
        self._save(tracker, at, [*start, *_turn(text, slots)])

    def turn(self, who: str, at: float, text: str, **slots: object) -> None:
        """One more message of the session that is under way."""
        tracker = self.tracker(who)
        assert tracker is not None
        self._save(tracker, at, _turn(text, slots))

    def monologue(self, who: str, at: float, messages: int) -> None:
        """A long conversation of `messages` without an answer."""
        self._save(DialogueStateTracker(who, DOMAIN.slots), at, [UserUttered(f"no. {i}") for i in range(messages)])

    def tracker(self, who: str) -> DialogueStateTracker | None:
        return asyncio.run(self.rasa.retrieve(who))

    def everything(self, who: str) -> list[dict[str, Any]]:
        tracker = asyncio.run(self.rasa.retrieve_full_tracker(who))
        return [] if tracker is None else [event.as_dict() for event in tracker.events]

    def said(self, who: str) -> list[str]:
        """The texts of all messages, as the channel's history reads them."""
        transcript = transcript_of(self.rasa, asyncio.to_thread)
        found: list[Said] = asyncio.run(transcript.before(who, None, 10_000))
        return [said.event["text"] for said in found]

    def _save(self, tracker: DialogueStateTracker, at: float, events: list[Event]) -> None:
        for number, event in enumerate(events):
            event.timestamp = at + number / 1000
            tracker.update(event, DOMAIN)
        asyncio.run(self.rasa.save(tracker))


def _turn(text: str, slots: Mapping[str, object]) -> list[Event]:
    heard = UserUttered(text, {"name": "greet", "confidence": 1.0})
    set_now = [SlotSet(name, value) for name, value in slots.items()]
    return [heard, *set_now, BotUttered(f"answer to {text}"), ActionExecuted("action_listen")]
