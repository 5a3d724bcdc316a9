"""Words for `price_quote`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from advisor.questions.price_quote import PriceQuote
from advisor.wording.periods import sentences
from advisor.wording.securities import about_others, labelled
from advisor.wording.voice import Voice, Worded, shown_percent


def word_price_quote(record: PriceQuote, voice: Voice) -> Worded:
    follow_ups = [
        *about_others(record.others, "price_quote", voice),
        voice.button(f"What is {record.ticker}?", "security_info", security=record.ticker),
        voice.button("What I hold", "holdings"),
    ]
    label = labelled(record.ticker, record.name)
    if record.price is None or record.date is None:
        known = "" if voice.as_of is None else voice.as_of_sentence
        return Worded(sentences(f"There is no price for {label} yet.", known), follow_ups)
    changes = [
        *([] if record.day_change is None else [f"{_change(record.day_change, voice)} from the close before"]),
        *([] if record.year_change is None else [f"{_change(record.year_change, voice)} over the past year"]),
    ]
    index = record.security.kind == "index"
    closed = f"{label} closed at {_price(record, record.price, voice)} on {voice.day(record.date)}"
    return Worded(
        sentences(
            f"{', '.join([closed, *changes])}.",
            "An index level leaves dividends out." if index else "",
            voice.markets if record.date == voice.as_of else voice.as_of_sentence,
        ),
        follow_ups,
    )


def _price(record: PriceQuote, price: Decimal, voice: Voice) -> str:
    """An index has points, not a price."""
    if record.security.kind == "index":
        return f"{voice.number(price)} points"
    return replace(voice, currency=record.currency).price(price)


def _change(ratio: float, voice: Voice) -> str:
    shown = shown_percent(ratio)
    if not shown:
        return "unchanged"
    return f"{'up' if shown > 0 else 'down'} {voice.percent(abs(ratio))}"
