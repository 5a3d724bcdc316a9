"""Which automatic deposits are set up, for how much, and when is the next?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from advisor.model import RecurringDeposit
from advisor.money import cents
from advisor.scope import Scope


@dataclass(frozen=True)
class RecurringDepositInfo:
    """In text order of their facts, field by field, the account id first; those switched off are among them."""

    schedules: tuple[RecurringDeposit, ...]
    today: date = field(default=date.max, metadata={"fact": False})


def recurring_deposit_info(scope: Scope) -> RecurringDepositInfo:
    """The schedules of the covered accounts as they are on file."""
    ids = [account.account_id for account in scope.accounts]
    schedules = scope.repository.recurring_deposits(ids) if ids else ()
    return RecurringDepositInfo(tuple(sorted(schedules, key=_as_text)), scope.today)


def _as_text(schedule: RecurringDeposit) -> tuple[str, ...]:
    """Without a next date after all dates."""
    amount, next_date = str(cents(schedule.amount)), str(schedule.next_date or "none")
    return schedule.account_id, amount, schedule.frequency, next_date, str(schedule.active)
