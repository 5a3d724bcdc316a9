"""Every chart of an answer is valid Vega-Lite, small, titled and described, and can be drawn."""

from __future__ import annotations

import pytest

from tests.charts import check_chart, draw
from tests.fakes.portfolio import buy, day, deposit
from tests.unit.advisor.goals_world import goal, with_goals
from tests.unit.advisor.markets import walk, weekdays, with_market
from tests.unit.advisor.world import INVESTED, NAMED, TODAY, ask, repository

CHARTED = ("performance", "performance_reason", "allocation", "exposure")


@pytest.mark.parametrize("kind", CHARTED)
def test_a_chart_is_valid_titled_described_and_can_be_drawn(kind: str) -> None:
    chart = ask(repository(*INVESTED), kind).chart
    assert chart is not None
    check_chart(chart)
    assert draw(chart, kind).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ["benchmark_comparison", "risk_summary", "compare_securities"])
def test_a_chart_of_years_of_closes_is_valid_too(kind: str) -> None:
    days = weekdays(day("2023-11-20"), TODAY)
    funds = {"VTI": walk(days, seed=5), "BND": walk(days, seed=6, daily=0.003)}
    index = walk(days, seed=7, start=4000)
    rows = (
        deposit("2024-01-02", "20000"),
        buy("2024-01-02", "VTI", "100", "100"),
        buy("2024-01-02", "BND", "80", "100"),
    )
    source = with_market(*rows, index=index, closes={**funds, "SPX": index})
    mentions = {} if kind == "risk_summary" else {"period": "past 2 years"}
    chart = ask(source, kind, {**NAMED.get(kind, {}), **mentions}).chart
    assert chart is not None
    check_chart(chart)
    assert draw(chart, kind).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ["goal_progress", "goal_what_if"])
def test_a_chart_of_a_goal_is_valid_too(kind: str) -> None:
    wish = {"amount": "$100 more a month", "date": "two years later"} if kind == "goal_what_if" else {}
    chart = ask(with_goals(goal()), kind, wish).chart
    assert chart is not None
    check_chart(chart)
    assert draw(chart, kind).startswith(b"\x89PNG")
    assert ask(with_goals(goal(until="2026-11-30")), kind, {"amount": "add $5 now"}).chart is None  # no month is left
