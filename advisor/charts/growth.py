"""Lines that all begin at 100, so that what grew more lies higher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from advisor.charts.specification import MOST_POINTS, specification, spread
from advisor.finance.growth import Growth

_MOST_LINES = 10


def growth_chart(lines: Sequence[tuple[str, Growth]], *, about: str, sources: str) -> Mapping[str, object] | None:
    """One line for each (label, growth), at most the first ten; None without any, or for one day only.

    `about` is the title, `sources` says what the lines are made of.
    """
    drawn = list(lines)[:_MOST_LINES]
    if not drawn or all(len(growth.ordinals) < 3 for _, growth in drawn):
        return None
    most = MOST_POINTS // len(drawn)
    rows = [
        {
            "date": date.fromordinal(int(growth.ordinals[i])).isoformat(),
            "series": label,
            "level": round(float(growth.levels[i]) * 100, 2),
        }
        for label, growth in drawn
        for i in spread(len(growth.ordinals), most)
    ]
    named = ", ".join(label for label, _ in drawn)
    return specification(
        title=about,
        description=f"{about}: what 100 would have become, as one line each for {named}. {sources}",
        rows=rows,
        mark={"type": "line"},
        encoding={
            "x": {"field": "date", "type": "temporal", "title": "Date"},
            "y": {
                "field": "level",
                "type": "quantitative",
                "title": "Growth of 100",
                "scale": {"zero": False},
            },
            "color": {"field": "series", "type": "nominal", "title": None, "sort": None},
            "strokeDash": {"field": "series", "type": "nominal", "title": None, "sort": None},
        },
    )
