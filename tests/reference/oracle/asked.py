"""One question to the reference: a customer, a kind, and what the entities resolve to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tests.reference.market import Row
from tests.reference.oracle.books import Book, Firm
from tests.reference.oracle.spans import Span, clip, read

_DEFAULT_PERIODS = {
    "performance": "this year",
    "performance_reason": "this year",
    "benchmark_comparison": "this year",
    "best_worst": "this year",
    "return_methods": "this year",
    "fees_paid": "this year",
    "dividends": "this year",
    "realized_gains": "this year",
    "tax_loss_harvest": "this year",
    "account_summary": "this month",
    "transactions": "past 30 days",
    "net_contributions": "since inception",
    "trade_reason": "since inception",
    "compare_securities": "past year",
    "tax_documents": "last year",
}


@dataclass(frozen=True)
class Asked:
    """`names` maps an entity to its canonical value: an account id, a ticker, a goal id, a class, …; `securities` are
    those asked for, in order; `period` are the customer's own words."""

    firm: Firm
    customer_id: str
    kind: str
    today: date
    account: str | None = None
    securities: tuple[str, ...] = ()
    period: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, object] = field(default_factory=dict)

    @property
    def customer(self) -> Row:
        return next(row for row in self.firm.tables["customers"] if row["customer_id"] == self.customer_id)

    @property
    def everything(self) -> Book:
        """All accounts that exist: those opened up to today."""
        mine = [
            row
            for row in self.firm.tables["accounts"]
            if row["customer_id"] == self.customer_id and str(row["opened_on"]) <= self.today.isoformat()
        ]
        return Book(self.firm, mine, self.today)

    @property
    def book(self) -> Book:
        return self.everything.only([self.account]) if self.account else self.everything

    def raw_span(self) -> Span:
        return read(self.period or _DEFAULT_PERIODS[self.kind], self.today)

    def span(self, book: Book) -> Span | None:
        return clip(self.raw_span(), self.today, book.first or date.max)

    def common(self, accounts: list[str]) -> dict[str, object]:
        as_of = self.firm.last_price_date(self.today)
        return {
            "kind": self.kind,
            "as_of": as_of.isoformat() if as_of else None,
            "currency": self.customer["currency"],
            "accounts": accounts,
        }
