"""The events that wait to be delivered: claimed one by one, so that several servers never try the same at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, select, update

from adapters.database.ready import ReadyDatabase, unavailable
from adapters.database.request_schema import webhook_events as events


@dataclass(frozen=True)
class Event:
    """`attempts` counts the one that is being made. `body` is sent to the letter."""

    number: int
    event_id: str
    type: str
    reference: str
    body: str
    attempts: int


@dataclass(frozen=True)
class Waiting:
    """How many events are due now or later, and how many were given up."""

    waiting: int
    given_up: int
    last_error: str | None


class Outbox:
    """Raises `DataUnavailable` where the database can't answer."""

    def __init__(self, database: ReadyDatabase) -> None:
        self._database = database

    def close(self) -> None:
        self._database.close()

    def claim(self, now: datetime, *, lease: timedelta, most: int) -> Sequence[Event]:
        """Up to `most` events that are due, oldest first; nobody else gets them before `now` + `lease`.

        Whoever ends in between loses nothing: they are due again then.
        """
        due = select(events).where(events.c.due_at <= now).order_by(events.c.number).limit(most)
        with unavailable(), self._database.reading() as connection:
            rows = list(connection.execute(due).mappings())
        claimed: list[Event] = []
        if not rows:
            return claimed
        with unavailable(), self._database.writing() as connection:
            for row in rows:
                same = and_(
                    events.c.number == row["number"],
                    events.c.attempts == row["attempts"],
                    events.c.due_at == row["due_at"],
                )
                taken = {"attempts": row["attempts"] + 1, "due_at": now + lease}
                if connection.execute(update(events).where(same).values(**taken)).rowcount == 1:
                    claimed.append(
                        Event(
                            row["number"],
                            row["event_id"],
                            row["type"],
                            row["reference"],
                            row["body"],
                            row["attempts"] + 1,
                        )
                    )
        return claimed

    def delivered(self, event: Event, *, at: datetime) -> None:
        self._change(event, delivered_at=at, due_at=None, last_error=None)

    def failed(self, event: Event, *, why: str, due_at: datetime | None) -> None:
        """To be tried again at `due_at`; given up without one."""
        self._change(event, due_at=due_at, last_error=why)

    def try_again(self, *, now: datetime) -> int:
        """Everything that isn't delivered becomes due, also what was given up; how many events that are."""
        with unavailable(), self._database.writing() as connection:
            undelivered = events.c.delivered_at.is_(None)
            return int(connection.execute(update(events).where(undelivered).values(due_at=now, attempts=0)).rowcount)

    def waiting(self) -> Waiting:
        undelivered = events.c.delivered_at.is_(None)
        newest = (
            select(events.c.last_error)
            .where(undelivered, events.c.last_error.isnot(None))
            .order_by(events.c.number.desc())
            .limit(1)
        )
        count = select(func.count(events.c.due_at), func.count()).select_from(events).where(undelivered)
        with unavailable(), self._database.reading() as connection:
            waiting, undelivered_count = connection.execute(count).one()
            return Waiting(waiting, undelivered_count - waiting, connection.execute(newest).scalar())

    def forget(self, *, before: datetime) -> int:
        """Delete what was delivered before; how many events that were."""
        with unavailable(), self._database.writing() as connection:
            return int(connection.execute(delete(events).where(events.c.delivered_at < before)).rowcount)

    def _change(self, event: Event, **values: object) -> None:
        with unavailable(), self._database.writing() as connection:
            connection.execute(update(events).where(events.c.number == event.number).values(**values))
