"""The demo firm as the ten tables of the input format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from scripts.demo_firm.customers import CUSTOMERS
from scripts.demo_firm.life import Event, live
from scripts.demo_firm.market import Market, make_market
from scripts.demo_firm.plans import AccountPlan, CustomerPlan
from scripts.demo_firm.securities import LISTINGS, MODELS
from scripts.demo_firm.trading_days import trading_days

FIRST_DAY, LAST_DAY = date(2021, 11, 22), date(2026, 11, 20)

Row = Sequence[object]
Table = tuple[Sequence[str], list[Row]]


def make_tables() -> dict[str, Table]:
    """Table name → heading and rows. The same every time."""
    market = make_market(trading_days(FIRST_DAY, LAST_DAY))
    accounts = [(customer, account) for customer in CUSTOMERS for account in customer.accounts]
    events = [event for _, account in accounts for event in live(account, market)]
    events.sort(key=lambda event: event.day)  # stable: an account's own order within a day stays
    return {
        "customers": (
            ("customer_id", "name", "email", "risk_level", "joined_on", "currency"),
            [(c.customer_id, c.name, c.email, c.risk_level, c.joined_on, "USD") for c in CUSTOMERS],
        ),
        "accounts": (
            ("account_id", "customer_id", "name", "type", "opened_on", "target_model", "advisory_fee_bps"),
            [
                (a.account_id, c.customer_id, a.name, a.type, a.opened_on, a.model, Decimal(a.fee_bps))
                for c, a in accounts
            ],
        ),
        "securities": (
            (
                "ticker", "name", "kind", "asset_class", "region", "sector", "expense_ratio_bps", "currency", "aliases",
            ),
            [
                (s.ticker, s.name, s.kind, s.asset_class, s.region, s.sector, _number(s.expense_ratio_bps), "USD",
                 s.aliases)
                for s in LISTINGS
            ],
        ),
        "prices": (("date", "ticker", "close"), _prices(market)),
        "target_models": (
            ("model", "ticker", "weight"),
            [(model, ticker, Decimal(weight)) for model, mix in MODELS.items() for ticker, weight in mix.items()],
        ),
        "transactions": (
            ("transaction_id", "account_id", "date", "type", "ticker", "shares", "price", "amount", "reason"),
            [
                (f"T-{number:06d}", e.account_id, e.day, e.type, e.ticker, e.shares, e.price, e.amount, e.reason)
                for number, e in enumerate(events, start=1)
            ],
        ),
        "transfers": (
            ("transfer_id", "account_id", "direction", "amount", "requested_on", "expected_on", "status"),
            [(*t[:3], Decimal(t[3]), *t[4:]) for c in CUSTOMERS for t in c.transfers],
        ),
        "recurring_deposits": (
            ("account_id", "amount", "frequency", "next_date", "active"),
            [(s[0], Decimal(s[1]), *s[2:]) for c in CUSTOMERS for s in c.schedules],
        ),
        "goals": (
            ("goal_id", "customer_id", "name", "target_amount", "target_date", "account_ids", "monthly_contribution"),
            [
                (id_, c.customer_id, name, Decimal(amount), by, account_ids, Decimal(monthly))
                for c in CUSTOMERS
                for id_, name, amount, by, account_ids, monthly in c.goals
            ],
        ),
        "documents": (
            ("document_id", "customer_id", "account_id", "kind", "year", "available_on"),
            [
                (f"D-{number:04d}", *row)
                for number, row in enumerate((d for c, a in accounts for d in _documents(c, a, events)), start=1)
            ],
        ),
    }  # fmt: skip


def _prices(market: Market) -> list[Row]:
    return [(day, s.ticker, market.close(s.ticker, index)) for index, day in enumerate(market.days) for s in LISTINGS]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _documents(customer: CustomerPlan, account: AccountPlan, events: list[Event]) -> Iterator[Row]:
    """A statement for each year, and the tax forms that what happened calls for; those of this year aren't out yet."""
    own = [event for event in events if event.account_id == account.account_id]
    for year in range(account.opened_on.year, LAST_DAY.year + 1):
        types = {event.type for event in own if event.day.year == year}
        if not types:
            continue
        forms = [("statement", date(year + 1, 1, 12))]
        if account.type in ("taxable", "joint"):
            forms += [("1099-B", date(year + 1, 2, 17))] if "sell" in types else []
            forms += [("1099-DIV", date(year + 1, 2, 17))] if "dividend" in types else []
        elif account.type.endswith("_ira"):
            forms += [("1099-R", date(year + 1, 1, 29))] if "withdrawal" in types else []
            forms += [("5498", date(year + 1, 5, 29))] if "deposit" in types else []
        for kind, available_on in forms:
            if kind == "statement" and available_on > LAST_DAY:
                continue
            # The day of the coming forms isn't settled before the year is over.
            yield customer.customer_id, account.account_id, kind, year, available_on if year < LAST_DAY.year else None
