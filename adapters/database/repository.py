"""`advisor.repository.Repository` over SQL.

Safe for threads: every reading, and every call outside of one, has a connection of the pool for itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from sqlalchemy.engine import Engine

from adapters.database.kept import Newest
from adapters.database.reading import SqlReading, answering
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

# SQLite's transactions see one state of the data anyway, from their first query on.
_ONE_VIEW = {"postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}}


class SqlRepository:
    """Reads from `engine`. Raises `DataUnavailable` where the database can't answer or holds no tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._newest = Newest()

    def close(self) -> None:
        """Give all pooled connections back to the database."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[SqlReading]:
        """One read-only transaction that sees a load wholly or not at all."""
        with answering():
            connection = self._engine.connect()
        try:
            with answering():
                connection = connection.execution_options(**_ONE_VIEW.get(self._engine.dialect.name, {}))
            yield SqlReading(connection, self._newest)
        finally:
            connection.close()  # ends the transaction; nothing was written

    def customer(self, customer_id: str) -> Customer | None:
        with self.reading() as reading:
            return reading.customer(customer_id)

    def accounts(self, customer_id: str) -> Sequence[Account]:
        with self.reading() as reading:
            return reading.accounts(customer_id)

    def transactions(self, account_ids: Collection[str], *, until: date) -> Sequence[Transaction]:
        with self.reading() as reading:
            return reading.transactions(account_ids, until=until)

    def securities(self) -> Sequence[Security]:
        with self.reading() as reading:
            return reading.securities()

    def prices(self, tickers: Collection[str], *, until: date, start: date | None = None) -> Mapping[str, PriceSeries]:
        with self.reading() as reading:
            return reading.prices(tickers, until=until, start=start)

    def last_price_date(self, *, until: date) -> date | None:
        with self.reading() as reading:
            return reading.last_price_date(until=until)

    def target_model(self, model: str) -> Mapping[str, Decimal]:
        with self.reading() as reading:
            return reading.target_model(model)

    def transfers(self, account_ids: Collection[str], *, until: date) -> Sequence[Transfer]:
        with self.reading() as reading:
            return reading.transfers(account_ids, until=until)

    def recurring_deposits(self, account_ids: Collection[str]) -> Sequence[RecurringDeposit]:
        with self.reading() as reading:
            return reading.recurring_deposits(account_ids)

    def goals(self, customer_id: str) -> Sequence[Goal]:
        with self.reading() as reading:
            return reading.goals(customer_id)

    def documents(self, customer_id: str) -> Sequence[Document]:
        with self.reading() as reading:
            return reading.documents(customer_id)
