"""Who is asking?

Stock Rasa channels believe whatever a client sends, so nothing in a conversation names a customer: not the sender, not
the metadata, not a slot, not the message. In the demo, the terminal and the stock REST channel speak for one customer
of the demo firm that the environment names (FOLIO_SHELL_CUSTOMER); anywhere else nobody is known.
"""

from __future__ import annotations

from rasa_sdk import Tracker

from adapters.settings import Settings

STOCK_CHANNELS = frozenset({"cmdline", "rest"})


def customer_of(tracker: Tracker, settings: Settings) -> str | None:
    """The customer id this conversation may see the data of; None for a visitor."""
    if settings.env == "demo" and tracker.get_latest_input_channel() in STOCK_CHANNELS:
        return settings.shell_customer
    return None
