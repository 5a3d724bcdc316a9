"""What funds and advice cost, and one position looked at closely."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from advisor.model import Account, Security
from advisor.questions.holding_detail import holding_detail
from advisor.scope import Scope
from advisor.settings import Settings
from tests.fakes.portfolio import account, buy, closes, customer, day, deposit, security, sell
from tests.unit.advisor.world import CLOSES, INVESTED, TODAY, ask, facts, repository

_COSTS = ("weighted_expense_ratio", "advisory_rate", "all_in_rate", "annual_cost")


def _costly(**basis_points: str) -> list[Security]:
    found = [security("VTI"), security("BND", asset_class="bonds")]
    return [replace(each, expense_ratio_bps=Decimal(basis_points[each.ticker])) for each in found]


def _advised(first: str, second: str) -> list[Account]:
    accounts = [account("A-1"), account("A-2", name="Roth IRA", type="roth_ira")]
    return [replace(each, advisory_fee_bps=Decimal(fee)) for each, fee in zip(accounts, (first, second), strict=True)]


def test_costs_are_weighted_by_value_with_cash_at_nothing() -> None:
    source = repository(*INVESTED, all_securities=_costly(VTI="3", BND="12.5"), all_accounts=_advised("25", "40"))
    found = facts(source, "fund_costs")
    funds = (7350.75 * 0.0003 + 980 * 0.00125) / 12268.41
    advice = (11053.41 * 0.0025 + 1215 * 0.004) / 12268.41
    assert [found[name] for name in _COSTS] == [
        pytest.approx(funds, abs=1e-12),
        pytest.approx(advice, abs=1e-12),
        pytest.approx(funds + advice, abs=1e-12),
        "35.92",  # 2.205225 + 1.225 + 27.633525 + 4.86 = 35.92375
    ]
    assert found["by_fund"] == [
        {"ticker": "BND", "expense_ratio": 0.00125, "weight": pytest.approx(980 / 12268.41)},
        {"ticker": "VTI", "expense_ratio": 0.0003, "weight": pytest.approx(7350.75 / 12268.41)},
    ]
    text = ask(source, "fund_costs").text
    assert "about $35.92 at today's value: 0.03% in the funds and 0.26% for our service" in text
    assert "The dearest fund is BND" in text and len(text.split()) <= 60


def test_a_stock_is_no_fund_but_weighs_in() -> None:
    source = repository(*INVESTED, all_securities=[security("VTI", kind="stock"), security("BND", kind="mutual_fund")])
    found = facts(source, "fund_costs")
    assert [row["ticker"] for row in found["by_fund"]] == ["BND"]
    assert found["weighted_expense_ratio"] == pytest.approx(0.0003 * 8330.75 / 12268.41)
    assert "VTI Fund (VTI) is no fund" in ask(source, "fund_costs", security="VTI").text


def test_costs_of_nothing_have_no_rates() -> None:
    found = facts(repository(), "fund_costs")
    assert [found[name] for name in (*_COSTS, "by_fund")] == [None, None, None, "0.00", []]


def test_a_named_fund_leads_the_sentence_and_keeps_the_facts() -> None:
    source = repository(*INVESTED)
    assert ask(source, "fund_costs", security="BND").text.startswith(
        "BND Fund (BND) costs 0.03% a year; it is 8.0% of your portfolio."
    )
    assert facts(source, "fund_costs", security="BND") == facts(source, "fund_costs")


def test_a_fund_that_is_not_held_costs_nothing() -> None:
    found = facts(repository(*INVESTED), "fund_costs", security="BND", account="roth")
    assert [found[name] for name in (*_COSTS, "by_fund")] == [None, None, None, None, []]
    reply = ask(repository(*INVESTED), "fund_costs", security="BND", account="roth")
    assert reply.text.startswith("You don't hold BND Fund (BND) in your Roth IRA, so it costs you nothing.")


# --- one position


def _detail(found: dict[str, Any]) -> list[Any]:
    names = ("shares", "price", "value", "weight", "cost_basis", "unrealized_gain", "unrealized_gain_percent")
    return [found[name] for name in names]


def test_a_position_over_two_accounts_with_its_basis_and_gain() -> None:
    found = facts(repository(*INVESTED), "holding_detail", security="VTI")
    assert (found["ticker"], found["name"]) == ("VTI", "VTI Fund")
    assert _detail(found) == [
        *("60.5", "121.5", "7350.75", pytest.approx(7350.75 / 12268.41)),
        *("6150.00", "1200.75", pytest.approx(1200.75 / 6150)),
    ]
    text = ask(repository(*INVESTED), "holding_detail", security="VTI").text
    assert "so you are up $1,200.75 (19.5%)" in text


def test_each_account_gives_up_its_own_oldest_lots() -> None:
    rows = [*INVESTED, buy("2026-08-03", "VTI", "10", "115"), sell("2026-09-01", "VTI", "50.5", "118")]
    found = facts(repository(*rows), "holding_detail", security="VTI")
    assert (found["shares"], found["cost_basis"]) == ("20", "2250.00")  # 10 at 115, and 10 at 110 in the Roth


@pytest.mark.parametrize(("close", "words"), [("40", "down $200.00 (20.0%)"), ("50", "which is what they are worth")])
def test_a_loss_and_no_change_are_said_as_they_are(close: str, words: str) -> None:
    source = repository(*INVESTED, closes={**CLOSES, "BND": closes(d2026_01_02=close)})
    assert words in ask(source, "holding_detail", security="BND").text


@pytest.mark.parametrize("security_words", ["BND", "QQQ"])
def test_a_known_security_that_is_not_held_keeps_only_its_name(security_words: str) -> None:
    securities = [security("VTI"), security("BND"), security("QQQ", kind="index", asset_class=None)]
    source = repository(*INVESTED, all_securities=securities, closes={**CLOSES, "QQQ": CLOSES["VTI"]})
    found = facts(source, "holding_detail", security=security_words, account="roth")
    assert found["ticker"] == security_words and set(_detail(found)) == {None}
    text = ask(source, "holding_detail", security=security_words, account="roth").text
    assert "not among what you hold" in text or "is an index, which can't be held" in text


def test_what_was_sold_whole_is_not_held() -> None:
    rows = [*INVESTED, sell("2026-09-01", "BND", "20", "48")]
    assert set(_detail(facts(repository(*rows), "holding_detail", security="BND"))) == {None}


def test_a_position_without_a_price_has_its_cost_only() -> None:
    rows = [*INVESTED, buy("2026-11-02", "NEW", "2", "100")]
    source = repository(*rows, all_securities=[security("VTI"), security("BND"), security("NEW")])
    assert _detail(facts(source, "holding_detail", security="NEW")) == ["2", None, None, None, "200.00", None, None]
    assert "no price yet for NEW" in ask(source, "holding_detail", security="NEW").text
    assert _detail(facts(source, "holding_detail", security="BND"))[3] is None  # of a whole that isn't known


def test_a_second_security_is_offered_as_a_button() -> None:
    reply = ask(repository(*INVESTED), "holding_detail", security="VTI and BND")
    assert reply.facts is not None and reply.facts["ticker"] == "VTI"
    assert (reply.buttons[0].intent, reply.buttons[0].entities["security"]) == ("holding_detail", "BND")


def test_no_security_named_is_asked_back_and_refused_inside() -> None:
    assert ask(repository(*INVESTED), "holding_detail").facts is None
    scope = Scope(repository(), customer(), (), (), (), TODAY, None, Settings())
    with pytest.raises(ValueError, match="names no security"):
        holding_detail(scope)


def test_a_fraction_of_a_share_has_its_basis_in_cents() -> None:
    rows = [deposit("2026-01-02", "100"), buy("2026-01-02", "VTI", "0.333333", "100")]
    found = facts(repository(*rows), "holding_detail", security="VTI", today=day("2026-01-02"))
    assert (found["cost_basis"], found["value"], found["unrealized_gain"]) == ("33.33", "33.33", "0.00")


def test_what_costs_nothing_is_said_so() -> None:
    source = repository(*INVESTED, all_securities=_costly(VTI="0", BND="0"), all_accounts=_advised("0", "0"))
    assert ask(source, "fund_costs").text.startswith("No fund and no fee of ours costs you anything in your portfolio.")
