"""Words for `account_summary`."""

from __future__ import annotations

from advisor.questions.account_summary import AccountSummary
from advisor.resolve.asset_classes import CLASS_TITLES
from advisor.wording.performance_reason import gained, signed
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.voice import Voice, Worded, capitalised, no_price, shown_percent

_MOST_DRIFT_UNSAID = 0.005  # smaller ones are no news


def word_account_summary(record: AccountSummary, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there is nothing to sum up.")
    if record.period.start is None:
        return outside(record.period, voice, "account_summary")
    words = record.period.words
    are = "are" if len(voice.accounts) > 1 and not voice.whole else "is"
    if record.value is None:
        worth = sentences(no_price(record.unpriced), voice.as_of_sentence)
    else:
        as_of = "" if voice.as_of is None else f" as of the close of {voice.day(voice.as_of)}"
        worth = f"{capitalised(voice.subject)} {are} worth {voice.money(record.value)}{as_of}."
        worth = sentences(worth, voice.markets if voice.as_of is not None else voice.as_of_sentence)
    return Worded(
        sentences(worth, not_understood(record.period), *_gain(record, voice), _pending(record), _drift(record, voice)),
        [
            voice.button("Why?", "performance_reason", period=words),
            voice.button("Transfers on the way", "transfer_status")
            if record.pending_transfers
            else voice.button("What happened", "transactions"),
            voice.button("My split by asset class", "allocation"),
        ],
    )


def _gain(record: AccountSummary, voice: Voice) -> list[str]:
    period = record.period
    if record.gain is None:
        return [f"The gain {spanned(period, voice)} is unknown: a price is missing."]
    drivers = [line for line in record.drivers if line.gain]
    moved = f", most of all {signed(drivers, voice)}" if drivers else ""
    it = "they" if len(voice.accounts) > 1 and not voice.whole else "it"
    return [f"{capitalised(spanned(period, voice))} {it} {gained(record.gain, voice)}{moved}."]


def _pending(record: AccountSummary) -> str:
    count = len(record.pending_transfers)
    if not count:
        return ""
    return "One transfer is on its way." if count == 1 else f"{count} transfers are on their way."


def _drift(record: AccountSummary, voice: Voice) -> str:
    name, drift = record.max_drift.asset_class, record.max_drift.drift
    if name is None or drift is None or abs(shown_percent(drift)) < _MOST_DRIFT_UNSAID:
        return "" if name is None else "The mix is on target."
    side = "above" if drift > 0 else "below"
    return f"Farthest off target: {CLASS_TITLES[name]}, {voice.percent(abs(drift))} {side} it."
