"""Securities side by side, each from 100."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.charts.growth import growth_chart
from advisor.questions.compare_securities import CompareSecurities
from advisor.resolve.ask_back import listed
from advisor.wording.voice import Voice


def compare_securities_chart(record: CompareSecurities, voice: Voice) -> Mapping[str, object] | None:
    """Those whose closes reach back to the period's start; None with fewer than two, and for a period of one day."""
    lines = [(item.ticker, item.growth) for item in record.items if item.growth is not None]
    if len(lines) < 2 or record.period.days < 2:
        return None
    return growth_chart(
        lines,
        about=f"{listed([ticker for ticker, _ in lines])}, {voice.days(record.period)}",
        sources="Prices alone count, dividends are left out.",
    )
