"""Living through a plan: from what a customer set up to the transactions of five years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from dateutil.relativedelta import relativedelta

from scripts.demo_firm.market import Market
from scripts.demo_firm.plans import AccountPlan, Order
from scripts.demo_firm.securities import LISTINGS, MODELS, SUBSTITUTES

_CENT = Decimal("0.01")
_SHARE = Decimal("0.0001")
_SMALLEST_TRADE = Decimal(25)
_CASH_KEPT = Decimal("0.01")  # of the value, for fees
_DRIFT = Decimal("0.05")
_INTEREST = Decimal("0.018")  # a year, on cash; what a cash reserve gets is more
_RESERVE_INTEREST = Decimal("0.036")
_LOSS = Decimal("0.96")  # of cost, below which a loss is harvested
_DIVIDEND_MONTHS = (3, 6, 9, 12)

_CLASS = {listing.ticker: listing.asset_class for listing in LISTINGS}
_YIELD = {listing.ticker: Decimal(str(listing.dividend)) for listing in LISTINGS}


@dataclass(frozen=True)
class Event:
    """A transaction before it has an id."""

    day: date
    account_id: str
    type: str
    amount: Decimal
    ticker: str | None = None
    shares: Decimal | None = None
    price: Decimal | None = None
    reason: str | None = None


@dataclass
class _Account:
    plan: AccountPlan
    market: Market
    cash: Decimal = Decimal(0)
    shares: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    cost: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    events: list[Event] = field(default_factory=list)
    today: int = 0
    targets: dict[str, Decimal] = field(default_factory=dict)

    def pay(self, type: str, amount: Decimal, *, ticker: str | None = None, reason: str | None = None) -> None:
        if amount:
            self.cash += amount
            self.events.append(Event(self.day, self.plan.account_id, type, amount, ticker, reason=reason))

    def buy(self, ticker: str, money: Decimal, *, reason: str | None = None) -> None:
        price = self.market.close(ticker, self.today)
        shares = (min(money, self.cash) / price).quantize(_SHARE, ROUND_DOWN)
        if shares * price >= _SMALLEST_TRADE or (reason == "dividend_reinvest" and shares > 0):
            amount = (shares * price).quantize(_CENT, ROUND_HALF_EVEN)
            self.shares[ticker] += shares
            self.cost[ticker] += amount
            self._trade("buy", -amount, ticker, shares, price, reason)

    def sell(self, ticker: str, shares: Decimal, *, reason: str | None = None) -> None:
        shares = min(shares.quantize(_SHARE, ROUND_HALF_EVEN), self.shares[ticker])
        price = self.market.close(ticker, self.today)
        if shares > 0:
            self.cost[ticker] -= self.cost[ticker] * shares / self.shares[ticker]
            self.shares[ticker] -= shares
            self._trade("sell", (shares * price).quantize(_CENT, ROUND_HALF_EVEN), ticker, shares, price, reason)

    def _trade(
        self, type: str, amount: Decimal, ticker: str, shares: Decimal, price: Decimal, reason: str | None
    ) -> None:
        self.cash += amount
        self.events.append(Event(self.day, self.plan.account_id, type, amount, ticker, shares, price, reason))

    @property
    def day(self) -> date:
        return self.market.days[self.today]

    def worth(self, ticker: str) -> Decimal:
        return self.shares[ticker] * self.market.close(ticker, self.today)

    def value(self) -> Decimal:
        return self.cash + sum((self.worth(ticker) for ticker in self.held()), Decimal(0))

    def held(self) -> list[str]:
        return sorted(ticker for ticker, shares in self.shares.items() if shares > 0)


def live(plan: AccountPlan, market: Market) -> list[Event]:
    """Every transaction of the account, in the order in which it happened."""
    account = _Account(plan, market)
    account.targets = {ticker: Decimal(weight) for ticker, weight in MODELS.get(plan.model or "", {}).items()}
    flows = _flows(plan, market)
    for today, day in enumerate(market.days):
        if day < plan.opened_on:
            continue
        account.today = today
        if plan.closed_on is not None and day >= plan.closed_on:
            _close(account)
            break
        begins_month = today > 0 and market.days[today - 1].month != day.month
        ends_month = today + 1 < len(market.days) and market.days[today + 1].month != day.month
        if begins_month:
            _charge(account)
        _dividends(account)
        for amount in flows.get(day, ()):
            _move(account, amount)
        _orders(account)
        if begins_month and plan.rebalances and day.month in (1, 4, 7, 10):
            _rebalance(account)
        if ends_month:
            _interest(account)
    return account.events


def _flows(plan: AccountPlan, market: Market) -> dict[date, list[Decimal]]:
    """Trading day → signed amounts; what falls on a closed day happens on the next open one."""
    found: dict[date, list[Decimal]] = {}
    for flow in plan.flows:
        for due in _dates(flow.start, flow.every, flow.end):
            day = next((day for day in market.days if day >= due), None)
            if day is not None:
                found.setdefault(day, []).append(Decimal(flow.amount))
    return found


def _dates(start: date, every: int, end: date) -> Iterator[date]:
    due, count = start, 0
    while due <= end:
        yield due
        count += 1
        if not every:
            return
        due = start + relativedelta(months=every * count)


def _move(account: _Account, amount: Decimal) -> None:
    if amount > 0:
        account.pay("deposit", amount, reason="deposit")
        _invest(account)
        return
    _raise_cash(account, -amount, reason="withdrawal")
    account.pay("withdrawal", -min(-amount, account.cash), reason="withdrawal")


def _invest(account: _Account) -> None:
    """Put cash where the model lacks most."""
    free = account.cash - account.value() * _CASH_KEPT
    value = account.value() * (1 - _CASH_KEPT)
    lacking = {
        ticker: max(weight * value - account.worth(ticker), Decimal(0)) for ticker, weight in account.targets.items()
    }
    total = sum(lacking.values())
    if free < _SMALLEST_TRADE or not total:
        return
    for ticker, lack in sorted(lacking.items()):
        account.buy(ticker, (free * lack / total).quantize(_CENT, ROUND_DOWN))


def _raise_cash(account: _Account, needed: Decimal, *, reason: str | None = None) -> None:
    """Sell of everything alike until `needed` is there."""
    short = needed - account.cash
    invested = account.value() - account.cash
    if short <= 0 or not invested:
        return
    part = min(short * Decimal("1.002") / invested, Decimal(1))
    for ticker in account.held():
        account.sell(ticker, account.shares[ticker] * part, reason=reason)


def _charge(account: _Account) -> None:
    months = 1 if account.plan.fees_monthly else 3
    if not account.plan.fees_monthly and account.day.month not in (1, 4, 7, 10):
        return
    fee = (account.value() * Decimal(account.plan.fee_bps) / 10_000 * months / 12).quantize(_CENT, ROUND_HALF_EVEN)
    _raise_cash(account, fee)
    account.pay("fee", -min(fee, account.cash))


def _interest(account: _Account) -> None:
    rate = _RESERVE_INTEREST if account.plan.type == "cash_reserve" else _INTEREST
    account.pay("interest", (account.cash * rate / 12).quantize(_CENT, ROUND_HALF_EVEN))


def _dividends(account: _Account) -> None:
    """Paid on the first trading day from the 20th of a quarter's last month on."""
    day, before = account.day, account.market.days[account.today - 1]
    if day.month not in _DIVIDEND_MONTHS or day.day < 20 or (before.month == day.month and before.day >= 20):
        return
    for ticker in account.held():
        amount = (account.worth(ticker) * _YIELD[ticker] / 4).quantize(_CENT, ROUND_HALF_EVEN)
        account.pay("dividend", amount, ticker=ticker)
        if account.plan.reinvests:
            account.buy(ticker, amount, reason="dividend_reinvest")


def _rebalance(account: _Account) -> None:
    value = account.value()
    if not account.targets or value < 1_000:
        return
    drift: defaultdict[str | None, Decimal] = defaultdict(Decimal)
    for ticker in {*account.targets, *account.held()}:
        drift[_CLASS[ticker]] += account.worth(ticker) / value - account.targets.get(ticker, Decimal(0))
    if max(abs(each) for each in drift.values()) < _DRIFT:
        return
    for ticker in account.held():
        over = account.worth(ticker) - account.targets.get(ticker, Decimal(0)) * value
        if over > _SMALLEST_TRADE:
            account.sell(ticker, over / account.market.close(ticker, account.today), reason="rebalance")
    for ticker, weight in sorted(account.targets.items()):
        account.buy(
            ticker,
            min(weight * value - account.worth(ticker), account.cash - value * _CASH_KEPT).quantize(_CENT, ROUND_DOWN),
            reason="rebalance",
        )


def _orders(account: _Account) -> None:
    for order in account.plan.orders:
        if order.day == account.day:
            _trade(account, order)
    if account.day in account.plan.harvests:
        for ticker in account.held():
            other = SUBSTITUTES.get(ticker)
            if other is not None and account.worth(ticker) < account.cost[ticker] * _LOSS:
                _swap(account, ticker, other)


def _trade(account: _Account, order: Order) -> None:
    if order.side == "buy":
        price = account.market.close(order.ticker, account.today)
        money = account.cash if order.shares is None else Decimal(order.shares) * price + _CENT
        account.buy(order.ticker, money, reason=order.reason)
    else:
        shares = account.shares[order.ticker] if order.shares is None else Decimal(order.shares)
        account.sell(order.ticker, shares, reason=order.reason)


def _swap(account: _Account, ticker: str, other: str) -> None:
    """Sell at a loss and stay invested in something of the same kind."""
    before = account.cash
    account.sell(ticker, account.shares[ticker], reason="tax_loss_harvest")
    account.buy(other, account.cash - before, reason="tax_loss_harvest")
    if ticker in account.targets:
        account.targets[other] = account.targets.get(other, Decimal(0)) + account.targets.pop(ticker)


def _close(account: _Account) -> None:
    for ticker in account.held():
        account.sell(ticker, account.shares[ticker], reason="withdrawal")
    account.pay("withdrawal", -account.cash, reason="withdrawal")
