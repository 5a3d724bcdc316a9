"""Accounts from one place, prices from another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

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
from advisor.repository import PriceProvider, Repository


class PricedRepository:
    """`advisor.repository.Repository`: `prices` are asked for prices, `accounts` for all the rest."""

    def __init__(self, accounts: Repository, prices: PriceProvider) -> None:
        self._accounts = accounts
        self._prices = prices

    @contextmanager
    def reading(self) -> Iterator[PricedRepository]:
        with self._accounts.reading() as accounts, self._prices.reading() as prices:
            yield PricedRepository(accounts, prices)

    def prices(self, tickers: Collection[str], *, until: date, start: date | None = None) -> Mapping[str, PriceSeries]:
        return self._prices.prices(tickers, until=until, start=start)

    def last_price_date(self, *, until: date) -> date | None:
        return self._prices.last_price_date(until=until)

    def customer(self, customer_id: str) -> Customer | None:
        return self._accounts.customer(customer_id)

    def accounts(self, customer_id: str) -> Sequence[Account]:
        return self._accounts.accounts(customer_id)

    def transactions(self, account_ids: Collection[str], *, until: date) -> Sequence[Transaction]:
        return self._accounts.transactions(account_ids, until=until)

    def securities(self) -> Sequence[Security]:
        return self._accounts.securities()

    def target_model(self, model: str) -> Mapping[str, Decimal]:
        return self._accounts.target_model(model)

    def transfers(self, account_ids: Collection[str], *, until: date) -> Sequence[Transfer]:
        return self._accounts.transfers(account_ids, until=until)

    def recurring_deposits(self, account_ids: Collection[str]) -> Sequence[RecurringDeposit]:
        return self._accounts.recurring_deposits(account_ids)

    def goals(self, customer_id: str) -> Sequence[Goal]:
        return self._accounts.goals(customer_id)

    def documents(self, customer_id: str) -> Sequence[Document]:
        return self._accounts.documents(customer_id)
