"""Words for `account_list`."""

from __future__ import annotations

from advisor.questions.account_list import AccountList
from advisor.resolve.accounts import account_titles
from advisor.wording.voice import Voice, Worded, no_price


def word_account_list(record: AccountList, voice: Voice) -> Worded:
    count = len(record.accounts_detail)
    if not count:
        return Worded("You have no accounts with us yet.")
    titles = account_titles(voice.accounts)
    lines = [
        f"{titles[detail.account_id]}: {'value unknown' if detail.value is None else voice.money(detail.value)}"
        for detail in record.accounts_detail
    ]
    head = "You have one account:" if count == 1 else f"You have {count} accounts:"
    missing = f"\n{no_price(record.unpriced)}" if record.unpriced else ""
    return Worded(
        f"{head}\n{voice.rows(lines)}{missing}\n{voice.as_of_sentence}",
        [voice.button("My portfolio", "portfolio_value"), voice.button("What I hold", "holdings")],
    )
