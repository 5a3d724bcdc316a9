"""What each security, interest and fees brought to a gain."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from advisor.charts.specification import DOWN, UP, specification
from advisor.money import ZERO
from advisor.questions.performance_reason import PerformanceReason, largest
from advisor.wording.voice import Voice

_MOST_BARS = 20  # of securities; what is smaller is one bar together
_ROOM = 0.45  # of the span, right of the longest bar: its amount has to fit also where the chart is narrow


def contributions_chart(record: PerformanceReason, voice: Voice) -> Mapping[str, object] | None:
    """Bars to the right of zero for gains, to the left for losses, the largest first, each with its signed amount.

    None where a gain is unknown or nothing moved.
    """
    if record.gain is None or record.interest is None or record.fees is None:
        return None
    parts = _parts(record)
    if not parts:
        return None
    rows = [
        {
            "part": name,
            "amount": float(amount),
            "result": "Loss" if amount < 0 else "Gain",
            "label": voice.signed_money(amount),
        }
        for name, amount in parts
    ]
    about = f"What made the result: {voice.subject}, {voice.days(record.period)}"
    axis_title = f"Gain or loss ({voice.currency})"
    low, high = (float(end(ZERO, *(amount for _, amount in parts))) for end in (min, max))
    return specification(
        title=about,
        description=f"{about}. One bar for each security, interest and fees: gains to the right, losses to the left.",
        rows=rows,
        encoding={
            "x": {
                "field": "amount",
                "type": "quantitative",
                "title": axis_title,
                "scale": {"domain": [low, high + _ROOM * (high - low)]},
            },
            "y": {"field": "part", "type": "nominal", "title": "Security", "sort": [name for name, _ in parts]},
        },
        layer=[
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "color": {
                        "field": "result",
                        "type": "nominal",
                        "title": None,
                        "scale": {"domain": ["Gain", "Loss"], "range": [UP, DOWN]},
                    }
                },
            },
            {
                # Right of the bar, and for a loss right of zero, where nothing else is.
                "transform": [{"calculate": "max(datum.amount, 0)", "as": "at"}],
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {
                    "x": {"field": "at", "type": "quantitative", "title": axis_title},
                    "text": {"field": "label", "type": "nominal"},
                },
            },
        ],
    )


def _parts(record: PerformanceReason) -> list[tuple[str, Decimal]]:
    """Name → amount, in the order of the bars: securities by size, what is left of them, interest, fees; no zeros."""
    by_size = [line for line in largest(record.contributions, len(record.contributions)) if line.gain]
    parts = [(line.ticker, line.gain or ZERO) for line in by_size[:_MOST_BARS]]
    others = by_size[_MOST_BARS:]
    parts.append((f"{len(others)} others", sum((line.gain or ZERO for line in others), ZERO)))
    parts += [("Interest", record.interest or ZERO), ("Fees", record.fees or ZERO)]
    return [(name, amount) for name, amount in parts if amount]
