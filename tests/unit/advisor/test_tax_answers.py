"""What counts for tax: gains realised, losses harvested, wash sales and documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.model import Document, DocumentKind, Transaction
from tests.fakes.portfolio import account, buy, day, deposit, security, sell
from tests.unit.advisor.world import INVESTED, TODAY, ask, facts, repository

LONG_AGO = (
    deposit("2024-01-02", "100000"),
    buy("2024-01-02", "VTI", "10", "90"),
    buy("2025-12-01", "VTI", "10", "100"),
    buy("2025-12-01", "BND", "100", "50"),
)


def _harvest(row: Transaction) -> Transaction:
    return replace(row, reason="tax_loss_harvest")


def _figures(found: dict[str, Any]) -> list[Any]:
    return [found[name] for name in ("short_term", "long_term", "total", "sells")]


# --- realised gains


def test_one_sale_may_be_short_and_long_term_at_once() -> None:
    source = repository(*LONG_AGO, sell("2026-06-01", "VTI", "15", "110"))
    assert _figures(facts(source, "realized_gains")) == ["50.00", "200.00", "250.00", 1]
    text = ask(source, "realized_gains").text
    assert text.startswith("One sale in your Taxable realised a gain of $250.00 this year")
    assert "Short term: +$50.00, long term: +$200.00." in text


def test_only_sales_of_the_period_count_but_all_earlier_ones_use_up_lots() -> None:
    rows = [*LONG_AGO, sell("2025-12-15", "VTI", "10", "95"), sell("2026-06-01", "VTI", "5", "90")]
    found = facts(repository(*rows), "realized_gains")
    assert _figures(found) == ["-50.00", "0.00", "-50.00", 1]
    assert "loss of $50.00" in ask(repository(*rows), "realized_gains").text
    assert _figures(facts(repository(*rows), "realized_gains", period="last year")) == ["0.00", "50.00", "50.00", 1]


def test_a_named_security_leaves_the_sales_of_others_out() -> None:
    rows = [*LONG_AGO, sell("2026-06-01", "VTI", "10", "110"), sell("2026-06-02", "BND", "10", "45")]
    assert _figures(facts(repository(*rows), "realized_gains", security="BND")) == ["-50.00", "0.00", "-50.00", 1]
    assert _figures(facts(repository(*rows), "realized_gains")) == ["-50.00", "200.00", "150.00", 2]


def test_a_year_without_sales_is_zero_and_said() -> None:
    reply = ask(repository(*LONG_AGO), "realized_gains")
    assert reply.facts is not None and _figures(dict(reply.facts)) == ["0.00", "0.00", "0.00", 0]
    assert "Nothing was sold" in reply.text


def test_sales_in_an_ira_do_not_count() -> None:
    rows = [*INVESTED, sell("2026-08-03", "VTI", "10", "120", "A-2")]
    found = facts(repository(*rows), "realized_gains")
    assert (found["accounts"], found["sells"]) == (["A-1"], 0)


@pytest.mark.parametrize("kind", ["realized_gains", "tax_loss_harvest"])
def test_an_ira_alone_gets_a_sentence_and_nulls(kind: str) -> None:
    reply = ask(repository(*INVESTED), kind, account="roth")
    assert reply.facts is not None and reply.facts["accounts"] == []
    assert "only count in taxable and joint accounts, which Roth IRA is not" in reply.text
    without = repository(all_accounts=[account("A-2", name="Roth IRA", type="roth_ira")])
    found = facts(without, kind)
    if kind == "realized_gains":
        assert _figures(found) == [None, None, None, None]
    else:
        assert (found["harvested"], found["harvestable"], found["wash_sales"]) == (None, [], [])
    assert "you have none with us" in ask(without, kind).text


@pytest.mark.parametrize("kind", ["realized_gains", "tax_loss_harvest"])
def test_the_period_begins_with_the_first_transaction_of_the_accounts_that_count(kind: str) -> None:
    rows = [deposit("2026-02-02", "100", "A-2"), deposit("2026-05-04", "100")]
    assert facts(repository(*rows), kind)["period"]["start"] == "2026-05-04"
    reply = ask(repository(*rows), kind, period="in march")
    assert reply.facts is not None and "before your first transaction" in reply.text
    assert reply.facts["period"] == {"start": None, "end": None, "label": "in March 2026", "assumed": False}


def test_a_period_ahead_has_no_numbers() -> None:
    reply = ask(repository(*LONG_AGO), "tax_loss_harvest", period="in 2030")
    assert reply.facts is not None and "has not begun yet" in reply.text
    assert [reply.facts[name] for name in ("harvested", "harvestable", "wash_sales")] == [None, [], []]


# --- harvesting


def test_harvested_are_net_losses_of_sales_made_for_it() -> None:
    rows = [
        *LONG_AGO,
        _harvest(sell("2026-03-02", "BND", "40", "45")),  # −200
        _harvest(sell("2026-03-03", "VTI", "12", "95")),  # 10 × 5 − 2 × 5 = +40: a gain after all
        sell("2026-03-04", "BND", "10", "45"),  # −50 for another reason
    ]
    assert facts(repository(*rows), "tax_loss_harvest")["harvested"] == "200.00"


def test_harvestable_are_the_lots_below_basis_without_those_above() -> None:
    rows = [*LONG_AGO, buy("2026-02-02", "VTI", "2", "130")]
    found = facts(repository(*rows), "tax_loss_harvest")
    assert found["harvestable"] == [
        {"ticker": "BND", "loss": "100.00"},
        {"ticker": "VTI", "loss": "17.00"},  # 2 × (130 − 121.5); the other lots are up
    ]
    assert "Could be harvested now: BND $100.00 and VTI $17.00." in ask(repository(*rows), "tax_loss_harvest").text


@pytest.mark.parametrize(("bought", "left"), [("2026-10-20", ["BND"]), ("2026-10-21", []), ("2026-11-20", [])])
def test_a_buy_on_or_after_thirty_days_ago_in_any_account_keeps_a_loss_from_being_harvested(
    bought: str, left: list[str]
) -> None:
    """Today is 20 November: 30 days before is 21 October."""
    rows = [*LONG_AGO, deposit("2026-10-01", "100", "A-2"), buy(bought, "BND", "1", "49", "A-2")]
    for mentions in ({}, {"account": "taxable"}):
        found = facts(repository(*rows), "tax_loss_harvest", mentions)
        assert [row["ticker"] for row in found["harvestable"]] == left
        assert found["accounts"] == ["A-1"]


def test_a_security_without_a_price_has_an_unknown_loss() -> None:
    rows = [*LONG_AGO, buy("2026-02-02", "NEW", "1", "10")]
    source = repository(*rows, all_securities=[security("VTI"), security("BND"), security("NEW")])
    reply = ask(source, "tax_loss_harvest")
    assert reply.facts is not None and {"ticker": "NEW", "loss": None} in reply.facts["harvestable"]  # type: ignore[operator]
    assert "no price yet for NEW" in reply.text


# --- wash sales


@pytest.mark.parametrize(
    ("bought", "found"),
    [
        ("2026-05-01", []),  # 31 days before
        ("2026-05-02", ["2026-05-02"]),
        ("2026-06-01", ["2026-06-01"]),
        ("2026-07-01", ["2026-07-01"]),
        ("2026-07-02", []),
    ],
)
def test_a_wash_sale_has_a_buy_within_thirty_days_either_way(bought: str, found: list[str]) -> None:
    rows = [*LONG_AGO, buy(bought, "BND", "1", "48"), sell("2026-06-01", "BND", "100", "45")]
    washed = facts(repository(*rows), "tax_loss_harvest")["wash_sales"]
    assert [row["bought_on"] for row in washed] == found
    assert all(row == {**row, "ticker": "BND", "sold_on": "2026-06-01", "loss": "500.00"} for row in washed)


def test_a_buy_that_the_sale_itself_took_of_does_not_count() -> None:
    rows = [deposit("2026-05-04", "1000"), buy("2026-05-04", "BND", "10", "50"), sell("2026-06-01", "BND", "4", "45")]
    assert facts(repository(*rows), "tax_loss_harvest")["wash_sales"] == []
    # An earlier sale took all of that lot's oldest shares, the later one takes some too: neither counts it.
    rows = [*rows, sell("2026-06-02", "BND", "1", "45")]
    assert facts(repository(*rows), "tax_loss_harvest")["wash_sales"] == []


def test_a_buy_that_another_sale_took_of_counts() -> None:
    rows = [
        deposit("2026-01-02", "2000"),
        buy("2026-01-02", "BND", "10", "50"),
        buy("2026-05-04", "BND", "10", "48"),
        sell("2026-05-20", "BND", "10", "45"),  # the lot of January; the buy of 4 May is near
        sell("2026-05-21", "BND", "10", "45"),  # the lot of May itself
    ]
    washed = facts(repository(*rows), "tax_loss_harvest")["wash_sales"]
    assert [(row["sold_on"], row["bought_on"], row["loss"]) for row in washed] == [
        ("2026-05-20", "2026-05-04", "50.00")
    ]


def test_the_nearest_buy_is_named_and_of_two_as_near_the_earlier() -> None:
    rows = [
        *LONG_AGO,
        buy("2026-06-11", "BND", "1", "48"),
        buy("2026-05-22", "BND", "1", "48"),
        buy("2026-05-10", "BND", "1", "48"),
        sell("2026-06-01", "BND", "10", "45"),
    ]
    (washed,) = facts(repository(*rows), "tax_loss_harvest")["wash_sales"]
    assert washed["bought_on"] == "2026-05-22"


def test_a_buy_in_an_ira_or_after_the_period_makes_a_wash_sale_and_one_after_today_does_not() -> None:
    rows = [*LONG_AGO, deposit("2026-01-02", "500", "A-2"), sell("2025-12-20", "BND", "10", "45")]
    ira = [*rows, buy("2026-01-05", "BND", "1", "45", "A-2")]
    for mentions in ({"account": "taxable"}, {}):
        found = facts(repository(*ira), "tax_loss_harvest", mentions, period="last year")
        assert [(row["bought_on"], row["loss"]) for row in found["wash_sales"]] == [("2026-01-05", "50.00")]
    early = day("2026-01-04")
    assert facts(repository(*ira), "tax_loss_harvest", period="last year", today=early)["wash_sales"] == []


def test_wash_sales_come_by_ticker_then_day() -> None:
    rows = [
        *LONG_AGO,
        *(buy(on, ticker, "1", "48") for on in ("2026-06-01", "2026-08-03") for ticker in ("VTI", "BND")),
        sell("2026-08-04", "BND", "1", "45"),
        sell("2026-06-02", "VTI", "10", "80"),
        sell("2026-06-02", "BND", "1", "45"),
    ]
    found = facts(repository(*rows), "tax_loss_harvest")["wash_sales"]
    assert [(row["ticker"], row["sold_on"]) for row in found] == [
        ("BND", "2026-06-02"),
        ("BND", "2026-08-04"),
        ("VTI", "2026-06-02"),
    ]
    assert "3 wash sales, the largest: VTI sold 2 Jun 2026" in ask(repository(*rows), "tax_loss_harvest").text


@given(
    trades=st.lists(
        st.tuples(st.booleans(), st.integers(1, 40), st.integers(1, 300), st.integers(0, 60), st.booleans()),
        max_size=20,
    )
)
def test_gains_add_up_and_losses_are_never_negative(trades: list[tuple[bool, int, int, int, bool]]) -> None:
    rows: list[Transaction] = [deposit("2025-01-02", "1000000"), deposit("2025-01-02", "1000000", "A-2")]
    on = day("2025-01-02")
    held = {"A-1": 0, "A-2": 0}
    for is_buy, shares, price, pause, in_ira in trades:
        on = min(on + timedelta(days=pause), TODAY)
        where = "A-2" if in_ira else "A-1"
        count = shares if is_buy else min(shares, held[where])
        if count:
            rows.append((buy if is_buy else sell)(str(on), "VTI", str(count), str(price), where))
            held[where] += count if is_buy else -count
    source = repository(*rows)
    gains = facts(source, "realized_gains", period="all time")
    short_term, long_term, total, sells = _figures(gains)
    assert abs(Decimal(short_term) + Decimal(long_term) - Decimal(total)) <= Decimal("0.01")
    taxable = [row for row in rows if row.account_id == "A-1"]
    assert sells == sum(row.type == "sell" for row in taxable)
    detail = facts(source, "holding_detail", security="VTI", account="taxable")
    # Everything paid and received: gains realised and not, less what is held at cost.
    traded = sum(row.amount for row in taxable if row.type in ("buy", "sell"))
    assert abs(traded + Decimal(detail["cost_basis"] or 0) - Decimal(total)) <= Decimal("0.02")
    harvest = facts(source, "tax_loss_harvest", period="all time")
    losses = [row["loss"] for row in (*harvest["harvestable"], *harvest["wash_sales"])]
    assert all(Decimal(loss) >= 0 for loss in losses)


# --- documents


def _document(number: int, kind: DocumentKind, available_on: str | None, **more: Any) -> Document:
    available = None if available_on is None else day(available_on)
    return Document(f"D-{number}", "C-1", more.get("account_id", "A-1"), kind, more.get("year", 2025), available)


def test_documents_are_those_of_last_year_without_statements_ready_from_their_day_on() -> None:
    documents = [
        _document(2, "1099-DIV", "2026-11-20"),
        _document(1, "1099-B", "2026-11-21"),
        _document(3, "5498", None, account_id=None),
        _document(4, "statement", "2026-01-05"),
        _document(5, "1099-B", "2025-02-10", year=2024),
    ]
    found = facts(repository(*INVESTED, all_documents=documents), "tax_documents")
    assert (found["year"], found["accounts"]) == (2025, ["A-1", "A-2"])
    common = {"year": 2025, "account_id": "A-1"}
    assert found["documents"] == [
        {**common, "document_id": "D-1", "kind": "1099-B", "available_on": "2026-11-21", "ready": False},
        {**common, "document_id": "D-2", "kind": "1099-DIV", "available_on": "2026-11-20", "ready": True},
        {
            **{"document_id": "D-3", "kind": "5498", "year": 2025, "account_id": None},
            **{"available_on": None, "ready": False},
        },
    ]
    text = ask(repository(*INVESTED, all_documents=documents), "tax_documents").text
    assert text.startswith("1 of your 3 tax documents for 2025 is ready:")
    assert "1099-B (Taxable): expected 21 Nov 2026" in text and "5498: no date yet" in text


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2024", 2024),
        ("this year", 2026),
        ("last year", 2025),
        ("the past year", 2025),
        ("from 2023 to 2024", 2024),
        ("Q4 2025", 2025),
        ("all time", 2025),
        ("in 2027", 2027),
        ("since january", 2026),
    ],
)
def test_the_tax_year_is_the_last_that_ended_in_the_days_named(period: str, year: int) -> None:
    """Also where nothing happened in it: the first transaction is of 2026."""
    found = facts(repository(*INVESTED), "tax_documents", period=period)
    assert (found["year"], found["documents"]) == (year, [])
    assert f"no tax documents for {year}" in ask(repository(*INVESTED), "tax_documents", period=period).text


def test_a_year_that_is_not_understood_is_said() -> None:
    reply = ask(repository(*INVESTED), "tax_documents", period="the other day")
    assert reply.facts is not None and reply.facts["year"] == 2025
    assert reply.text.startswith("I didn't understand which year you mean, so I looked at 2025.")


def test_documents_of_an_account_that_opens_later_are_left_out() -> None:
    later = [account("A-1"), account("A-3", opened_on="2026-11-21")]
    documents = [_document(1, "1099-B", "2026-02-10"), _document(2, "1099-B", "2026-02-10", account_id="A-3")]
    found = facts(repository(all_accounts=later, all_documents=documents), "tax_documents")
    assert [row["document_id"] for row in found["documents"]] == ["D-1"]
