"""Words for `fees_paid`."""

from __future__ import annotations

from advisor.questions.fees_paid import FeesPaid
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.voice import Voice, Worded


def word_fees_paid(record: FeesPaid, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so you have paid no fees.")
    if record.total is None:
        return outside(record.period, voice, "fees_paid")
    where = "" if voice.whole else f" on {voice.subject}"
    when = spanned(record.period, voice)
    first = not_understood(record.period)
    follow_ups = [
        voice.button("What my funds cost", "fund_costs"),
        voice.button("This year's return", "performance", period="this year"),
        voice.button("Fees since the start", "fees_paid", period="since inception"),
    ]
    if not record.items:
        return Worded(sentences(first, f"You paid no fees{where} {when}.", voice.as_of_sentence), follow_ups)
    amount = f"{voice.money(record.total)} in fees{where} {when}"
    if len(record.items) == 1:
        item = record.items[0]
        text = sentences(first, f"You paid {amount}, charged on {voice.day(item.date)}.", voice.as_of_sentence)
    elif record.list_wanted:
        lines = [
            f"{voice.day(item.date)}: {voice.money(item.amount)}{voice.in_account(item.account_id)}"
            for item in record.items
        ]
        text = "\n".join((sentences(first, f"You paid {amount}:"), voice.rows(lines), voice.as_of_sentence))
    else:
        charges = f"{len(record.items)} charges, the latest on {voice.day(record.items[0].date)}"
        text = sentences(first, f"You paid {amount}, in {charges}.", voice.as_of_sentence)
    return Worded(text, follow_ups)
