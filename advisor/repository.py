"""Where questions read from: the seam between the pure domain and a database, an HTTP API or a test's fake.

Every method that reads dated rows takes `until`: nothing dated later is returned, so no answer can use the future.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from typing import Protocol

from advisor.model import (
    Account,
    Customer,
    Document,
    Goal,
    PriceSeries,
    RecurringDeposit,
    Security,
    Transaction,
    Transfer,
)


class DataUnavailable(Exception):
    """The portfolio data can't be read now: the store is down, slow, or holds none yet.

    The message is for the log; customers get a kind sentence. A later try may succeed.
    """


class PriceProvider(Protocol):
    """Closes of securities: from the same place as the accounts, or from a service of their own."""

    def reading(self) -> AbstractContextManager[PriceProvider]:
        """The prices as they are now, for all that one question asks: see `Repository.reading`."""
        ...

    def prices(self, tickers: Collection[str], *, until: date, start: date | None = None) -> Mapping[str, PriceSeries]:
        """Closes dated ≤ until for each ticker, from the last close on or before `start` on (all without `start`).

        A ticker without any such close is left out.
        """
        ...

    def last_price_date(self, *, until: date) -> date | None:
        """The latest date ≤ until on which any security has a price."""
        ...


class Repository(PriceProvider, Protocol):
    """Reads one firm's portfolio data. Lists come in text order of their ids unless stated otherwise."""

    def reading(self) -> AbstractContextManager[Repository]:
        """The data as they are now, for all that one question asks: what is loaded meanwhile isn't seen.

        Without it, each call may see other data than the one before. For one thread; closed at the end of the context.
        """
        ...

    def customer(self, customer_id: str) -> Customer | None: ...

    def accounts(self, customer_id: str) -> Sequence[Account]:
        """All accounts of the customer, also those that open later; by account id."""
        ...

    def transactions(self, account_ids: Collection[str], *, until: date) -> Sequence[Transaction]:
        """Transactions dated ≤ until, by date, then transaction id as text."""
        ...

    def securities(self) -> Sequence[Security]:
        """Every known security and index, by ticker."""
        ...

    def target_model(self, model: str) -> Mapping[str, Decimal]:
        """Ticker → weight, summing to 1; empty for an unknown model."""
        ...

    def transfers(self, account_ids: Collection[str], *, until: date) -> Sequence[Transfer]:
        """Transfers requested ≤ until, newest first, then by transfer id."""
        ...

    def recurring_deposits(self, account_ids: Collection[str]) -> Sequence[RecurringDeposit]:
        """By account id, then amount, frequency and next date."""
        ...

    def goals(self, customer_id: str) -> Sequence[Goal]: ...

    def documents(self, customer_id: str) -> Sequence[Document]: ...
