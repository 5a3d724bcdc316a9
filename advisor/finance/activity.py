"""The transactions of a period, in the orders that answers list them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from advisor.model import Transaction
from advisor.periods.period import Period


def within(transactions: Iterable[Transaction], period: Period) -> list[Transaction]:
    """Those dated from the first to the last day of the period, both inclusive, in the order given.

    None of them where the period has no days.
    """
    start, end = period.start, period.end
    if start is None or end is None:
        return []
    return [row for row in transactions if start <= row.date <= end]


def newest_first(transactions: Iterable[Transaction]) -> Sequence[Transaction]:
    """By date from the latest, those of one day by transaction id as text."""
    by_id = sorted(transactions, key=attrgetter("transaction_id"))
    return sorted(by_id, key=attrgetter("date"), reverse=True)  # keeps the order of what is equal
