"""Where requests and cases are recorded: the seam between the pure domain and a database or a test's fake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

# open: nobody has decided on it; withdrawn: by the customer; the others: by the back office.
RequestStatus = Literal["open", "confirmed", "declined", "done", "withdrawn"]
CaseStatus = Literal["open", "closed"]


@dataclass(frozen=True)
class NewRequest:
    """What a customer has said yes to. The same `draft_id` of the same customer is the same request.

    `details` hold every field of the request as text, `summary` the words that the yes was said to. `call_at` is the
    beginning of an appointment, with its time zone.
    """

    draft_id: str
    customer_id: str
    kind: str
    summary: str
    requested_at: datetime
    account_id: str | None = None
    amount: Decimal | None = None  # positive, in the customer's currency
    currency: str = "USD"
    details: Mapping[str, str] = field(default_factory=dict)
    call_at: datetime | None = None


@dataclass(frozen=True)
class Recorded:
    """A request in the database. `new` is False where the same draft had been recorded before."""

    reference: str  # REQ-7F3K2
    customer_id: str
    kind: str
    summary: str
    requested_at: datetime
    status: RequestStatus
    account_id: str | None = None
    amount: Decimal | None = None
    currency: str = "USD"
    details: Mapping[str, str] = field(default_factory=dict)
    call_at: datetime | None = None
    new: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class NewCase:
    """A complaint, or somebody who wants a person. The same `key` is the same case, whoever sends it.

    `customer_id` is None for a visitor; `turns` are the last of the conversation, oldest first, as (who, text) with who
    being "customer" or "assistant".
    """

    key: str
    kind: str  # complaint or human_handoff
    reason: str
    opened_at: datetime
    customer_id: str | None = None
    turns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OpenedCase:
    """A case in the database. `new` is False where the same key had opened it before."""

    reference: str  # CASE-7F3K2
    kind: str
    opened_at: datetime
    status: CaseStatus
    customer_id: str | None = None
    new: bool = field(default=False, compare=False)


class SlotTaken(Exception):
    """Somebody else has asked for the same appointment in the meantime; nothing was recorded."""


class RequestStore(Protocol):
    """Records what customers asked for. Every method raises `DataUnavailable` where the store can't be reached."""

    def record(self, request: NewRequest) -> Recorded:
        """One row and one event for a draft, however often it is sent; the same answer each time.

        Raises:
            SlotTaken: an open request has the same `call_at`.
        """
        ...

    def recorded(self, customer_id: str, draft_id: str) -> Recorded | None:
        """What a draft of this customer was recorded as; None where it wasn't."""
        ...

    def open_requests(self, customer_id: str) -> Sequence[Recorded]:
        """This customer's requests that are open or confirmed but not done, newest first, then by reference."""
        ...

    def withdraw(self, customer_id: str, reference: str, *, at: datetime) -> bool:
        """Takes back an open request of this customer. False where it is not theirs, or open no longer."""
        ...

    def open_case(self, case: NewCase) -> OpenedCase:
        """One row and one event for a key, however often it is sent."""
        ...

    def case(self, key: str) -> OpenedCase | None:
        """The case that a key has opened; None where it has opened none."""
        ...

    def taken_slots(self, start: datetime, end: datetime) -> Sequence[datetime]:
        """When all calls begin that anybody has asked for and that are still to be: start ≤ t < end, ascending."""
        ...
