"""The best and the worst of what was held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.finance.contributions import contributions, in_cents
from advisor.model import Transaction
from tests.fakes.portfolio import FakeRepository, buy, closes, day, deposit, dividend, fee, interest, sell
from tests.fakes.portfolio import security as fund
from tests.unit.advisor.world import INVESTED, TODAY, ask, facts, repository

GROWN = {"AAA": "112", "BBB": "95", "CCC": "130", "DDD": "112", "EEE": "100"}


def _five() -> FakeRepository:
    return repository(
        deposit("2026-01-02", "5000"),
        *(buy("2026-01-02", ticker, "10", "100") for ticker in GROWN),
        all_securities=[fund(ticker) for ticker in GROWN],
        closes={ticker: closes(d2026_01_02="100", d2026_11_20=last) for ticker, last in GROWN.items()},
    )


def test_the_best_three_come_best_first_and_ties_by_ticker() -> None:
    found = facts(_five(), "best_worst")
    assert found["direction"] == "best"
    assert found["items"] == [
        {"ticker": "CCC", "name": "CCC Fund", "return": pytest.approx(0.3), "gain": "300.00"},
        {"ticker": "AAA", "name": "AAA Fund", "return": pytest.approx(0.12), "gain": "120.00"},
        {"ticker": "DDD", "name": "DDD Fund", "return": pytest.approx(0.12), "gain": "120.00"},
    ]


def test_the_worst_three_come_worst_first() -> None:
    reply = ask(_five(), "best_worst", direction="worst")
    assert reply.facts is not None
    items = facts(_five(), "best_worst", direction="worst")["items"]
    assert [(item["ticker"], item["gain"]) for item in items] == [
        *(("BBB", "-50.00"), ("EEE", "0.00"), ("AAA", "120.00"))
    ]
    assert reply.text.startswith("Your worst investments this year (2 Jan 2026 to 20 Nov 2026):\nBBB (BBB Fund): -5.0%")
    assert "EEE (EEE Fund): 0.0%, $0.00" in reply.text and "AAA (AAA Fund): +12.0%, +$120.00" in reply.text


def test_dividends_count_and_so_does_what_was_sold() -> None:
    rows = [
        deposit("2026-01-02", "1000"),
        buy("2026-01-02", "BND", "4", "50"),
        dividend("2026-03-02", "BND", "6"),
        sell("2026-06-30", "BND", "4", "51"),
    ]
    found = facts(repository(*rows), "best_worst")
    assert found["items"] == [{"ticker": "BND", "name": "BND Fund", "return": pytest.approx(0.05), "gain": "10.00"}]
    later = facts(repository(*rows), "best_worst", period="since august")
    assert later["items"] == []


def test_the_return_is_of_the_start_value_and_what_was_bought_since() -> None:
    rows = [*INVESTED, buy("2026-08-03", "VTI", "2", "111")]
    (vti, bnd) = facts(repository(*rows), "best_worst", period="since july")["items"]
    start, bought = 50.5 * 110, 10 * 110 + 222
    assert vti["return"] == pytest.approx((62.5 * 121.5 - start - bought) / (start + bought))
    assert (bnd["ticker"], bnd["return"], bnd["gain"]) == ("BND", pytest.approx(-0.02), "-20.00")


def test_a_security_without_a_price_is_named_and_not_ranked() -> None:
    reply = ask(repository(*INVESTED, buy("2026-03-02", "NEW", "1", "1")), "best_worst")
    assert reply.facts is not None and "no price for NEW" in reply.text
    assert "NEW" not in str(reply.facts)


def test_nothing_held_is_an_empty_list() -> None:
    reply = ask(repository(deposit("2026-01-02", "10")), "best_worst")
    assert reply.facts is not None and reply.facts["items"] == []
    assert "held no investments" in reply.text and "20 Nov 2026" in reply.text


def test_a_period_ahead_has_no_items() -> None:
    reply = ask(_five(), "best_worst", period="in 2030")
    assert reply.facts is not None and reply.facts["items"] == [] and "has not begun yet" in reply.text


_TRADES = st.lists(
    st.tuples(
        st.sampled_from([buy, sell, dividend, interest, fee]),
        st.sampled_from(["VTI", "BND"]),
        st.decimals("0.01", "9", places=4),
        st.integers(0, 320),
    ),
    max_size=12,
)
_START = day("2026-01-02")


def _row(kind: Callable[..., Transaction], ticker: str, size: Decimal, after: int) -> Transaction:
    on = str(_START + timedelta(days=after))
    if kind in (buy, sell):
        return kind(on, ticker, str(size), "77.777777")
    amount = str(round(size, 2))
    return kind(on, ticker, amount) if kind is dividend else kind(on, amount)


@given(trades=_TRADES, start=st.integers(0, 320))
def test_contributions_add_up_to_the_gain_of_the_period_in_cents(
    trades: Sequence[tuple[Callable[..., Transaction], str, Decimal, int]], start: int
) -> None:
    held = [buy(str(_START), "VTI", "200", "100"), buy(str(_START), "BND", "200", "50")]
    source = repository(deposit(str(_START), "40000"), *held, *(_row(*trade) for trade in trades))
    first = _START + timedelta(days=start)
    found = facts(source, "performance", period=f"since {first:%-d %B %Y}")
    assert found["period"]["start"] == str(first)
    rows, prices = source.transactions(["A-1"], until=TODAY), source.prices(["VTI", "BND"], until=TODAY)
    exact = contributions(rows, prices, start=first, end=TODAY)
    assert in_cents(exact).gain == Decimal(found["gain"])
    assert {line.ticker for line in exact.securities} == {"BND", "VTI"}
