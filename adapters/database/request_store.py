"""`advisor.requests.store.RequestStore` over SQL: exactly one row and one event for each draft.

The database decides, not the program: a draft, a key, a reference and an appointment are unique there. Who comes
second, however close, finds what the first one has written. Safe for threads and for several servers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from adapters.database.events import case_as_json, request_as_json, write_event
from adapters.database.ready import ReadyDatabase, unavailable
from adapters.database.references import new_reference
from adapters.database.request_schema import STANDING, cases, requests
from advisor.repository import DataUnavailable
from advisor.requests.store import NewCase, NewRequest, OpenedCase, Recorded, SlotTaken

_TRIES = 8  # a reference that is taken is drawn again; that happens once in millions


class SqlRequestStore:
    """Raises `DataUnavailable` where the database can't answer."""

    def __init__(self, database: ReadyDatabase) -> None:
        self._database = database

    def close(self) -> None:
        self._database.close()

    def record(self, request: NewRequest) -> Recorded:
        with unavailable():
            for _ in range(_TRIES):
                try:
                    with self._database.writing() as connection:
                        row = _draft(connection, request.customer_id, request.draft_id)
                        if row is not None:
                            return _recorded(row)
                        return _recorded(_insert_request(connection, request), new=True)
                except IntegrityError:
                    self._refuse_taken(request)
        raise DataUnavailable("no free reference for a request after several tries")

    def recorded(self, customer_id: str, draft_id: str) -> Recorded | None:
        with unavailable(), self._database.reading() as connection:
            row = _draft(connection, customer_id, draft_id)
            return None if row is None else _recorded(row)

    def open_requests(self, customer_id: str) -> Sequence[Recorded]:
        query = (
            select(requests)
            .where(requests.c.customer_id == customer_id, requests.c.status.in_(STANDING))
            .order_by(requests.c.requested_at.desc(), requests.c.reference)
        )
        with unavailable(), self._database.reading() as connection:
            return [_recorded(row) for row in connection.execute(query).mappings()]

    def withdraw(self, customer_id: str, reference: str, *, at: datetime) -> bool:
        own = and_(
            requests.c.customer_id == customer_id, requests.c.reference == reference, requests.c.status == "open"
        )
        with unavailable(), self._database.writing() as connection:
            changed = connection.execute(update(requests).where(own).values(status="withdrawn", changed_at=at))
            if changed.rowcount != 1:
                return False
            row = connection.execute(select(requests).where(requests.c.reference == reference)).mappings().one()
            write_event(connection, "request.withdrawn", reference, request_as_json(row), at=at)
            return True

    def open_case(self, case: NewCase) -> OpenedCase:
        with unavailable():
            for _ in range(_TRIES):
                try:
                    with self._database.writing() as connection:
                        row = _case(connection, case.key)
                        if row is not None:
                            return _opened(row)
                        return _opened(_insert_case(connection, case), new=True)
                except IntegrityError:
                    continue
        raise DataUnavailable("no free reference for a case after several tries")

    def case(self, key: str) -> OpenedCase | None:
        with unavailable(), self._database.reading() as connection:
            row = _case(connection, key)
            return None if row is None else _opened(row)

    def taken_slots(self, start: datetime, end: datetime) -> Sequence[datetime]:
        query = (
            select(requests.c.call_at)
            .where(requests.c.call_at >= start, requests.c.call_at < end, requests.c.status.in_(STANDING))
            .order_by(requests.c.call_at)
        )
        with unavailable(), self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def _refuse_taken(self, request: NewRequest) -> None:
        """Whether it was the appointment that another request has; else the next try finds out what it was."""
        if request.call_at is None:
            return
        query = select(requests.c.customer_id, requests.c.draft_id).where(
            requests.c.call_at == request.call_at, requests.c.status.in_(STANDING)
        )
        with self._database.reading() as connection:
            for customer_id, draft_id in connection.execute(query):
                if (customer_id, draft_id) != (request.customer_id, request.draft_id):
                    raise SlotTaken(request.call_at.isoformat())


def _draft(connection: Connection, customer_id: str, draft_id: str) -> Mapping[Any, Any] | None:
    query = select(requests).where(requests.c.customer_id == customer_id, requests.c.draft_id == draft_id)
    return connection.execute(query).mappings().first()


def _case(connection: Connection, key: str) -> Mapping[Any, Any] | None:
    return connection.execute(select(cases).where(cases.c.key == key)).mappings().first()


def _insert_request(connection: Connection, request: NewRequest) -> dict[str, Any]:
    row: dict[str, Any] = {
        "reference": new_reference("REQ"),
        "customer_id": request.customer_id,
        "draft_id": request.draft_id,
        "kind": request.kind,
        "status": "open",
        "account_id": request.account_id,
        "amount": request.amount,
        "currency": request.currency,
        "summary": request.summary,
        "details": dict(request.details),
        "call_at": request.call_at,
        "requested_at": request.requested_at,
        "changed_at": request.requested_at,
        "note": None,
    }
    connection.execute(insert(requests).values(row))
    write_event(connection, "request.recorded", row["reference"], request_as_json(row), at=request.requested_at)
    return row


def _insert_case(connection: Connection, case: NewCase) -> dict[str, Any]:
    row: dict[str, Any] = {
        "reference": new_reference("CASE"),
        "key": case.key,
        "kind": case.kind,
        "status": "open",
        "customer_id": case.customer_id,
        "reason": case.reason,
        "turns": [list(turn) for turn in case.turns],
        "opened_at": case.opened_at,
        "changed_at": case.opened_at,
        "note": None,
    }
    connection.execute(insert(cases).values(row))
    write_event(connection, "case.opened", row["reference"], case_as_json(row), at=case.opened_at)
    return row


def _recorded(row: Mapping[Any, Any], *, new: bool = False) -> Recorded:
    return Recorded(
        reference=row["reference"],
        customer_id=row["customer_id"],
        kind=row["kind"],
        summary=row["summary"],
        requested_at=row["requested_at"],
        status=row["status"],
        account_id=row["account_id"],
        amount=row["amount"],
        currency=row["currency"],
        details=dict(row["details"]),
        call_at=row["call_at"],
        new=new,
    )


def _opened(row: Mapping[Any, Any], *, new: bool = False) -> OpenedCase:
    return OpenedCase(row["reference"], row["kind"], row["opened_at"], row["status"], row["customer_id"], new=new)
