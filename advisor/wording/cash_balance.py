"""Words for `cash_balance`."""

from __future__ import annotations

from advisor.questions.cash_balance import CashBalance
from advisor.wording.voice import Voice, Worded


def word_cash_balance(record: CashBalance, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there is no cash.")
    where = "" if voice.whole else f" in {voice.subject}"
    when = "" if voice.as_of is None else f" as of {voice.day(voice.as_of)}"
    parts = [f"You have {voice.money(record.cash)} in uninvested cash{where}{when}."]
    if record.pending_out:
        parts.append(
            f"{voice.money(record.pending_out)} is on its way out to you, which leaves "
            f"{voice.money(record.available)} available."
        )
    else:
        parts.append("All of it is available to invest or withdraw." if record.cash else "")
    if record.pending_in:
        parts.append(f"{voice.money(record.pending_in)} is on its way in.")
    return Worded(
        " ".join(part for part in parts if part),
        [
            voice.button("Transfers on the way", "transfer_status"),
            voice.button("What I hold", "holdings"),
            voice.button("Total value", "portfolio_value"),
        ],
    )
