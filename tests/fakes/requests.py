"""A store of requests in memory, which keeps what `advisor.requests.store.RequestStore` promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from advisor.requests.store import NewCase, NewRequest, OpenedCase, Recorded, SlotTaken


@dataclass
class FakeRequestStore:
    """References count up from REQ-00002 and CASE-00002: 0 and 1 are never the last of a real one."""

    requests: dict[tuple[str, str], Recorded] = field(default_factory=dict)
    cases: dict[str, OpenedCase] = field(default_factory=dict)
    case_texts: dict[str, NewCase] = field(default_factory=dict)

    def record(self, request: NewRequest) -> Recorded:
        key = (request.customer_id, request.draft_id)
        if key in self.requests:
            return replace(self.requests[key], new=False)
        if request.call_at is not None and request.call_at in self.taken_slots(request.call_at, datetime.max):
            raise SlotTaken(request.call_at.isoformat())
        self.requests[key] = Recorded(
            reference=f"REQ-{len(self.requests) + 2:05}",
            customer_id=request.customer_id,
            kind=request.kind,
            summary=request.summary,
            requested_at=request.requested_at,
            status="open",
            account_id=request.account_id,
            amount=request.amount,
            currency=request.currency,
            details=dict(request.details),
            call_at=request.call_at,
            new=True,
        )
        return self.requests[key]

    def recorded(self, customer_id: str, draft_id: str) -> Recorded | None:
        found = self.requests.get((customer_id, draft_id))
        return None if found is None else replace(found, new=False)

    def open_requests(self, customer_id: str) -> Sequence[Recorded]:
        own = [r for r in self.requests.values() if r.customer_id == customer_id and r.status in ("open", "confirmed")]
        return sorted(own, key=lambda r: (-r.requested_at.timestamp(), r.reference))

    def withdraw(self, customer_id: str, reference: str, *, at: datetime) -> bool:
        for key, found in self.requests.items():
            if (found.customer_id, found.reference, found.status) == (customer_id, reference, "open"):
                self.requests[key] = replace(found, status="withdrawn")
                return True
        return False

    def open_case(self, case: NewCase) -> OpenedCase:
        if case.key in self.cases:
            return replace(self.cases[case.key], new=False)
        reference = f"CASE-{len(self.cases) + 2:05}"
        self.cases[case.key] = OpenedCase(reference, case.kind, case.opened_at, "open", case.customer_id, new=True)
        self.case_texts[case.key] = case
        return self.cases[case.key]

    def case(self, key: str) -> OpenedCase | None:
        found = self.cases.get(key)
        return None if found is None else replace(found, new=False)

    def taken_slots(self, start: datetime, end: datetime) -> Sequence[datetime]:
        calls = [
            r.call_at for r in self.requests.values() if r.call_at is not None and r.status in ("open", "confirmed")
        ]
        return sorted(call for call in calls if start <= call and (end == datetime.max or call < end))
