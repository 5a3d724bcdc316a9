"""Words for a customer's own facts beside a question for advice: what was, never what to do or what will be."""

from __future__ import annotations

from advisor.finance.allocation import MaxDrift
from advisor.questions.performance import Performance
from advisor.questions.risk_summary import RiskSummary
from advisor.resolve.asset_classes import CLASS_TITLES
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, shown_percent


def word_own_facts(month: Performance, risk: RiskSummary, drift: MaxDrift, voice: Voice) -> str:
    """What can't be said is left out; the risk level is always there."""
    return sentences(
        _month(month, voice),
        _fall(risk, voice),
        _drift(drift, voice),
        f"Your risk level is {risk.risk_level} of 10.",
        voice.as_of_sentence,
        "The past doesn't tell what comes next.",
    )


def _month(month: Performance, voice: Voice) -> str:
    if month.gain is None or month.twr is None:
        return ""
    if not shown_percent(month.twr):
        return "Your portfolio is about where it was at the beginning of this month."
    way = "up" if month.twr > 0 else "down"
    # Paying in or out in between can make them differ in sign; the return alone then says how it went.
    gain = f" ({voice.signed_money(month.gain)})" if (month.gain > 0) == (month.twr > 0) and month.gain else ""
    return f"Your portfolio is {way} {voice.percent(abs(month.twr))} this month{gain}."


def _fall(risk: RiskSummary, voice: Voice) -> str:
    fall = risk.max_drawdown
    if fall.percent is None or fall.trough is None or not shown_percent(fall.percent) or risk.window.start is None:
        return ""
    back = "not made up for yet" if fall.recovered is None else f"made up for by {voice.day(fall.recovered)}"
    depth = voice.percent(abs(fall.percent))
    return f"Its deepest fall since {voice.day(risk.window.start)} was {depth} (to {voice.day(fall.trough)}), {back}."


def _drift(drift: MaxDrift, voice: Voice) -> str:
    if drift.asset_class is None or drift.drift is None:
        return ""
    if not shown_percent(drift.drift):
        return "Your mix is on its target."
    side = "above" if drift.drift > 0 else "below"
    named = CLASS_TITLES[drift.asset_class]
    return f"Your share of {named} is {_points(drift.drift)} percentage points {side} its target."


def _points(drift: float) -> str:
    return f"{abs(drift) * 100:.1f}"
