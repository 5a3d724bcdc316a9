"""Where is the money that was sent, or asked for?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advisor.model import Direction, Transfer, TransferStatus
from advisor.scope import Scope


@dataclass(frozen=True)
class TransferItem:
    transfer_id: str
    account_id: str
    direction: Direction
    amount: Decimal  # positive
    requested_on: date
    expected_on: date | None  # may lie ahead
    status: TransferStatus


@dataclass(frozen=True)
class TransfersFound:
    """`transfers`, newest first. `direction` is the one that was asked for, None for both."""

    transfers: tuple[TransferItem, ...]
    direction: Direction | None = field(default=None, metadata={"fact": False})


def transfer_status(scope: Scope) -> TransfersFound:
    """Every transfer of the covered accounts requested by today, of any status; only deposits or only withdrawals
    where just one of the two is named."""
    named: list[Direction] = [name for name in ("deposit", "withdrawal") if name in scope.transaction_types]
    direction = named[0] if len(named) == 1 else None
    found = (row for row in transfers_of(scope) if direction in (None, row.direction))
    return TransfersFound(items_of(found), direction)


def pending_transfers(scope: Scope) -> tuple[TransferItem, ...]:
    """Those of the covered accounts that are still on their way, newest first."""
    return items_of(row for row in transfers_of(scope) if row.status == "pending")


def transfers_of(scope: Scope) -> Iterable[Transfer]:
    """Requested by today, newest first, then by transfer id, as the repository promises."""
    ids = [account.account_id for account in scope.accounts]
    return scope.repository.transfers(ids, until=scope.today) if ids else ()


def items_of(transfers: Iterable[Transfer]) -> tuple[TransferItem, ...]:
    return tuple(
        TransferItem(
            row.transfer_id,
            row.account_id,
            row.direction,
            row.amount,
            row.requested_on,
            row.expected_on,
            row.status,
        )
        for row in transfers
    )
