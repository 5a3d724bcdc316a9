"""Every chart of an answer is valid Vega-Lite, small, titled and described, and can be drawn."""

from __future__ import annotations

import pytest

from tests.charts import check_chart, draw
from tests.unit.advisor.world import INVESTED, ask, repository

CHARTED = ("performance", "performance_reason")


@pytest.mark.parametrize("kind", CHARTED)
def test_a_chart_is_valid_titled_described_and_can_be_drawn(kind: str) -> None:
    chart = ask(repository(*INVESTED), kind).chart
    assert chart is not None
    check_chart(chart)
    assert draw(chart, kind).startswith(b"\x89PNG")
