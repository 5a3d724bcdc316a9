"""What happened in the accounts: transactions, fees, dividends, payments in and out, transfers; to the cent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from advisor.model import TransactionType
from advisor.questions.transactions import type_named
from advisor.resolve.lists import asks_for_a_list
from tests.charts import check_chart, draw
from tests.fakes.portfolio import (
    FakeRepository,
    buy,
    day,
    deposit,
    dividend,
    fee,
    interest,
    sell,
    transfer,
    withdrawal,
)
from tests.unit.advisor.world import ask, facts, repository

BUSY = (
    deposit("2025-11-03", "5000"),
    buy("2025-11-04", "VTI", "10", "90.5"),
    fee("2025-12-31", "2.50"),
    deposit("2026-01-02", "1000", "A-2"),
    dividend("2026-03-20", "VTI", "7.25"),
    interest("2026-03-31", "1.10", "A-2"),
    fee("2026-04-01", "3.40"),
    fee("2026-04-01", "0.60", "A-2"),
    dividend("2026-06-19", "VTI", "7.75"),
    dividend("2026-06-19", "BND", "20"),
    withdrawal("2026-10-20", "300"),
    sell("2026-11-10", "VTI", "2", "118.125"),
    buy("2026-11-10", "BND", "1.5", "49.01"),
    withdrawal("2026-11-12", "250.50", "A-2"),
    deposit("2026-11-21", "777"),  # dated after today
)


@pytest.fixture
def busy() -> FakeRepository:
    return repository(*BUSY)


def test_transactions_come_newest_first_with_count_and_total(busy: FakeRepository) -> None:
    found = facts(busy, "transactions", period="since November")
    assert found["items"] == [
        _item("2026-11-12", "withdrawal", "-250.50", "A-2"),
        _item("2026-11-10", "sell", "236.25", ticker="VTI", shares="2", price="118.125"),
        _item("2026-11-10", "buy", "-73.52", ticker="BND", shares="1.5", price="49.01"),  # 73.515, half to even
    ]
    assert (found["type"], found["count"], found["total"]) == (None, 3, "-87.77")


def _item(on: str, type: str, amount: str, account_id: str = "A-1", **more: str) -> dict[str, Any]:
    empty = {"ticker": None, "shares": None, "price": None}
    return {"date": on, "type": type, **empty, "amount": amount, "account_id": account_id, **more}


def test_transactions_are_those_of_the_past_30_days_without_another_word(busy: FakeRepository) -> None:
    found = facts(busy, "transactions")
    assert found["period"] == {
        **{"start": "2026-10-22", "end": "2026-11-20", "label": "over the past 30 days", "assumed": True},
    }
    assert found["count"] == 3


@pytest.mark.parametrize(
    ("mentions", "type", "dates"),
    [
        ({"transaction_type": "trades"}, "trade", ["2026-11-10", "2026-11-10"]),
        ({"transaction_type": "sales"}, "sell", ["2026-11-10"]),
        ({"transaction_type": "withdrawals"}, "withdrawal", ["2026-11-12", "2026-10-20"]),
        ({"transaction_type": "withdrawals", "account": "roth"}, "withdrawal", ["2026-11-12"]),
        ({"security": "BND"}, None, ["2026-11-10", "2026-06-19"]),
        ({"security": "BND", "transaction_type": "dividends"}, "dividend", ["2026-06-19"]),
        ({"transaction_type": "interest"}, "interest", ["2026-03-31"]),
    ],
)
def test_transactions_are_those_that_fit_the_words(
    busy: FakeRepository, mentions: Mapping[str, str], type: str | None, dates: list[str]
) -> None:
    found = facts(busy, "transactions", {**mentions, "period": "this year"})
    assert (found["type"], [item["date"] for item in found["items"]]) == (type, dates)


@pytest.mark.parametrize(
    ("types", "name"),
    [
        ((), None),
        (("sell", "buy"), "trade"),
        (("buy",), "buy"),
        (("withdrawal", "deposit"), "deposit,withdrawal"),
        (("dividend", "sell", "buy"), "trade,dividend"),
        (("fee", "sell"), "sell,fee"),
    ],
)
def test_one_name_stands_for_the_types_asked_for(types: tuple[TransactionType, ...], name: str | None) -> None:
    assert type_named(types) == name


def test_no_transactions_of_a_kind_are_a_sentence_with_zeros(busy: FakeRepository) -> None:
    reply = ask(busy, "transactions", transaction_type="fees", period="this month")
    assert reply.text == "There were no fees this month (1 Nov 2026 to 20 Nov 2026). As of the close of 20 Nov 2026."
    assert reply.facts is not None
    assert (reply.facts["items"], reply.facts["count"], reply.facts["total"]) == ([], 0, "0.00")


def test_a_line_says_what_was_done_at_which_price_and_where(busy: FakeRepository) -> None:
    text = ask(busy, "transactions", transaction_type="trades").text
    assert text.split("\n")[:3] == [
        "There were 2 trades over the past 30 days (22 Oct 2026 to 20 Nov 2026):",
        "10 Nov 2026: sold 2 VTI at $118.125, +$236.25 (Taxable)",
        "10 Nov 2026: bought 1.5 BND at $49.01, -$73.52 (Taxable)",
    ]
    assert "by +$162.73" in text


def test_a_long_list_of_transactions_says_how_many_more_there_are() -> None:
    source = repository(*(deposit("2026-11-02", "10") for _ in range(20)))
    reply = ask(source, "transactions")
    assert reply.text.count("paid in") == 8 and "and 12 more" in reply.text
    assert reply.facts is not None and (reply.facts["count"], reply.facts["total"]) == (20, "200.00")


def test_fees_are_positive_and_newest_first(busy: FakeRepository) -> None:
    found = facts(busy, "fees_paid")
    assert (found["period"]["label"], found["total"]) == ("this year", "4.00")
    assert found["items"] == [
        {"date": "2026-04-01", "account_id": "A-1", "amount": "3.40"},
        {"date": "2026-04-01", "account_id": "A-2", "amount": "0.60"},
    ]
    assert facts(busy, "fees_paid", period="since inception")["total"] == "6.50"
    assert facts(busy, "fees_paid", period="this month")["total"] == "0.00"


def test_fees_are_listed_where_a_list_is_asked_for(busy: FakeRepository) -> None:
    said = "fees this year, one by one"
    assert "1 Apr 2026: $3.40 (Taxable)" in ask(busy, "fees_paid", period=said).text
    assert "in 2 charges" in ask(busy, "fees_paid").text


@pytest.mark.parametrize("message", ["List my fees", "show me the dividends", "every fee u took", "one by one please"])
def test_words_that_ask_for_a_list(message: str) -> None:
    assert asks_for_a_list(message)


@pytest.mark.parametrize("message", ["how much did I pay", "listen", '/fees_paid{"account": "list"}', ""])
def test_words_that_ask_for_a_sum(message: str) -> None:
    assert not asks_for_a_list(message)


def test_contributions_in_and_out_are_both_positive_and_since_the_start(busy: FakeRepository) -> None:
    found = facts(busy, "net_contributions")
    assert found["period"]["start"] == "2025-11-03"
    assert [found[name] for name in ("deposits", "withdrawals", "net")] == ["6000.00", "550.50", "5449.50"]
    roth = facts(busy, "net_contributions", account="roth", period="this month")
    assert [roth[name] for name in ("deposits", "withdrawals", "net")] == ["0.00", "250.50", "-250.50"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((deposit("2026-02-02", "10"),), "You paid in $10.00 this year (2 Feb 2026 to 20 Nov 2026) and took nothing"),
        ((deposit("2025-02-02", "10"), withdrawal("2026-02-02", "4")), "You took out $4.00 this year"),
        ((deposit("2026-02-02", "10"), withdrawal("2026-02-03", "4")), "$6.00 net in."),
        ((deposit("2026-02-02", "10"), withdrawal("2026-02-03", "10")), "as much in as out."),
        ((deposit("2025-02-02", "10"),), "You paid nothing in and took nothing out this year"),
    ],
)
def test_words_tell_what_was_paid_in_from_what_was_taken_out(rows: tuple[Any, ...], said: str) -> None:
    assert said in ask(repository(*rows), "net_contributions", period="this year").text


def test_dividends_by_security_leave_interest_beside_them(busy: FakeRepository) -> None:
    found = facts(busy, "dividends")
    assert (found["total"], found["interest"]) == ("35.00", "1.10")
    assert found["by_ticker"] == [{"ticker": "BND", "amount": "20.00"}, {"ticker": "VTI", "amount": "15.00"}]


def test_dividends_of_one_security_leave_interest_out(busy: FakeRepository) -> None:
    found = facts(busy, "dividends", security="VTI")
    assert (found["total"], found["interest"]) == ("15.00", "0.00")
    assert found["by_ticker"] == [{"ticker": "VTI", "amount": "15.00"}]


def test_a_security_that_paid_nothing_is_a_sentence_and_an_empty_list() -> None:
    reply = ask(repository(deposit("2026-01-02", "10")), "dividends", security="VTI")
    assert reply.text.startswith("You received no dividends from VTI this year")
    assert reply.facts is not None
    assert (reply.facts["total"], reply.facts["interest"], reply.facts["by_ticker"]) == ("0.00", "0.00", [])


def test_who_asks_for_interest_hears_of_interest_first(busy: FakeRepository) -> None:
    text = ask(busy, "dividends", period="interest this year").text
    assert text.startswith("You received $1.10 in interest this year")


def test_dividends_are_drawn_by_month_with_interest_beside_them(busy: FakeRepository) -> None:
    chart = ask(busy, "dividends").chart
    assert chart is not None
    check_chart(chart)
    assert draw(chart, "dividends").startswith(b"\x89PNG")
    rows = chart["data"]["values"]  # type: ignore[index]
    assert len(rows) == 22  # January to November, two kinds
    assert {(row["month"], row["kind"]): row["amount"] for row in rows if row["amount"]} == {
        ("2026-03-01", "Dividends"): 7.25,
        ("2026-03-01", "Interest"): 1.1,
        ("2026-06-01", "Dividends"): 27.75,
    }


def test_many_years_of_dividends_are_drawn_by_year() -> None:
    source = repository(*(dividend(f"{year}-06-19", "VTI", "5") for year in range(2010, 2026)))
    chart = ask(source, "dividends", period="since inception").chart
    assert chart is not None
    check_chart(chart)
    assert draw(chart, "dividends_by_year")
    assert len(chart["data"]["values"]) == 17  # type: ignore[index]


@pytest.mark.parametrize("period", ["in June", "since July", "in 2030"])
def test_one_month_or_nothing_paid_has_no_chart(busy: FakeRepository, period: str) -> None:
    assert ask(busy, "dividends", period=period).chart is None


TRANSFERS = (
    transfer("2026-10-05", "deposit", "600", status="completed"),
    transfer("2026-11-18", "deposit", "1500", "A-2"),
    replace(transfer("2026-11-19", "withdrawal", "750"), expected_on=day("2026-11-25")),
    transfer("2026-11-21", "deposit", "9"),  # requested after today
)


def test_transfers_come_newest_first_and_may_be_expected_later_than_today() -> None:
    found = facts(repository(all_transfers=TRANSFERS), "transfer_status")
    assert [(row["requested_on"], row["expected_on"], row["status"]) for row in found["transfers"]] == [
        ("2026-11-19", "2026-11-25", "pending"),
        ("2026-11-18", None, "pending"),
        ("2026-10-05", None, "completed"),
    ]
    assert found["transfers"][0] == {
        **{"transfer_id": TRANSFERS[2].transfer_id, "account_id": "A-1", "direction": "withdrawal"},
        **{"amount": "750.00", "requested_on": "2026-11-19", "expected_on": "2026-11-25", "status": "pending"},
    }


def test_a_named_direction_leaves_the_other_transfers_out() -> None:
    source = repository(all_transfers=TRANSFERS)
    found = facts(source, "transfer_status", transaction_type="deposit")
    assert [row["amount"] for row in found["transfers"]] == ["1500.00", "600.00"]
    assert facts(source, "transfer_status", transaction_type="withdrawal", account="roth")["transfers"] == []
    both = facts(source, "transfer_status", transaction_type="deposits and withdrawals")
    assert len(both["transfers"]) == 3


def test_one_transfer_on_its_way_is_told_in_a_sentence() -> None:
    text = ask(repository(all_transfers=TRANSFERS), "transfer_status", transaction_type="withdrawal").text
    assert text.startswith(
        "Your withdrawal of $750.00 from your Taxable, requested on 19 Nov 2026, is still on its way, "
        "expected on 25 Nov 2026."
    )


@pytest.mark.parametrize(("status", "said"), [("completed", "was completed"), ("cancelled", "was cancelled")])
def test_a_finished_transfer_says_how_it_ended(status: Any, said: str) -> None:
    source = repository(all_transfers=[transfer("2026-11-02", "deposit", "60", status=status)])
    text = ask(source, "transfer_status").text
    assert "No transfer is on its way" in text and said in text


def test_a_transfer_that_should_have_come_is_said_to_be_late() -> None:
    late = replace(transfer("2026-11-02", "deposit", "60"), expected_on=day("2026-11-05"))
    assert "but was expected on 5 Nov 2026" in ask(repository(all_transfers=[late]), "transfer_status").text


@pytest.mark.parametrize("kind", ["transactions", "fees_paid", "dividends", "net_contributions"])
@pytest.mark.parametrize("period", ["in 2030", "in 2020"])
def test_a_period_wholly_outside_has_no_numbers(busy: FakeRepository, kind: str, period: str) -> None:
    reply = ask(busy, kind, period=period)
    assert reply.facts is not None and not re.search(r"\d", reply.text)
    names = {"total", "count", "interest", "deposits", "withdrawals", "net"} & reply.facts.keys()
    assert names and all(reply.facts[name] is None for name in names)


@pytest.mark.parametrize("kind", ["transactions", "fees_paid", "dividends", "net_contributions"])
def test_a_period_that_is_not_understood_is_said(busy: FakeRepository, kind: str) -> None:
    assert "didn't understand which period" in ask(busy, kind, period="the other day").text
