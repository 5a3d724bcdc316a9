"""What the back office does with requests: list them, look at one, and say what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import select, update

from adapters.database.events import case_as_json, request_as_json, write_event
from adapters.database.ready import ReadyDatabase, unavailable
from adapters.database.request_schema import cases, requests
from advisor.requests.store import CaseStatus, RequestStatus

# What may follow what. What is done, declined or withdrawn stays so.
_FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "confirmed": ("open",),
    "declined": ("open", "confirmed"),
    "done": ("open", "confirmed"),
}
_CASE_FOLLOWS: Mapping[str, tuple[str, ...]] = {"closed": ("open",)}
REQUEST_STATUSES: tuple[str, ...] = get_args(RequestStatus)
CASE_STATUSES: tuple[str, ...] = get_args(CaseStatus)


class NoSuchRequest(Exception):
    """No request and no case has that reference."""


class NotPossible(Exception):
    """The status that a request has doesn't allow for that; the message says which it has."""


class BackOffice:
    """Raises `DataUnavailable` where the database can't answer."""

    def __init__(self, database: ReadyDatabase) -> None:
        self._database = database

    def close(self) -> None:
        self._database.close()

    def requests(
        self,
        *,
        status: str | None = None,
        kind: str | None = None,
        customer_id: str | None = None,
        since: datetime | None = None,
    ) -> Sequence[Mapping[str, Any]]:
        """Rows of `requests`, oldest first, then by reference; each filter that is given counts."""
        query = select(requests).order_by(requests.c.requested_at, requests.c.reference)
        for column, value in (
            (requests.c.status, status),
            (requests.c.kind, kind),
            (requests.c.customer_id, customer_id),
        ):
            query = query if value is None else query.where(column == value)
        query = query if since is None else query.where(requests.c.requested_at >= since)
        with unavailable(), self._database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def cases(self, *, status: str | None = None, since: datetime | None = None) -> Sequence[Mapping[str, Any]]:
        """Rows of `cases`, oldest first, then by reference."""
        query = select(cases).order_by(cases.c.opened_at, cases.c.reference)
        query = query if status is None else query.where(cases.c.status == status)
        query = query if since is None else query.where(cases.c.opened_at >= since)
        with unavailable(), self._database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def show(self, reference: str) -> Mapping[str, object]:
        """A request or case as its events tell it. Raises `NoSuchRequest`."""
        table, as_json = (cases, case_as_json) if reference.startswith("CASE-") else (requests, request_as_json)
        with unavailable(), self._database.reading() as connection:
            row = connection.execute(select(table).where(table.c.reference == reference)).mappings().first()
        if row is None:
            raise NoSuchRequest(reference)
        return as_json(row)

    def change(self, reference: str, status: str, *, at: datetime, note: str | None = None) -> None:
        """Give it another status, with an event. The same status again changes nothing.

        Raises:
            NoSuchRequest: there is none of that reference.
            NotPossible: it has a status that this one can't follow.
        """
        is_case = reference.startswith("CASE-")
        table, as_json = (cases, case_as_json) if is_case else (requests, request_as_json)
        allowed = (_CASE_FOLLOWS if is_case else _FOLLOWS).get(status, ())
        with unavailable(), self._database.writing() as connection:
            own = table.c.reference == reference
            present = connection.execute(select(table.c.status).where(own)).scalar()
            if present is None:
                raise NoSuchRequest(reference)
            if present == status:
                return
            changes: dict[str, object] = {
                "status": status,
                "changed_at": at,
                **({} if note is None else {"note": note}),
            }
            if present not in allowed or not self._changed(connection, table, own, present, changes):
                raise NotPossible(f"{reference} is {present}; that can't become {status}")
            row = connection.execute(select(table).where(own)).mappings().one()
            write_event(connection, f"{'case' if is_case else 'request'}.{status}", reference, as_json(row), at=at)

    def _changed(self, connection: Any, table: Any, own: Any, present: str, changes: Mapping[str, object]) -> bool:
        """Whether it still had the status that was read: the customer may withdraw it in the same moment."""
        same = table.c.status == present
        return bool(connection.execute(update(table).where(own, same).values(**changes)).rowcount == 1)
