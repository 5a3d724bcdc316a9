"""Cases: a complaint, or somebody who wants a person. Opened once for the same message of a day, and told as open then.

A case holds the last turns of the conversation, so that nobody has to tell everything again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from advisor.office import ZONE
from advisor.requests.store import NewCase, OpenedCase, RequestStore

MOST_TURNS = 20
MOST_LETTERS = 1000  # of a turn, and of the reason


@dataclass(frozen=True)
class Plea:
    """One message that asks for a person or complains. `text` is as it was typed, or the title of the button."""

    kind: str  # complaint or human_handoff
    text: str


@dataclass(frozen=True)
class Caller:
    """Where pleas come from; `customer_id` is None for a visitor."""

    conversation_id: str
    customer_id: str | None


@dataclass(frozen=True)
class CaseStep:
    """`case` is open now, and new by `case.new`; with `of`, it tells the firm more on that earlier case."""

    case: OpenedCase
    of: OpenedCase | None = None


def plead(
    plea: Plea,
    caller: Caller,
    store: RequestStore,
    *,
    now: datetime,
    before: Sequence[Plea] = (),
    turns: Sequence[tuple[str, str]] = (),
) -> CaseStep:
    """Open a case, or find the one that is open.

    `before` are the pleas of the last hour in this conversation, oldest first; `turns` the whole conversation as (who,
    text). A second call for a person changes nothing while the first is open. A complaint that goes on with other words
    is told to the firm as more on the first. Raises `DataUnavailable` where the store can't be reached.
    """
    earlier = next((case for one in before if (case := _open_case_of(one, caller, store, now)) is not None), None)
    own = _open_case_of(plea, caller, store, now)
    if own is not None:
        return CaseStep(own)
    if earlier is not None and plea.kind == "human_handoff":
        return CaseStep(earlier)
    reason = _cut(plea.text)
    if earlier is not None:
        reason = _cut(f"More on {earlier.reference}: {reason}")
    kept = tuple((who, _cut(text)) for who, text in turns if text.strip())[-MOST_TURNS:]
    new = NewCase(_free_key(plea, caller, store, now), plea.kind, reason, now, caller.customer_id, kept)
    return CaseStep(store.open_case(new), earlier)


def case_key(plea: Plea, caller: Caller, now: datetime, number: int = 0) -> str:
    """The same for the same words of the same caller on a day of the office; tells neither."""
    day = now.astimezone(ZONE).date().isoformat()
    words = " ".join(plea.text.casefold().split())
    parts = (plea.kind, caller.conversation_id, caller.customer_id or "", day, words, str(number))
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _open_case_of(plea: Plea, caller: Caller, store: RequestStore, now: datetime) -> OpenedCase | None:
    """What these words opened today and nobody has closed since."""
    number = 0
    while (case := store.case(case_key(plea, caller, now, number))) is not None:
        if case.status == "open":
            return replace(case, new=False)
        number += 1
    return None


def _free_key(plea: Plea, caller: Caller, store: RequestStore, now: datetime) -> str:
    """The first that opened none: what was closed today can be complained of again."""
    keys = (case_key(plea, caller, now, number) for number in count())
    return next(key for key in keys if store.case(key) is None)


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
