"""The slot `topic`: what the conversation is about, from answer to answer, for one and the same customer.

It holds what was said and the accounts and choices that this stands for, and of the customer only a salted digest,
by which another one is told apart. Nothing in it is ever believed to say who asks: each answer looks that up anew.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.catalogue import catalogue
from advisor.dialogue import Topic

SLOT = "topic"
# Chit-chat after which something else is talked about, if anything.
_ENDS_IT = frozenset({"goodbye", "stop", "complaint", "human_handoff"})
_NOT_UNDERSTOOD = "nlu_fallback"


def no_topic() -> EventType:
    """The event after which nothing is talked about."""
    return SlotSet(SLOT, None)


def topic_set(topic: Topic, customer_id: str) -> EventType:
    """The event that remembers `topic` as this customer's."""
    salt = secrets.token_hex(8)
    value = {
        "kind": topic.kind,
        "mentions": dict(topic.mentions),
        "asked": topic.asked,
        "choices": list(topic.choices),
        "before": list(topic.before),
        "after": list(topic.after),
        "listing": topic.listing,
        "rows_shown": topic.rows_shown,
        "of": [salt, digest(salt, customer_id)],
    }
    return SlotSet(SLOT, value)


def live_topic(tracker: Tracker, customer_id: str) -> Topic | None:
    """What this customer's last answer was about; None where something else was talked about since, or by another."""
    value = _last_set(tracker.events)
    if not isinstance(value, Mapping):
        return None
    salt, found = value.get("of") or ("", "")
    if not secrets.compare_digest(str(found), digest(str(salt), customer_id)):
        return None
    mentions = {str(entity): str(words) for entity, words in (value.get("mentions") or {}).items()}
    asked = value.get("asked")
    choices, before, after = (
        tuple(str(name) for name in value.get(names) or ()) for names in ("choices", "before", "after")
    )
    return Topic(
        kind=str(value["kind"]),
        mentions=mentions,
        asked=None if asked is None else str(asked),
        choices=choices,
        before=before,
        after=after,
        listing=bool(value.get("listing")),
        rows_shown=int(value.get("rows_shown") or 0),
    )


def digest(salt: str, customer_id: str) -> str:
    """What tells customers apart without naming them."""
    return hashlib.blake2b(customer_id.encode(), key=salt.encode(), digest_size=8).hexdigest()


def _last_set(events: Sequence[Mapping[str, Any]]) -> Any:
    """The topic set in the last turn but the present one that wasn't chit-chat; None where that one set none.

    `nlu/follow_up_policy.py` reads the conversation alike.
    """
    present = True
    value: Any = None
    was_set = False
    for event in reversed(events):
        kind = event.get("event")
        if kind in ("session_started", "restart"):
            return None
        if kind == "slot" and event.get("name") == SLOT and not was_set:
            was_set, value = True, event.get("value")
        if kind != "user":
            continue
        if not present and (was_set or not _keeps(event)):
            return value
        present, was_set, value = False, False, None
    return None


def _keeps(event: Mapping[str, Any]) -> bool:
    intent = str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")
    entry = catalogue().get(intent)
    return intent == _NOT_UNDERSTOOD or (entry is not None and entry.kind == "chat" and intent not in _ENDS_IT)
