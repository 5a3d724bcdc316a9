"""Words for `best_worst`."""

from __future__ import annotations

from advisor.questions.best_worst import BestWorst, Item
from advisor.resolve.ask_back import listed
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.voice import Voice, Worded, capitalised

_OPPOSITE = {"best": "worst", "worst": "best"}


def word_best_worst(record: BestWorst, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there are no investments to rank.")
    if record.period.start is None:
        return outside(record.period, voice, "best_worst")
    words = record.period.words
    other = _OPPOSITE[record.direction]
    follow_ups = [
        voice.button(f"The {other} ones", "best_worst", direction=other, period=words),
        voice.button("What made my return", "performance_reason", period=words),
        voice.button("What I hold", "holdings"),
    ]
    missing = f"There is no price for {listed(list(record.unpriced))} to rank it by." if record.unpriced else ""
    if not record.items:
        nothing = (
            "" if missing else f"{capitalised(spanned(record.period, voice))} {voice.subject} held no investments."
        )
        return Worded(sentences(not_understood(record.period), nothing, missing, voice.as_of_sentence), follow_ups)
    what = f"{record.direction} investment{'' if len(record.items) == 1 else 's'}"
    where = "" if voice.whole else f" in {voice.subject}"
    lines = [
        sentences(not_understood(record.period), f"Your {what}{where} {spanned(record.period, voice)}:"),
        voice.rows([_line(item, voice) for item in record.items]),
        sentences(missing, "Price changes and dividends count.", voice.as_of_sentence),
    ]
    return Worded("\n".join(lines), follow_ups)


def _line(item: Item, voice: Voice) -> str:
    return f"{item.ticker} ({item.name}): {voice.signed_percent(item.return_)}, {voice.signed_money(item.gain)}"
