"""`advisor.repository.Repository` over SQL: one query for each call, however many accounts or securities it names.

Safe for threads: every call takes a connection from the pool and gives it back.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.sql import Select

from adapters.database import schema
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


class SqlRepository:
    """Reads from `engine`. Raises `DataUnavailable` where the database can't answer or holds no tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        """Give all pooled connections back to the database."""
        self._engine.dispose()

    def customer(self, customer_id: str) -> Customer | None:
        table = schema.customers
        rows = self._rows(select(table).where(table.c.customer_id == customer_id))
        return Customer(**rows[0]) if rows else None

    def accounts(self, customer_id: str) -> Sequence[Account]:
        table = schema.accounts
        query = select(table).where(table.c.customer_id == customer_id).order_by(table.c.account_id)
        return [Account(**row) for row in self._rows(query)]

    def transactions(self, account_ids: Collection[str], *, until: date) -> Sequence[Transaction]:
        table = schema.transactions
        query = (
            select(table)
            .where(table.c.account_id.in_(sorted(account_ids)), table.c.date <= until)
            .order_by(table.c.date, table.c.transaction_id)
        )
        return [Transaction(**row) for row in self._rows(query)]

    def securities(self) -> Sequence[Security]:
        table = schema.securities
        return [Security(**row) for row in self._rows(select(table).order_by(table.c.ticker))]

    def prices(self, tickers: Collection[str], *, until: date, start: date | None = None) -> Mapping[str, PriceSeries]:
        with self._answering(), self._engine.connect() as connection:
            rows = connection.execute(_prices_query(tickers, until=until, start=start)).all()
        series: dict[str, PriceSeries] = {}
        for ticker, group in groupby(rows, key=itemgetter(0)):
            _, dates, closes = zip(*group, strict=True)
            series[ticker] = PriceSeries.of(ticker, dates, closes)
        return series

    def last_price_date(self, *, until: date) -> date | None:
        table = schema.prices
        rows = self._rows(select(func.max(table.c.date).label("last")).where(table.c.date <= until))
        last: date | None = rows[0]["last"]
        return last

    def target_model(self, model: str) -> Mapping[str, Decimal]:
        table = schema.target_models
        query = select(table.c.ticker, table.c.weight).where(table.c.model == model).order_by(table.c.ticker)
        return {row["ticker"]: row["weight"] for row in self._rows(query)}

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

    def _rows(self, query: Select) -> list[Mapping[str, Any]]:
        with self._answering(), self._engine.connect() as connection:
            return list(connection.execute(query).mappings())

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            # The driver's own words: they name host or table, never a password or a customer.
            reason = str(error.orig) if isinstance(error, DBAPIError) else str(error)
            logger.error("portfolio database can't answer: %s", reason.strip())
            raise DataUnavailable(f"the portfolio database can't answer: {reason.strip()}") from error


def _prices_query(tickers: Collection[str], *, until: date, start: date | None) -> Select:
    """Rows of ticker, date, close; with `start`, each ticker from its own last close on or before it."""
    prices = schema.prices
    query = select(prices.c.ticker, prices.c.date, prices.c.close).where(prices.c.date <= until)
    if start is None:
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
