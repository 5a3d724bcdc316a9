"""Who is asking?

Stock Rasa channels believe whatever a client sends, so nothing in a conversation names a customer: not the sender, not
a slot, not the message, and of the metadata only what our own channel has signed for this very conversation. In the
demo, the terminal and the stock REST channel speak for one customer of the demo firm that the environment names
(FOLIO_SHELL_CUSTOMER). Anywhere else nobody is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from adapters.channel_settings import action_secret
from adapters.settings import Secret, Settings
from adapters.statements import KEY, read_statement

CHANNEL = "folio"
STOCK_CHANNELS = frozenset({"cmdline", "rest"})
LOG_IN = "Log in"


def customer_of(tracker: Tracker, settings: Settings) -> str | None:
    """The customer id this conversation may see the data of; None for a visitor."""
    channel = tracker.get_latest_input_channel()
    if channel == CHANNEL:
        signed = (_last_message(tracker).get("metadata") or {}).get(KEY)
        statement = read_statement(secret_once(), signed, conversation_id=tracker.sender_id)
        return None if statement is None else statement.customer_id
    if settings.env == "demo" and channel in STOCK_CHANNELS:
        return settings.shell_customer
    return None


def ask_to_log_in(dispatcher: CollectingDispatcher, tracker: Tracker, intent: str) -> None:
    """Says that this needs a login; on the site with a button that asks the same again, or that a page makes a link."""
    if tracker.get_latest_input_channel() == CHANNEL:
        buttons = [{"title": LOG_IN, "payload": f"/{intent}"}]
        dispatcher.utter_message(response="utter_log_in_first", buttons=buttons, json_message={"log_in": True})
    else:
        dispatcher.utter_message(response="utter_log_in_first")


def _last_message(tracker: Tracker) -> Mapping[str, Any]:
    """The event of the customer's last message: what was said in turns before doesn't count."""
    return next((event for event in reversed(tracker.events) if event.get("event") == "user"), {})


@lru_cache(maxsize=1)
def secret_once() -> Secret:
    return action_secret()
