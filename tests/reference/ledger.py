"""Writing a customer down: accounts and their transactions, in the tables of the input format."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from tests.reference.market import Market, Row

Amount = str | int | Decimal
_TABLES = (
    "customers",
    "accounts",
    "transactions",
    "transfers",
    "recurring_deposits",
    "goals",
    "documents",
)
_CENT, _MICRO = Decimal("0.01"), Decimal("0.000001")


def day(text: str) -> date:
    return date.fromisoformat(text)


class Firm:
    """All tables so far. Transaction ids sort as text, not as numbers: T4570 (the 457th), T45800, T459."""

    def __init__(self) -> None:
        self.market = Market()
        self.tables: dict[str, list[Row]] = {name: [] for name in _TABLES} | self.market.tables()

    def customer(self, customer_id: str, *, risk_level: int = 5, joined_on: str = "2020-01-01") -> None:
        self.tables["customers"].append(
            {
                "customer_id": customer_id,
                "name": f"Customer {customer_id}",
                "email": f"{customer_id.lower()}@example.com",
                "risk_level": risk_level,
                "joined_on": joined_on,
                "currency": "USD",
            }
        )

    def account(
        self,
        account_id: str,
        name: str,
        type_: str,
        *,
        model: str = "",
        bps: str = "25",
        opened_on: str = "2020-01-01",
    ) -> Ledger:
        """An account `A-07T` belongs to customer `C-07`."""
        self.tables["accounts"].append(
            {
                "account_id": account_id,
                "customer_id": f"C-{account_id[2:4]}",
                "name": name,
                "type": type_,
                "opened_on": opened_on,
                "target_model": model,
                "advisory_fee_bps": bps,
            }
        )
        return Ledger(self, account_id)

    def add(self, table: str, **row: object) -> None:
        self.tables[table].append(row)

    def transfer(
        self, transfer_id: str, account: str, direction: str, amount: str, on: str, until: str, status: str
    ) -> None:
        self.add(
            "transfers",
            transfer_id=transfer_id,
            account_id=account,
            direction=direction,
            amount=amount,
            requested_on=on,
            expected_on=until,
            status=status,
        )

    def goal(
        self, goal_id: str, name: str, target: str, on: str, accounts: str, monthly: str, *, customer: str = ""
    ) -> None:
        self.add(
            "goals",
            goal_id=goal_id,
            customer_id=customer or f"C-{goal_id[2:4]}",
            name=name,
            target_amount=target,
            target_date=on,
            account_ids=accounts,
            monthly_contribution=monthly,
        )


class Ledger:
    """One account's transactions, written in any order; `cash` and `shares` are the sums of what is written so far."""

    def __init__(self, firm: Firm, account_id: str) -> None:
        self._firm = firm
        self.account_id = account_id
        self.cash = Decimal(0)
        self.shares: defaultdict[str, Decimal] = defaultdict(Decimal)

    def deposit(self, on: str, amount: Amount) -> None:
        self._write(on, "deposit", Decimal(amount), reason="deposit")

    def withdraw(self, on: str, amount: Amount) -> None:
        self._write(on, "withdrawal", -Decimal(amount), reason="withdrawal")

    def fee(self, on: str, amount: Amount) -> None:
        self._write(on, "fee", -Decimal(amount))

    def interest(self, on: str, amount: Amount) -> None:
        self._write(on, "interest", Decimal(amount))

    def dividend(self, on: str, ticker: str, amount: Amount) -> None:
        self._write(on, "dividend", Decimal(amount), ticker=ticker)

    def buy(self, on: str, ticker: str, shares: Amount, price: Amount | None = None, reason: str = "") -> None:
        self._trade("buy", on, ticker, Decimal(shares), price, reason)

    def sell(self, on: str, ticker: str, shares: Amount, price: Amount | None = None, reason: str = "") -> None:
        self._trade("sell", on, ticker, Decimal(shares), price, reason)

    def buy_for(self, on: str, ticker: str, amount: Amount, reason: str = "") -> None:
        """As many shares, to six decimals, as `amount` pays for at the close."""
        price = self._close(ticker, on)
        shares = (Decimal(amount) / price).quantize(_MICRO, ROUND_DOWN)
        if shares > 0:
            self._trade("buy", on, ticker, shares, price, reason)

    def sell_all(self, on: str, ticker: str, reason: str = "") -> None:
        self.sell(on, ticker, self.shares[ticker], reason=reason)

    def _trade(self, side: str, on: str, ticker: str, shares: Decimal, price: Amount | None, reason: str) -> None:
        paid = self._close(ticker, on) if price is None else Decimal(price)
        sign = -1 if side == "buy" else 1
        amount = sign * (shares * paid).quantize(_CENT, ROUND_HALF_EVEN)
        self.shares[ticker] -= sign * shares
        self._write(on, side, amount, ticker=ticker, shares=shares, price=paid, reason=reason)

    def _close(self, ticker: str, on: str) -> Decimal:
        close = self._firm.market.at(ticker, day(on))
        if close is None:
            raise ValueError(f"{ticker} has no close by {on}; give the trade a price")
        return close

    def _write(self, on: str, type_: str, amount: Decimal, **cells: object) -> None:
        self.cash += amount
        rows = self._firm.tables["transactions"]
        row: Row = dict.fromkeys(("ticker", "shares", "price", "reason"), "")
        row |= {
            "transaction_id": _id(len(rows) + 1),
            "account_id": self.account_id,
            "date": on,
            "type": type_,
        }
        rows.append({**row, "amount": amount, **cells})


def _id(number: int) -> str:
    """Different for every number: a tenfold number has the same remainder, so it gets as many zeros more."""
    return f"T{number}{'0' * (number % 3)}"


def later(on: str, days: int) -> str:
    return (day(on) + timedelta(days)).isoformat()
