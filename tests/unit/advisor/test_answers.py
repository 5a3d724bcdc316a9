"""Whole answers: facts to the cent on worked examples, the words beside them, and the edges of every kind."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.ask import ANSWERABLE, Mention, Question, Reply, answer
from advisor.model import Transaction
from tests.fakes.portfolio import (
    FakeRepository,
    account,
    buy,
    closes,
    customer,
    day,
    deposit,
    fee,
    interest,
    security,
    sell,
    transfer,
    withdrawal,
)

TODAY = day("2026-11-20")
CLOSES = {
    "VTI": closes(d2026_01_02="100", d2026_06_30="110", d2026_11_19="120", d2026_11_20="121.5"),
    "BND": closes(d2026_01_02="50", d2026_11_20="49"),
}


def _repository(*rows: Transaction, **changes: Any) -> FakeRepository:
    return FakeRepository(
        **{
            "customers": [customer()],
            "all_accounts": [account("A-1"), account("A-2", name="Roth IRA", type="roth_ira")],
            "all_securities": [security("VTI"), security("BND", asset_class="bonds")],
            "closes": CLOSES,
            "all_transactions": rows,
            **changes,
        }
    )


INVESTED = (
    deposit("2026-01-02", "10000"),
    buy("2026-01-02", "VTI", "50.5", "100"),
    buy("2026-01-02", "BND", "20", "50"),
    deposit("2026-07-01", "1100", "A-2"),
    buy("2026-07-01", "VTI", "10", "110", "A-2"),
    fee("2026-07-02", "12.34"),
)


def _ask(repository: FakeRepository, kind: str, today: date = TODAY, **mentions: str) -> Reply:
    said = tuple(Mention(entity, text, text) for entity, text in mentions.items())
    return answer(Question(kind, "C-1", " ".join(mentions.values()), said), repository, today=today)


def _facts(repository: FakeRepository, kind: str, today: date = TODAY, **mentions: str) -> dict[str, Any]:
    facts = _ask(repository, kind, today, **mentions).facts
    assert facts is not None
    return json.loads(json.dumps(facts))


def test_a_value_now_in_total_and_by_account() -> None:
    facts = _facts(_repository(*INVESTED), "portfolio_value")
    # 10,000 − 5,050 − 1,000 − 12.34 = 3,937.66 cash; 50.5 × 121.5 + 20 × 49 = 7,115.75. A-2: 10 × 121.5 = 1,215.
    assert facts == {
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
    facts = _facts(_repository(*INVESTED, deposit("2026-11-20", "1000")), "portfolio_value")
    assert facts["day_change"] == {"amount": "70.75", "percent": pytest.approx(70.75 / 13197.66)}


def test_nothing_dated_after_today_is_used() -> None:
    repository = _repository(
        *INVESTED,
        withdrawal("2026-11-21", "100"),
        all_accounts=[
            account("A-1"),
            account("A-2", name="Roth IRA", type="roth_ira"),
            account("A-3", opened_on="2026-11-21"),
        ],
        closes={**CLOSES, "VTI": {**CLOSES["VTI"], day("2026-11-21"): Decimal(1)}},
    )
    assert _facts(repository, "portfolio_value")["value"] == "12268.41"
    assert _facts(repository, "account_list")["accounts"] == ["A-1", "A-2"]


def test_the_value_before_the_first_price_date_has_no_day_change() -> None:
    facts = _facts(_repository(*INVESTED), "portfolio_value", today=day("2026-01-02"))
    assert (facts["value"], facts["day_change"]) == ("10000.00", {"amount": None, "percent": None})


@pytest.mark.parametrize("kind", sorted(ANSWERABLE))
def test_a_customer_without_accounts_gets_a_sentence_and_empty_facts(kind: str) -> None:
    reply = _ask(_repository(all_accounts=[]), kind)
    assert reply.facts is not None and reply.facts["accounts"] == []
    assert reply.text.startswith("You have no accounts with us yet")


@pytest.mark.parametrize("kind", sorted(ANSWERABLE))
def test_an_empty_portfolio_has_no_ratios_and_zero_money(kind: str) -> None:
    facts = json.dumps(_facts(_repository(closes={}), kind))
    assert not re.search(r"\d\.\d(?!0)", facts)


@pytest.mark.parametrize("kind", sorted(ANSWERABLE))
def test_an_unknown_customer_gets_a_sentence_without_facts(kind: str) -> None:
    reply = answer(Question(kind, "C-9", ""), _repository(), today=TODAY)
    assert reply.facts is None and "customer record" in reply.text


def test_a_kind_that_is_not_answered_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'faq_etf' isn't answered"):
        answer(Question("faq_etf", "C-1", ""), _repository(), today=TODAY)


@pytest.mark.parametrize("kind", ["portfolio_value", "holdings", "performance"])
def test_a_missing_price_is_said_and_nothing_is_guessed(kind: str) -> None:
    rows = [deposit("2026-11-01", "500"), buy("2026-11-02", "NEW", "2", "100")]
    reply = _ask(_repository(*rows), kind)
    assert reply.facts is not None
    assert "no price yet for NEW" in reply.text
    unknown = {
        "portfolio_value": ("value", "invested"),
        "holdings": ("total",),
        "performance": ("end_value", "gain", "twr", "mwr"),
    }
    assert all(reply.facts[name] is None for name in unknown[kind])


def test_cash_counts_pending_transfers_only() -> None:
    transfers = [
        transfer("2026-11-18", "withdrawal", "700"),
        transfer("2026-11-18", "withdrawal", "50", status="cancelled"),
        transfer("2026-11-19", "deposit", "250.50"),
        transfer("2026-11-21", "deposit", "9"),
    ]
    repository = _repository(deposit("2026-01-02", "1000"), all_transfers=transfers)
    facts = _facts(repository, "cash_balance")
    assert [facts[name] for name in ("cash", "pending_in", "pending_out", "available")] == [
        *("1000.00", "250.50", "700.00", "300.00")
    ]


def test_available_cash_is_never_negative() -> None:
    repository = _repository(deposit("2026-01-02", "10"), all_transfers=[transfer("2026-11-18", "withdrawal", "70")])
    assert _facts(repository, "cash_balance")["available"] == "0.00"


def test_holdings_come_largest_first_with_weights_of_the_whole_value() -> None:
    facts = _facts(_repository(*INVESTED), "holdings")
    assert facts["holdings"] == [
        {
            **{"ticker": "VTI", "name": "VTI Fund", "shares": "60.5", "price": "121.5", "value": "7350.75"},
            "weight": pytest.approx(7350.75 / 12268.41),
        },
        {
            **{"ticker": "BND", "name": "BND Fund", "shares": "20", "price": "49", "value": "980.00"},
            "weight": pytest.approx(980 / 12268.41),
        },
    ]
    assert facts["total"] == "8330.75"


def test_holdings_of_one_class_in_one_account_keep_their_weight_in_it() -> None:
    facts = _facts(_repository(*INVESTED), "holdings", account="taxable", asset_class="bonds")
    assert [row["ticker"] for row in facts["holdings"]] == ["BND"]
    assert facts["holdings"][0]["weight"] == pytest.approx(980 / 11053.41)
    assert facts["total"] == "980.00"


def test_a_class_that_is_not_held_is_an_empty_list() -> None:
    reply = _ask(_repository(*INVESTED), "holdings", asset_class="gold")
    assert reply.facts is not None and reply.facts["holdings"] == [] and reply.facts["total"] == "0.00"
    assert reply.text.startswith("You hold no commodities.")


def test_a_long_list_is_cut_in_the_text_and_whole_in_the_facts() -> None:
    tickers = [f"F{i:02}" for i in range(11)]
    repository = _repository(
        deposit("2026-01-02", "5000"),
        *(buy("2026-01-02", ticker, "1", "100") for ticker in tickers),
        all_securities=[security(ticker) for ticker in tickers],
        closes={ticker: closes(d2026_01_02="100") for ticker in tickers},
    )
    reply = _ask(repository, "holdings")
    assert "and 3 more" in reply.text and "F07" in reply.text and "F08" not in reply.text
    assert [row["ticker"] for row in _facts(repository, "holdings")["holdings"]] == tickers  # equal values: by ticker


def test_performance_of_a_year_with_a_deposit() -> None:
    facts = _facts(_repository(*INVESTED), "performance")
    assert facts["period"] == {"start": "2026-01-02", "end": "2026-11-20", "label": "this year", "assumed": True}
    assert [facts[name] for name in ("start_value", "end_value", "net_flows", "gain")] == [
        *("0.00", "12268.41", "11100.00", "1168.41")
    ]
    until_june = (3950 + 50.5 * 110 + 1000) / 10000
    since_july = 12268.41 / (3950 + 60.5 * 110 + 1000)
    assert facts["twr"] == pytest.approx(until_june * since_july - 1, abs=1e-9)
    assert (facts["twr_annualised"], facts["mwr_annualised"]) == (None, None)


def test_a_first_deposit_yesterday_has_a_return_since_yesterday() -> None:
    rows = [deposit("2026-11-19", "1200"), buy("2026-11-19", "VTI", "10", "120")]
    facts = _facts(_repository(*rows), "performance", period="since inception")
    assert facts["period"]["start"] == "2026-11-19"
    assert (facts["gain"], facts["twr"]) == ("15.00", pytest.approx(0.0125))


def test_a_deposit_today_has_no_money_weighted_return() -> None:
    reply = _ask(_repository(deposit("2026-11-20", "1000")), "performance")
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
    facts = _facts(_repository(*rows), "performance")
    assert [facts[name] for name in ("end_value", "net_flows", "gain", "twr")] == [
        *("0.00", "-100.00", "100.00", pytest.approx(0.10))
    ]
    after = _facts(_repository(*rows), "performance", period="past month")
    assert (after["gain"], after["twr"], after["mwr"]) == ("0.00", None, None)


def test_cash_only_earns_its_interest() -> None:
    rows = [deposit("2025-06-01", "1000"), interest("2026-03-01", "10")]
    facts = _facts(_repository(*rows, closes={}), "performance")
    assert (facts["as_of"], facts["gain"], facts["twr"]) == (None, "10.00", pytest.approx(0.01))


def test_a_weekend_says_that_markets_were_closed() -> None:
    reply = _ask(_repository(*INVESTED), "performance", today=day("2026-11-22"), period="today")
    assert reply.facts is not None and reply.facts["gain"] == "0.00"
    assert "Markets were closed" in reply.text


@pytest.mark.parametrize("period", ["in 2030", "tomorrow", "in 2020"])
def test_a_period_wholly_outside_gets_a_sentence_without_numbers(period: str) -> None:
    reply = _ask(_repository(*INVESTED), "performance", period=period)
    assert reply.facts is not None
    assert not re.search(r"\d", reply.text)
    assert all(reply.facts[name] is None for name in ("start_value", "end_value", "gain", "twr", "mwr"))


def test_a_period_not_understood_is_said() -> None:
    reply = _ask(_repository(*INVESTED), "performance", period="the other day")
    assert "didn't understand which period" in reply.text and "this year" in reply.text


def test_several_accounts_are_asked_back_and_a_click_keeps_the_question() -> None:
    twins = [account("A-1", name="Roth", type="roth_ira"), account("A-2", name="Old IRA", type="traditional_ira")]
    repository = _repository(*INVESTED, all_accounts=twins)
    reply = _ask(repository, "performance", account="ira", period="since march")
    assert reply.facts is None
    assert [(b.title, b.intent, b.entities) for b in reply.buttons] == [
        ("Roth", "performance", {"period": "since march", "account": "A-1"}),
        ("Old IRA", "performance", {"period": "since march", "account": "A-2"}),
    ]
    clicked = _facts(repository, "performance", **reply.buttons[1].entities)
    assert (clicked["accounts"], clicked["period"]["start"]) == (["A-2"], "2026-07-01")


@pytest.mark.parametrize("kind", sorted(ANSWERABLE))
def test_follow_ups_are_few_and_lead_to_answers(kind: str) -> None:
    repository = _repository(*INVESTED)
    mentions = {} if kind == "account_list" else {"account": "roth"}
    buttons = _ask(repository, kind, **mentions).buttons
    assert 1 <= len(buttons) <= 3
    for button in buttons:
        reply = _ask(repository, button.intent, **button.entities)
        assert reply.facts is not None and "didn't understand" not in reply.text
        assert reply.facts["accounts"] == (["A-1", "A-2"] if kind == "account_list" else ["A-2"])


@pytest.mark.parametrize("kind", ["portfolio_value", "cash_balance", "performance"])
def test_a_text_is_short_and_says_the_day(kind: str) -> None:
    text = _ask(_repository(*INVESTED), kind).text
    assert len(text.split()) <= 60 and "20 Nov 2026" in text


@pytest.mark.parametrize(
    ("now", "word", "sign"), [("90", "lost", "-"), ("130", "gained", "+"), ("100.0001", "neither", "")]
)
def test_words_and_signs_agree(now: str, word: str, sign: str) -> None:
    rows = [deposit("2026-01-02", "100"), buy("2026-01-02", "VTI", "1", "100")]
    repository = _repository(*rows, closes={"VTI": {day("2026-01-02"): Decimal(100), TODAY: Decimal(now)}})
    text = _ask(repository, "performance").text
    assert word in text
    percents = re.findall(r"([+-]?)\d+\.\d%", text)
    assert percents and set(percents) == {sign}


def test_every_figure_in_a_text_stands_in_the_facts() -> None:
    for kind in sorted(ANSWERABLE):
        reply = _ask(_repository(*INVESTED), kind)
        money = re.findall(r"\$([\d,]+\.\d\d)", reply.text)
        facts = json.dumps(reply.facts)
        assert money and all(f'"{amount.replace(",", "")}"' in facts for amount in money)


_STEPS = st.lists(
    st.tuples(st.sampled_from(["deposit", "withdraw", "buy", "sell"]), st.integers(1, 50_000), st.integers(1, 20)),
    min_size=1,
    max_size=15,
)


def _history(steps: Sequence[tuple[str, int, int]]) -> list[Transaction]:
    """A valid history in two accounts: nothing is spent or sold that isn't there."""
    rows: list[Transaction] = []
    on = day("2026-01-02")
    cash = {"A-1": Decimal(0), "A-2": Decimal(0)}
    shares = {"A-1": Decimal(0), "A-2": Decimal(0)}
    for step, size, pause in steps:
        on = min(on + timedelta(days=pause), TODAY)
        where = "A-1" if size % 2 else "A-2"
        amount = Decimal(size) / 100
        if step == "deposit":
            rows.append(deposit(str(on), str(amount), where))
        elif step == "withdraw" and cash[where] >= amount:
            rows.append(withdrawal(str(on), str(amount), where))
        elif step == "buy" and cash[where] >= amount:
            rows.append(buy(str(on), "VTI", str(amount / 100), "100", where))
            shares[where] += amount / 100
        elif step == "sell" and shares[where] >= amount / 100:
            rows.append(sell(str(on), "VTI", str(amount / 100), "100", where))
            shares[where] -= amount / 100
        else:
            continue
        cash[where] += rows[-1].amount
    return rows


@given(steps=_STEPS)
def test_values_and_gains_add_up(steps: list[tuple[str, int, int]]) -> None:
    repository = _repository(*_history(steps))
    cent = Decimal("0.01")
    worth = _facts(repository, "portfolio_value")
    assert abs(Decimal(worth["cash"]) + Decimal(worth["invested"]) - Decimal(worth["value"])) <= cent
    by_account = sum(Decimal(row["value"]) for row in worth["by_account"])
    assert abs(by_account - Decimal(worth["value"])) <= cent
    held = _facts(repository, "holdings")
    assert held["total"] == worth["invested"]
    done = _facts(repository, "performance", period="all time")
    start, end, flows = (Decimal(done[name]) for name in ("start_value", "end_value", "net_flows"))
    assert abs(end - start - flows - Decimal(done["gain"])) <= cent
    assert done["end_value"] == worth["value"]
