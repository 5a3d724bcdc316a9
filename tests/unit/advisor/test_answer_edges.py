"""Whole answers at the edges: nothing there yet, nothing left, nothing known, nothing to be said in numbers."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from advisor.ask import ANSWERABLE, Question, answer
from advisor.kinds import KINDS
from tests.fakes.portfolio import (
    account,
    buy,
    day,
    deposit,
    interest,
    sell,
    transfer,
    withdrawal,
)
from tests.unit.advisor.world import ABOUT_SECURITIES, CLOSES, INVESTED, NAMED, TODAY, ask, facts, repository


def test_nothing_dated_after_today_is_used() -> None:
    source = repository(
        *INVESTED,
        withdrawal("2026-11-21", "100"),
        all_accounts=[
            account("A-1"),
            account("A-2", name="Roth IRA", type="roth_ira"),
            account("A-3", opened_on="2026-11-21"),
        ],
        closes={**CLOSES, "VTI": {**CLOSES["VTI"], day("2026-11-21"): Decimal(1)}},
    )
    assert facts(source, "portfolio_value")["value"] == "12268.41"
    assert facts(source, "account_list")["accounts"] == ["A-1", "A-2"]


def test_the_value_before_the_first_price_date_has_no_day_change() -> None:
    found = facts(repository(*INVESTED), "portfolio_value", today=day("2026-01-02"))
    assert (found["value"], found["day_change"]) == ("10000.00", {"amount": None, "percent": None})


@pytest.mark.parametrize("kind", sorted(ANSWERABLE - ABOUT_SECURITIES))
def test_a_customer_without_accounts_gets_a_sentence_and_emptyfacts(kind: str) -> None:
    reply = ask(repository(all_accounts=[]), kind, NAMED.get(kind))
    assert reply.facts is not None and reply.facts["accounts"] == []
    assert reply.text.startswith("You have no accounts with us yet")


@pytest.mark.parametrize("kind", sorted(ANSWERABLE - ABOUT_SECURITIES))
def test_an_empty_portfolio_has_no_ratios_and_zero_money(kind: str) -> None:
    found = facts(repository(closes={}), kind, NAMED.get(kind))
    found.pop("threshold", None)  # a setting, not a figure of the portfolio
    said = json.dumps(found)
    assert set(re.findall(r"\d+\.\d+", said)) <= {"0.00"}


@pytest.mark.parametrize("kind", sorted(ANSWERABLE))
def test_an_unknown_customer_gets_a_sentence_withoutfacts(kind: str) -> None:
    reply = answer(Question(kind, "C-9", ""), repository(), today=TODAY)
    assert reply.facts is None and "customer record" in reply.text


def test_a_kind_that_is_not_answered_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'faq_etf' isn't answered"):
        answer(Question("faq_etf", "C-1", ""), repository(), today=TODAY)


@pytest.mark.parametrize("kind", ["portfolio_value", "holdings", "performance"])
def test_a_missing_price_is_said_and_nothing_is_guessed(kind: str) -> None:
    rows = [deposit("2026-11-01", "500"), buy("2026-11-02", "NEW", "2", "100")]
    reply = ask(repository(*rows), kind)
    assert reply.facts is not None
    assert "no price yet for NEW" in reply.text
    unknown = {
        "portfolio_value": ("value", "invested"),
        "holdings": ("total",),
        "performance": ("end_value", "gain", "twr", "mwr"),
    }
    assert all(reply.facts[name] is None for name in unknown[kind])


def test_available_cash_is_never_negative() -> None:
    source = repository(deposit("2026-01-02", "10"), all_transfers=[transfer("2026-11-18", "withdrawal", "70")])
    assert facts(source, "cash_balance")["available"] == "0.00"


def test_a_first_deposit_yesterday_has_a_return_since_yesterday() -> None:
    rows = [deposit("2026-11-19", "1200"), buy("2026-11-19", "VTI", "10", "120")]
    found = facts(repository(*rows), "performance", period="since inception")
    assert found["period"]["start"] == "2026-11-19"
    assert (found["gain"], found["twr"]) == ("15.00", pytest.approx(0.0125))


def test_a_deposit_today_has_no_money_weighted_return() -> None:
    reply = ask(repository(deposit("2026-11-20", "1000")), "performance")
    assert reply.facts is not None
    assert (reply.facts["gain"], reply.facts["twr"], reply.facts["mwr"]) == ("0.00", 0.0, None)
    assert "money-weighted return can't be worked out" in reply.text


def test_everything_withdrawn_still_has_its_return() -> None:
    rows = [
        deposit("2026-01-02", "1000"),
        buy("2026-01-02", "VTI", "10", "100"),
        sell("2026-06-30", "VTI", "10", "110"),
        withdrawal("2026-06-30", "1100"),
    ]
    found = facts(repository(*rows), "performance")
    assert [found[name] for name in ("end_value", "net_flows", "gain", "twr")] == [
        *("0.00", "-100.00", "100.00", pytest.approx(0.10))
    ]
    after = facts(repository(*rows), "performance", period="past month")
    assert (after["gain"], after["twr"], after["mwr"]) == ("0.00", None, None)


def test_cash_only_earns_its_interest() -> None:
    rows = [deposit("2025-06-01", "1000"), interest("2026-03-01", "10")]
    found = facts(repository(*rows, closes={}), "performance")
    assert (found["as_of"], found["gain"], found["twr"]) == (None, "10.00", pytest.approx(0.01))


def test_a_weekend_says_that_markets_were_closed() -> None:
    reply = ask(repository(*INVESTED), "performance", today=day("2026-11-22"), period="today")
    assert reply.facts is not None and reply.facts["gain"] == "0.00"
    assert "Markets were closed" in reply.text


@pytest.mark.parametrize("period", ["in 2030", "tomorrow", "in 2020"])
def test_a_period_wholly_outside_gets_a_sentence_without_numbers(period: str) -> None:
    reply = ask(repository(*INVESTED), "performance", period=period)
    assert reply.facts is not None
    assert not re.search(r"\d", reply.text)
    assert all(reply.facts[name] is None for name in ("start_value", "end_value", "gain", "twr", "mwr"))


@pytest.mark.parametrize("kind", sorted(kind for kind in ANSWERABLE - ABOUT_SECURITIES if KINDS[kind].default_period))
@pytest.mark.parametrize("period", ["in 2030", "in 2020"])
def test_every_kind_has_a_sentence_and_no_numbers_for_a_period_wholly_outside(kind: str, period: str) -> None:
    if kind == "tax_documents":  # of a year, which is said
        return
    source = repository(*INVESTED, all_transfers=[transfer("2026-11-18", "deposit", "70")])
    reply = ask(source, kind, {**NAMED.get(kind, {}), "period": period})
    assert reply.facts is not None and reply.chart is None
    assert not re.search(r"\d", reply.text)
    told = {"kind", "as_of", "currency", "accounts", "period", "direction"}
    for name, value in reply.facts.items():
        assert name in told or value in (None, [], {"asset_class": None, "drift": None}), name


def test_a_period_not_understood_is_said() -> None:
    reply = ask(repository(*INVESTED), "performance", period="the other day")
    assert "didn't understand which period" in reply.text and "this year" in reply.text
