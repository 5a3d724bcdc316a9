"""How far the portfolio lay below its highest level so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from advisor.charts.specification import DOWN, MOST_POINTS, specification, spread
from advisor.finance.risk import depths
from advisor.questions.risk_summary import RiskSummary
from advisor.wording.voice import Voice, capitalised


def risk_summary_chart(record: RiskSummary, voice: Voice) -> Mapping[str, object] | None:
    """An area under 0, the deepest point always in it; None with too little history, or without any fall."""
    if record.index is None or record.window.start is None or record.window.end is None:
        return None
    below = depths(record.index.levels)
    if not below.any():
        return None
    shown = np.union1d(spread(len(below), MOST_POINTS - 1), [np.argmin(below)])
    days = f"{voice.day(record.window.start)} to {voice.day(record.window.end)}"
    about = f"{capitalised(voice.subject)}: fall from the highest level so far, {days}"
    return specification(
        title=about,
        description=f"{about}. Time-weighted, as a part of that level; 0 is a new highest level.",
        rows=[
            {"date": date.fromordinal(int(record.index.ordinals[i])).isoformat(), "fall": round(float(below[i]), 6)}
            for i in shown
        ],
        mark={"type": "area", "line": {"color": DOWN}, "color": DOWN, "opacity": 0.5},
        encoding={
            "x": {"field": "date", "type": "temporal", "title": "Date"},
            "y": {
                "field": "fall",
                "type": "quantitative",
                "title": "Below the highest level (%)",
                "axis": {"format": ".1~%"},
            },
        },
    )
