"""Words for `benchmark_comparison`."""

from __future__ import annotations

from decimal import Decimal

from advisor.questions.benchmark_comparison import BenchmarkComparison
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.voice import Voice, Worded, capitalised, no_price, shown_percent


def word_benchmark_comparison(record: BenchmarkComparison, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there is nothing to compare.")
    if record.period.start is None:
        return outside(record.period, voice, "benchmark_comparison")
    words = record.period.words
    return Worded(
        sentences(not_understood(record.period), *_comparison(record, voice), voice.as_of_sentence),
        [
            voice.button("Why?", "performance_reason", period=words),
            voice.button("My return in full", "performance", period=words),
            voice.button("My best investments", "best_worst", period=words, direction="best"),
        ],
    )


def _comparison(record: BenchmarkComparison, voice: Voice) -> list[str]:
    own, index = record.twr, record.benchmark_return
    when = capitalised(spanned(record.period, voice))
    if record.benchmark is None:
        missing = no_price(record.unpriced) if own is None and record.unpriced else ""
        return ["I have no market index to compare with.", missing, _own_return(record, voice)]
    name = record.benchmark.name
    if own is None and record.unpriced:
        return [f"{when}: {no_price(record.unpriced)}"]
    if own is None:
        return [f"{when} {voice.subject} held nothing, so there is no return to compare with {name}."]
    if index is None or record.difference is None:
        return [f"I have no level of {name} from before {_start(record, voice)}.", _own_return(record, voice)]
    return [
        f"{when} {voice.subject} returned {voice.signed_percent(own)} (time-weighted), "
        f"{name} {voice.signed_percent(index)}: {_standing(own, index, record.difference, voice)}.",
        "The index level leaves dividends out, your return counts them.",
    ]


def _own_return(record: BenchmarkComparison, voice: Voice) -> str:
    if record.twr is None:
        return ""
    when = capitalised(spanned(record.period, voice))
    return f"{when} {voice.subject} returned {voice.signed_percent(record.twr)} (time-weighted)."


def _start(record: BenchmarkComparison, voice: Voice) -> str:
    return "the period" if record.period.start is None else voice.day(record.period.start)


def _standing(own: float, index: float, difference: float, voice: Voice) -> str:
    """Who is ahead, by what the text shows: two figures that look the same are level."""
    be = "are" if len(voice.accounts) > 1 and not voice.whole else "is"
    subject = "they" if be == "are" else "it"
    ahead = shown_percent(own) - shown_percent(index)
    if not ahead:
        return f"{subject} {be} level with it"
    side = "ahead" if ahead > 0 else "behind"
    points = Decimal(str(abs(shown_percent(difference)))) * 100
    by = f"{voice.number(points)} percentage point{'' if points == 1 else 's'}" if points else "slightly"
    return f"{subject} {be} {by} {side}"
