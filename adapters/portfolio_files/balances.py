"""Cash and positions of each account, day by day: neither may be negative when a day ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from adapters.portfolio_files.cells import shown
from adapters.portfolio_files.columns import BAD
from adapters.portfolio_files.keys import Tables
from adapters.portfolio_files.problems import Findings
from adapters.portfolio_files.trades import OUTGOING, TRADES

_CASH = ""  # beside tickers, which are never empty


@dataclass
class _Ledger:
    """Changes of one balance: cash of an account, or its shares of one security."""

    changes: list[tuple[date, int, Decimal]] = field(default_factory=list)  # day, row, signed change


def check_balances(tables: Tables, findings: Findings) -> None:
    """Tell each day on which a balance turns negative, at the last row of that day which took from it.

    Balances that a bad cell leaves uncertain are passed over: the cell itself has been told about, as has an account
    that nobody knows.
    """
    if "transactions" not in tables:
        return
    ledgers, unsure = _collect(tables)
    known = set(tables["accounts"].columns["account_id"]) if "accounts" in tables else None
    for (account, ticker), ledger in ledgers.items():
        if account in unsure or (account, ticker) in unsure:
            continue
        if known is not None and account not in known:
            continue
        what = "cash" if ticker == _CASH else f"position in {shown(ticker)}"
        for day, row, balance in _turns_negative(ledger):
            findings.problem(
                "transactions",
                f"negative {what} of account {shown(account)}: {_plain(balance, ticker)} at the end of {day}",
                row=row,
                column="amount" if ticker == _CASH else "shares",
            )


def _plain(balance: Decimal, ticker: str) -> str:
    return f"{balance if ticker == _CASH else balance.normalize():f}"


def _collect(tables: Tables) -> tuple[dict[tuple[str, str], _Ledger], set[object]]:
    table = tables["transactions"]
    ledgers: defaultdict[tuple[str, str], _Ledger] = defaultdict(_Ledger)
    unsure: set[object] = set()
    seen: set[str] = set()
    for row, record in zip(table.rows, table.records(), strict=True):
        if record["transaction_id"] in seen:
            continue  # a row pasted twice counts once
        if record["transaction_id"] is not BAD:
            seen.add(record["transaction_id"])
        account, day, kind, ticker = record["account_id"], record["date"], record["type"], record["ticker"]
        if account is BAD or day is BAD or kind is BAD:
            unsure.add(account)
            continue
        if record["amount"] is BAD:
            unsure.add((account, _CASH))
        else:
            # By type, not as written: a wrong sign has been told about and shouldn't be told again as a balance.
            paid = abs(record["amount"])
            ledgers[account, _CASH].changes.append((day, row, -paid if kind in OUTGOING else paid))
        if kind not in TRADES:
            continue
        if ticker is BAD or ticker is None:
            unsure.add(account)
        elif not isinstance(record["shares"], Decimal):
            unsure.add((account, ticker))
        else:
            change = record["shares"] if kind == "buy" else -record["shares"]
            ledgers[account, ticker].changes.append((day, row, change))
    return ledgers, unsure


def _turns_negative(ledger: _Ledger) -> list[tuple[date, int, Decimal]]:
    """Day, row and balance of every evening that is negative after one that wasn't."""
    turns: list[tuple[date, int, Decimal]] = []
    balance = Decimal(0)
    was_negative = False
    changes = sorted(ledger.changes, key=lambda change: (change[0], change[1]))
    for index, (day, row, change) in enumerate(changes):
        balance += change
        if change < 0:
            last_taken = row
        if index + 1 < len(changes) and changes[index + 1][0] == day:
            continue
        if balance < 0 and not was_negative:
            turns.append((day, last_taken, balance))
        was_negative = balance < 0
    return turns
