"""The portfolio and the index over the same days, both from 100."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.charts.growth import growth_chart
from advisor.questions.benchmark_comparison import BenchmarkComparison
from advisor.wording.voice import Voice, capitalised


def benchmark_comparison_chart(record: BenchmarkComparison, voice: Voice) -> Mapping[str, object] | None:
    """None where either is unknown, and for a period of one day."""
    if record.lines is None or record.benchmark is None or record.period.days < 2:
        return None
    own, index = record.lines
    subject = capitalised(voice.subject)
    return growth_chart(
        [(subject, own), (record.benchmark.name, index)],
        about=f"{subject} and {record.benchmark.name}, {voice.days(record.period)}",
        sources="The first is time-weighted, the index leaves dividends out.",
    )
