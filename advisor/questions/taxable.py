"""The part of a question that counts for tax: `taxable` and `joint` accounts only."""

from __future__ import annotations

from dataclasses import replace

from advisor.periods.period import Period
from advisor.scope import Scope

_TAXED = ("taxable", "joint")


def taxable_part(scope: Scope) -> Scope:
    """The scope with those accounts and their transactions only; its period starts with their first one at earliest.

    Without such an account there are no accounts and no transactions left, and the period stays.
    """
    accounts = [account for account in scope.accounts if account.type in _TAXED]
    ids = {account.account_id for account in accounts}
    transactions = [row for row in scope.transactions if row.account_id in ids]
    period = scope.period
    if period is not None and transactions:
        period = _from(period, min(row.date for row in transactions).toordinal())
    return replace(scope, accounts=accounts, transactions=transactions, period=period)


def _from(period: Period, first: int) -> Period:
    if period.start is None or period.end is None or period.start.toordinal() >= first:
        return period
    if period.end.toordinal() < first:
        return replace(period, start=None, end=None)
    return replace(period, start=period.start.fromordinal(first))
