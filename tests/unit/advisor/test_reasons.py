"""Why the result is what it is, why returns differ, why something was traded, and how it all stands; to the cent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.model import Reason, Transaction
from tests.charts import check_chart
from tests.fakes.portfolio import (
    FakeRepository,
    account,
    buy,
    closes,
    day,
    deposit,
    dividend,
    fee,
    interest,
    security,
    sell,
    transfer,
    withdrawal,
)
from tests.unit.advisor.world import INVESTED, ask, facts, repository

# Lines of the year: VTI 60.5 × 121.5 − 50.5 × 100 − 10 × 110, BND 20 × 49 − 20 × 50.
LINES = [{"ticker": "BND", "gain": "-20.00"}, {"ticker": "VTI", "gain": "1200.75"}]


def test_a_gain_is_told_line_by_line() -> None:
    found = facts(repository(*INVESTED, interest("2026-09-30", "2.50", "A-2")), "performance_reason")
    assert found["contributions"] == LINES
    assert (found["interest"], found["fees"], found["gain"]) == ("2.50", "-12.34", "1170.91")
    assert found["period"]["label"] == "this year" and found["period"]["assumed"]


def test_the_words_of_a_gain_name_the_largest_first_with_their_signs() -> None:
    text = ask(repository(*INVESTED), "performance_reason").text
    assert "your portfolio gained $1,168.41. What made it: VTI +$1,200.75 and BND -$20.00. Fees cost $12.34." in text


def test_holdings_are_listed_where_each_is_asked_for() -> None:
    text = ask(repository(*INVESTED), "performance_reason", period="each holding this year").text
    assert "gained $1,168.41:\nVTI +$1,200.75\nBND -$20.00\nFees cost $12.34." in text


def test_a_day_without_prices_has_nothing_that_moved() -> None:
    reply = ask(repository(*INVESTED), "performance_reason", today=day("2026-11-22"), period="today")
    assert "neither gained nor lost anything: nothing moved." in reply.text
    assert reply.facts is not None and reply.facts["gain"] == "0.00" and reply.chart is None


def test_a_result_without_a_close_names_what_is_missing() -> None:
    rows = [deposit("2026-11-01", "500"), buy("2026-11-02", "NEW", "2", "100")]
    reply = ask(repository(*rows), "performance_reason")
    assert "no price yet for NEW" in reply.text and "$" not in reply.text
    assert reply.facts is not None and reply.chart is None
    assert (reply.facts["gain"], reply.facts["contributions"]) == (None, [{"ticker": "NEW", "gain": None}])


def test_bars_of_losses_point_the_other_way_and_carry_their_sign() -> None:
    chart = ask(repository(*INVESTED), "performance_reason").chart
    assert chart is not None
    rows = chart["data"]["values"]  # type: ignore[index]
    assert [(row["part"], row["amount"], row["label"]) for row in rows] == [
        ("VTI", 1200.75, "+$1,200.75"),
        ("BND", -20.0, "-$20.00"),
        ("Fees", -12.34, "-$12.34"),
    ]


def test_many_securities_share_the_last_bar() -> None:
    tickers = [f"F{i:02}" for i in range(30)]
    source = repository(
        deposit("2026-01-02", "5000"),
        *(buy("2026-01-02", ticker, "1", "100") for ticker in tickers),
        all_securities=[security(ticker) for ticker in tickers],
        closes={ticker: closes(d2026_01_02="100", d2026_11_20=str(101 + i)) for i, ticker in enumerate(tickers)},
    )
    chart = ask(source, "performance_reason").chart
    assert chart is not None
    check_chart(chart)
    rows = chart["data"]["values"]  # type: ignore[index]
    assert len(rows) == 21 and rows[0]["part"] == "F29" and rows[-1]["part"] == "10 others"
    assert rows[-1]["amount"] == sum(range(1, 11))


def test_three_returns_stand_side_by_side_with_the_flows_between_them() -> None:
    found = facts(repository(*INVESTED), "return_methods")
    done = facts(repository(*INVESTED), "performance")
    assert [found[name] for name in ("gain", "twr", "mwr")] == [done[name] for name in ("gain", "twr", "mwr")]
    assert found["simple_return"] == pytest.approx(1168.41 / 11100)
    assert found["flows"] == [{"date": "2026-01-02", "amount": "10000.00"}, {"date": "2026-07-01", "amount": "1100.00"}]


def test_withdrawals_are_negative_flows() -> None:
    rows = [deposit("2025-01-02", "1000"), withdrawal("2026-02-02", "50")]
    assert facts(repository(*rows), "return_methods")["flows"] == [{"date": "2026-02-02", "amount": "-50.00"}]


def test_without_flows_the_returns_have_nothing_to_differ_by() -> None:
    rows = [deposit("2025-01-02", "1000"), interest("2026-03-01", "10")]
    reply = ask(repository(*rows), "return_methods")
    assert "nothing for them to differ by" in reply.text
    assert set(re.findall(r"[+-]?\d+\.\d%", reply.text)) == {"+1.0%"}
    assert reply.facts is not None
    assert [reply.facts[name] for name in ("twr", "mwr", "simple_return")] == [pytest.approx(0.01)] * 3


def test_a_simple_return_of_nothing_put_in_is_unknown() -> None:
    rows = [deposit("2026-01-02", "100"), interest("2026-02-02", "10"), withdrawal("2026-03-02", "110")]
    reply = ask(repository(*rows), "return_methods")
    assert reply.facts is not None and reply.facts["simple_return"] is None
    assert "A simple return can't be worked out for it." in reply.text


def _because(row: Transaction, reason: Reason) -> Transaction:
    return replace(row, reason=reason)


TRADES = (
    deposit("2026-01-02", "10000"),
    _because(buy("2026-01-02", "VTI", "20", "100"), "deposit"),
    buy("2026-02-02", "BND", "10", "50"),
    _because(sell("2026-03-02", "VTI", "5", "104.5"), "tax_loss_harvest"),
    _because(buy("2026-03-02", "BND", "10", "50", "A-2"), "rebalance"),
    dividend("2026-03-20", "VTI", "7.25"),
    _because(sell("2026-04-02", "BND", "1", "50"), "withdrawal"),
    buy("2026-11-21", "VTI", "1", "1"),  # dated after today
)


def test_the_reason_is_that_of_the_latest_trade() -> None:
    found = facts(repository(*TRADES), "trade_reason")
    assert found["ticker"] == "BND"
    assert found["trade"] == {
        **{"date": "2026-04-02", "side": "sell", "shares": "1", "price": "50", "amount": "50.00"},
        "reason": "withdrawal",
    }


@pytest.mark.parametrize(
    ("mentions", "ticker", "on", "reason"),
    [
        ({"security": "VTI"}, "VTI", "2026-03-02", "tax_loss_harvest"),
        ({"security": "VTI", "transaction_type": "bought"}, "VTI", "2026-01-02", "deposit"),
        ({"transaction_type": "buy"}, "BND", "2026-03-02", "rebalance"),
        ({"transaction_type": "buy", "account": "taxable"}, "BND", "2026-02-02", None),
        ({"transaction_type": "trades", "period": "in January"}, "VTI", "2026-01-02", "deposit"),
    ],
)
def test_the_trade_is_the_latest_that_fits_the_words(
    mentions: Mapping[str, str], ticker: str, on: str, reason: str | None
) -> None:
    found = facts(repository(*TRADES), "trade_reason", mentions)
    assert (found["ticker"], found["trade"]["date"], found["trade"]["reason"]) == (ticker, on, reason)


def test_of_two_trades_on_one_day_the_last_by_transaction_id_counts() -> None:
    rows = [deposit("2026-01-02", "1000"), buy("2026-02-02", "VTI", "1", "9"), buy("2026-02-02", "BND", "1", "9")]
    assert facts(repository(*rows), "trade_reason")["ticker"] == "BND"


@pytest.mark.parametrize("side", ["buy", "sell"])
@pytest.mark.parametrize("reason", ["deposit", "withdrawal", "rebalance", "tax_loss_harvest", "dividend_reinvest"])
def test_every_reason_has_its_words(side: str, reason: Reason) -> None:
    row = buy("2026-02-02", "VTI", "2", "100") if side == "buy" else sell("2026-02-02", "VTI", "2", "100")
    text = ask(repository(_because(row, reason)), "trade_reason").text
    assert re.match(r"VTI Fund \(VTI\) was (bought|sold) on 2 Feb 2026 \(Taxable\) [a-z][^:]+: 2 shares", text)
    assert "_" not in text and len(text.split()) <= 60


def test_a_trade_without_a_recorded_reason_says_so() -> None:
    text = ask(repository(*TRADES), "trade_reason", security="BND", account="taxable", transaction_type="buy").text
    assert "No reason is recorded for it" in text


def test_a_security_that_was_never_traded_is_a_sentence_and_no_trade() -> None:
    reply = ask(repository(deposit("2026-01-02", "10")), "trade_reason", security="VTI", period="this year")
    assert reply.text.startswith("There was no trade of VTI this year.")
    assert reply.facts is not None and (reply.facts["ticker"], reply.facts["trade"]) == ("VTI", None)


def _managed(*rows: Transaction) -> FakeRepository:
    return repository(
        *rows,
        all_accounts=[account("A-1", target_model="half"), account("A-2", name="Roth IRA", type="roth_ira")],
        models={"half": {"VTI": Decimal("0.5"), "BND": Decimal("0.5")}},
        all_transfers=[
            transfer("2026-11-18", "deposit", "1500", "A-2"),
            transfer("2026-11-02", "deposit", "60", status="completed"),
        ],
    )


def test_a_summary_has_value_gain_drivers_transfers_and_drift() -> None:
    found = facts(_managed(*INVESTED), "account_summary", period="this year")
    assert (found["value"], found["gain"]) == ("12268.41", "1168.41")
    assert found["drivers"] == [LINES[1], LINES[0]]
    assert [(row["amount"], row["status"]) for row in found["pending_transfers"]] == [("1500.00", "pending")]
    # Bonds: 980 of 12,268.41 against a half; stocks and cash are nearer to their targets.
    assert found["max_drift"] == {"asset_class": "bonds", "drift": pytest.approx(980 / 12268.41 - 0.5, abs=1e-9)}


def test_a_summary_is_of_this_month_and_its_value_of_today() -> None:
    found = facts(_managed(*INVESTED), "account_summary")
    assert found["period"] == {"start": "2026-11-01", "end": "2026-11-20", "label": "this month", "assumed": True}
    earlier = facts(_managed(*INVESTED), "account_summary", period="in June")
    assert earlier["value"] == found["value"] == "12268.41"
    assert earlier["gain"] == "505.00"  # 50.5 × (110 − 100)
    assert facts(_managed(*INVESTED), "account_summary", period="in 2030")["gain"] is None


def test_drivers_are_the_three_largest_and_ties_go_by_ticker() -> None:
    prices = {"D": "110", "C": "90", "B": "120", "A": "110"}
    source = repository(
        deposit("2026-11-02", "400"),
        *(buy("2026-11-02", ticker, "1", "100") for ticker in prices),
        all_securities=[security(ticker) for ticker in prices],
        closes={ticker: closes(d2026_11_02="100", d2026_11_20=price) for ticker, price in prices.items()},
    )
    found = facts(source, "account_summary")
    assert [(line["ticker"], line["gain"]) for line in found["drivers"]] == [
        *(("B", "20.00"), ("A", "10.00"), ("C", "-10.00"))
    ]


def test_a_summary_without_targets_has_no_drift() -> None:
    reply = ask(repository(*INVESTED), "account_summary")
    assert reply.facts is not None
    assert reply.facts["max_drift"] == {"asset_class": None, "drift": None}
    assert "target" not in reply.text


def test_the_words_of_a_summary_are_few_and_in_order() -> None:
    text = ask(_managed(*INVESTED), "account_summary", period="this year").text
    assert text == (
        "Your portfolio is worth $12,268.41 as of the close of 20 Nov 2026. This year (2 Jan 2026 to 20 Nov 2026) it "
        "gained $1,168.41, most of all VTI +$1,200.75 and BND -$20.00. One transfer is on its way. Farthest off "
        "target: bonds, 42.0% below it."
    )
    assert len(text.split()) <= 60


def test_a_summary_without_a_close_names_what_is_missing() -> None:
    rows = [deposit("2026-11-01", "500"), buy("2026-11-02", "VXX", "2", "100")]
    reply = ask(repository(*rows, all_securities=[security("VXX")]), "account_summary")
    assert "no price yet for VXX" in reply.text and "$" not in reply.text
    assert reply.facts is not None
    assert (reply.facts["value"], reply.facts["gain"], reply.facts["drivers"]) == (None, None, [])


@pytest.mark.parametrize("kind", ["performance_reason", "return_methods", "trade_reason"])
@pytest.mark.parametrize("period", ["in 2030", "in 2020"])
def test_a_period_wholly_outside_is_a_sentence_without_numbers(kind: str, period: str) -> None:
    reply = ask(repository(*INVESTED), kind, period=period)
    assert reply.facts is not None and not re.search(r"\d", reply.text)
    names = {"gain", "interest", "fees", "twr", "mwr", "simple_return", "trade"} & reply.facts.keys()
    assert names and all(reply.facts[name] is None for name in names)


@settings(deadline=None)  # three whole answers each; a busy machine may take long for one
@given(
    moves=st.lists(st.tuples(st.integers(1, 9_999_999), st.integers(-300_000, 300_000)), min_size=1, max_size=6),
    paid=st.integers(0, 500),
    charged=st.integers(0, 500),
)
def test_lines_add_up_to_the_gain_in_cents(moves: list[tuple[int, int]], paid: int, charged: int) -> None:
    """Shares of six decimals and prices of five, so that no line is whole cents by itself."""
    tickers = [f"F{i}" for i in range(len(moves))]
    source = repository(
        deposit("2026-01-02", "1000000"),
        *(buy("2026-01-02", t, str(Decimal(s).scaleb(-6)), "10") for t, (s, _) in zip(tickers, moves, strict=True)),
        interest("2026-02-02", str(Decimal(paid) / 100)),
        fee("2026-02-03", str(Decimal(charged) / 100)),
        all_securities=[security(ticker) for ticker in tickers],
        closes={
            ticker: closes(d2026_01_02="10", d2026_11_20=str(10 + Decimal(move).scaleb(-5)))
            for ticker, (_, move) in zip(tickers, moves, strict=True)
        },
    )
    found = facts(source, "performance_reason")
    lines = [Decimal(line["gain"]) for line in found["contributions"]]
    assert sum(lines) + Decimal(found["interest"]) + Decimal(found["fees"]) == Decimal(found["gain"])
    assert found["gain"] == facts(source, "performance")["gain"] == facts(source, "return_methods")["gain"]
