"""The tables of requests: what customers asked for, the cases they opened, and the events to tell another system.

They lie beside the portfolio and know nothing of its tables: loading a portfolio replaces all of that, and none of
this. Migration 0003 creates them.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint, and_, or_

from adapters.database.exact import ScaledDecimal
from adapters.database.instants import Instant
from adapters.database.schema import MONEY_DECIMALS, text_id

metadata = MetaData()

# The statuses in which a request still stands, and its appointment with it.
STANDING = ("open", "confirmed")
# Those of a request and of a case that are over, and change no more.
ENDED = ("done", "declined", "withdrawn")
CLOSED = ("closed",)

requests = Table(
    "requests",
    metadata,
    Column("reference", text_id(), primary_key=True),
    Column("customer_id", text_id(), nullable=False),
    Column("draft_id", text_id(), nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("account_id", text_id()),
    Column("amount", ScaledDecimal(MONEY_DECIMALS)),
    Column("currency", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("call_at", Instant),
    Column("requested_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("note", Text),  # of the back office
    UniqueConstraint("customer_id", "draft_id", name="requests_once"),
)
Index("requests_of_customer", requests.c.customer_id, requests.c.requested_at)
Index("requests_by_time", requests.c.requested_at)
_stands = and_(requests.c.call_at.isnot(None), or_(requests.c.status == STANDING[0], requests.c.status == STANDING[1]))
Index("requests_one_call", requests.c.call_at, unique=True, sqlite_where=_stands, postgresql_where=_stands)

cases = Table(
    "cases",
    metadata,
    Column("reference", text_id(), primary_key=True),
    Column("key", text_id(), nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("customer_id", text_id()),  # of a visitor nothing is known
    Column("reason", Text, nullable=False),
    Column("turns", JSON, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("note", Text),
    UniqueConstraint("key", name="cases_once"),
)
Index("cases_by_time", cases.c.opened_at)

# Written in the transaction of what they tell. `body` is what is signed, to the letter.
webhook_events = Table(
    "webhook_events",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("event_id", text_id(), nullable=False),
    Column("type", Text, nullable=False),
    Column("reference", text_id(), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant),  # of the next attempt; None once delivered or given up
    Column("delivered_at", Instant),
    Column("last_error", Text),
    UniqueConstraint("event_id", name="webhook_events_once"),
)
Index("webhook_events_due", webhook_events.c.due_at)
