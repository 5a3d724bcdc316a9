"""The trades that would bring each account to its target, as a preview: nothing here trades.

Amounts are positive cents, shares positive with at most six decimals; sells are rounded half-even, buys down. An
account's cash never becomes negative: what is short comes off its largest buy. Trades under 1.00 are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import Literal

from advisor.finance.allocation import Model
from advisor.finance.valuation import Valuation
from advisor.money import ZERO

SMALLEST_TRADE = Decimal("1.00")
_CENT = Decimal("0.01")
_MICRO = Decimal("0.000001")


@dataclass(frozen=True)
class PreviewTrade:
    """A security with target 0 is sold whole: `shares` are all of them then."""

    account_id: str
    ticker: str
    side: Literal["sell", "buy"]
    shares: Decimal
    amount: Decimal


def preview_trades(
    valuations: Mapping[str, Valuation], targets: Mapping[str, Model], closes: Mapping[str, Decimal]
) -> tuple[PreviewTrade, ...] | None:
    """All sells, then all buys, each by account and ticker; only accounts in `targets` trade, each for itself.

    `closes` holds the last close of each security that is held or in a model. None as soon as one is missing: half a
    preview would leave an account off target.
    """
    trades: list[PreviewTrade] = []
    for account_id, model in sorted(targets.items()):
        of_account = _of_account(account_id, valuations[account_id], model, closes)
        if of_account is None:
            return None
        trades += of_account
    return tuple(sorted(trades, key=lambda trade: (trade.side == "buy", trade.account_id, trade.ticker)))


def _of_account(
    account_id: str, valuation: Valuation, model: Model, closes: Mapping[str, Decimal]
) -> list[PreviewTrade] | None:
    whole = valuation.value
    if whole is None:
        return None
    held = {position.ticker: position for position in valuation.positions}
    sells: list[PreviewTrade] = []
    buys: list[PreviewTrade] = []
    for ticker in sorted({*held, *(ticker for ticker, weight in model.items() if weight)}):
        close = closes.get(ticker)
        if close is None:
            return None
        position = held.get(ticker)
        value = ZERO if position is None else position.shares * close
        weight = model.get(ticker, ZERO)
        gap = weight * whole - value
        if gap < 0 and position is not None:
            amount = (-gap).quantize(_CENT, ROUND_HALF_EVEN)
            shares = (amount / close).quantize(_MICRO, ROUND_HALF_EVEN) if weight else position.shares
            sells.append(PreviewTrade(account_id, ticker, "sell", min(shares, position.shares), amount))
        elif gap > 0:
            buys.append(_buy(account_id, ticker, gap, close))
    sells = [trade for trade in sells if trade.amount >= SMALLEST_TRADE]
    buys = [trade for trade in buys if trade.amount >= SMALLEST_TRADE]
    cash = valuation.cash + sum((trade.amount for trade in sells), ZERO)
    return sells + _affordable(buys, cash, closes)


def _buy(account_id: str, ticker: str, amount: Decimal, close: Decimal) -> PreviewTrade:
    amount = amount.quantize(_CENT, ROUND_DOWN)
    return PreviewTrade(account_id, ticker, "buy", (amount / close).quantize(_MICRO, ROUND_DOWN), amount)


def _affordable(buys: list[PreviewTrade], cash: Decimal, closes: Mapping[str, Decimal]) -> list[PreviewTrade]:
    """The buys less what is short: off the largest (ties: by ticker), and off the next one where that one is gone."""
    left = list(buys)
    while left and (short := sum((trade.amount for trade in left), ZERO) - cash) > 0:
        largest = min(left, key=lambda trade: (-trade.amount, trade.ticker))
        left.remove(largest)
        smaller = _buy(largest.account_id, largest.ticker, max(largest.amount - short, ZERO), closes[largest.ticker])
        if smaller.amount >= SMALLEST_TRADE:
            left.append(replace(largest, shares=smaller.shares, amount=smaller.amount))
    return left
