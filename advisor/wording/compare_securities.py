"""Words for `compare_securities`."""

from __future__ import annotations

from datetime import date

from advisor.questions.compare_securities import Compared, CompareSecurities
from advisor.wording.periods import not_understood, sentences, spanned
from advisor.wording.securities import labelled
from advisor.wording.voice import Voice, Worded, capitalised, shown_percent


def word_compare_securities(record: CompareSecurities, voice: Voice) -> Worded:
    named = " and ".join(item.ticker for item in record.items)
    if record.period.start is None:
        return Worded(
            "That period has not begun yet, so there is nothing to compare.",
            [voice.button("Over the past year", "compare_securities", security=named, period="past year")],
        )
    lines = [
        sentences(not_understood(record.period), f"{capitalised(spanned(record.period, voice))}, {_first(record)}:"),
        voice.rows([_line(item, record.period.start, voice) for item in record.items]),
        sentences("By price alone, dividends left out.", voice.as_of_sentence),
    ]
    follow_ups = [
        voice.button(f"What is {item.ticker}?", "security_info", security=item.ticker) for item in record.items[:2]
    ]
    return Worded("\n".join(lines), [*follow_ups, voice.button("What I hold", "holdings")])


def _first(record: CompareSecurities) -> str:
    """Who did best, by what the text shows; nobody where a return is unknown."""
    shown = {item.ticker: shown_percent(item.return_) for item in record.items if item.return_ is not None}
    if len(shown) < len(record.items):
        return "as far as prices go back"
    best = [ticker for ticker, change in shown.items() if change == max(shown.values())]
    if len(best) == len(shown):
        return f"{'both' if len(best) == 2 else 'all'} did the same"
    return f"{' and '.join(best)} did {'better' if len(shown) == 2 else 'best'}"


def _line(item: Compared, start: date, voice: Voice) -> str:
    unknown = f"return unknown (no price before {voice.day(start)})"
    change = unknown if item.return_ is None else voice.signed_percent(item.return_)
    volatility = "" if item.volatility is None else f", volatility {voice.percent(item.volatility)} a year"
    cost = f", cost {voice.rate(item.expense_ratio)} a year" if item.expense_ratio else ""
    return f"{labelled(item.ticker, item.name)}: {change}{volatility}{cost}"
