"""Requests and cases that ended long ago, with the webhook's events that tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Table, and_, delete, func, select
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.ready import ReadyDatabase, unavailable
from adapters.database.request_schema import CLOSED, ENDED, cases, requests, webhook_events

_AT_ONCE = 500


@dataclass(frozen=True)
class Ended:
    """How many requests and cases."""

    requests: int = 0
    cases: int = 0


class Records:
    """Raises `DataUnavailable` where the database can't answer.

    What is open or confirmed stays, however old it is. Nobody has done it yet, so somebody is still owed an answer; the
    years of keeping begin when it ends, which is its last change.
    """

    def __init__(self, database: ReadyDatabase, *, at_once: int = _AT_ONCE) -> None:
        self._database = database
        self._at_once = at_once

    def close(self) -> None:
        self._database.close()

    def count(self, before: datetime) -> Ended:
        with unavailable(), self._database.reading() as connection:
            found = [
                connection.execute(select(func.count()).select_from(table).where(_over(table, statuses, before)))
                for table, statuses in ((requests, ENDED), (cases, CLOSED))
            ]
            return Ended(*(result.scalar_one() for result in found))

    def delete(self, before: datetime) -> Ended:
        """Delete what ended before, in batches, each with its events or not at all."""
        return Ended(self._delete(requests, ENDED, before), self._delete(cases, CLOSED, before))

    def _delete(self, table: Table, statuses: Sequence[str], before: datetime) -> int:
        over = _over(table, statuses, before)
        done = 0
        while True:
            with unavailable(), self._database.writing() as connection:
                query = select(table.c.reference).where(over).order_by(table.c.reference).limit(self._at_once)
                references = list(connection.execute(query).scalars())
                if not references:
                    return done
                connection.execute(delete(webhook_events).where(webhook_events.c.reference.in_(references)))
                done += connection.execute(delete(table).where(table.c.reference.in_(references))).rowcount


def _over(table: Table, statuses: Sequence[str], before: datetime) -> ColumnElement[Boolean]:
    return and_(table.c.status.in_(statuses), table.c.changed_at < before)
