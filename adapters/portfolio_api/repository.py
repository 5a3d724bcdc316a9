"""The repository over HTTP. docs/portfolio-api.yaml is its other side.

Ids travel as parameters, percent-encoded, never in a path: an id may hold a slash. Whatever comes back is checked to be
what was asked for, because a service that answers with a stranger's row must not make it into anybody's reply.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from adapters.portfolio_api import shapes
from adapters.portfolio_api.prices import ApiPrices
from adapters.portfolio_api.service import Service
from adapters.portfolio_api.sessions import Session, SingleCalls
from adapters.portfolio_api.shapes import Malformed, Shape
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

R = TypeVar("R")


class ApiRepository:
    """`advisor.repository.Repository` over `session`. Raises `DataUnavailable` for any answer that isn't right.

    Safe for threads over `SingleCalls`; what `reading` gives is for one question in one thread.
    """

    def __init__(self, session: Session, *, close: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._prices = ApiPrices(session)
        self._close = close

    @classmethod
    def over(cls, service: Service) -> ApiRepository:
        return cls(SingleCalls(service), close=service.close)

    def close(self) -> None:
        """Close all pooled connections."""
        self._close()

    @contextmanager
    def reading(self) -> Iterator[ApiRepository]:
        """The data as one question sees them: see `sessions.QuestionCalls`."""
        yield ApiRepository(self._session.begin())

    def customer(self, customer_id: str) -> Customer | None:
        def parse(document: Mapping[str, Any]) -> Customer | None:
            if "customer" not in document:
                raise Malformed("customer is missing")
            if document["customer"] is None:
                return None
            found = shapes.CUSTOMER.one(document["customer"], "customer")
            _only({customer_id}, [found.customer_id], "customer", "customer")
            return found

        return self._session.get("/customer", [("customer_id", customer_id)], parse)

    def accounts(self, customer_id: str) -> Sequence[Account]:
        def parse(document: Mapping[str, Any]) -> Sequence[Account]:
            rows = _many(shapes.ACCOUNT, document, "accounts")
            _only({customer_id}, (row.customer_id for row in rows), "accounts", "customer")
            return _by_id(rows, "accounts", lambda row: row.account_id)

        return self._session.get("/accounts", [("customer_id", customer_id)], parse)

    def transactions(self, account_ids: Collection[str], *, until: date) -> Sequence[Transaction]:
        def parse(document: Mapping[str, Any]) -> Sequence[Transaction]:
            rows = shapes.transactions(document.get("transactions"), "transactions")
            _only(account_ids, (row.account_id for row in rows), "transactions", "account")
            _none_after(until, (row.date for row in rows), "transactions")
            ordered = _by_id(rows, "transactions", lambda row: row.transaction_id)
            return tuple(sorted(ordered, key=lambda row: row.date))

        return self._of_accounts("/transactions", account_ids, parse, until, keep=True)

    def securities(self) -> Sequence[Security]:
        def parse(document: Mapping[str, Any]) -> Sequence[Security]:
            rows = shapes.securities(document.get("securities"), "securities")
            return _by_id(rows, "securities", lambda row: row.ticker)

        return self._session.get("/securities", [], parse, keep=True)

    def prices(self, tickers: Collection[str], *, until: date, start: date | None = None) -> Mapping[str, PriceSeries]:
        return self._prices.prices(tickers, until=until, start=start)

    def last_price_date(self, *, until: date) -> date | None:
        return self._prices.last_price_date(until=until)

    def target_model(self, model: str) -> Mapping[str, Decimal]:
        def parse(document: Mapping[str, Any]) -> Mapping[str, Decimal]:
            return shapes.weights(document.get("weights"), "weights")

        return dict(self._session.get("/target-model", [("model", model)], parse))

    def transfers(self, account_ids: Collection[str], *, until: date) -> Sequence[Transfer]:
        def parse(document: Mapping[str, Any]) -> Sequence[Transfer]:
            rows = _many(shapes.TRANSFER, document, "transfers")
            _only(account_ids, (row.account_id for row in rows), "transfers", "account")
            _none_after(until, (row.requested_on for row in rows), "transfers")
            ordered = _by_id(rows, "transfers", lambda row: row.transfer_id)
            return tuple(sorted(ordered, key=lambda row: row.requested_on, reverse=True))

        return self._of_accounts("/transfers", account_ids, parse, until)

    def recurring_deposits(self, account_ids: Collection[str]) -> Sequence[RecurringDeposit]:
        def parse(document: Mapping[str, Any]) -> Sequence[RecurringDeposit]:
            rows = _many(shapes.RECURRING_DEPOSIT, document, "recurring_deposits")
            _only(account_ids, (row.account_id for row in rows), "recurring_deposits", "account")
            return tuple(
                sorted(rows, key=lambda row: (row.account_id, row.amount, row.frequency, row.next_date or date.max))
            )

        return self._of_accounts("/recurring-deposits", account_ids, parse)

    def goals(self, customer_id: str) -> Sequence[Goal]:
        def parse(document: Mapping[str, Any]) -> Sequence[Goal]:
            rows = _many(shapes.GOAL, document, "goals")
            _only({customer_id}, (row.customer_id for row in rows), "goals", "customer")
            named = {account_id for row in rows for account_id in row.account_ids}
            _only(self._own(customer_id, named), named, "goals", "account")
            return _by_id(rows, "goals", lambda row: row.goal_id)

        return self._session.get("/goals", [("customer_id", customer_id)], parse)

    def documents(self, customer_id: str) -> Sequence[Document]:
        def parse(document: Mapping[str, Any]) -> Sequence[Document]:
            rows = _many(shapes.DOCUMENT, document, "documents")
            _only({customer_id}, (row.customer_id for row in rows), "documents", "customer")
            named = {row.account_id for row in rows if row.account_id is not None}
            _only(self._own(customer_id, named), named, "documents", "account")
            return _by_id(rows, "documents", lambda row: row.document_id)

        return self._session.get("/documents", [("customer_id", customer_id)], parse)

    def _of_accounts(
        self,
        path: str,
        account_ids: Collection[str],
        parse: Callable[[Mapping[str, Any]], Sequence[R]],
        until: date | None = None,
        *,
        keep: bool = False,
    ) -> Sequence[R]:
        if not account_ids:
            return ()
        parameters = [("account_id", account_id) for account_id in sorted(set(account_ids))]
        if until is not None:
            parameters.append(("until", until.isoformat()))
        return self._session.get(path, parameters, parse, keep=keep)

    def _own(self, customer_id: str, named: Collection[str]) -> Collection[str]:
        """The customer's account ids, asked for only where any are named."""
        return {account.account_id for account in self.accounts(customer_id)} if named else ()


def _many(shape: Shape[R], document: Mapping[str, Any], member: str) -> list[R]:
    return shape.many(document.get(member), member)


def _only(allowed: Collection[str], found: Iterable[str], member: str, owner: str) -> None:
    if not set(found) <= set(allowed):
        raise Malformed(f"{member} holds a row of another {owner} than was asked for")


def _none_after(until: date, found: Iterable[date], member: str) -> None:
    if max(found, default=date.min) > until:
        raise Malformed(f"{member} holds a row dated after `until`")


def _by_id(rows: Sequence[R], member: str, key: Callable[[R], Hashable]) -> tuple[R, ...]:
    """In text order of the ids, whatever order the service has; an id that is there twice would count twice."""
    if len({key(row) for row in rows}) != len(rows):
        raise Malformed(f"{member} holds an id twice")
    return tuple(sorted(rows, key=key))  # type: ignore[arg-type]  # texts
