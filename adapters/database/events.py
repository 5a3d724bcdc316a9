"""The events that tell another system what was asked for: written in the transaction of what they tell.

So there is an event for each change that is in the database, and none for one that isn't. `adapters/webhook` delivers
them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.engine import Connection, RowMapping

from adapters.database.request_schema import webhook_events
from advisor.money import cents


def write_event(
    connection: Connection, type: str, reference: str, about: Mapping[str, object], *, at: datetime
) -> None:
    """`about` is what the event tells, JSON values only, under the name that `type` begins with ("request", "case")."""
    event_id = f"evt_{uuid4().hex}"
    body = {"id": event_id, "type": type, "created_at": moment(at), type.partition(".")[0]: about}
    connection.execute(
        insert(webhook_events).values(
            event_id=event_id,
            type=type,
            reference=reference,
            body=json.dumps(body, ensure_ascii=False, sort_keys=True),
            created_at=at,
            attempts=0,
            due_at=datetime.now(timezone.utc),  # of the real clock, by which it is delivered
        )
    )


def moment(at: datetime) -> str:
    """In UTC, as in "2026-11-20T16:00:00Z"."""
    return at.astimezone(timezone.utc).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def request_as_json(row: RowMapping | Mapping[str, Any]) -> dict[str, object]:
    """A row of `requests` as an event tells it; the same keys as the columns of the export."""
    amount, call_at = row["amount"], row["call_at"]
    return {
        "reference": row["reference"],
        "kind": row["kind"],
        "status": row["status"],
        "customer_id": row["customer_id"],
        "account_id": row["account_id"],
        "amount": None if amount is None else str(cents(amount)),
        "currency": row["currency"],
        "summary": row["summary"],
        "details": dict(row["details"]),
        "call_at": None if call_at is None else moment(call_at),
        "requested_at": moment(row["requested_at"]),
        "note": row["note"],
    }


def case_as_json(row: RowMapping | Mapping[str, Any]) -> dict[str, object]:
    """A row of `cases` as an event tells it."""
    return {
        "reference": row["reference"],
        "kind": row["kind"],
        "status": row["status"],
        "customer_id": row["customer_id"],
        "reason": row["reason"],
        "turns": [{"who": who, "text": text} for who, text in row["turns"]],
        "opened_at": moment(row["opened_at"]),
        "note": row["note"],
    }
