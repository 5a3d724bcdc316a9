"""Words for `trade_reason`."""

from __future__ import annotations

from advisor.model import Reason
from advisor.questions.trade_reason import Trade, TradeReason
from advisor.wording.periods import not_understood, outside, sentences
from advisor.wording.voice import Voice, Worded

_DONE = {"buy": "bought", "sell": "sold"}
_NOUNS = {"buy": "buy", "sell": "sale"}
_WHY: dict[tuple[str, Reason], str] = {
    ("buy", "rebalance"): "as part of a rebalancing, because your mix held too little of it",
    ("sell", "rebalance"): "as part of a rebalancing, because your mix held too much of it",
    ("buy", "tax_loss_harvest"): "in place of a holding sold at a loss to lower your taxes (tax-loss harvesting)",
    ("sell", "tax_loss_harvest"): "at a loss on purpose, because that can lower your taxes (tax-loss harvesting)",
    ("buy", "deposit"): "to invest money that you had paid in",
    ("sell", "deposit"): "in connection with a deposit",
    ("buy", "withdrawal"): "in connection with a withdrawal",
    ("sell", "withdrawal"): "to raise the cash for a withdrawal",
    ("buy", "dividend_reinvest"): "to reinvest a dividend",
    ("sell", "dividend_reinvest"): "in connection with a reinvested dividend",
}
_NO_REASON = "No reason is recorded for it."


def word_trade_reason(record: TradeReason, voice: Voice) -> Worded:
    period = record.period
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so nothing was bought or sold.")
    if period is not None and period.start is None:
        return outside(period, voice, "trade_reason")
    first = "" if period is None else not_understood(period)
    if record.trade is None:
        answer = f"There was no {_what(record)}{_when(record)}{'' if voice.whole else f' in {voice.subject}'}."
    else:
        answer = _said(record, record.trade, voice)
    trades = "All its trades" if record.ticker else "My trades"
    about = {"security": record.ticker} if record.ticker else {}
    return Worded(
        sentences(first, answer, voice.as_of_sentence),
        [
            voice.button(trades, "transactions", transaction_type="trades", period="since inception", **about),
            voice.button("Is a rebalancing due?", "rebalancing_status"),
            voice.button("What I hold", "holdings"),
        ],
    )


def _what(record: TradeReason) -> str:
    noun = "trade" if record.side is None else _NOUNS[record.side]
    return f"{noun} of {record.ticker}" if record.ticker else noun


def _when(record: TradeReason) -> str:
    """Only a period that was named: the trade's own date says the rest."""
    return "" if record.period is None or record.period.assumed else f" {record.period.label}"


def _said(record: TradeReason, trade: Trade, voice: Voice) -> str:
    name = record.ticker if record.name == record.ticker else f"{record.name} ({record.ticker})"
    why = "" if trade.reason is None else f" {_WHY[trade.side, trade.reason]}"
    return sentences(
        f"{name} was {_DONE[trade.side]} on {voice.day(trade.date)}{voice.in_account(record.account_id)}{why}: "
        f"{voice.number(trade.shares)} shares at {voice.price(trade.price)}, {voice.money(abs(trade.amount))} in all.",
        _NO_REASON if trade.reason is None else "",
        f"That is the latest {_what(record)}{_when(record)}.",
    )
