"""Answers about securities: a price, what it is, and how two compare."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import empyrical
import numpy as np
import pytest

from advisor.periods.period import Period
from advisor.questions.compare_securities import compare_securities
from advisor.questions.price_quote import price_quote
from advisor.questions.security_info import security_info
from advisor.scope import Scope
from advisor.settings import Settings
from tests.fakes.portfolio import account, buy, closes, customer, day, deposit, security, sell
from tests.unit.advisor.markets import MARKET, walk, weekdays, with_market
from tests.unit.advisor.world import INVESTED, TODAY, ask, facts, repository

FUND = replace(security("VTI", name="Total Market"), region="US", sector="Broad", expense_ratio_bps=Decimal("3"))
YEAR = closes(d2025_11_20="90", d2025_11_21="99", d2026_11_19="120", d2026_11_20="121.5")
LEVELS = closes(d2025_11_20="4000", d2026_11_19="4500", d2026_11_20="4410.25")


def test_a_quote_compares_with_the_close_before_and_a_year_ago() -> None:
    found = facts(repository(closes={"VTI": YEAR}, all_securities=[FUND]), "price_quote", security="VTI")
    assert found == {
        **{"kind": "price_quote", "as_of": "2026-11-20", "currency": "USD", "accounts": []},
        **{"ticker": "VTI", "name": "Total Market", "price": "121.5", "date": "2026-11-20"},
        **{
            "day_change": pytest.approx(0.0125),
            "year_change": pytest.approx(0.35),
        },  # from the 20th: the year begins on the 21st
    }


def test_a_quote_says_price_day_and_changes() -> None:
    text = ask(repository(closes={"VTI": YEAR}, all_securities=[FUND]), "price_quote", security="VTI").text
    assert text.startswith("Total Market (VTI) closed at $121.50 on 20 Nov 2026, up 1.2% from the close before, ")
    assert text.endswith("up 35.0% over the past year.")


def test_an_index_has_points_and_leaves_dividends_out() -> None:
    text = ask(with_market(index=LEVELS), "price_quote", security="S&P 500").text
    assert "4,410.25 points" in text and "$" not in text and "leaves dividends out" in text
    assert "down 2.0% from the close before, up 10.3%" in text


def test_a_quote_goes_by_the_securitys_own_days() -> None:
    old = closes(d2024_01_02="10", d2024_01_03="11")
    source = repository(closes={"OLD": old, "VTI": YEAR}, all_securities=[security("OLD"), FUND])
    found = facts(source, "price_quote", security="OLD")
    assert (found["as_of"], found["date"], found["price"]) == ("2026-11-20", "2024-01-03", "11")
    assert (found["day_change"], found["year_change"]) == (pytest.approx(0.1), 0.0)
    assert "on 3 Jan 2024" in ask(source, "price_quote", security="OLD").text


def test_a_young_security_has_no_change_over_a_year() -> None:
    source = repository(closes={"NEW": closes(d2026_11_20="5.125")}, all_securities=[security("NEW")])
    found = facts(source, "price_quote", security="NEW")
    assert (found["price"], found["day_change"], found["year_change"]) == ("5.125", None, None)
    assert "$5.125 on 20 Nov 2026." in ask(source, "price_quote", security="NEW").text


def test_a_security_without_a_price_is_said_to_have_none() -> None:
    reply = ask(
        repository(closes={"NEW": closes(d2026_11_21="5")}, all_securities=[security("NEW")]),
        "price_quote",
        security="NEW",
    )
    assert reply.facts is not None and "There is no price for NEW Fund (NEW) yet." in reply.text
    assert [reply.facts[name] for name in ("price", "date", "day_change", "year_change")] == [None] * 4


def test_an_unchanged_price_is_said_to_be_so() -> None:
    source = repository(closes={"VTI": closes(d2026_11_19="10", d2026_11_20="10.0001")}, all_securities=[FUND])
    assert "unchanged from the close before" in ask(source, "price_quote", security="VTI").text


def test_a_second_security_gets_a_button() -> None:
    buttons = ask(repository(*INVESTED), "price_quote", security="BND and VTI").buttons
    assert ("And VTI?", "price_quote", {"security": "VTI"}) in [(b.title, b.intent, b.entities) for b in buttons]


@pytest.mark.parametrize("kind", ["price_quote", "security_info", "compare_securities"])
def test_no_security_named_is_asked_back_with_those_held(kind: str) -> None:
    reply = ask(repository(*INVESTED), kind)
    assert reply.facts is None
    assert [button.entities["security"] for button in reply.buttons] == ["BND", "VTI"]


def test_what_a_security_is_and_what_is_held_of_it_in_all_accounts() -> None:
    found = facts(repository(*INVESTED, all_securities=[FUND, security("BND")]), "security_info", security="vti")
    assert found == {
        **{"kind": "security_info", "as_of": "2026-11-20", "currency": "USD", "accounts": []},
        **{"ticker": "VTI", "name": "Total Market", "kind_of_security": "etf", "asset_class": "stocks"},
        **{"region": "US", "sector": "Broad", "expense_ratio": pytest.approx(0.0003)},
        "held": {"shares": "60.5", "value": "7350.75"},
    }
    text = ask(repository(*INVESTED, all_securities=[FUND, security("BND")]), "security_info", security="vti").text
    assert "0.03% a year" in text and "60.5 shares worth $7,350.75" in text and len(text.split()) <= 60


def test_what_was_sold_whole_is_not_held() -> None:
    rows = [deposit("2026-01-02", "100"), buy("2026-01-02", "VTI", "1", "100"), sell("2026-06-30", "VTI", "1", "110")]
    reply = ask(repository(*rows), "security_info", security="VTI")
    assert reply.facts is not None and reply.facts["held"] is None and "You don't hold any." in reply.text


def test_a_holding_without_a_price_has_no_value() -> None:
    rows = [deposit("2026-01-02", "100"), buy("2026-01-02", "NEW", "1", "100")]
    reply = ask(repository(*rows, all_securities=[security("NEW")]), "security_info", security="NEW")
    assert reply.facts is not None and reply.facts["held"] == {"shares": "1", "value": None}
    assert "1 share; there is no price for NEW yet" in reply.text


def test_an_account_that_opens_later_holds_nothing_yet() -> None:
    accounts = [account("A-1"), account("A-2", name="Roth IRA", type="roth_ira", opened_on="2026-11-21")]
    source = repository(*INVESTED[:3], buy("2026-11-21", "VTI", "5", "1", "A-2"), all_accounts=accounts)
    assert facts(source, "security_info", security="VTI")["held"] == {"shares": "50.5", "value": "6135.75"}


def test_an_index_cannot_be_held() -> None:
    reply = ask(with_market(index=LEVELS), "security_info", security="the market")
    assert reply.facts is not None
    assert (reply.facts["kind_of_security"], reply.facts["asset_class"], reply.facts["held"]) == ("index", None, None)
    assert "not something you can hold" in reply.text and "dividends" in reply.text


def test_two_funds_compare_over_the_past_year_in_the_order_asked() -> None:
    days = weekdays(day("2025-06-02"), TODAY)
    both = {"VTI": walk(days, seed=3), "BND": walk(days, seed=4, daily=0.002)}
    found = facts(repository(closes=both), "compare_securities", security="VTI and BND")
    assert found["period"] == {
        **{"start": "2025-11-21", "end": "2026-11-20", "label": "over the past year", "assumed": True}
    }
    assert [item["ticker"] for item in found["items"]] == ["VTI", "BND"] and found["accounts"] == []
    for item in found["items"]:
        rows = both[item["ticker"]]
        values = np.array([float(rows[d]) for d in days if d >= day("2025-11-20")])
        returns = values[1:] / values[:-1] - 1
        assert item["return"] == pytest.approx(empyrical.cum_returns_final(returns), abs=1e-9)
        assert item["volatility"] == pytest.approx(empyrical.annual_volatility(returns), abs=1e-9)
        assert item["expense_ratio"] == pytest.approx(0.0003)


def test_a_comparison_reaches_back_before_the_customers_first_transaction() -> None:
    old = {"VTI": closes(d2020_12_31="50", d2026_11_20="100"), "BND": closes(d2020_12_31="40", d2026_11_20="50")}
    found = facts(repository(*INVESTED, closes=old), "compare_securities", security="BND vs VTI", period="since 2021")
    assert found["period"]["start"] == "2021-01-01"
    assert [(item["ticker"], item["return"]) for item in found["items"]] == [("BND", 0.25), ("VTI", 1.0)]
    text = ask(repository(*INVESTED, closes=old), "compare_securities", security="BND vs VTI", period="since 2021").text
    assert "VTI did better:\nBND Fund (BND): +25.0%" in text and "dividends left out" in text


def test_a_return_without_an_earlier_price_is_unknown_and_nobody_did_better() -> None:
    source = repository(*INVESTED)  # closes from 2 January 2026 on
    reply = ask(source, "compare_securities", security="VTI and BND")
    items: Any = facts(source, "compare_securities", security="VTI and BND")["items"]
    assert [item["return"] for item in items] == [None, None]
    assert "return unknown (no price before 21 Nov 2025)" in reply.text and "better" not in reply.text
    assert reply.chart is None


def test_a_comparison_ahead_of_today_has_no_figures() -> None:
    reply = ask(repository(*INVESTED), "compare_securities", security="VTI and BND", period="in 2030")
    assert reply.facts is not None and "has not begun yet" in reply.text
    items: Any = reply.facts["items"]
    assert [(item["return"], item["volatility"]) for item in items] == [(None, None), (None, None)]


def test_equal_returns_are_level() -> None:
    same = closes(d2025_11_20="10", d2026_11_20="11")
    text = ask(repository(closes={"VTI": same, "BND": same}), "compare_securities", security="VTI and BND").text
    assert "both did the same" in text


def test_the_chart_of_a_comparison_begins_at_a_hundred() -> None:
    both = {"VTI": YEAR, "BND": closes(d2025_11_19="50", d2026_11_20="49")}
    chart = ask(repository(closes=both), "compare_securities", security="VTI and BND").chart
    rows = json.loads(json.dumps(chart, allow_nan=False))["data"]["values"]
    lines = {name: [row["level"] for row in rows if row["series"] == name] for name in ("VTI", "BND")}
    assert (lines["VTI"][0], lines["VTI"][-1]) == (100, 135.0) and (lines["BND"][0], lines["BND"][-1]) == (100, 98.0)


def test_a_question_without_its_securities_is_refused() -> None:
    source = repository()
    scope = Scope(source, customer(), (), (), (), TODAY, TODAY, Settings())
    year = Period(day("2025-11-21"), TODAY, "over the past year", assumed=True)
    for question in (price_quote, security_info):
        with pytest.raises(ValueError, match="names no security"):
            question(scope)
    with pytest.raises(ValueError, match="names 1 securities"):
        compare_securities(replace(scope, period=year, securities=(MARKET,)))
