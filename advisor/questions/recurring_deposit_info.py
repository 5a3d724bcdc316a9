"""Which automatic deposits are set up, for how much, and when is the next?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from advisor.model import RecurringDeposit
from advisor.scope import Scope


@dataclass(frozen=True)
class RecurringDepositInfo:
    """By account id, then amount, frequency and next date; those switched off are among them."""

    schedules: tuple[RecurringDeposit, ...]
    today: date = field(default=date.max, metadata={"fact": False})


def recurring_deposit_info(scope: Scope) -> RecurringDepositInfo:
    """The schedules of the covered accounts as they are on file."""
    ids = [account.account_id for account in scope.accounts]
    return RecurringDepositInfo(tuple(scope.repository.recurring_deposits(ids)) if ids else (), scope.today)
