"""The value over a period beside what was paid in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from advisor.charts.specification import specification, spread
from advisor.questions.performance import Performance
from advisor.wording.voice import Voice, capitalised

_LINES = ["Value", "Paid in"]  # in the order of the rows, which is that of the legend; the first one is solid
_MOST_DAYS = 100  # of each of the two lines; the first and the last day are always among them


def performance_chart(record: Performance, voice: Voice) -> Mapping[str, object] | None:
    """Two lines from the day before the period on; "Paid in" begins with the start value and adds the net flows.

    None for a period of one day, where nothing was ever there, or where a value is unknown.
    """
    daily = record.daily
    if daily is None or record.period.days < 2 or np.isnan(daily.values).any() or not daily.values.any():
        return None
    paid_in = daily.values[0] + np.cumsum(daily.deposits - daily.withdrawals)
    # The day before the period is in the start value already.
    paid_in -= daily.deposits[0] - daily.withdrawals[0]
    count = len(daily.values)
    shown = spread(count, _MOST_DAYS)
    rows = [
        {
            "date": (daily.first + timedelta(days=int(i))).isoformat(),
            "series": series,
            "amount": round(float(line[i]), 2),
        }
        for series, line in zip(_LINES, (daily.values, paid_in), strict=True)
        for i in shown
    ]
    about = f"{capitalised(voice.subject)}, {voice.days(record.period)}"
    return specification(
        title=about,
        description=f"{about}: the value of each day as a line, beside the start value with what was paid in since.",
        rows=rows,
        mark={"type": "line"},
        encoding={
            "x": {"field": "date", "type": "temporal", "title": "Date"},
            "y": {"field": "amount", "type": "quantitative", "title": f"Amount ({voice.currency})"},
            "color": {"field": "series", "type": "nominal", "title": None, "sort": None},
            "strokeDash": {"field": "series", "type": "nominal", "title": None, "sort": None},
        },
    )
