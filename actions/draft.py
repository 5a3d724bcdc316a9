"""The slot `request`: the request that a customer has begun, from turn to turn.

Like the topic it bears a salted digest of the customer, by which another one is told apart; who asks is looked up anew
at every step. A request that was recorded stays there, marked as done, so that a second yes can be answered.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.topic import digest
from advisor.requests.records import Draft

SLOT = "request"


@dataclass(frozen=True)
class Kept:
    draft: Draft
    done: bool = False


def no_draft() -> EventType:
    """The event after which no request is begun."""
    return SlotSet(SLOT, None)


def draft_set(draft: Draft, customer_id: str, *, done: bool = False) -> EventType:
    """The event that keeps `draft` as this customer's."""
    salt = secrets.token_hex(8)
    return SlotSet(SLOT, {"draft": draft.to_json(), "done": done, "of": [salt, digest(salt, customer_id)]})


def kept_draft(tracker: Tracker, customer_id: str) -> Kept | None:
    """What this customer has begun; None where there is nothing, another customer's, or nothing that can be read."""
    value = tracker.get_slot(SLOT)
    if not isinstance(value, Mapping):
        return None
    salt, found = value.get("of") or ("", "")
    if not secrets.compare_digest(str(found), digest(str(salt), customer_id)):
        return None
    try:
        return Kept(Draft.from_json(value["draft"]), done=bool(value.get("done")))
    except (KeyError, TypeError, ValueError):  # of an older release
        return None
