"""Words for `return_methods`."""

from __future__ import annotations

from advisor.questions.return_methods import ReturnMethods
from advisor.wording.performance_reason import gained
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.voice import Voice, Worded, capitalised, no_price


def word_return_methods(record: ReturnMethods, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there is no return to compare.")
    words = record.period.words
    if record.period.start is None:
        return outside(record.period, voice, "return_methods")
    first = not_understood(record.period)
    follow_ups = [
        voice.button("What made it?", "performance_reason", period=words),
        voice.button("Paid in and out", "net_contributions", period=words),
        voice.button("The return", "performance", period=words),
    ]
    if record.gain is None:
        text = f"For {voice.days(record.period)}: {no_price(record.unpriced)}"
        return Worded(sentences(first, text, voice.as_of_sentence), follow_ups)
    head = f"{capitalised(spanned(record.period, voice))} {voice.subject} {gained(record.gain, voice)}."
    return Worded(sentences(first, head, *_returns(record, voice), voice.as_of_sentence), follow_ups)


def _returns(record: ReturnMethods, voice: Voice) -> list[str]:
    """What each one measures; those that can't be worked out by name."""
    said = [
        ("Time-weighted", record.twr, "the investments, whenever you paid in or took out"),
        ("Money-weighted", record.mwr, "with your timing"),
        ("Simple", record.simple_return, "the gain over start value plus net deposits"),
    ]
    parts = [
        f"{name} {voice.signed_percent(value)}{f': {what}' if record.flows else ''}."
        for name, value, what in said
        if value is not None
    ]
    missing = [name.lower() for name, value, _ in said if value is None]
    why = "" if record.flows or not parts else "You paid nothing in or out, so there is nothing for them to differ by."
    return [
        *parts,
        f"A {' or '.join(missing)} return can't be worked out for it." if missing else "",
        why,
    ]
