"""Old conversations in the SQL tracker store of Rasa, which has one row for each event.

An event goes by its own age, whatever conversation it is of. That is safe, because Rasa reads only the events since a
conversation's last session start, and a session ends after 60 minutes of silence: its slots are written anew into the
first events of the next. So whoever was there within 90 days finds everything that Rasa still reads; whoever wasn't
begins as somebody new. The one who comes back in the very second in which their last session is deleted gets an answer
as well: Rasa then writes some of its events once more, with their old time, and they go with the next deletion.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Float, Integer, Text, column, delete, func, inspect, select, table
from sqlalchemy.engine import Connection, Engine

from adapters.database.engine import WRITER
from adapters.database.ready import unavailable

# Rasa's own table, of which these columns are needed. `timestamp` is seconds since 1970.
_events = table("events", column("id", Integer), column("type_name", Text), column("timestamp", Float))
# Others, too, may have a table of that name; nothing is deleted from one that isn't Rasa's.
_COLUMNS = frozenset({"id", "sender_id", "type_name", "timestamp", "intent_name", "action_name", "data"})
_MESSAGES = ("user", "bot")
# A batch is a transaction of some milliseconds. A chat that waits for SQLite's lock asks for it several times a second
# and gives up after five, so it has to find it free in between.
_AT_ONCE = 1_000
_PAUSE = 0.05  # seconds


@dataclass(frozen=True)
class Events:
    """How many events, and how many of these are messages: what was said, without all that Rasa notes beside it."""

    all: int = 0
    messages: int = 0


class Conversations:
    """Raises `DataUnavailable` where the database can't answer."""

    def __init__(self, engine: Engine, *, at_once: int = _AT_ONCE) -> None:
        self._engine = engine
        self._at_once = at_once

    def close(self) -> None:
        self._engine.dispose()

    def count(self, before: datetime) -> Events | None:
        """What there is from before; None where the database holds no conversations of Rasa's."""
        old = _events.c.timestamp < before.timestamp()
        query = select(_events.c.type_name, func.count()).where(old).group_by(_events.c.type_name)
        with unavailable("conversations"):
            if not self._is_there():
                return None
            with self._engine.connect() as connection:
                counts = {str(name): int(number) for name, number in connection.execute(query)}
        return Events(sum(counts.values()), sum(counts.get(name, 0) for name in _MESSAGES))

    def delete(self, before: datetime, *, told: Callable[[int], None] = lambda count: None) -> Events | None:
        """Delete what is from before, a batch at a time; what is deleted stays so, whatever fails after it.

        `told` hears after each batch how many events are gone. None where there are no conversations of Rasa's.
        """
        done, messages, last = 0, 0, 0
        with unavailable("conversations"):
            if not self._is_there():
                return None
            while batch := self._next(before, after=last):
                last = batch[-1]
                these = _events.c.id.in_(batch)
                with self._engine.connect().execution_options(**{WRITER: True}) as connection, connection.begin():
                    _overwrite(connection)
                    # Counted as they go: another server may have been faster with some of them.
                    said = connection.execute(delete(_events).where(these, _events.c.type_name.in_(_MESSAGES))).rowcount
                    rest = connection.execute(delete(_events).where(these)).rowcount
                done, messages = done + said + rest, messages + said
                told(done)
                time.sleep(_PAUSE)
        return Events(done, messages)

    def _next(self, before: datetime, *, after: int) -> list[int]:
        """The oldest events from before, by id. Read without the lock: nobody waits while it looks for them."""
        query = (
            select(_events.c.id)
            .where(_events.c.id > after, _events.c.timestamp < before.timestamp())
            .order_by(_events.c.id)
            .limit(self._at_once)
        )
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def _is_there(self) -> bool:
        url = self._engine.url
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
            return False  # connecting would make an empty one
        with self._engine.connect() as connection:
            looked = inspect(connection)
            return looked.has_table("events") and {c["name"] for c in looked.get_columns("events")} >= _COLUMNS


def _overwrite(connection: Connection) -> None:
    """SQLite leaves what is deleted in the file, until it needs the room, unless it is told to write zeros over it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
