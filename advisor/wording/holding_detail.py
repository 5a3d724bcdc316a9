"""Words for `holding_detail`."""

from __future__ import annotations

from advisor.money import cents
from advisor.questions.holding_detail import HoldingDetail
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded, no_price


def word_holding_detail(record: HoldingDetail, voice: Voice) -> Worded:
    ticker = record.ticker
    follow_ups = [
        voice.button(f"Why {ticker}?", "trade_reason", security=ticker),
        voice.button(f"About {ticker}", "security_info", security=ticker),
        voice.button("All I hold", "holdings"),
    ]
    follow_ups = [voice.button(s.ticker, "holding_detail", security=s.ticker) for s in record.others[:1]] + follow_ups
    where = "" if voice.whole else f" in {voice.subject}"
    if record.shares is None:
        why = "is an index, which can't be held" if record.is_index else f"is not among what you hold{where}"
        text = f"{record.name} ({ticker}) {why}." if voice.accounts else _no_accounts(record)
        return Worded(text if not voice.accounts else sentences(text, voice.as_of_sentence), follow_ups)
    what = f"{voice.number(record.shares)} {'share' if record.shares == 1 else 'shares'} of {record.name} ({ticker})"
    cost = "" if record.cost_basis is None else f"They cost {voice.money(record.cost_basis)}"
    if record.value is None:
        text = sentences(f"You hold {what}{where}.", f"{cost}." if cost else "", no_price((ticker,)))
        return Worded(sentences(text, voice.as_of_sentence), follow_ups)
    weight = "" if record.weight is None else f", {voice.percent(record.weight)} of {voice.subject}"
    held = f"You hold {what}{where}, worth {voice.money(record.value)}{weight}."
    return Worded(sentences(held, f"{cost}{_gain(record, voice)}.", voice.as_of_sentence), follow_ups)


def _no_accounts(record: HoldingDetail) -> str:
    return f"You have no accounts with us yet, so you don't hold {record.name} ({record.ticker})."


def _gain(record: HoldingDetail, voice: Voice) -> str:
    gain = record.unrealized_gain
    if gain is None:
        return ""
    if not cents(gain):
        return ", which is what they are worth"
    part = record.unrealized_gain_percent
    percent = "" if part is None else f" ({voice.percent(abs(part))})"
    return f", so you are {'up' if gain > 0 else 'down'} {voice.money(abs(gain))}{percent}"
