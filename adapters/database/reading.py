"""One question's reading: every query in one transaction that sees the data as they were at its first query.

One query for each call, however many accounts or securities it names; fewer where the dataset has a version, because
what several questions or customers need is then kept in memory (see `kept`).
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.sql import Select

from adapters.database import raw, schema
from adapters.database.kept import Kept, Newest
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
from advisor.repository import DataUnavailable

logger = logging.getLogger(__name__)


@contextmanager
def answering(table: str = "") -> Iterator[None]:
    """Raises `DataUnavailable` where the database fails, and where a cell of `table` holds what it can't hold."""
    try:
        yield
    except SQLAlchemyError as error:
        # The driver's own words: they name host or table, never a password or a customer.
        reason = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        logger.error("portfolio database can't answer: %s", reason.strip())
        raise DataUnavailable(f"the portfolio database can't answer: {reason.strip()}") from error
    except (ValueError, TypeError, ArithmeticError) as error:
        # Without the error's words: they hold the cell's, which may be a customer's.
        reason = f"a row of table {table!r} holds what can't be read ({type(error).__name__}); load the portfolio again"
        logger.error("portfolio database: %s", reason)
        raise DataUnavailable(f"portfolio database: {reason}") from error


class SqlReading:
    """`advisor.repository.Repository` over `connection`, whose transaction the caller ends. For one thread."""

    def __init__(self, connection: Connection, newest: Newest) -> None:
        self._connection = connection
        self._newest = newest
        self._kept: Kept | None = None
        self._models: set[str] = set()  # of the accounts read so far

    @contextmanager
    def reading(self) -> Iterator[SqlReading]:
        """Itself: what is inside one view sees that view."""
        yield self

    def version(self) -> str | None:
        """What the data that this reading sees are called; None where the database doesn't say."""
        return self._kept_so_far().version

    def customer(self, customer_id: str) -> Customer | None:
        table = schema.customers
        rows = self._rows(select(table).where(table.c.customer_id == customer_id))
        return Customer(**rows[0]) if rows else None

    def accounts(self, customer_id: str) -> Sequence[Account]:
        table = schema.accounts
        query = select(table).where(table.c.customer_id == customer_id).order_by(table.c.account_id)
        found = [Account(**row) for row in self._rows(query)]
        self._models |= {account.target_model for account in found if account.target_model is not None}
        return found

    def transactions(self, account_ids: Collection[str], *, until: date) -> Sequence[Transaction]:
        kept = self._kept_so_far()
        asked = (tuple(sorted(account_ids)), until)
        found = kept.transactions.get(asked)
        if found is None:
            table = schema.transactions
            query = (
                select(table)
                .where(table.c.account_id.in_(asked[0]), table.c.date <= until)
                .order_by(table.c.date, table.c.transaction_id)
            )
            with answering(table.name):
                found = raw.transactions(self._connection.execute(query).cursor)
            kept.transactions.put(asked, found)
        return found

    def securities(self) -> Sequence[Security]:
        kept = self._kept_so_far()
        if kept.securities is None:
            table = schema.securities
            kept.securities = tuple(Security(**row) for row in self._rows(select(table).order_by(table.c.ticker)))
        return kept.securities

    def prices(self, tickers: Collection[str], *, until: date, start: date | None = None) -> Mapping[str, PriceSeries]:
        kept = self._kept_so_far()
        if kept.version is None:  # whole series would be too much for one question alone
            return self._prices(_prices_query(tickers, until=until, start=start))
        series = {ticker: kept.prices.get(ticker) for ticker in sorted(set(tickers))}
        missing = [ticker for ticker, one in series.items() if one is None]
        if missing:
            series |= self._prices(_prices_query(missing))
            for ticker in missing:
                # A security without any price is kept as well, or it would be looked for each time.
                series[ticker] = whole = series[ticker] or PriceSeries.of(ticker, (), ())
                kept.prices.put(ticker, whole)
        first = None if start is None else min(start, until)
        slices = {ticker: one.between(first, until) for ticker, one in series.items() if one is not None}
        return {ticker: one for ticker, one in slices.items() if len(one)}

    def last_price_date(self, *, until: date) -> date | None:
        table = schema.prices
        rows = self._rows(select(func.max(table.c.date).label("last")).where(table.c.date <= until))
        last: date | None = rows[0]["last"]
        return last

    def target_model(self, model: str) -> Mapping[str, Decimal]:
        kept = self._kept_so_far()
        found = kept.models.get(model)
        if found is None:
            # The models of all accounts at once: whoever asks for one of them asks for the others next.
            models = self._target_models({model, *self._models})
            for name, weights in models.items():
                kept.models.put(name, weights)
            found = models[model]
        return found

    def transfers(self, account_ids: Collection[str], *, until: date) -> Sequence[Transfer]:
        table = schema.transfers
        query = (
            select(table)
            .where(table.c.account_id.in_(sorted(account_ids)), table.c.requested_on <= until)
            .order_by(table.c.requested_on.desc(), table.c.transfer_id)
        )
        return [Transfer(**row) for row in self._rows(query)]

    def recurring_deposits(self, account_ids: Collection[str]) -> Sequence[RecurringDeposit]:
        table = schema.recurring_deposits
        columns = [column for column in table.c if column.name != "row"]
        query = (
            select(*columns)
            .where(table.c.account_id.in_(sorted(account_ids)))
            .order_by(
                table.c.account_id, table.c.amount, table.c.frequency, table.c.next_date.is_(None), table.c.next_date
            )
        )
        return [RecurringDeposit(**row) for row in self._rows(query)]

    def goals(self, customer_id: str) -> Sequence[Goal]:
        table = schema.goals
        query = select(table).where(table.c.customer_id == customer_id).order_by(table.c.goal_id)
        return [Goal(**row) for row in self._rows(query)]

    def documents(self, customer_id: str) -> Sequence[Document]:
        table = schema.documents
        query = select(table).where(table.c.customer_id == customer_id).order_by(table.c.document_id)
        return [Document(**row) for row in self._rows(query)]

    def _prices(self, query: Select) -> dict[str, PriceSeries]:
        with answering(schema.prices.name):
            return raw.price_series(self._connection.execute(query).cursor)

    def _target_models(self, names: Collection[str]) -> dict[str, dict[str, Decimal]]:
        table = schema.target_models
        query = select(table).where(table.c.model.in_(sorted(names))).order_by(table.c.model, table.c.ticker)
        found: dict[str, dict[str, Decimal]] = {name: {} for name in names}
        for row in self._rows(query):
            found[row["model"]][row["ticker"]] = row["weight"]
        return found

    def _kept_so_far(self) -> Kept:
        """What is kept of the dataset that this reading sees; without a version of it, only what it has read itself."""
        if self._kept is None:
            version = self._version()
            self._kept = Kept(None) if version is None else self._newest.of(version)
        return self._kept

    def _version(self) -> str | None:
        if not self._newest.versioned:
            with answering():
                # A database that an older Folio made has no such table; asking for it would end the transaction.
                self._newest.versioned = inspect(self._connection).has_table(schema.loads.name)
        if not self._newest.versioned:
            return None
        try:
            rows = self._rows(select(schema.loads.c.version))
        except DataUnavailable:
            self._newest.versioned = False  # to be looked up again: an old backup may have taken the database's place
            raise
        return str(rows[0]["version"]) if len(rows) == 1 else None

    def _rows(self, query: Select) -> list[Mapping[str, Any]]:
        with answering(", ".join(str(table) for table in query.get_final_froms())):
            return list(self._connection.execute(query).mappings())


def _prices_query(tickers: Collection[str], *, until: date | None = None, start: date | None = None) -> Select:
    """Rows of ticker, date, close; with `start`, each ticker from its own last close on or before it."""
    prices = schema.prices
    query = select(prices.c.ticker, prices.c.date, prices.c.close)
    if until is not None:
        query = query.where(prices.c.date <= until)
    if start is None or until is None:
        query = query.where(prices.c.ticker.in_(sorted(tickers)))
    else:
        earlier = prices.alias("earlier")
        first = (
            select(func.max(earlier.c.date))
            .where(earlier.c.ticker == schema.securities.c.ticker, earlier.c.date <= min(start, until))
            .scalar_subquery()
        )
        # One short look into the index for each ticker. PostgreSQL would merge the two parts, and look for each price.
        firsts = (
            select(schema.securities.c.ticker, func.coalesce(first, start).label("first"))
            .where(schema.securities.c.ticker.in_(sorted(tickers)))
            .cte("firsts")
            .prefix_with("MATERIALIZED", dialect="postgresql")
        )
        query = query.join(firsts, (prices.c.ticker == firsts.c.ticker) & (prices.c.date >= firsts.c.first))
    return query.order_by(prices.c.ticker, prices.c.date)
