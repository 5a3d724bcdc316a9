"""How much cash is not invested, and how much of it may be withdrawn?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from advisor.finance.book import book_at
from advisor.model import Direction, Transfer
from advisor.money import ZERO
from advisor.scope import Scope


@dataclass(frozen=True)
class CashBalance:
    """`pending_in` and `pending_out` are positive sums of pending transfers; `available` is at least 0."""

    cash: Decimal
    pending_in: Decimal
    pending_out: Decimal
    available: Decimal


def cash_balance(scope: Scope) -> CashBalance:
    """Cash of the covered accounts now; what is on its way out is no longer available."""
    cash = book_at(scope.transactions, scope.today).cash
    ids = [account.account_id for account in scope.accounts]
    transfers = scope.repository.transfers(ids, until=scope.today) if ids else ()

    def pending(direction: Direction) -> Decimal:
        return sum((t.amount for t in transfers if _pending(t) and t.direction == direction), ZERO)

    pending_out = pending("withdrawal")
    return CashBalance(cash, pending("deposit"), pending_out, max(cash - pending_out, ZERO))


def _pending(transfer: Transfer) -> bool:
    return transfer.status == "pending"
