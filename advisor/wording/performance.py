"""Words for `performance`."""

from __future__ import annotations

from decimal import Decimal

from advisor.dialogue import ReplyButton
from advisor.money import cents
from advisor.questions.performance import Performance
from advisor.wording.periods import not_understood, outside, spanned
from advisor.wording.voice import Voice, Worded, capitalised, no_price, shown_percent


def word_performance(record: Performance, voice: Voice) -> Worded:
    period = record.period
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there is no return to show.")
    if period.start is None or period.end is None:
        return outside(period, voice, "performance")
    parts = [not_understood(period)]
    if record.unpriced or record.gain is None or record.start_value is None or record.end_value is None:
        parts += [f"For {voice.days(period)}: {no_price(record.unpriced)}", voice.as_of_sentence]
    elif _nothing(record):
        parts.append(
            f"{capitalised(spanned(period, voice))} {voice.subject} held nothing, so there is no return. "
            f"{voice.as_of_sentence}"
        )
    else:
        parts += _result(record, record.gain, voice)
        parts.append(_flows(record.net_flows, voice))
        parts.append(voice.as_of_sentence)
    return Worded(" ".join(part for part in parts if part), _follow_ups(record, voice))


def _nothing(record: Performance) -> bool:
    return record.twr is None and not record.start_value and not record.end_value and not record.net_flows


def _result(record: Performance, gain: Decimal, voice: Voice) -> list[str]:
    if cents(gain):
        result = f"{'gained' if gain > 0 else 'lost'} {voice.money(abs(gain))}"
    else:
        result = "neither gained nor lost anything"
    if record.twr is None:
        returns = ["A time-weighted return can't be worked out."]
        head = "."
    else:
        head = f": a time-weighted return of {voice.signed_percent(record.twr)}"
        head += (
            f" ({voice.signed_percent(record.twr_annualised)} a year)." if record.twr_annualised is not None else "."
        )
        against = gain * Decimal(shown_percent(record.twr)) < 0
        returns = (
            ["The two differ in sign because that return leaves out when you paid in or took out."] if against else []
        )
    if record.mwr is None:
        returns.append("A money-weighted return can't be worked out for it.")
    else:
        returns.append(f"Money-weighted: {voice.signed_percent(record.mwr)}.")
    first = f"{capitalised(spanned(record.period, voice))} {voice.subject} {result}{head}"
    return [first, *returns]


def _flows(net_flows: Decimal | None, voice: Voice) -> str:
    if net_flows is None or not cents(net_flows):
        return ""
    return f"You {'paid in' if net_flows > 0 else 'took out'} {voice.money(abs(net_flows))} net."


def _since_start(voice: Voice) -> list[ReplyButton]:
    return [voice.button("Since the start", "performance", period="since inception")]


def _follow_ups(record: Performance, voice: Voice) -> list[ReplyButton]:
    words = record.period.words
    follow_ups = [
        voice.button("Why?", "performance_reason", period=words),
        voice.button("Compare with the market", "benchmark_comparison", period=words),
    ]
    if not record.period.label.startswith("since your first"):
        follow_ups += _since_start(voice)
    return [*follow_ups, voice.button("What I hold", "holdings")]
