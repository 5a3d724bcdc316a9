"""The firm as it is known: exact daily values, flows and positions, in whole numbers.

Cash is counted in cents, shares and prices in millionths; so values are whole numbers of 10⁻¹² dollars ("picos"), and
nothing is rounded before it is shown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property

from tests.reference.market import Row

PICO = 10**12
TAXED = ("taxable", "joint")
CLASSES = ("bonds", "cash", "commodities", "real_estate", "stocks")
_DAY = timedelta(1)


def as_date(cell: object) -> date | None:
    if cell in ("", None):
        return None
    return cell if isinstance(cell, date) else date.fromisoformat(str(cell))


def money(picos: int | None) -> Fraction | None:
    return None if picos is None else Fraction(picos, PICO)


@dataclass(frozen=True)
class Entry:
    """One transaction: signed cents, millionths of shares and of dollars a share."""

    id: str
    account: str
    day: date
    type: str
    ticker: str | None
    shares: int
    price: int
    cents: int
    reason: str | None

    @property
    def picos(self) -> int:
        return self.cents * 10**10

    @property
    def flow(self) -> int:
        return self.picos if self.type in ("deposit", "withdrawal") else 0


class Firm:
    """All tables, with lookups; nothing here knows a `today`."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = tables
        self.securities = {str(row["ticker"]): row for row in tables["securities"]}
        self.models: dict[str, dict[str, Fraction]] = {}
        for row in tables["target_models"]:
            self.models.setdefault(str(row["model"]), {})[str(row["ticker"])] = Fraction(str(row["weight"]))
        self._closes: dict[str, tuple[list[date], list[int]]] = {}
        for ticker in self.securities:
            closes = sorted(
                (as_date(row["date"]) or date.min, row["close"]) for row in tables["prices"] if row["ticker"] == ticker
            )
            self._closes[ticker] = [on for on, _ in closes], [int(Decimal(str(c)) * 10**6) for _, c in closes]
        self.price_dates = sorted({as_date(row["date"]) or date.min for row in tables["prices"]})
        self._entries: dict[str, list[Entry]] = {}
        for row in tables["transactions"]:
            self._entries.setdefault(str(row["account_id"]), []).append(_entry(row))

    def entries(self, account: str, until: date) -> list[Entry]:
        found = [entry for entry in self._entries.get(account, []) if entry.day <= until]
        return sorted(found, key=lambda entry: (entry.day, entry.id))

    def closes(self, ticker: str, until: date) -> tuple[list[date], list[int]]:
        days, closes = self._closes[ticker]
        count = bisect_right(days, until)
        return days[:count], closes[:count]

    def price(self, ticker: str, on: date) -> int | None:
        """The close of the last price date ≤ `on`, in millionths."""
        days, closes = self._closes[ticker]
        count = bisect_right(days, on)
        return closes[count - 1] if count else None

    def price_before(self, ticker: str, on: date) -> int | None:
        return self.price(ticker, on - _DAY)

    def days_with_prices(self, start: date, end: date) -> list[date]:
        """All dates in start … end on which anything at all has a close."""
        return self.price_dates[bisect_left(self.price_dates, start) : bisect_right(self.price_dates, end)]

    def last_price_date(self, on: date) -> date | None:
        count = bisect_right(self.price_dates, on)
        return self.price_dates[count - 1] if count else None

    def asset_class(self, ticker: str) -> str:
        return str(self.securities[ticker]["asset_class"])

    @cache  # noqa: B019 - one firm lives as long as the tests
    def _daily(self, account: str) -> tuple[date, list[int | None]] | None:
        """First transaction day, and the value at the end of each day since."""
        entries = self.entries(account, date.max)
        if not entries:
            return None
        values: list[int | None] = []
        cash, shares, rest = 0, dict[str, int](), list(entries)
        on = entries[0].day
        while on <= max(self.price_dates[-1], entries[-1].day):
            while rest and rest[0].day == on:
                entry = rest.pop(0)
                cash += entry.picos
                _move(shares, entry)
            worth = [_times(count, self.price(ticker, on)) for ticker, count in shares.items()]
            values.append(None if None in worth else cash + sum(part for part in worth if part is not None))
            on += _DAY
        return entries[0].day, values

    def account_value(self, account: str, on: date) -> int | None:
        """V(d); None where a holding has no price yet."""
        known = self._daily(account)
        if known is None or on < known[0]:
            return 0
        first, values = known
        return values[min((on - first).days, len(values) - 1)]


def _entry(row: Row) -> Entry:
    return Entry(
        id=str(row["transaction_id"]),
        account=str(row["account_id"]),
        day=as_date(row["date"]) or date.min,
        type=str(row["type"]),
        ticker=str(row["ticker"]) or None,
        shares=int(Decimal(str(row["shares"] or 0)) * 10**6),
        price=int(Decimal(str(row["price"] or 0)) * 10**6),
        cents=int(Decimal(str(row["amount"])) * 100),
        reason=str(row["reason"]) or None,
    )


def _move(shares: dict[str, int], entry: Entry) -> None:
    if entry.type in ("buy", "sell") and entry.ticker:
        held = shares.get(entry.ticker, 0) + (entry.shares if entry.type == "buy" else -entry.shares)
        shares[entry.ticker] = held
        if not held:
            del shares[entry.ticker]


def _times(count: int, price: int | None) -> int | None:
    return None if price is None else count * price


class Book:
    """Some of a customer's accounts together, as known on `today`."""

    def __init__(self, firm: Firm, accounts: Sequence[Row], today: date) -> None:
        self.firm, self.today = firm, today
        self.rows = sorted(accounts, key=lambda row: str(row["account_id"]))
        self.ids = [str(row["account_id"]) for row in self.rows]

    def only(self, ids: Iterable[str]) -> Book:
        wanted = set(ids)
        return Book(self.firm, [row for row in self.rows if row["account_id"] in wanted], self.today)

    @cached_property
    def entries(self) -> list[Entry]:
        found = [entry for account in self.ids for entry in self.firm.entries(account, self.today)]
        return sorted(found, key=lambda entry: (entry.day, entry.id))

    @property
    def first(self) -> date | None:
        return self.entries[0].day if self.entries else None

    def within(self, start: date, end: date, *types: str) -> list[Entry]:
        return [e for e in self.entries if start <= e.day <= end and (not types or e.type in types)]

    def value(self, on: date) -> int | None:
        values = [self.firm.account_value(account, on) for account in self.ids]
        return None if None in values else sum(value for value in values if value is not None)

    def cash(self, on: date) -> int:
        return sum(entry.picos for entry in self.entries if entry.day <= on)

    def shares(self, on: date) -> dict[str, int]:
        """Ticker → millionths of shares held at the end of `on`, without those that are sold out."""
        held: dict[str, int] = {}
        for entry in self.entries:
            if entry.day <= on:
                _move(held, entry)
        return dict(sorted(held.items()))

    def holding_value(self, ticker: str, on: date) -> int | None:
        count = self.shares(on).get(ticker, 0)
        return _times(count, self.firm.price(ticker, on)) if count else 0

    def flows(self, start: date, end: date) -> list[Entry]:
        return self.within(start, end, "deposit", "withdrawal")

    def target(self, row: Row) -> dict[str, Fraction] | None:
        """Ticker → weight of one account; {} stands for a cash reserve without a model: all cash."""
        if row["target_model"]:
            return self.firm.models[str(row["target_model"])]
        return {} if row["type"] == "cash_reserve" else None

    def class_target(self, row: Row) -> dict[str, Fraction] | None:
        weights = self.target(row)
        if weights is None:
            return None
        if not weights:
            return {name: Fraction(name == "cash") for name in CLASSES}
        return {
            name: sum((w for t, w in weights.items() if self.firm.asset_class(t) == name), Fraction(0))
            for name in CLASSES
        }
