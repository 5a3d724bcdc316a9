"""Tax lots: what each purchase still holds, and which purchases each sale used up.

First in, first out within one account: by trade date, then transaction id as text. A lot's basis is the buy's amount
(positive), pro rata for the shares that are left; so bases are conserved: what a sale takes is gone from its lots. A
sale may use up what was bought on its day, whichever was booked first, as positions only need to be there by its end.

Money in `Decimal`, unrounded. Gain = proceeds − basis, negative for a loss; long term when held more than 365 days.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from advisor.model import Transaction
from advisor.money import ZERO

SHORT_TERM_DAYS = 365  # held that long or less


@dataclass
class _OpenLot:
    """A lot while sales eat it up."""

    buy: Transaction
    shares: Decimal
    basis: Decimal


@dataclass(frozen=True)
class Lot:
    """What is left of one buy; `shares` and `basis` are positive."""

    buy: Transaction
    shares: Decimal
    basis: Decimal


@dataclass(frozen=True)
class SoldPart:
    """What one sale took of one lot: its shares, their basis, and their part of the sale's proceeds."""

    buy: Transaction
    shares: Decimal
    basis: Decimal
    proceeds: Decimal
    long_term: bool

    @property
    def gain(self) -> Decimal:
        return self.proceeds - self.basis


@dataclass(frozen=True)
class Sale:
    """One sell and the parts of lots that it took, the oldest first."""

    sell: Transaction
    parts: tuple[SoldPart, ...]

    @property
    def gain(self) -> Decimal:
        """Net of all parts: the sell's amount less their bases."""
        return self.sell.amount - sum((part.basis for part in self.parts), ZERO)


@dataclass(frozen=True)
class Lots:
    """`open` by account, ticker, date and transaction id; `sales` by date and transaction id."""

    open: tuple[Lot, ...]
    sales: tuple[Sale, ...]

    @property
    def basis(self) -> Decimal:
        """What is left of all open lots' bases; 0 of none."""
        return sum((lot.basis for lot in self.open), ZERO)


def lots_of(transactions: Iterable[Transaction]) -> Lots:
    """The lots and sales of any accounts and securities; rows may come in any order, only buys and sells count.

    Raises ValueError for a sale of more shares than there are: a loaded portfolio has none.
    """
    queues: dict[tuple[str, str], deque[_OpenLot]] = {}
    sales: list[Sale] = []
    for row in sorted((row for row in transactions if row.type in ("buy", "sell")), key=_fifo):
        if row.ticker is None or not row.shares:
            continue
        queue = queues.setdefault((row.account_id, row.ticker), deque())
        if row.type == "buy":
            queue.append(_OpenLot(row, row.shares, -row.amount))
        else:
            sales.append(Sale(row, _taken(queue, row, row.shares)))
    left = tuple(Lot(lot.buy, lot.shares, lot.basis) for _, queue in sorted(queues.items()) for lot in queue)
    return Lots(left, tuple(sales))


def _fifo(row: Transaction) -> tuple[object, ...]:
    """A day's buys before its sells: a lot bought on the day is the last in the queue either way."""
    return (row.date, row.type == "sell", row.transaction_id)


def _taken(queue: deque[_OpenLot], sell: Transaction, shares: Decimal) -> tuple[SoldPart, ...]:
    parts: list[SoldPart] = []
    left, proceeds_left = shares, sell.amount
    while left:
        if not queue:
            raise ValueError(
                f"advisor.finance.lots: transaction {sell.transaction_id!r} sells more {sell.ticker} than account "
                f"{sell.account_id!r} held; load a portfolio whose positions are never negative"
            )
        lot = queue[0]
        taken = min(left, lot.shares)
        whole = taken == lot.shares
        # The last part takes what is left, so that no rounding of a quotient is ever lost.
        basis = lot.basis if whole else lot.basis * taken / lot.shares
        proceeds = proceeds_left if taken == left else sell.amount * taken / shares
        held = (sell.date - lot.buy.date).days
        parts.append(SoldPart(lot.buy, taken, basis, proceeds, held > SHORT_TERM_DAYS))
        left -= taken
        proceeds_left -= proceeds
        if whole:
            queue.popleft()
        else:
            lot.shares -= taken
            lot.basis -= basis
    return tuple(parts)
