"""Whole answers: facts to the cent on worked examples, and the words beside them."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from advisor.ask import ANSWERABLE
from tests.fakes.portfolio import (
    account,
    buy,
    closes,
    day,
    deposit,
    security,
    transfer,
)
from tests.unit.advisor.world import ABOUT_SECURITIES, INVESTED, NAMED, TODAY, ask, facts, repository


def test_a_value_now_in_total_and_by_account() -> None:
    found = facts(repository(*INVESTED), "portfolio_value")
    # 10,000 − 5,050 − 1,000 − 12.34 = 3,937.66 cash; 50.5 × 121.5 + 20 × 49 = 7,115.75. A-2: 10 × 121.5 = 1,215.
    assert found == {
        "kind": "portfolio_value",
        "as_of": "2026-11-20",
        "currency": "USD",
        "accounts": ["A-1", "A-2"],
        "value": "12268.41",
        "cash": "3937.66",
        "invested": "8330.75",
        "day_change": {"amount": "70.75", "percent": pytest.approx(70.75 / 12197.66)},  # 60.5 × 1.5 − 20 × 1
        "by_account": [
            {"account_id": "A-1", "name": "Taxable", "value": "11053.41"},
            {"account_id": "A-2", "name": "Roth IRA", "value": "1215.00"},
        ],
    }


def test_the_day_change_leaves_out_what_was_paid_in_since() -> None:
    found = facts(repository(*INVESTED, deposit("2026-11-20", "1000")), "portfolio_value")
    assert found["day_change"] == {"amount": "70.75", "percent": pytest.approx(70.75 / 13197.66)}


def test_cash_counts_pending_transfers_only() -> None:
    transfers = [
        transfer("2026-11-18", "withdrawal", "700"),
        transfer("2026-11-18", "withdrawal", "50", status="cancelled"),
        transfer("2026-11-19", "deposit", "250.50"),
        transfer("2026-11-21", "deposit", "9"),
    ]
    source = repository(deposit("2026-01-02", "1000"), all_transfers=transfers)
    found = facts(source, "cash_balance")
    assert [found[name] for name in ("cash", "pending_in", "pending_out", "available")] == [
        *("1000.00", "250.50", "700.00", "300.00")
    ]


def test_holdings_come_largest_first_with_weights_of_the_whole_value() -> None:
    found = facts(repository(*INVESTED), "holdings")
    assert found["holdings"] == [
        {
            **{"ticker": "VTI", "name": "VTI Fund", "shares": "60.5", "price": "121.5", "value": "7350.75"},
            "weight": pytest.approx(7350.75 / 12268.41),
        },
        {
            **{"ticker": "BND", "name": "BND Fund", "shares": "20", "price": "49", "value": "980.00"},
            "weight": pytest.approx(980 / 12268.41),
        },
    ]
    assert found["total"] == "8330.75"


def test_holdings_of_one_class_in_one_account_keep_their_weight_in_it() -> None:
    found = facts(repository(*INVESTED), "holdings", account="taxable", asset_class="bonds")
    assert [row["ticker"] for row in found["holdings"]] == ["BND"]
    assert found["holdings"][0]["weight"] == pytest.approx(980 / 11053.41)
    assert found["total"] == "980.00"


def test_a_class_that_is_not_held_is_an_empty_list() -> None:
    reply = ask(repository(*INVESTED), "holdings", asset_class="gold")
    assert reply.facts is not None and reply.facts["holdings"] == [] and reply.facts["total"] == "0.00"
    assert reply.text.startswith("You hold no commodities.")


def test_a_long_list_is_cut_in_the_text_and_whole_in_thefacts() -> None:
    tickers = [f"F{i:02}" for i in range(11)]
    source = repository(
        deposit("2026-01-02", "5000"),
        *(buy("2026-01-02", ticker, "1", "100") for ticker in tickers),
        all_securities=[security(ticker) for ticker in tickers],
        closes={ticker: closes(d2026_01_02="100") for ticker in tickers},
    )
    reply = ask(source, "holdings")
    assert "and 3 more" in reply.text and "F07" in reply.text and "F08" not in reply.text
    assert [row["ticker"] for row in facts(source, "holdings")["holdings"]] == tickers  # equal values: by ticker


def test_performance_of_a_year_with_a_deposit() -> None:
    found = facts(repository(*INVESTED), "performance")
    assert found["period"] == {"start": "2026-01-02", "end": "2026-11-20", "label": "this year", "assumed": True}
    assert [found[name] for name in ("start_value", "end_value", "net_flows", "gain")] == [
        *("0.00", "12268.41", "11100.00", "1168.41")
    ]
    until_june = (3950 + 50.5 * 110 + 1000) / 10000
    since_july = 12268.41 / (3950 + 60.5 * 110 + 1000)
    assert found["twr"] == pytest.approx(until_june * since_july - 1, abs=1e-9)
    assert (found["twr_annualised"], found["mwr_annualised"]) == (None, None)


def test_several_accounts_are_asked_back_and_a_click_keeps_the_question() -> None:
    twins = [account("A-1", name="Roth", type="roth_ira"), account("A-2", name="Old IRA", type="traditional_ira")]
    source = repository(*INVESTED, all_accounts=twins)
    reply = ask(source, "performance", account="ira", period="since march")
    assert reply.facts is None
    assert [(b.title, b.intent, b.entities) for b in reply.buttons] == [
        ("Roth", "performance", {"period": "since march", "account": "A-1"}),
        ("Old IRA", "performance", {"period": "since march", "account": "A-2"}),
    ]
    clicked = facts(source, "performance", reply.buttons[1].entities)
    assert (clicked["accounts"], clicked["period"]["start"]) == (["A-2"], "2026-07-01")


@pytest.mark.parametrize("kind", sorted(ANSWERABLE))
def test_follow_ups_are_few_and_lead_to_answers(kind: str) -> None:
    source = repository(*INVESTED)
    # Always about all accounts.
    whole = kind in ("account_list", "tax_documents", "goal_progress", "goal_what_if", *ABOUT_SECURITIES)
    buttons = ask(source, kind, {**NAMED.get(kind, {}), **({} if whole else {"account": "roth"})}).buttons
    assert 1 <= len(buttons) <= 3
    for button in buttons:
        reply = ask(source, button.intent, button.entities)
        assert reply.facts is not None and "didn't understand" not in reply.text
        assert reply.facts["accounts"] == _covered(button.intent, whole=whole)


def _covered(kind: str, *, whole: bool) -> list[str]:
    """What an answer covers that was asked about all accounts, or about the Roth IRA."""
    if kind in ABOUT_SECURITIES:
        return []
    if kind in ("realized_gains", "tax_loss_harvest"):  # taxable accounts only
        return ["A-1"] if whole else []
    return ["A-1", "A-2"] if whole or kind in ("account_list", "tax_documents") else ["A-2"]


@pytest.mark.parametrize("kind", ["portfolio_value", "cash_balance", "performance"])
def test_a_text_is_short_and_says_the_day(kind: str) -> None:
    text = ask(repository(*INVESTED), kind).text
    assert len(text.split()) <= 60 and "20 Nov 2026" in text


@pytest.mark.parametrize(
    ("now", "word", "sign"), [("90", "lost", "-"), ("130", "gained", "+"), ("100.0001", "neither", "")]
)
def test_words_and_signs_agree(now: str, word: str, sign: str) -> None:
    rows = [deposit("2026-01-02", "100"), buy("2026-01-02", "VTI", "1", "100")]
    source = repository(*rows, closes={"VTI": {day("2026-01-02"): Decimal(100), TODAY: Decimal(now)}})
    text = ask(source, "performance").text
    assert word in text
    percents = re.findall(r"([+-]?)\d+\.\d%", text)
    assert percents and set(percents) == {sign}


def test_every_figure_in_a_text_stands_in_thefacts() -> None:
    for kind in sorted(ANSWERABLE):
        reply = ask(repository(*INVESTED), kind, NAMED.get(kind))
        money = re.findall(r"\$([\d,]+\.\d\d)", reply.text)
        facts = json.dumps(reply.facts)
        known = {abs(Decimal(amount)) for amount in re.findall(r'"(-?[\d.]+)"', facts)}  # signs may be said in words
        assert {Decimal(amount.replace(",", "")) for amount in money} <= known, kind


def test_the_chart_of_a_performance_ends_at_its_end_value() -> None:
    reply = ask(repository(*INVESTED), "performance")
    assert reply.chart is not None and reply.facts is not None
    chart = json.loads(json.dumps(reply.chart, allow_nan=False))
    values = chart["data"]["values"]
    assert len(values) <= 200 and chart["title"] and chart["description"]
    by_series = {row["series"]: row for row in values}  # the last row of each
    assert by_series["Value"] == {"date": "2026-11-20", "series": "Value", "amount": 12268.41}
    assert by_series["Paid in"]["amount"] == 11100.00


def test_a_period_of_one_day_has_no_chart() -> None:
    assert ask(repository(*INVESTED), "performance", period="today").chart is None
