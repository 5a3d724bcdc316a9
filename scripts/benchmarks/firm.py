"""A firm of any size: a few customers with ten years of heavy use, and as many more with a small account as wanted.

The heavy ones have 4 accounts and 30 securities with daily prices. Nothing comes from a clock: the same sizes give the
same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

import numpy as np

from scripts.demo_firm.trading_days import trading_days

TODAY = date(2026, 11, 20)
FIRST_DAY = date(2016, 11, 21)
SECURITIES = 30
HEAVY_CUSTOMERS = 12
ACCOUNTS = ("taxable", "joint", "traditional_ira", "roth_ira")

_SEED = 20261120
_CENT, _SHARE = Decimal("0.01"), Decimal("0.0001")
_DEPOSIT = Decimal(2000)
_BUYS_A_MONTH = 4
_CLASSES = ("stocks",) * 14 + ("bonds",) * 8 + ("real_estate",) * 4 + ("commodities",) * 2 + ("cash",) * 2
_REGIONS, _SECTORS = ("US", "Europe", "Asia", None), ("Technology", "Health", "Energy", None)
_MODELS = {
    "broad": {i: "0.03" if i < SECURITIES - 2 else "0.08" for i in range(SECURITIES)},
    "narrow": dict.fromkeys(range(0, SECURITIES, 3), "0.1"),
}

Row = dict[str, object]


@dataclass(frozen=True)
class Market:
    """`closes[i][d]` is the close of security i on `days[d]`; the last one is the index."""

    days: list[date]
    closes: list[list[Decimal]]

    def rows(self) -> Iterator[Row]:
        for i, closes in enumerate(self.closes):
            for day, close in zip(self.days, closes, strict=True):
                yield {"ticker": ticker(i), "date": day, "close": close}


def ticker(i: int) -> str:
    return f"F{i:02}" if i < SECURITIES else "IDX"


def heavy_customer(n: int) -> str:
    return f"C-heavy-{n:02}"


def make_market() -> Market:
    """Random walks from 100, to the cent."""
    days = trading_days(FIRST_DAY, TODAY)
    changes = np.random.default_rng(_SEED).normal(0.0003, 0.01, (SECURITIES + 1, len(days)))
    levels = 100.0 * np.exp(np.cumsum(changes, axis=1))
    return Market(days, [[Decimal(f"{level:.2f}") for level in line] for line in levels])


def heavy_transactions(market: Market) -> list[Row]:
    """Of one heavy customer, with ids and account ids that `tables` completes; in order of account and date."""
    return [row for place in range(len(ACCOUNTS)) for row in _life_of_account(place, market)]


def tables(market: Market, heavy: list[Row], *, customers: int) -> Mapping[str, Iterator[Row]]:
    """Table → rows of a firm with `customers` in all, the heavy ones included. Rows come one by one."""
    small = range(customers - HEAVY_CUSTOMERS)
    return {
        "customers": _customers(small),
        "accounts": _accounts(small),
        "securities": _securities(),
        "prices": market.rows(),
        "target_models": (
            {"model": model, "ticker": ticker(i), "weight": Decimal(weight)}
            for model, mix in _MODELS.items()
            for i, weight in mix.items()
        ),
        "transactions": _transactions(heavy, small, market),
        "transfers": _transfers(small),
        "recurring_deposits": _recurring_deposits(small),
        "goals": _goals(small),
        "documents": _documents(small),
    }


def _life_of_account(place: int, market: Market) -> Iterator[Row]:
    """Half of the securities. Each month a deposit, buys, interest; each quarter dividends of all that is held,
    reinvested at times, and a fee; each year a loss harvested and a sale to rebalance."""
    chosen = range(place % 2, SECURITIES, 2)
    shares = dict.fromkeys(chosen, Decimal(0))
    month = 0
    for d, day in enumerate(market.days):
        if d and market.days[d - 1].month == day.month:
            continue
        month += 1

        def row(type: str, amount: Decimal, i: int | None = None, *, on: date = day, **more: object) -> Row:
            name = None if i is None else ticker(i)
            plain = {"shares": None, "price": None, "reason": None}
            return {"date": on, "type": type, "ticker": name, **plain, **more, "amount": amount, "place": place}

        def trade(i: int, count: Decimal, reason: str | None = None, *, at: int = d) -> Row:
            shares[i] += count
            price = market.closes[i][at]
            amount = -(count * price).quantize(_CENT, ROUND_HALF_EVEN)
            type = "buy" if count > 0 else "sell"
            return row(type, amount, i, shares=abs(count), price=price, reason=reason)

        yield row("deposit", _DEPOSIT, reason="deposit")
        yield row("interest", Decimal("0.35"))
        if day.month % 3 == 0:
            for i in chosen:
                paid = (shares[i] * market.closes[i][d] * Decimal("0.004")).quantize(_CENT)
                if paid:
                    yield row("dividend", paid, i)
                if paid > 10 and i % 4 == place:
                    yield trade(i, (paid / market.closes[i][d]).quantize(_SHARE, ROUND_DOWN), "dividend_reinvest")
        if day.month % 3 == 1:
            yield row("fee", Decimal("-27.50"))
        for k in range(_BUYS_A_MONTH):
            i = chosen[(month * _BUYS_A_MONTH + k) % len(chosen)]
            yield trade(i, (_DEPOSIT * Decimal("0.23") / market.closes[i][d]).quantize(_SHARE, ROUND_DOWN))
        if day.month == 12:
            harvested, trimmed = chosen[month % len(chosen)], chosen[(month + 7) % len(chosen)]
            if shares[harvested]:
                yield trade(harvested, -shares[harvested], "tax_loss_harvest")
            if shares[trimmed]:
                yield trade(trimmed, -(shares[trimmed] / 5).quantize(_SHARE), "rebalance")


def _customers(small: range) -> Iterator[Row]:
    for id in [*map(heavy_customer, range(HEAVY_CUSTOMERS)), *(f"C-{n:06}" for n in small)]:
        yield {
            "customer_id": id,
            "name": f"Customer {id}",
            "email": f"{id}@example.com",
            "risk_level": 5,
            "joined_on": FIRST_DAY,
            "currency": "USD",
        }


def _accounts(small: range) -> Iterator[Row]:
    def account(id: str, customer: str, name: str, type: str, model: str) -> Row:
        return {
            "account_id": id,
            "customer_id": customer,
            "name": name,
            "type": type,
            "opened_on": FIRST_DAY,
            "target_model": model,
            "advisory_fee_bps": Decimal(25),
        }

    for n in range(HEAVY_CUSTOMERS):
        for place, type in enumerate(ACCOUNTS):
            name = type.replace("_", " ").title()
            yield account(_heavy_account(n, place), heavy_customer(n), name, type, ("broad", "narrow")[place % 2])
    for n in small:
        yield account(f"A-{n:06}", f"C-{n:06}", "Taxable", "taxable", "broad")


def _heavy_account(n: int, place: int) -> str:
    return f"A-heavy-{n:02}-{place}"


def _securities() -> Iterator[Row]:
    for i in range(SECURITIES + 1):
        fund = i < SECURITIES
        yield {
            "ticker": ticker(i),
            "name": f"Benchmark Fund {i:02}" if fund else "Market 500",
            "kind": "etf" if fund else "index",
            "asset_class": _CLASSES[i] if fund else None,
            "region": _REGIONS[i % 4] if fund else None,
            "sector": _SECTORS[i // 4 % 4] if fund else None,
            "expense_ratio_bps": Decimal(3 + i),
            "currency": "USD",
            "aliases": () if fund else ("the market", "S&P 500"),
        }


def _transactions(heavy: list[Row], small: range, market: Market) -> Iterator[Row]:
    for n in range(HEAVY_CUSTOMERS):
        for k, made in enumerate(heavy):
            row = {**made, "transaction_id": f"T-heavy-{n:02}-{k:06}"}
            row["account_id"] = _heavy_account(n, int(str(row.pop("place"))))
            yield row
    for n in small:
        yield from _small_history(n, market)


def _small_history(n: int, market: Market) -> Iterator[Row]:
    """Eight transactions in a row of days that differs from customer to customer."""
    begin = (n * 37) % (len(market.days) - 40)
    plain = {"account_id": f"A-{n:06}", "ticker": None, "shares": None, "price": None, "reason": None}
    for k in range(8):
        d = begin + 5 * k
        row: Row = {**plain, "transaction_id": f"T-{n:06}-{k}", "date": market.days[d]}
        if k in (0, 4):
            yield {**row, "type": "deposit", "amount": _DEPOSIT, "reason": "deposit"}
        elif k == 7:
            yield {**row, "type": "fee", "amount": Decimal("-1.25")}
        elif k == 3:
            yield {**row, "type": "dividend", "ticker": ticker(n % SECURITIES), "amount": Decimal("2.10")}
        else:
            i = (n + k - 1) % SECURITIES
            price = market.closes[i][d]
            yield {
                **row,
                "type": "buy",
                "ticker": ticker(i),
                "shares": Decimal(2),
                "price": price,
                "amount": -2 * price,
            }


def _transfers(small: range) -> Iterator[Row]:
    accounts = [_heavy_account(n, place) for n in range(HEAVY_CUSTOMERS) for place in range(len(ACCOUNTS))]
    for k, account in enumerate([*accounts, *(f"A-{n:06}" for n in small)]):
        yield {
            "transfer_id": f"X-{k:07}",
            "account_id": account,
            "direction": "deposit" if k % 3 else "withdrawal",
            "amount": Decimal(250),
            "requested_on": TODAY - timedelta(days=k % 60),
            "expected_on": None,
            "status": "pending" if k % 4 == 0 else "completed",
        }


def _recurring_deposits(small: range) -> Iterator[Row]:
    accounts = [_heavy_account(n, place) for n in range(HEAVY_CUSTOMERS) for place in range(len(ACCOUNTS))]
    for account in [*accounts, *(f"A-{n:06}" for n in small)]:
        yield {
            "account_id": account,
            "amount": _DEPOSIT,
            "frequency": "monthly",
            "next_date": date(2026, 12, 1),
            "active": True,
        }


def _goals(small: range) -> Iterator[Row]:
    def goal(id: str, customer: str, accounts: tuple[str, ...]) -> Row:
        return {
            "goal_id": id,
            "customer_id": customer,
            "name": "House",
            "target_amount": Decimal(2_000_000),
            "target_date": date(2036, 6, 30),
            "account_ids": accounts,
            "monthly_contribution": _DEPOSIT,
        }

    for n in range(HEAVY_CUSTOMERS):
        accounts = tuple(_heavy_account(n, place) for place in range(len(ACCOUNTS)))
        yield goal(f"G-heavy-{n:02}", heavy_customer(n), accounts)
    for n in small:
        yield goal(f"G-{n:06}", f"C-{n:06}", (f"A-{n:06}",))


def _documents(small: range) -> Iterator[Row]:
    for n in range(HEAVY_CUSTOMERS):
        for year in range(2017, 2026):
            yield _document(f"D-heavy-{n:02}-{year}", heavy_customer(n), year)
    for n in small:
        yield _document(f"D-{n:06}", f"C-{n:06}", 2025)


def _document(id: str, customer: str, year: int) -> Row:
    return {
        "document_id": id,
        "customer_id": customer,
        "account_id": None,
        "kind": "1099-B",
        "year": year,
        "available_on": date(year + 1, 2, 15),
    }
