"""A stand-in for Rasa's agent: real tracker store and lock store, and a few set answers instead of a trained model.

It takes a text that begins with a slash for an intent, as Rasa does.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered

BUTTONS = [{"title": "By account", "payload": '/account_list{"account": "A-1"}'}, {"title": "Help", "payload": "/help"}]


class FakeAgent:
    """Is its own processor. `heard` has all messages that were handled; those with "held" in them wait for `gate`."""

    model_id = "a-model"
    model_name = "a-model.tar.gz"

    def __init__(self, tracker_url: str, actions: Any = None) -> None:
        self.store = SQLTrackerStore(Domain.empty(), host=tracker_url)
        self.tracker_store = FailSafeTrackerStore(self.store)
        self.lock_store = InMemoryLockStore()
        self.action_endpoint = actions
        self.heard: list[UserMessage] = []
        self.at_once = 0
        self.most_at_once: dict[str, int] = {}
        self.ready = True
        self.gate = threading.Event()
        self.hears = threading.Event()  # set with the first message
        self.mute = False  # whether actions fail, which Rasa takes for silence

    @property
    def processor(self) -> FakeAgent:
        return self

    def is_ready(self) -> bool:
        return self.ready

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        self.hears.set()
        here = message.sender_id
        running = self.most_at_once
        running[here] = max(running.get(here, 0), 1)
        tracker = await self.tracker_store.get_or_create_tracker(here, append_action_listen=False)
        text = message.text or ""
        if "new session" in text:
            tracker.update(SessionStarted())
        intent = {"name": text[1:].partition("{")[0]} if text.startswith("/") else {"name": "said"}
        tracker.update(
            UserUttered(
                text,
                intent,
                input_channel=message.input_channel,
                message_id=message.message_id,
                metadata=message.metadata,
            )
        )
        if "slow" in text:
            await asyncio.sleep(1.0)
        if "held" in text:
            await asyncio.to_thread(self.gate.wait, 30)
        if "boom" in text:
            raise RuntimeError(f"no answer to {text}")
        if not self.mute and "mute" not in text:
            for event in _answers(text, intent):
                tracker.update(event)
                await message.output_channel.send_response(here, event.message())
        await self.tracker_store.save(tracker)


def _answers(text: str, intent: Mapping[str, str]) -> list[BotUttered]:
    if text.startswith("/"):
        return [BotUttered(f"intent {intent['name']}")]
    if "facts" in text:
        return [BotUttered("You own one thing."), BotUttered(None, {"custom": {"facts": {"kind": "holdings"}}})]
    if "buttons" in text:
        return [BotUttered("Which one?", {"buttons": [dict(button) for button in BUTTONS]})]
    return [BotUttered(f"You said: {text}")]
