"""Words for `portfolio_value`."""

from __future__ import annotations

from advisor.money import cents
from advisor.questions.portfolio_value import PortfolioValue
from advisor.wording.voice import Voice, Worded, capitalised, no_price


def word_portfolio_value(record: PortfolioValue, voice: Voice) -> Worded:
    follow_ups = [voice.button("This year's return", "performance", period="this year")]
    if voice.whole and len(record.by_account) > 1:
        follow_ups.append(voice.button("By account", "account_list"))
    follow_ups.append(voice.button("What I hold", "holdings"))
    if not record.by_account:
        return Worded(f"You have no accounts with us yet, so your portfolio is worth {voice.money(record.cash)}.")
    if record.value is None or record.invested is None:
        text = f"{no_price(record.unpriced)} Your uninvested cash is {voice.money(record.cash)}. {voice.as_of_sentence}"
        return Worded(text, follow_ups)
    parts = [
        f"{capitalised(voice.subject)} {'are' if len(voice.accounts) > 1 and not voice.whole else 'is'} "
        f"worth {voice.money(record.value)}: "
        f"{voice.money(record.invested)} invested and {voice.money(record.cash)} in cash.",
        _day_change(record, voice),
        voice.as_of_sentence,
    ]
    return Worded(" ".join(part for part in parts if part), follow_ups)


def _day_change(record: PortfolioValue, voice: Voice) -> str:
    amount, percent = record.day_change.amount, record.day_change.percent
    if amount is None or not record.value:
        return ""
    if not cents(amount):
        return "It didn't change on the last market day."
    share = "" if percent is None else f" ({voice.percent(abs(percent))})"
    return f"It is {'up' if amount > 0 else 'down'} {voice.money(abs(amount))}{share} since the market day before."
