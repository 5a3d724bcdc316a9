"""What a service answers becomes records exactly, or nothing at all."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.portfolio_api.closes import millionths
from advisor.model import Transaction
from advisor.repository import DataUnavailable
from tests.unit.adapters.api_answers import repository

D = date
UNTIL = D(2026, 11, 20)

CUSTOMER = {
    "customer_id": "C-1",
    "name": "Ada",
    "email": "ada@example.com",
    "risk_level": 5,
    "joined_on": "2020-01-01",
    "currency": "USD",
}
ACCOUNT = {
    "account_id": "A-1",
    "customer_id": "C-1",
    "name": "Joint",
    "type": "joint",
    "opened_on": "2020-01-01",
    "advisory_fee_bps": "25",
}
BUY = {
    "transaction_id": "T-1",
    "account_id": "A-1",
    "date": "2026-11-20",
    "type": "buy",
    "ticker": "VTI",
    "shares": "1.5",
    "price": "300.2",
    "amount": "-450.30",
    "reason": None,
}
TRANSFER = {
    "transfer_id": "X-1",
    "account_id": "A-1",
    "direction": "deposit",
    "amount": "50",
    "requested_on": "2026-11-20",
    "status": "pending",
}
GOAL = {
    "goal_id": "G-1",
    "customer_id": "C-1",
    "name": "House",
    "target_amount": "9000",
    "target_date": "2030-06-30",
    "account_ids": ["A-1"],
    "monthly_contribution": "0",
}
DOCUMENT = {"document_id": "D-1", "customer_id": "C-1", "account_id": "A-1", "kind": "5498", "year": 2025}
INDEX = {"ticker": "SPX", "name": "S&P 500", "kind": "index", "currency": "USD"}
PRICES = {"dates": ["2026-11-19", "2026-11-20"], "closes": {"VTI": ["301.25", "303.1"], "NEW": [None, "12"]}}


def transactions(*rows: Any, until: date = UNTIL) -> Any:
    return repository({"/transactions": {"transactions": rows}}).transactions(["A-1"], until=until)


def prices(document: dict[str, Any], *, start: date | None = None, until: date = UNTIL) -> Any:
    return repository({"/prices": document}).prices(["VTI", "NEW", "OLD"], until=until, start=start)


def test_decimals_are_those_that_were_written() -> None:
    (row,) = transactions(BUY)
    assert row == Transaction(
        "T-1", "A-1", UNTIL, "buy", "VTI", Decimal("1.5"), Decimal("300.2"), Decimal("-450.30"), None
    )
    assert str(row.amount) == "-450.30"


def test_what_may_be_empty_may_be_left_out_and_unknown_fields_are_passed_over() -> None:
    (account,) = repository({"/accounts": {"accounts": [{**ACCOUNT, "colour": "blue"}], "page": 1}}).accounts("C-1")
    assert account.target_model is None
    (index,) = repository({"/securities": {"securities": [INDEX]}}).securities()
    assert (index.asset_class, index.expense_ratio_bps, index.aliases) == (None, Decimal(0), ())


def test_what_a_type_of_transaction_does_not_use_is_emptied() -> None:
    fee = {**BUY, "type": "fee", "amount": "-1"}
    dividend = {**BUY, "transaction_id": "T-2", "type": "dividend", "amount": "0.00"}
    assert [(row.ticker, row.shares, row.price) for row in transactions(fee, dividend)] == [
        (None, None, None),
        ("VTI", None, None),
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("transaction_id", "", "transactions[1].transaction_id is empty"),
        ("transaction_id", " \t", "transactions[1].transaction_id is empty"),
        ("transaction_id", 17, "transactions[1].transaction_id is a number, not a text"),
        ("transaction_id", "T\x001", "transactions[1].transaction_id holds a control character"),
        ("transaction_id", "T\ud800", "transactions[1].transaction_id holds a control character"),
        ("account_id", None, "transactions[1].account_id is null, not a text"),
        ("date", "20.11.2026", "transactions[1].date is not a date such as 2026-03-31"),
        ("date", "2026-02-30", "transactions[1].date is not a date of the calendar"),
        ("date", "2026-11-20T00:00", "transactions[1].date is not a date such as 2026-03-31"),
        ("date", 20261120, "transactions[1].date is a number, not a date such as 2026-03-31"),
        ("type", "Buy", "transactions[1].type is none of buy, deposit, dividend, fee, interest, sell, withdrawal"),
        ("type", ["buy"], "transactions[1].type is a list, not a text"),
        ("ticker", None, "transactions[1] is a buy and needs ticker, shares and price"),
        ("shares", "0.000000", "transactions[1].shares is not above 0"),
        ("shares", "1.5000001", "with at most 12 digits and 6 decimals"),
        ("shares", "-1.5", "not negative"),
        ("price", 300.2, 'transactions[1].price is a number, not a decimal as text such as "1234.50"'),
        ("price", {}, 'transactions[1].price is an object, not a decimal as text such as "1234.50"'),
        ("amount", "-450.301", "transactions[1].amount is not a decimal"),
        ("amount", "-450,30", "transactions[1].amount is not a decimal"),
        ("amount", " -450.30", "transactions[1].amount is not a decimal"),
        ("amount", "-4.503e2", "transactions[1].amount is not a decimal"),
        ("amount", "NaN", "transactions[1].amount is not a decimal"),
        ("amount", "-Infinity", "transactions[1].amount is not a decimal"),
        ("amount", "-٤", "transactions[1].amount is not a decimal"),
        ("amount", "-1000000000000", "transactions[1].amount is not a decimal"),
        ("amount", True, 'transactions[1].amount is true or false, not a decimal as text such as "1234.50"'),
        ("amount", "450.30", "transactions[1].amount must be negative for a buy"),
        ("amount", "-450.32", "transactions[1].amount is not shares times price"),
        ("reason", "boredom", "transactions[1].reason is none of"),
    ],
)
def test_one_bad_field_spoils_the_whole_answer(field: str, value: object, said: str) -> None:
    with pytest.raises(DataUnavailable) as caught:
        transactions(BUY, {**BUY, "transaction_id": "T-2", field: value})
    assert said in str(caught.value)
    assert str(caught.value).startswith("the portfolio API can't answer /transactions: the answer is malformed: ")


@pytest.mark.parametrize("field", [name for name in BUY if name not in ("ticker", "shares", "price", "reason")])
def test_a_field_that_must_be_there_is_missed(field: str) -> None:
    with pytest.raises(DataUnavailable, match=rf"transactions\[0\]\.{field} is missing"):
        transactions({name: value for name, value in BUY.items() if name != field})


@pytest.mark.parametrize("rows", [{}, None, "none", 3, [None], [[]], ["T-1"]])
def test_rows_are_a_list_of_objects(rows: object) -> None:
    with pytest.raises(DataUnavailable, match=r"transactions(\[0\])? is "):
        repository({"/transactions": {"transactions": rows}}).transactions(["A-1"], until=UNTIL)


def test_no_message_repeats_a_value() -> None:
    with pytest.raises(DataUnavailable) as caught:
        transactions({**BUY, "amount": "-123456.7890"})
    assert "123456" not in str(caught.value)


@pytest.mark.parametrize("field", ["customer_id", "name", "email", "risk_level", "joined_on", "currency"])
def test_a_customer_with_a_field_of_another_type_is_no_customer(field: str) -> None:
    with pytest.raises(DataUnavailable, match=rf"customer\.{field} "):
        repository({"/customer": {"customer": {**CUSTOMER, field: [1]}}}).customer("C-1")


def test_an_unknown_customer_is_said_to_be_null_and_a_missing_answer_is_no_unknown_customer() -> None:
    assert repository({"/customer": {"customer": None}}).customer("C-1") is None
    with pytest.raises(DataUnavailable, match="customer is missing"):
        repository({"/customer": {}}).customer("C-1")
    with pytest.raises(DataUnavailable, match="knows no such path; check FOLIO_PORTFOLIO_API"):
        repository({}).customer("C-1")


def test_nothing_of_another_customer_is_ever_given() -> None:
    stranger = {"customer_id": "C-2"}
    documents = {
        "/customer": {"customer": {**CUSTOMER, **stranger}},
        "/accounts": {"accounts": [ACCOUNT, {**ACCOUNT, "account_id": "A-2", **stranger}]},
        "/goals": {"goals": [{**GOAL, **stranger}]},
        "/documents": {"documents": [{**DOCUMENT, **stranger}]},
    }
    api = repository(documents)
    for ask in (api.customer, api.accounts, api.goals, api.documents):
        with pytest.raises(DataUnavailable, match="of another customer than was asked for"):
            ask("C-1")


def test_nothing_of_another_account_is_ever_given() -> None:
    stranger = {"account_id": "A-9"}
    recurring = {"account_id": "A-9", "amount": "5", "frequency": "monthly", "active": True}
    api = repository(
        {
            "/transactions": {"transactions": [BUY, {**BUY, "transaction_id": "T-2", **stranger}]},
            "/transfers": {"transfers": [{**TRANSFER, **stranger}]},
            "/recurring-deposits": {"recurring_deposits": [recurring]},
            "/accounts": {"accounts": [ACCOUNT]},
            "/goals": {"goals": [{**GOAL, "account_ids": ["A-1", "A-9"]}]},
            "/documents": {"documents": [{**DOCUMENT, **stranger}]},
        }
    )
    asks = (
        lambda: api.transactions(["A-1"], until=UNTIL),
        lambda: api.transfers(["A-1"], until=UNTIL),
        lambda: api.recurring_deposits(["A-1"]),
        lambda: api.goals("C-1"),
        lambda: api.documents("C-1"),
    )
    for ask in asks:
        with pytest.raises(DataUnavailable, match="of another account than was asked for"):
            ask()


def test_an_id_that_comes_twice_would_count_twice() -> None:
    with pytest.raises(DataUnavailable, match="transactions holds an id twice"):
        transactions(BUY, deepcopy(BUY))


def test_nothing_dated_later_than_asked_is_taken() -> None:
    assert len(transactions(BUY, until=UNTIL)) == 1
    with pytest.raises(DataUnavailable, match="transactions holds a row dated after `until`"):
        transactions(BUY, until=D(2026, 11, 19))
    with pytest.raises(DataUnavailable, match="transfers holds a row dated after `until`"):
        repository({"/transfers": {"transfers": [TRANSFER]}}).transfers(["A-1"], until=D(2026, 11, 19))
    with pytest.raises(DataUnavailable, match="last_price_date is after `until`"):
        repository({"/last-price-date": {"last_price_date": "2026-11-20"}}).last_price_date(until=D(2026, 11, 19))
    with pytest.raises(DataUnavailable, match="dates go on after `until`"):
        prices(PRICES, until=D(2026, 11, 19))


def test_rows_are_put_in_order_whatever_order_they_come_in() -> None:
    rows = [{**BUY, "transaction_id": id_, "date": day} for id_, day in (("b", "2026-02-02"), ("A", "2026-02-02"))]
    rows.append({**BUY, "transaction_id": "z", "date": "2026-02-01"})
    assert [row.transaction_id for row in transactions(*rows)] == ["z", "A", "b"]


def test_no_accounts_and_no_tickers_are_not_asked_for() -> None:
    silent = repository({})
    assert list(silent.transactions([], until=UNTIL)) == []
    assert list(silent.transfers((), until=UNTIL)) == []
    assert list(silent.recurring_deposits(set())) == []
    assert dict(silent.prices([], until=UNTIL)) == {}


def test_prices_are_columns_beside_their_dates() -> None:
    found = prices(PRICES)
    assert list(found) == ["NEW", "VTI"]
    assert found["VTI"].closes == (Decimal("301.25"), Decimal("303.1"))
    assert (found["NEW"].dates, found["NEW"].closes) == ((D(2026, 11, 20),), (Decimal(12),))


def test_prices_from_before_the_one_that_holds_at_the_start_are_cut_off() -> None:
    assert prices(PRICES, start=D(2026, 11, 20))["VTI"].dates == (D(2026, 11, 20),)
    assert len(prices(PRICES, start=D(2026, 11, 19))["VTI"]) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dates": None}, "dates is null, not a list"),
        ({"dates": ["2026-11-20", "2026-11-19"]}, "dates don't ascend"),
        ({"dates": ["2026-11-20", "2026-11-20"]}, "dates don't ascend"),
        ({"dates": ["2026-11-19", 5]}, "dates[1] is a number"),
        ({"closes": []}, "closes is a list, not an object"),
        ({"closes": {"VTI": "301.25"}}, "closes of VTI is a text, not a list"),
        ({"closes": {"VTI": ["301.25"]}}, "closes of VTI has 1 items for 2 dates"),
        ({"closes": {"VTI": ["301.25", 303.1]}}, "something else than decimals as text"),
        ({"closes": {"VTI": ["301.25", "0.0"]}}, "closes of VTI are not all above 0"),
        ({"closes": {"VTI": ["1,2", None]}}, "are not all decimals"),
        ({"closes": {"VTI": ["301.25", "-1"]}}, "are not all decimals"),
        ({"closes": {"XXX": ["301.25", "1"]}}, "of a ticker that wasn't asked for"),
    ],
)
def test_prices_of_another_form_are_refused_whole(change: dict[str, Any], said: str) -> None:
    with pytest.raises(DataUnavailable) as caught:
        prices({**PRICES, **change})
    assert said in str(caught.value)


@pytest.mark.parametrize("weights", [{"VTI": "0.5"}, {"VTI": "1.1"}, {"VTI": 1}, {"VTI": None}, {"": "1"}, [], None])
def test_weights_that_are_none_are_refused(weights: object) -> None:
    with pytest.raises(DataUnavailable, match="weight"):
        repository({"/target-model": {"weights": weights}}).target_model("mix")


def test_an_asset_class_is_missing_only_of_an_index() -> None:
    with pytest.raises(DataUnavailable, match=r"securities\[0\]\.asset_class is missing; only an index has none"):
        repository({"/securities": {"securities": [{**INDEX, "kind": "etf"}]}}).securities()


@given(st.lists(st.decimals(min_value=0, max_value=Decimal("999999999.999999"), places=6), max_size=30), st.data())
def test_closes_are_read_exactly_however_they_are_written(closes: list[Decimal], data: st.DataObject) -> None:
    written = [
        format(close.normalize() if data.draw(st.booleans()) else close, "f") for close in (abs(c) for c in closes)
    ]
    found = millionths(written)
    assert found is not None
    assert [Decimal(int(micro)) for micro in found] == [close.copy_abs().scaleb(6) for close in closes]


@given(st.lists(st.text(alphabet="0123456789.,-+eE _n٣", max_size=18), min_size=1, max_size=5))
def test_closes_are_read_or_refused_as_the_pattern_says(texts: list[str]) -> None:
    good = all(re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text) for text in texts)
    assert (millionths(texts) is not None) == good
