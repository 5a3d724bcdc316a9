"""How the period of an answer is said: where it lies outside of all that happened, or wasn't understood."""

from __future__ import annotations

from advisor.periods.period import Period
from advisor.periods.points import day_in_words
from advisor.wording.voice import Voice, Worded


def spanned(period: Period, voice: Voice) -> str:
    """The label, which fits behind a verb, and the days really used: "this year (1 Jan 2026 to 20 Nov 2026)".

    A label that names just these days says it alone: "from 1 June 2026 to 31 August 2026".
    """
    if period.start is not None and period.end is not None:
        first, last = day_in_words(period.start), day_in_words(period.end)
        if period.label == (f"on {first}" if first == last else f"from {first} to {last}"):
            return period.label
    return f"{period.label} ({voice.days(period)})"


def not_understood(period: Period) -> str:
    """A sentence to begin with where the default was used in the place of words; empty otherwise."""
    if not period.not_understood:
        return ""
    return f"I didn't understand which period you mean, so this is {period.label}."


def outside(period: Period, voice: Voice, kind: str) -> Worded:
    """The answer about a period without days: no figure, and the ways to one that has some."""
    why = "has not begun yet" if period.ahead else "lies before your first transaction"
    return Worded(
        f"That period {why}, so there is nothing to show for it.",
        [
            voice.button("This year", kind, period="this year"),
            voice.button("Since the start", kind, period="since inception"),
        ],
    )


def sentences(*parts: str) -> str:
    """One paragraph of those that are not empty."""
    return " ".join(part for part in parts if part)
