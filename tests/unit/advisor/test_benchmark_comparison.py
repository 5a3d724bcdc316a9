"""My return beside an index over the same days."""

from __future__ import annotations

import json
import re

import pytest

from tests.fakes.portfolio import buy, closes, day, deposit
from tests.unit.advisor.markets import with_market
from tests.unit.advisor.world import INVESTED, ask, facts, repository

INDEX = closes(d2025_12_30="4000", d2026_06_30="4200", d2026_11_20="4400")
ALL_IN = (deposit("2026-01-02", "1000"), buy("2026-01-02", "VTI", "10", "100"))


def test_the_index_starts_from_its_last_close_before_the_period() -> None:
    source = with_market(*ALL_IN, index=INDEX)
    found = facts(source, "benchmark_comparison")
    assert found["period"] == {"start": "2026-01-02", "end": "2026-11-20", "label": "this year", "assumed": True}
    assert found["benchmark"] == {"ticker": "SPX", "name": "S&P 500"}
    assert found["twr"] == pytest.approx(0.215)
    assert found["benchmark_return"] == pytest.approx(0.1)
    assert found["difference"] == pytest.approx(0.115)


def test_the_answer_says_who_is_ahead_and_that_an_index_leaves_dividends_out() -> None:
    text = ask(with_market(*ALL_IN, index=INDEX), "benchmark_comparison").text
    assert text.startswith(
        "This year (2 Jan 2026 to 20 Nov 2026) your portfolio returned +21.5% (time-weighted), S&P 500"
    )
    assert "S&P 500 +10.0%: it is 11.5 percentage points ahead." in text
    assert "leaves dividends out" in text and "20 Nov 2026" in text and len(text.split()) <= 60


@pytest.mark.parametrize(
    ("own", "index", "said"),
    [
        ("121.5", "4900", "it is 1 percentage point behind."),
        ("121.5", "4860.10", "it is level with it."),  # +21.5025 %: looks the same, so it is the same
        ("121.549", "4862.04", "it is slightly behind."),  # 21.549 and 21.551 %, shown as 21.5 and 21.6
    ],
)
def test_words_agree_with_the_figures_shown(own: str, index: str, said: str) -> None:
    source = with_market(
        *ALL_IN,
        index=closes(d2025_12_30="4000", d2026_11_20=index),
        closes={
            "VTI": closes(d2026_01_02="100", d2026_11_20=own),
            "SPX": closes(d2025_12_30="4000", d2026_11_20=index),
        },
    )
    text = ask(source, "benchmark_comparison").text
    assert said in text
    shown, beside = (float(figure) for figure in re.findall(r"([+-]\d+\.\d)%", text))
    assert ("ahead" in text, "behind" in text) == (shown > beside, shown < beside)


def test_an_index_without_an_earlier_level_has_no_return() -> None:
    reply = ask(with_market(*ALL_IN, index=closes(d2026_01_02="4000", d2026_11_20="4400")), "benchmark_comparison")
    assert reply.facts is not None
    assert (reply.facts["benchmark_return"], reply.facts["difference"]) == (None, None)
    assert reply.facts["twr"] == pytest.approx(0.215) and reply.chart is None
    assert "no level of S&P 500 from before 2 Jan 2026" in reply.text


def test_without_any_index_the_return_stands_alone() -> None:
    reply = ask(repository(*ALL_IN), "benchmark_comparison")
    assert reply.facts is not None
    assert [reply.facts[name] for name in ("benchmark", "benchmark_return", "difference")] == [None, None, None]
    assert "no market index" in reply.text and "+21.5%" in reply.text


def test_a_portfolio_that_held_nothing_has_nothing_to_compare() -> None:
    reply = ask(with_market(index=INDEX), "benchmark_comparison")
    assert reply.facts is not None and reply.facts["twr"] is None and reply.facts["difference"] is None
    assert "held nothing" in reply.text


def test_a_missing_price_leaves_no_return_to_compare() -> None:
    source = with_market(*ALL_IN, buy("2026-03-02", "NEW", "1", "1"), index=INDEX)
    reply = ask(source, "benchmark_comparison")
    assert reply.facts is not None and (reply.facts["twr"], reply.facts["difference"]) == (None, None)
    assert "no price yet for NEW" in reply.text and reply.chart is None


@pytest.mark.parametrize("period", ["in 2030", "in 2020"])
def test_a_period_outside_has_a_sentence_and_no_figures(period: str) -> None:
    reply = ask(with_market(*ALL_IN, index=INDEX), "benchmark_comparison", period=period)
    assert reply.facts is not None and not re.search(r"\d", reply.text)
    assert [reply.facts[name] for name in ("twr", "benchmark_return", "difference")] == [None, None, None]


def test_the_chart_ends_at_both_returns() -> None:
    reply = ask(with_market(*ALL_IN, index=INDEX), "benchmark_comparison")
    chart = json.loads(json.dumps(reply.chart, allow_nan=False))
    rows = chart["data"]["values"]
    assert len(rows) <= 200
    lines = {name: [row for row in rows if row["series"] == name] for name in ("Your portfolio", "S&P 500")}
    assert [line[0]["level"] for line in lines.values()] == [100, 100]
    assert [line[0]["date"] for line in lines.values()] == ["2026-01-01", "2026-01-01"]
    assert [line[-1]["level"] for line in lines.values()] == [121.5, 110.0]


def test_one_account_is_compared_alone() -> None:
    found = facts(with_market(*INVESTED, index=INDEX), "benchmark_comparison", account="roth")
    assert found["accounts"] == ["A-2"] and found["period"]["start"] == str(day("2026-07-01"))
    assert found["twr"] == pytest.approx(121.5 / 110 - 1)
    assert found["benchmark_return"] == pytest.approx(4400 / 4200 - 1)
