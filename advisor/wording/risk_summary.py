"""Words for `risk_summary`."""

from __future__ import annotations

from advisor.finance.risk import Drawdown
from advisor.questions.risk_summary import RiskSummary
from advisor.resolve.risk_aspects import RiskAspect
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded, no_price, shown_percent


def word_risk_summary(record: RiskSummary, voice: Voice) -> Worded:
    level = f"Your risk level is {record.risk_level} of 10."
    if not voice.accounts:
        return Worded(f"You have no accounts with us yet. {level}")
    follow_ups = [
        voice.button("My split by asset class", "allocation"),
        voice.button("Biggest positions", "exposure", dimension="position"),
        voice.button("This year's return", "performance", period="this year"),
    ]
    if record.unpriced:
        return Worded(sentences(level, no_price(record.unpriced), voice.as_of_sentence), follow_ups)
    if record.volatility is None or record.window.start is None or record.window.end is None:
        return Worded(
            sentences(level, "There is not enough history yet for other risk figures.", voice.as_of_sentence),
            follow_ups,
        )
    since = f"From {voice.day(record.window.start)} to {voice.day(record.window.end)}"
    told: dict[RiskAspect | None, str] = {
        None: level,
        "volatility": f"{since} {voice.subject} varied by {voice.percent(record.volatility)} a year (volatility).",
        "fall": _fall(record.max_drawdown, voice),
        **(
            {"sharpe": _sharpe(record.sharpe)}
            if record.asked == "sharpe"
            else {"bad day": _bad_day(record.var_95_1d, voice)}
        ),
    }
    first = told.pop(record.asked)  # what was asked for goes first
    return Worded(sentences(first, *told.values(), voice.as_of_sentence), follow_ups)


def _sharpe(ratio: float | None) -> str:
    if ratio is None:
        return "A Sharpe ratio can't be worked out."
    shown = round(ratio, 2) + 0.0  # never -0.00
    return f"The Sharpe ratio is {shown:.2f}: return above a riskless one, per unit of volatility."


def _fall(fall: Drawdown, voice: Voice) -> str:
    """What rounds to no fall is none."""
    if fall.percent is None or fall.peak is None or fall.trough is None or not shown_percent(fall.percent):
        return "There was no fall in that time."
    back = "not recovered yet" if fall.recovered is None else f"recovered by {voice.day(fall.recovered)}"
    days = f"{voice.day(fall.peak)} to {voice.day(fall.trough)}"
    return f"Deepest fall: {voice.percent(abs(fall.percent))} ({days}), {back}."


def _bad_day(loss: float | None, voice: Voice) -> str:
    if loss is None or shown_percent(loss) <= 0:
        return ""
    return f"One day in twenty lost {voice.percent(loss)} or more."
