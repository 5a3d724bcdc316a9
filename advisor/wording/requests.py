"""The customer's open requests, where an answer tells them: what was asked for, with its reference."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.model import Account
from advisor.office import ZONE
from advisor.requests.store import Recorded
from advisor.wording.voice import Voice

_OF_WAY = {"deposit": ("deposit", "recurring_deposit"), "withdrawal": ("withdraw",)}


def requests_about(
    requests: Sequence[Recorded], accounts: Sequence[Account], transaction_types: Sequence[str]
) -> tuple[Recorded, ...]:
    """Those of the covered accounts, or of none in particular; only deposits or withdrawals where one is named."""
    ids = {account.account_id for account in accounts}
    named = [type for type in transaction_types if type in _OF_WAY]
    kinds = _OF_WAY[named[0]] if len(named) == 1 else None
    return tuple(
        request
        for request in requests
        if (request.account_id is None or request.account_id in ids)
        and (kinds is None or request.kind in (*kinds, "cancel_transfer"))
    )


def word_requests(requests: Sequence[Recorded], voice: Voice) -> str:
    """A sentence for one, a list for several; empty for none."""
    if not requests:
        return ""
    if len(requests) == 1:
        return f"You have one open request. {_line(requests[0], voice)}"
    lines = "\n".join(_line(request, voice) for request in requests)
    return f"You have {len(requests)} open requests:\n{lines}"


def _line(request: Recorded, voice: Voice) -> str:
    day = voice.day(request.requested_at.astimezone(ZONE).date())
    state = "our team has confirmed it" if request.status == "confirmed" else "not confirmed yet"
    return f"{request.reference}, {day}: {request.summary} ({state})"


def requests_as_facts(requests: Sequence[Recorded]) -> list[dict[str, object]]:
    """Newest first, as the store gives them."""
    return [
        {
            "reference": request.reference,
            "kind": request.kind,
            "status": request.status,
            "account_id": request.account_id,
            "amount": None if request.amount is None else f"{request.amount:.2f}",
            "summary": request.summary,
            "requested_on": request.requested_at.astimezone(ZONE).date().isoformat(),
        }
        for request in requests
    ]
