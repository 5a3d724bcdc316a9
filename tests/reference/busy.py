"""Customers with years of everyday activity, drawn by a seeded chance: volume where the others have oddities."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

from tests.reference.ledger import Firm, Ledger, day
from tests.reference.market import trading_days

_LAST = day("2024-05-31")


def _everyday(firm: Firm) -> None:
    firm.customer("C-21", risk_level=7)
    accounts = (
        ("A-21T", "Taxable", "taxable", "growth", "25", "2020-03-14"),
        ("A-21J", "Joint", "joint", "balanced", "25", "2021-01-01"),
        ("A-21R", "Roth IRA", "roth_ira", "growth", "15", "2020-12-31"),
        ("A-21I", "Traditional IRA", "traditional_ira", "thirds", "35", "2023-02-28"),
    )
    for account_id, name, type_, model, bps, start in accounts:
        book = firm.account(account_id, name, type_, model=model, bps=bps, opened_on=start)
        _live(book, start, ("NWTS", "NWTB", "NWIX", "EMMK", "RLTY", "GLDX", "ORCH", "ACMH", "SATX", "MMKT"))
    firm.goal("G-2101", "Retirement", "250000", "2045-06-01", "A-21R;A-21I", "500")
    firm.goal("G-2102", "Retirement home", "80000", "2033-03-01", "A-21T", "350.5")


def _mixed(firm: Firm) -> None:
    """An account with a model, one without, a cash reserve that has one."""
    firm.customer("C-24", risk_level=5)
    for account_id, name, type_, model, start in (
        ("A-24A", "Guided", "taxable", "balanced", "2021-05-29"),
        ("A-24B", "Self Directed", "joint", "", "2022-02-26"),
        ("A-24C", "Reserve", "cash_reserve", "all_cash", "2022-08-15"),
    ):
        book = firm.account(account_id, name, type_, model=model, bps="20", opened_on=start)
        _live(book, start, ("MMKT",) if account_id == "A-24C" else ("NWTS", "NWTB", "GAPP", "PENN", "FLAT", "ACME"))
    firm.goal("G-2401", "College", "40000", "2030-09-01", "A-24A;A-24B;A-24C", "100")


def _live(book: Ledger, start: str, tickers: tuple[str, ...]) -> None:
    """Deposits on any day, trades on trading days, never more than there is."""
    chance = random.Random(f"life of {book.account_id}")
    trading = set(trading_days())
    today = day(start)
    book.deposit(start, chance.randint(2000, 9000))
    while (today := today + timedelta(chance.randint(1, 12))) <= _LAST:
        on, luck = today.isoformat(), chance.random()
        if luck < 0.22:
            book.deposit(on, Decimal(chance.randint(1, 90000)) / 100)
        elif luck < 0.27:
            _take_out(book, on)
        elif luck < 0.34:
            book.interest(on, Decimal(chance.randint(1, 500)) / 100)
        elif luck < 0.42 and book.cash > 20:
            book.fee(on, Decimal(chance.randint(1, 1500)) / 100)
        elif today in trading:
            _trade(book, on, chance.choice(tickers), chance)


def _take_out(book: Ledger, on: str) -> None:
    if book.cash > 1:
        book.withdraw(on, (book.cash * Decimal("0.4")).quantize(Decimal("0.01")))


def _trade(book: Ledger, on: str, ticker: str, chance: random.Random) -> None:
    held, luck = book.shares[ticker], chance.random()
    if held and luck < 0.15:
        book.sell_all(on, ticker, reason=chance.choice(("", "rebalance", "tax_loss_harvest")))
    elif held and luck < 0.35:
        part = (held * Decimal(chance.randint(5, 90)) / 100).quantize(Decimal("0.000001"))
        if part:
            book.sell(on, ticker, part, reason=chance.choice(("", "rebalance", "tax_loss_harvest")))
    elif held and luck < 0.5:
        paid = Decimal(chance.randint(1, 4000)) / 100
        book.dividend(on, ticker, paid)
        book.buy_for(on, ticker, paid, reason="dividend_reinvest")
    elif book.cash > 5:
        amount = (book.cash * Decimal(chance.randint(10, 80)) / 100).quantize(Decimal("0.01"))
        book.buy_for(on, ticker, amount, reason=chance.choice(("", "", "rebalance", "deposit")))


busy_customers = (_everyday, _mixed)
