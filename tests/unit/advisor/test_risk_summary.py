"""Volatility, deepest fall and what a bad day costs, held against empyrical and worked figures."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import empyrical
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.ask import Question, Settings, answer
from advisor.finance.risk import Drawdown, depths, levels, max_drawdown, value_at_risk
from tests.fakes.portfolio import FakeRepository, buy, day, deposit, withdrawal
from tests.unit.advisor.markets import walk, weekdays
from tests.unit.advisor.world import TODAY, ask, facts, repository

FIRST = day("2022-01-03")
DAYS = weekdays(FIRST, TODAY)
CLOSES = {"VTI": walk(DAYS, seed=1), "BND": walk(DAYS, seed=2, daily=0.003, start=50.0)}


def _firm(*rows: Any, closes: Any = None) -> FakeRepository:
    return repository(*rows, closes=closes or CLOSES)


def _all_in(on: date) -> list[Any]:
    """Everything in VTI at that day's close, so the portfolio's returns are those of VTI."""
    close = CLOSES["VTI"][on]
    return [deposit(str(on), str((close * 100).quantize(Decimal("0.01")))), buy(str(on), "VTI", "100", str(close))]


def _returns(closes: dict[date, Decimal], since: date) -> np.ndarray[Any, np.dtype[np.float64]]:
    values = np.array([float(closes[d]) for d in DAYS])
    returns = values[1:] / values[:-1] - 1
    return np.array([r for d, r in zip(DAYS[1:], returns, strict=True) if d >= since])


def test_three_years_of_one_fund_agree_with_empyrical() -> None:
    found = facts(_firm(*_all_in(FIRST)), "risk_summary")
    assert found["window"] == {"start": "2023-11-21", "end": "2026-11-20"}
    returns = _returns(CLOSES["VTI"], day("2023-11-21"))
    assert found["volatility"] == pytest.approx(empyrical.annual_volatility(returns), abs=1e-9)
    assert found["var_95_1d"] == pytest.approx(-empyrical.value_at_risk(returns, cutoff=0.05), abs=1e-9)
    assert found["max_drawdown"]["percent"] == pytest.approx(empyrical.max_drawdown(returns), abs=1e-9)
    sharpe = empyrical.sharpe_ratio(returns, risk_free=0.02 / 252)
    assert found["sharpe"] == pytest.approx(sharpe, abs=1e-9)
    assert found["risk_level"] == 5


def test_the_riskless_rate_is_a_setting() -> None:
    question = Question("risk_summary", "C-1", "")
    reply = answer(question, _firm(*_all_in(FIRST)), today=TODAY, settings=Settings(risk_free_rate=0.05))
    returns = _returns(CLOSES["VTI"], day("2023-11-21"))
    assert reply.facts is not None
    assert reply.facts["sharpe"] == pytest.approx(empyrical.sharpe_ratio(returns, risk_free=0.05 / 252), abs=1e-9)


def test_deposits_and_withdrawals_are_no_returns() -> None:
    plain = facts(_firm(*_all_in(FIRST)), "risk_summary")
    # Money that comes and goes between two closes: on a Saturday, and in full on one day.
    rows = [*_all_in(FIRST), deposit("2025-05-03", "777.77"), withdrawal("2025-05-03", "777.77")]
    moved = facts(_firm(*rows), "risk_summary")
    at = next(i for i, d in enumerate(DAYS) if d > day("2025-05-03"))
    before, after = (float(CLOSES["VTI"][DAYS[i]]) * 100 for i in (at - 1, at))
    returns = _returns(CLOSES["VTI"], day("2023-11-21"))
    since = DAYS.index(day("2023-11-21"))
    returns[at - since] = (after + 777.77) / (before + 777.77) - 1
    assert moved["volatility"] == pytest.approx(empyrical.annual_volatility(returns), abs=1e-9)
    assert moved["volatility"] != plain["volatility"]


def test_the_window_begins_with_the_first_transaction_if_that_is_later() -> None:
    first = day("2026-03-02")
    found = facts(_firm(*_all_in(first)), "risk_summary")
    assert found["window"]["start"] == "2026-03-02"
    returns = _returns(CLOSES["VTI"], first)
    returns[0] = 0  # bought at that day's close
    assert found["volatility"] == pytest.approx(empyrical.annual_volatility(returns), abs=1e-6)


@pytest.mark.parametrize(("back", "known"), [(19, False), (20, True)])
def test_fewer_than_twenty_returns_are_not_enough(back: int, known: bool) -> None:
    reply = ask(_firm(*_all_in(DAYS[-back])), "risk_summary")
    assert reply.facts is not None
    assert (reply.facts["volatility"] is not None) == known
    if not known:
        assert reply.facts["max_drawdown"] == dict.fromkeys(("percent", "peak", "trough", "recovered"))
        assert (reply.facts["var_95_1d"], reply.facts["sharpe"], reply.chart) == (None, None, None)
        assert "not enough history" in reply.text and "risk level is 5" in reply.text


def test_cash_alone_has_no_risk_and_no_sharpe_ratio() -> None:
    reply = ask(_firm(deposit("2025-01-02", "1000")), "risk_summary")
    assert reply.facts is not None
    assert (reply.facts["volatility"], reply.facts["var_95_1d"], reply.facts["sharpe"]) == (0.0, 0.0, None)
    assert reply.facts["max_drawdown"] == {"percent": 0.0, "peak": None, "trough": None, "recovered": None}
    assert "There was no fall" in reply.text and reply.chart is None


def test_no_transactions_leave_everything_but_the_level_unknown() -> None:
    found = facts(_firm(), "risk_summary")
    assert found["risk_level"] == 5 and found["window"] == {"start": None, "end": None}
    assert (found["volatility"], found["max_drawdown"]["percent"]) == (None, None)


def test_a_missing_price_leaves_the_risk_unknown() -> None:
    reply = ask(_firm(*_all_in(FIRST), deposit("2026-05-05", "1"), buy("2026-05-05", "NEW", "1", "1")), "risk_summary")
    assert reply.facts is not None and reply.facts["volatility"] is None
    assert "no price yet for NEW" in reply.text and reply.chart is None


def test_the_deepest_fall_has_its_three_days() -> None:
    path = ["100", "110", "99", "104.5", "88", "100", "109.99", "110", "108", *["120"] * 20]
    closes = {"VTI": {d: Decimal(close) for d, close in zip(DAYS[-len(path) :], path, strict=True)}}
    rows = [deposit(str(DAYS[-len(path)]), "1000"), buy(str(DAYS[-len(path)]), "VTI", "10", "100")]
    reply = ask(_firm(*rows, closes={**closes, "BND": CLOSES["BND"]}), "risk_summary")
    assert reply.facts is not None
    days = [str(d) for d in DAYS[-len(path) :]]
    assert reply.facts["max_drawdown"] == {
        "percent": pytest.approx(-0.2),
        "peak": days[1],
        "trough": days[4],
        "recovered": days[7],
    }
    assert "20.0%" in reply.text and "recovered by" in reply.text and len(reply.text.split()) <= 60


def test_a_fall_from_the_very_beginning_counts_from_the_first_transaction() -> None:
    path = ["100", "90", *["95"] * 20]
    first = DAYS[-len(path)]
    closes = {"VTI": dict(zip(DAYS[-len(path) :], map(Decimal, path), strict=True)), "BND": CLOSES["BND"]}
    rows = [deposit(str(first), "1000"), buy(str(first), "VTI", "10", "100")]
    found = facts(_firm(*rows, closes=closes), "risk_summary")["max_drawdown"]
    assert (found["percent"], found["peak"], found["recovered"]) == (pytest.approx(-0.1), str(first), None)


def test_a_drawdown_is_zero_when_prices_only_rise() -> None:
    assert max_drawdown(levels(np.full(30, 0.01)), np.arange(1, 32)) == Drawdown(0.0)


@given(returns=st.lists(st.floats(-0.5, 0.5), min_size=1, max_size=60))
def test_a_drawdown_is_never_positive_and_its_days_are_in_order(returns: list[float]) -> None:
    index = levels(np.array(returns))
    days = np.arange(1000, 1000 + len(index))
    fall = max_drawdown(index, days)
    assert fall.percent is not None and -1 <= fall.percent <= 0
    assert (depths(index) <= 0).all()
    assert fall.percent == pytest.approx(empyrical.max_drawdown(np.array(returns)), abs=1e-9)
    if fall.peak is not None and fall.trough is not None:
        assert fall.peak < fall.trough
        assert fall.recovered is None or fall.recovered > fall.trough
    else:
        assert fall.percent == 0


def test_the_value_at_risk_lies_between_two_returns() -> None:
    returns = np.array([-0.03, -0.01, *[0.0] * 19])
    assert value_at_risk(returns) == pytest.approx(0.01)  # the 5th percentile of 21 is the second lowest
    assert value_at_risk(returns[:20]) == pytest.approx(0.01 + 0.05 * 0.02)


def test_the_chart_shows_the_deepest_fall() -> None:
    reply = ask(_firm(*_all_in(FIRST)), "risk_summary")
    assert reply.facts is not None
    rows = json.loads(json.dumps(reply.chart, allow_nan=False))["data"]["values"]
    fall: Any = reply.facts["max_drawdown"]
    assert {"date": fall["trough"], "fall": round(fall["percent"], 6)} in rows
    assert len(rows) <= 200 and max(row["fall"] for row in rows) <= 0


def test_words_and_figures_agree() -> None:
    text = ask(_firm(*_all_in(FIRST)), "risk_summary").text
    found = facts(_firm(*_all_in(FIRST)), "risk_summary")
    shown = [found["volatility"], -found["max_drawdown"]["percent"], found["var_95_1d"]]
    assert re.findall(r"(\d+\.\d)%", text) == [f"{figure * 100:.1f}" for figure in shown]
    assert "21 Nov 2023 to 20 Nov 2026" in text and len(text.split()) <= 60


def test_a_weekend_today_ends_at_the_last_close() -> None:
    friday = facts(_firm(*_all_in(FIRST)), "risk_summary")
    sunday = facts(_firm(*_all_in(FIRST)), "risk_summary", today=TODAY + timedelta(days=2))
    assert sunday["window"] == {"start": "2023-11-23", "end": "2026-11-22"}
    assert sunday["volatility"] != friday["volatility"]  # two days fewer at the beginning
