"""Which tax documents are there for a year, and which are ready?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from advisor.model import DocumentKind
from advisor.periods.grammar import read_span
from advisor.periods.period import Period
from advisor.scope import Scope


@dataclass(frozen=True)
class TaxDocument:
    """`account_id` is None for a document of the customer as a whole; `ready`: available by today."""

    document_id: str
    kind: DocumentKind
    year: int
    account_id: str | None
    available_on: date | None
    ready: bool


@dataclass(frozen=True)
class TaxDocuments:
    """`year` is the tax year; documents by id, without statements."""

    year: int
    documents: tuple[TaxDocument, ...]
    not_understood: bool = field(default=False, metadata={"fact": False})  # the year that the customer named


def tax_documents(scope: Scope) -> TaxDocuments:
    """The customer's documents for the year of the period, but for those of accounts that don't exist yet."""
    period = scope.period
    if period is None:
        raise ValueError("advisor.questions.tax_documents: the scope has no period; resolve one before asking")
    year = _year(period, scope.today)
    existing = {account.account_id for account in scope.all_accounts}
    return TaxDocuments(
        year,
        tuple(
            TaxDocument(
                document_id=document.document_id,
                kind=document.kind,
                year=document.year,
                account_id=document.account_id,
                available_on=document.available_on,
                ready=document.available_on is not None and document.available_on <= scope.today,
            )
            for document in sorted(
                scope.repository.documents(scope.customer.customer_id), key=lambda document: document.document_id
            )
            if document.kind != "statement"
            and document.year == year
            and (document.account_id is None or document.account_id in existing)
        ),
        not_understood=period.not_understood,
    )


def _year(period: Period, today: date) -> int:
    """The last calendar year that ends within the days that the words name, or else the year that they lie in.

    The words count and not the days used: documents of a year don't depend on when the first transaction was.
    """
    span = read_span(period.label, today)
    if span is None:
        return (period.end or today).year
    start = span.start or date.min
    end = span.end
    if (end.month, end.day) == (12, 31) or start.year == end.year:
        return end.year
    return end.year - 1
