"""The slot `request`: the request that a customer has begun, from turn to turn.

Like the topic it bears a salted digest of the customer, by which another one is told apart; who asks is looked up anew
at every step. A request that was recorded stays there, marked as done, so that a second yes can be answered. Beside it
waits what was left and can be taken up again.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.topic import digest
from advisor.requests.records import Draft
from advisor.requests.waiting import waits

SLOT = "request"


@dataclass(frozen=True)
class Kept:
    """`draft` is None where nothing is under way; `waiting` is what was left and can be taken up again."""

    draft: Draft | None
    done: bool = False
    waiting: Draft | None = None

    def left(self, draft: Draft | None = None) -> Draft | None:
        """What can be taken up again later, where `draft` goes on now."""
        left = self.draft if not self.done and waits(self.draft) else self.waiting
        return None if left is None or (draft is not None and draft.kind == left.kind) else left


def no_draft() -> EventType:
    """The event after which nothing is kept."""
    return SlotSet(SLOT, None)


def draft_set(draft: Draft | None, customer_id: str, *, done: bool = False, waiting: Draft | None = None) -> EventType:
    """The event that keeps `draft`, and what is `waiting` beside it, as this customer's."""
    if draft is None and waiting is None:
        return no_draft()
    salt = secrets.token_hex(8)
    value = {
        "draft": None if draft is None else draft.to_json(),
        "done": done or draft is None,
        "waiting": None if waiting is None else waiting.to_json(),
        "of": [salt, digest(salt, customer_id)],
    }
    return SlotSet(SLOT, value)


def kept_of(tracker: Tracker, customer_id: str) -> Kept:
    """What this customer has begun; nothing where it is another customer's, or can't be read."""
    value = tracker.get_slot(SLOT)
    if not isinstance(value, Mapping):
        return Kept(None)
    salt, found = value.get("of") or ("", "")
    if not secrets.compare_digest(str(found), digest(str(salt), customer_id)):
        return Kept(None)
    try:
        draft, waiting = (_draft(value.get(name)) for name in ("draft", "waiting"))
    except (KeyError, TypeError, ValueError):  # of an older release
        return Kept(None)
    return Kept(draft, done=bool(value.get("done")), waiting=waiting)


def _draft(value: Any) -> Draft | None:
    return None if value is None else Draft.from_json(value)
