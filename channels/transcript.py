"""What was said in a conversation, as the tracker store keeps it: messages of the customer and of the assistant.

`seq` orders the messages of one conversation: later is larger, and a message keeps its number for good. Rasa's own
readers give a tracker, replaying every event since the session began; here only the rows that are asked for are read,
through Rasa's own engine and table. Stores other than SQL are read whole.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore, TrackerStore

SAID = ("user", "bot")


@dataclass(frozen=True)
class Said:
    seq: int
    event: Mapping[str, Any]

    @property
    def by_customer(self) -> bool:
        return self.event.get("event") == "user"


class Transcript(ABC):
    """Blocking methods are awaited in a thread by the implementations; errors of the database are raised."""

    @abstractmethod
    async def attempts(self, conversation_id: str, client_id: str) -> list[Said]:
        """The customer's messages with this id, oldest first."""

    @abstractmethod
    async def after(self, conversation_id: str, seq: int, limit: int) -> list[Said]:
        """The first `limit` messages after `seq`, oldest first."""

    @abstractmethod
    async def before(
        self, conversation_id: str, seq: int | None, limit: int, kinds: Sequence[str] = SAID
    ) -> list[Said]:
        """The last `limit` messages of these kinds before `seq` (None: of all), oldest first."""

    @abstractmethod
    async def probe(self) -> None:
        """Raises what the database raises."""


def transcript_of(store: TrackerStore, in_thread: Callable[..., Any]) -> Transcript:
    """`in_thread(function, *arguments)` runs a blocking function."""
    inner = store._tracker_store if isinstance(store, FailSafeTrackerStore) else store
    if isinstance(inner, SQLTrackerStore):
        # Errors of the database would print the row into the log: what the customer said.
        inner.engine.hide_parameters = True
        return SqlTranscript(inner, in_thread)
    return WholeTranscript(inner)


class SqlTranscript(Transcript):
    """`seq` is the row's number: rows of one conversation are written one turn after the other."""

    def __init__(self, store: SQLTrackerStore, in_thread: Callable[..., Any]) -> None:
        self._store = store
        self._in_thread = in_thread

    async def attempts(self, conversation_id: str, client_id: str) -> list[Said]:
        found = await self._rows(conversation_id, lambda query, row: query.filter(*_mentions(row, client_id)))
        return [said for said in found if said.event.get("message_id") == client_id]

    async def after(self, conversation_id: str, seq: int, limit: int) -> list[Said]:
        return await self._rows(conversation_id, lambda query, row: query.filter(row.id > seq), limit=limit)

    async def before(
        self, conversation_id: str, seq: int | None, limit: int, kinds: Sequence[str] = SAID
    ) -> list[Said]:
        def older(query: Any, row: Any) -> Any:
            query = query.filter(row.type_name.in_(kinds))
            return query if seq is None else query.filter(row.id < seq)

        return await self._rows(conversation_id, older, limit=limit, newest_first=True)

    async def probe(self) -> None:
        await self._rows("", lambda query, row: query.filter(row.id < 0), limit=1)

    async def _rows(
        self,
        conversation_id: str,
        narrow: Callable[[Any, Any], Any],
        *,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Said]:
        rows: list[Said] = await self._in_thread(self._read, conversation_id, narrow, limit, newest_first)
        return rows

    def _read(
        self, conversation_id: str, narrow: Callable[[Any, Any], Any], limit: int | None, newest_first: bool
    ) -> list[Said]:
        row = self._store.SQLEvent
        with self._store.session_scope() as session:
            query = session.query(row.id, row.data).filter(row.sender_id == conversation_id, row.type_name.in_(SAID))
            query = narrow(query, row).order_by(row.id.desc() if newest_first else row.id).limit(limit)
            found = [Said(number, json.loads(data)) for number, data in query]
        return found[::-1] if newest_first else found


class WholeTranscript(Transcript):
    """For stores that give nothing but whole trackers; `seq` is the place among all events."""

    def __init__(self, store: TrackerStore) -> None:
        self._store = store

    async def attempts(self, conversation_id: str, client_id: str) -> list[Said]:
        everything = await self._all(conversation_id)
        return [said for said in everything if said.by_customer and said.event.get("message_id") == client_id]

    async def after(self, conversation_id: str, seq: int, limit: int) -> list[Said]:
        return [said for said in await self._all(conversation_id) if said.seq > seq][:limit]

    async def before(
        self, conversation_id: str, seq: int | None, limit: int, kinds: Sequence[str] = SAID
    ) -> list[Said]:
        everything = [said for said in await self._all(conversation_id) if said.event.get("event") in kinds]
        return [said for said in everything if seq is None or said.seq < seq][-limit:]

    async def probe(self) -> None:
        await self._store.retrieve("")

    async def _all(self, conversation_id: str) -> Sequence[Said]:
        tracker = await self._store.retrieve_full_tracker(conversation_id)
        events = [] if tracker is None else [event.as_dict() for event in tracker.events]
        return [Said(place, event) for place, event in enumerate(events, start=1) if event.get("event") in SAID]


def _mentions(row: Any, client_id: str) -> tuple[Any, ...]:
    """Narrows down to rows that hold the id, so that few are read; quotes in what was said are escaped in JSON."""
    return row.type_name == "user", row.data.contains(f'"message_id": {json.dumps(client_id)}', autoescape=True)
