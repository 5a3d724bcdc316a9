"""What one question is about, once every word of it is resolved: all that a question function needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from advisor.model import (
    Account,
    AssetClass,
    Customer,
    Dimension,
    Goal,
    PriceSeries,
    Rank,
    Security,
    Transaction,
    TransactionType,
)
from advisor.periods.period import Period
from advisor.repository import Repository
from advisor.resolve.wishes import Wish
from advisor.settings import Settings


@dataclass(frozen=True)
class Scope:
    """`accounts` are those covered, `transactions` all of theirs up to `today` by date.

    `as_of` is the last price date up to today, None before there is any; `period` only where the question has one;
    `asset_classes`, `securities` and `transaction_types` hold what is named, in that order, and are empty where nothing
    is; `benchmark`, `rank` and `dimension` carry their default then. `goal` is None only for a customer without goals;
    `wish` is what a "what if" tries on it. Each is resolved only for the kinds that heed it.
    """

    repository: Repository
    customer: Customer
    all_accounts: Sequence[Account]
    accounts: Sequence[Account]
    transactions: Sequence[Transaction]
    today: date
    as_of: date | None
    settings: Settings
    period: Period | None = None
    asset_classes: tuple[AssetClass, ...] = ()
    securities: tuple[Security, ...] = ()
    benchmark: Security | None = None  # None where the data have no index at all
    rank: Rank = "best"
    dimension: Dimension = "position"
    transaction_types: tuple[TransactionType, ...] = ()
    goal: Goal | None = None
    wish: Wish | None = None
    message: str = ""  # the whole of it, for words that no entity marks ("less", "on top")

    @property
    def whole(self) -> bool:
        """Whether all of the customer's accounts are covered."""
        return len(self.accounts) == len(self.all_accounts)

    def of_account(self, account: Account) -> list[Transaction]:
        return [row for row in self.transactions if row.account_id == account.account_id]

    def prices(self, *, start: date, end: date | None = None) -> Mapping[str, PriceSeries]:
        """Closes of every security ever traded here, from the last one on or before `start` up to `end` or today."""
        tickers = {row.ticker for row in self.transactions if row.ticker is not None}
        return self.repository.prices(tickers, until=end or self.today, start=start) if tickers else {}
