"""The way in: begin a request, go on with it, ask its open question again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from advisor.requests.kinds import REQUEST_KINDS, RequestKind
from advisor.requests.records import Draft, Heard, Said, Step, World

_LONGEST = 1_000  # characters of a message that are read; a request is said in fewer
LIFE = timedelta(minutes=60)  # of an unfinished request, from the customer's last message for it


def begin(kind: str, heard: Heard, world: World, draft_id: str) -> Step:
    """Begin a request of `kind` with the message that asked for it: `Asks` or `Left`.

    `draft_id` is random and new; whatever is recorded later bears it. Raises ValueError for an unknown kind.
    """
    return _kind(kind).begin(_short(heard), world, draft_id)


def go_on(draft: Draft, heard: Heard, world: World) -> Step:
    """The next step after a message. Raises ValueError for an unknown kind."""
    return _kind(draft.kind).go_on(draft, _short(heard), world)


def ask_again(draft: Draft, world: World) -> Said:
    """The open question of a draft. Raises ValueError for an unknown kind."""
    return _kind(draft.kind).ask_again(draft, world)


def is_expired(draft: Draft, now: datetime) -> bool:
    """Whether the customer was silent for so long that the request is dropped."""
    return now - draft.heard_at >= LIFE


def _short(heard: Heard) -> Heard:
    return replace(heard, text=heard.text[:_LONGEST])


def _kind(kind: str) -> RequestKind:
    found = REQUEST_KINDS.get(kind)
    if found is None:
        raise ValueError(f"advisor.requests: no request {kind!r}; take one of {', '.join(sorted(REQUEST_KINDS))}")
    return found
