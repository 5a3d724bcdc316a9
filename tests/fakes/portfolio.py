"""A repository over plain lists, for tests of everything that asks questions, and builders for its rows.

Every list may be given in any order; answers come in the order that `advisor.repository.Repository` promises.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import count
from typing import Any, cast

from advisor.model import (
    Account,
    AccountType,
    AssetClass,
    Customer,
    Direction,
    Document,
    Goal,
    PriceSeries,
    Reason,
    RecurringDeposit,
    Security,
    SecurityKind,
    Transaction,
    TransactionType,
    Transfer,
    TransferStatus,
)

_numbers = count(1)


class _View:
    """The repository as long as `reading` lasts; a connection to a database is closed after it, too."""

    def __init__(self, repository: FakeRepository) -> None:
        self._repository: FakeRepository | None = repository

    def close(self) -> None:
        self._repository = None

    def __getattr__(self, name: str) -> Any:
        if self._repository is None:
            raise AssertionError(f"{name} was asked for after the reading had ended")
        return getattr(self._repository, name)


@dataclass
class FakeRepository:
    """`closes` maps ticker → date → close; `models` maps model → ticker → weight."""

    customers: Sequence[Customer] = ()
    all_accounts: Sequence[Account] = ()
    all_securities: Sequence[Security] = ()
    closes: Mapping[str, Mapping[date, Decimal]] = field(default_factory=dict)
    models: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    all_transactions: Sequence[Transaction] = ()
    all_transfers: Sequence[Transfer] = ()
    all_recurring_deposits: Sequence[RecurringDeposit] = ()
    all_goals: Sequence[Goal] = ()
    all_documents: Sequence[Document] = ()

    @contextmanager
    def reading(self) -> Iterator[FakeRepository]:
        view = _View(self)
        try:
            yield cast(FakeRepository, view)
        finally:
            view.close()

    def customer(self, customer_id: str) -> Customer | None:
        return next((c for c in self.customers if c.customer_id == customer_id), None)

    def accounts(self, customer_id: str) -> Sequence[Account]:
        return sorted((a for a in self.all_accounts if a.customer_id == customer_id), key=lambda a: a.account_id)

    def transactions(self, account_ids: Collection[str], *, until: date) -> Sequence[Transaction]:
        found = [t for t in self.all_transactions if t.account_id in account_ids and t.date <= until]
        return sorted(found, key=lambda t: (t.date, t.transaction_id))

    def securities(self) -> Sequence[Security]:
        return sorted(self.all_securities, key=lambda s: s.ticker)

    def prices(self, tickers: Collection[str], *, until: date, start: date | None = None) -> Mapping[str, PriceSeries]:
        found: dict[str, PriceSeries] = {}
        for ticker in sorted(set(tickers)):
            days = sorted(day for day in self.closes.get(ticker, {}) if day <= until)
            if start is not None:
                first = max((day for day in days if day <= start), default=start)
                days = [day for day in days if day >= first]
            if days:
                found[ticker] = PriceSeries.of(ticker, days, [self.closes[ticker][day] for day in days])
        return found

    def last_price_date(self, *, until: date) -> date | None:
        return max((day for rows in self.closes.values() for day in rows if day <= until), default=None)

    def target_model(self, model: str) -> Mapping[str, Decimal]:
        return self.models.get(model, {})

    def transfers(self, account_ids: Collection[str], *, until: date) -> Sequence[Transfer]:
        found = [t for t in self.all_transfers if t.account_id in account_ids and t.requested_on <= until]
        return sorted(found, key=lambda t: (-t.requested_on.toordinal(), t.transfer_id))

    def recurring_deposits(self, account_ids: Collection[str]) -> Sequence[RecurringDeposit]:
        found = [r for r in self.all_recurring_deposits if r.account_id in account_ids]
        return sorted(found, key=lambda r: (r.account_id, r.amount, r.frequency, r.next_date or date.max))

    def goals(self, customer_id: str) -> Sequence[Goal]:
        return sorted((g for g in self.all_goals if g.customer_id == customer_id), key=lambda g: g.goal_id)

    def documents(self, customer_id: str) -> Sequence[Document]:
        return sorted((d for d in self.all_documents if d.customer_id == customer_id), key=lambda d: d.document_id)

    def rows(self) -> dict[str, list[dict[str, object]]]:
        """All of it as rows of the tables, to be loaded into a database."""
        return {
            "customers": [asdict(record) for record in self.customers],
            "accounts": [asdict(record) for record in self.all_accounts],
            "securities": [asdict(record) for record in self.all_securities],
            "prices": [
                {"ticker": ticker, "date": day, "close": close}
                for ticker, by_day in self.closes.items()
                for day, close in by_day.items()
            ],
            "target_models": [
                {"model": model, "ticker": ticker, "weight": weight}
                for model, mix in self.models.items()
                for ticker, weight in mix.items()
            ],
            "transactions": [asdict(record) for record in self.all_transactions],
            "transfers": [asdict(record) for record in self.all_transfers],
            "recurring_deposits": [asdict(record) for record in self.all_recurring_deposits],
            "goals": [asdict(record) for record in self.all_goals],
            "documents": [asdict(record) for record in self.all_documents],
        }


def day(text: str) -> date:
    return date.fromisoformat(text)


def closes(**by_day: str) -> dict[date, Decimal]:
    """`closes(d2026_01_02="100")`: a day written as a keyword → its close."""
    return {date.fromisoformat(key[1:].replace("_", "-")): Decimal(close) for key, close in by_day.items()}


def customer(customer_id: str = "C-1", *, currency: str = "USD") -> Customer:
    return Customer(customer_id, "Ada Demo", "ada@example.com", 5, day("2015-01-01"), currency)


def account(
    account_id: str = "A-1",
    *,
    name: str = "Taxable",
    type: AccountType = "taxable",
    customer_id: str = "C-1",
    opened_on: str = "2015-01-01",
    target_model: str | None = None,
) -> Account:
    return Account(account_id, customer_id, name, type, day(opened_on), target_model, Decimal(25))


def security(
    ticker: str,
    *,
    name: str | None = None,
    kind: SecurityKind = "etf",
    asset_class: AssetClass | None = "stocks",
    aliases: tuple[str, ...] = (),
) -> Security:
    return Security(ticker, name or f"{ticker} Fund", kind, asset_class, None, None, Decimal(3), "USD", aliases)


def _transaction(
    on: str,
    type: TransactionType,
    amount: Decimal,
    account_id: str,
    *,
    ticker: str | None = None,
    shares: Decimal | None = None,
    price: Decimal | None = None,
    reason: Reason | None = None,
) -> Transaction:
    return Transaction(f"T-{next(_numbers):06}", account_id, day(on), type, ticker, shares, price, amount, reason)


def deposit(on: str, amount: str, account_id: str = "A-1") -> Transaction:
    return _transaction(on, "deposit", Decimal(amount), account_id, reason="deposit")


def withdrawal(on: str, amount: str, account_id: str = "A-1") -> Transaction:
    """`amount` is positive here and negative in the row."""
    return _transaction(on, "withdrawal", -Decimal(amount), account_id, reason="withdrawal")


def buy(on: str, ticker: str, shares: str, price: str, account_id: str = "A-1") -> Transaction:
    amount = (Decimal(shares) * Decimal(price)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    return _transaction(on, "buy", -amount, account_id, ticker=ticker, shares=Decimal(shares), price=Decimal(price))


def sell(on: str, ticker: str, shares: str, price: str, account_id: str = "A-1") -> Transaction:
    amount = (Decimal(shares) * Decimal(price)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    return _transaction(on, "sell", amount, account_id, ticker=ticker, shares=Decimal(shares), price=Decimal(price))


def dividend(on: str, ticker: str, amount: str, account_id: str = "A-1") -> Transaction:
    return _transaction(on, "dividend", Decimal(amount), account_id, ticker=ticker)


def interest(on: str, amount: str, account_id: str = "A-1") -> Transaction:
    return _transaction(on, "interest", Decimal(amount), account_id)


def fee(on: str, amount: str, account_id: str = "A-1") -> Transaction:
    """`amount` is positive here and negative in the row."""
    return _transaction(on, "fee", -Decimal(amount), account_id)


def transfer(
    requested_on: str,
    direction: Direction,
    amount: str,
    account_id: str = "A-1",
    *,
    status: TransferStatus = "pending",
) -> Transfer:
    return Transfer(f"X-{next(_numbers):06}", account_id, direction, Decimal(amount), day(requested_on), None, status)
