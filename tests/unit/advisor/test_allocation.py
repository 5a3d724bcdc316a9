"""Splits by asset class against targets, exposures, and what the trades of a rebalancing would be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.finance.rebalancing import preview_trades
from advisor.finance.valuation import Position, Valuation
from advisor.model import Security
from tests.fakes.portfolio import FakeRepository, account, buy, closes, day, deposit, security, sell
from tests.unit.advisor.world import CLOSES, INVESTED, ask, facts, repository

MODELS = {
    "balanced": {"VTI": Decimal("0.6"), "BND": Decimal("0.4")},
    "bold": {"VTI": Decimal("0.9"), "BND": Decimal("0.1")},
}


def _by_class(found: dict[str, Any]) -> dict[str, tuple[str, Any, Any, Any]]:
    return {row["asset_class"]: (row["value"], row["weight"], row["target"], row["drift"]) for row in found["by_class"]}


def _targeted(*models: str | None, types: tuple[str, ...] = ("taxable", "roth_ira")) -> list[Any]:
    return [
        account(f"A-{number}", name=f"{type_} {number}", type=type_, target_model=model)  # type: ignore[arg-type]
        for number, (model, type_) in enumerate(zip(models, types, strict=False), start=1)
    ]


def test_all_classes_come_in_text_order_with_their_weights_and_no_target_without_a_model() -> None:
    found = facts(repository(*INVESTED), "allocation")
    assert [row["asset_class"] for row in found["by_class"]] == [
        *("bonds", "cash", "commodities", "real_estate", "stocks")
    ]
    assert _by_class(found)["stocks"] == ("7350.75", pytest.approx(7350.75 / 12268.41), None, None)
    assert _by_class(found)["commodities"] == ("0.00", 0.0, None, None)


def test_targets_are_weighted_by_account_value() -> None:
    source = repository(*INVESTED, all_accounts=_targeted("balanced", "bold"), models=MODELS)
    target = (0.6 * 11053.41 + 0.9 * 1215) / 12268.41
    stocks = _by_class(facts(source, "allocation"))["stocks"]
    assert stocks[2:] == (pytest.approx(target), pytest.approx(7350.75 / 12268.41 - target))
    assert _by_class(facts(source, "allocation"))["cash"][2:] == (0.0, pytest.approx(3937.66 / 12268.41))


def test_an_account_without_a_model_does_not_weigh_in_its_target_but_counts_in_the_weights() -> None:
    source = repository(*INVESTED, all_accounts=_targeted(None, "bold"), models=MODELS)
    stocks = _by_class(facts(source, "allocation"))["stocks"]
    assert stocks == ("7350.75", pytest.approx(7350.75 / 12268.41), 0.9, pytest.approx(7350.75 / 12268.41 - 0.9))


def test_a_cash_reserve_without_a_model_targets_cash_and_one_with_a_model_follows_it() -> None:
    rows = [deposit("2026-01-02", "1000"), deposit("2026-01-02", "3000", "A-2")]
    accounts = _targeted("balanced", None, types=("taxable", "cash_reserve"))
    by_class = _by_class(facts(repository(*rows, all_accounts=accounts, models=MODELS), "allocation"))
    assert (by_class["cash"], by_class["stocks"]) == (("4000.00", 1.0, 0.75, 0.25), ("0.00", 0.0, 0.15, -0.15))
    accounts = _targeted("balanced", "bold", types=("taxable", "cash_reserve"))
    by_class = _by_class(facts(repository(*rows, all_accounts=accounts, models=MODELS), "allocation"))
    assert by_class["cash"][2] == 0.0


def test_cash_and_cash_funds_are_one_class() -> None:
    rows = [deposit("2026-01-02", "1000"), buy("2026-01-02", "VTI", "5", "100")]
    source = repository(*rows, all_securities=[security("VTI", asset_class="cash")])
    assert _by_class(facts(source, "allocation"))["cash"] == ("1107.50", 1.0, None, None)


@pytest.mark.parametrize("kind", ["allocation", "rebalancing_status"])
def test_a_portfolio_of_no_value_has_no_ratios(kind: str) -> None:
    source = repository(all_accounts=_targeted("balanced", "bold"), models=MODELS)
    found = facts(source, kind)
    if kind == "allocation":
        assert set(_by_class(found).values()) == {("0.00", None, None, None)}
    else:
        assert (found["max_drift"], found["needed"], found["trades"]) == (
            {"asset_class": None, "drift": None},
            False,
            [],
        )
    reply = ask(source, kind)
    assert "nothing in your portfolio" in reply.text and reply.chart is None


def test_an_account_of_no_value_does_not_weigh_in() -> None:
    rows = [deposit("2026-01-02", "1000", "A-2")]
    source = repository(*rows, all_accounts=_targeted("balanced", "bold"), models=MODELS)
    assert _by_class(facts(source, "allocation"))["stocks"][2] == 0.9
    source = repository(*rows, all_accounts=_targeted("balanced", None), models=MODELS)
    assert _by_class(facts(source, "allocation"))["cash"] == ("1000.00", 1.0, None, None)


def test_a_named_class_decides_only_what_the_sentence_is_about() -> None:
    source = repository(*INVESTED, all_accounts=_targeted("balanced", "bold"), models=MODELS)
    reply = ask(source, "allocation", asset_class="bonds")
    assert reply.text.startswith("You have $980.00 in bonds, 8.0% of your portfolio, below its target of 37.0%.")
    assert facts(source, "allocation", asset_class="bonds") == facts(source, "allocation")
    assert "nothing in commodities" in ask(source, "allocation", asset_class="gold").text


@pytest.mark.parametrize("kind", ["allocation", "exposure", "rebalancing_status", "fund_costs"])
def test_a_missing_price_leaves_no_ratio_and_no_partial_sum(kind: str) -> None:
    rows = [*INVESTED, buy("2026-11-02", "NEW", "2", "100")]
    securities = [security("VTI"), security("BND", asset_class="bonds"), security("NEW")]
    source = repository(*rows, all_accounts=_targeted("balanced", "bold"), models=MODELS, all_securities=securities)
    reply = ask(source, kind)
    assert "no price yet for NEW" in reply.text and reply.chart is None
    found = facts(source, kind)
    if kind == "allocation":
        assert _by_class(found)["stocks"] == (None, None, None, None)
        assert _by_class(found)["bonds"] == ("980.00", None, None, None)
    elif kind == "exposure":
        assert [row["weight"] for row in found["items"]] == [None, None, None]
        assert found["largest_position"] == {"ticker": None, "weight": None}
    elif kind == "rebalancing_status":
        assert (found["max_drift"]["drift"], found["needed"], found["trades"]) == (None, None, [])
    else:
        assert [found[name] for name in ("weighted_expense_ratio", "advisory_rate", "all_in_rate", "annual_cost")] == [
            *(None, None, None, None)
        ]


# --- rebalancing


def _drifting(shares: str, *, cash: str = "0", **changes: Any) -> FakeRepository:
    """One balanced account of 1000 in VTI at 1.00 and BND at 1.00."""
    bonds = Decimal(1000) - Decimal(shares) - Decimal(cash)
    return repository(
        deposit("2026-01-02", "1000"),
        buy("2026-01-02", "VTI", shares, "1"),
        *([buy("2026-01-02", "BND", str(bonds), "1")] if bonds else []),
        **{
            "all_accounts": _targeted("balanced"),
            "models": MODELS,
            "closes": {"VTI": closes(d2026_01_02="1"), "BND": closes(d2026_01_02="1")},
            **changes,
        },
    )


@pytest.mark.parametrize(
    ("shares", "drift", "needed"), [("650", 0.05, True), ("550", -0.05, True), ("649.99", 0.04999, False)]
)
def test_a_drift_of_exactly_the_threshold_needs_rebalancing(shares: str, drift: float, needed: bool) -> None:
    found = facts(_drifting(shares), "rebalancing_status")
    assert abs(found["max_drift"]["drift"]) == pytest.approx(abs(drift))
    assert (found["needed"], bool(found["trades"]), found["threshold"]) == (needed, needed, 0.05)
    assert found["max_drift"]["asset_class"] == "bonds"  # both drift as much: the first in text order


def test_a_drift_that_shows_like_the_threshold_is_said_to_be_just_under_it() -> None:
    text = ask(_drifting("649.99"), "rebalancing_status").text
    assert "needs no rebalancing" in text and "just under the threshold of 5.0%" in text


def test_sells_come_before_buys_and_both_reach_the_target() -> None:
    found = facts(_drifting("700"), "rebalancing_status")
    assert found["trades"] == [
        {"account_id": "A-1", "ticker": "VTI", "side": "sell", "shares": "100", "amount": "100.00"},
        {"account_id": "A-1", "ticker": "BND", "side": "buy", "shares": "100", "amount": "100.00"},
    ]
    text = ask(_drifting("700"), "rebalancing_status").text
    assert text.startswith("Yes, your portfolio needs rebalancing: bonds are 10.0% of the value below target")
    assert "Sell 100 VTI, $100.00" in text and "preview" in text


def test_a_security_outside_of_the_model_is_sold_whole() -> None:
    rows = [deposit("2026-01-02", "1000"), buy("2026-01-02", "OLD", "3.333333", "100")]
    source = repository(
        *rows,
        all_accounts=_targeted("balanced"),
        models=MODELS,
        all_securities=[security("VTI"), security("BND", asset_class="bonds"), security("OLD")],
        closes={**CLOSES, "OLD": closes(d2026_01_02="100", d2026_11_20="99.99")},
    )
    trades = facts(source, "rebalancing_status")["trades"]
    assert trades[0] == {
        **{"account_id": "A-1", "ticker": "OLD", "side": "sell", "shares": "3.333333"},
        "amount": "333.30",  # 333.29996667
    }
    # Worth 666.67 + 333.29996667 = 999.96996667: 599.98198 in VTI, 399.98798667 in BND, rounded down.
    assert [(row["ticker"], row["amount"]) for row in trades[1:]] == [("BND", "399.98"), ("VTI", "599.98")]


def test_a_cash_reserve_without_a_model_sells_everything() -> None:
    rows = [deposit("2026-01-02", "1000"), buy("2026-01-02", "VTI", "4", "100")]
    accounts = _targeted(None, types=("cash_reserve",))
    found = facts(repository(*rows, all_accounts=accounts), "rebalancing_status")
    assert [(row["ticker"], row["side"], row["amount"]) for row in found["trades"]] == [("VTI", "sell", "486.00")]


def test_accounts_without_a_target_are_not_traded() -> None:
    source = repository(*INVESTED, all_accounts=_targeted(None, "balanced"), models=MODELS)
    found = facts(source, "rebalancing_status")
    assert found["needed"] and {row["account_id"] for row in found["trades"]} == {"A-2"}


def test_the_last_rebalance_is_the_latest_trade_for_that_reason() -> None:
    trades = [
        replace(sell("2026-03-02", "BND", "1", "50"), reason="rebalance"),
        replace(sell("2026-05-04", "BND", "1", "50"), reason="rebalance"),
        sell("2026-06-01", "BND", "1", "50"),
    ]
    found = facts(repository(*INVESTED, *trades), "rebalancing_status")
    assert found["last_rebalance"] == "2026-05-04"
    assert facts(repository(*INVESTED), "rebalancing_status")["last_rebalance"] is None


def test_a_security_of_the_model_without_a_price_leaves_the_trades_unknown() -> None:
    source = _drifting("700", models={"balanced": {"VTI": Decimal("0.5"), "NEW": Decimal("0.5")}})
    source.all_securities = [*source.all_securities, security("NEW", asset_class="real_estate")]
    found = facts(source, "rebalancing_status")
    assert (found["needed"], found["trades"]) == (True, None)
    assert "no price yet for NEW" in ask(source, "rebalancing_status").text


def _preview(cash: str, held: dict[str, tuple[str, str]], model: dict[str, str]) -> list[tuple[str, str, Decimal]]:
    closes_now = {ticker: Decimal(close) for ticker, (_, close) in held.items()}
    positions = tuple(
        Position(ticker, Decimal(shares), Decimal(close)) for ticker, (shares, close) in held.items() if shares != "0"
    )
    trades = preview_trades(
        {"A-1": Valuation(Decimal(cash), positions)},
        {"A-1": {ticker: Decimal(weight) for ticker, weight in model.items()}},
        closes_now,
    )
    assert trades is not None
    return [(trade.ticker, trade.side, trade.amount) for trade in trades]


def test_what_is_short_comes_off_the_largest_buy() -> None:
    # Model weights may sum to 1.0001: 600.04 and 400.06 to be bought with 1,000.00.
    assert _preview("1000", {"VTI": ("0", "1"), "BND": ("0", "1")}, {"VTI": "0.60004", "BND": "0.40006"}) == [
        ("BND", "buy", Decimal("400.06")),
        ("VTI", "buy", Decimal("599.94")),
    ]


def test_sells_under_one_are_left_out_and_their_proceeds_are_not_spent() -> None:
    held = {"A": ("334.2", "1"), "B": ("334.2", "1"), "C": ("331.6", "1")}
    trades = _preview("0", held, {"A": "0.3333", "B": "0.3333", "C": "0.3334"})
    assert trades == []  # the sells of 0.90 stay out, so there is no cash for the buy of 1.80
    trades = _preview("1.50", {**held, "A": ("333.0", "1")}, {"A": "0.3333", "B": "0.3333", "C": "0.3334"})
    assert trades == [("C", "buy", Decimal("1.50"))]


_AMOUNTS = st.integers(0, 2_000_000)


@given(
    cash=_AMOUNTS,
    shares=st.lists(_AMOUNTS, min_size=3, max_size=3),
    prices=st.lists(st.integers(50, 500_000), min_size=3, max_size=3),
    weights=st.lists(st.integers(0, 100), min_size=3, max_size=3),
)
def test_a_preview_reaches_the_target_without_spending_what_is_not_there(
    cash: int, shares: list[int], prices: list[int], weights: list[int]
) -> None:
    tickers = ("AA", "BB", "CC")
    whole = sum(weights) or 1
    model = {ticker: Decimal(weight) / whole for ticker, weight in zip(tickers, weights, strict=True)}
    if not sum(weights):
        model = {"AA": Decimal(1)}
    closes_now = {ticker: Decimal(price) / 100 for ticker, price in zip(tickers, prices, strict=True)}
    positions = {
        ticker: Position(ticker, Decimal(count) / 1000, closes_now[ticker])
        for ticker, count in zip(tickers, shares, strict=True)
        if count
    }
    before = Valuation(Decimal(cash) / 100, tuple(positions.values()))
    trades = preview_trades({"A-1": before}, {"A-1": model}, closes_now)
    assert trades is not None and before.value is not None
    assert all(trade.amount >= 1 and trade.shares > 0 for trade in trades)
    assert [trade.side for trade in trades] == sorted((trade.side for trade in trades), reverse=True)
    signed = {trade.ticker: trade.amount if trade.side == "buy" else -trade.amount for trade in trades}
    assert len(signed) == len(trades)
    assert before.cash - sum(signed.values()) >= 0
    for trade in trades:
        if trade.side == "sell":
            assert trade.shares <= positions[trade.ticker].shares
    for ticker in tickers:
        value = (positions[ticker].value or Decimal(0)) if ticker in positions else Decimal(0)
        after = value + signed.get(ticker, Decimal(0))
        # Two sells under 1.00 may be left out, whose proceeds a buy then lacks, or a buy under 1.00 itself.
        assert abs(after - model.get(ticker, Decimal(0)) * before.value) < Decimal("3.05")


@given(values=st.lists(st.integers(0, 10_000_000), min_size=4, max_size=4), models=st.lists(st.integers(0, 100)))
def test_weights_and_targets_sum_to_one_and_drifts_to_zero(values: list[int], models: list[int]) -> None:
    stocks = Decimal((models or [60])[0]) / 100
    mix = {"mix": {"VTI": stocks, "BND": 1 - stocks}, "other": {"BND": Decimal(1)}}
    rows = []
    for number, (cash, count) in enumerate((values[:2], values[2:]), start=1):
        rows.append(deposit("2026-01-02", str(Decimal(cash + count) / 100), f"A-{number}"))
        if count:
            rows.append(buy("2026-01-02", "VTI", str(Decimal(count) / 10000), "100", f"A-{number}"))
    source = repository(*rows, all_accounts=_targeted("mix", "other"), models=mix)
    by_class = facts(source, "allocation")["by_class"]
    if not sum(values):
        assert all(row["weight"] is None and row["target"] is None for row in by_class)
        return
    assert sum(row["weight"] for row in by_class) == pytest.approx(1)
    assert sum(row["target"] for row in by_class) == pytest.approx(1)
    assert sum(row["drift"] for row in by_class) == pytest.approx(0, abs=1e-12)


# --- exposure


def _sectors() -> list[Security]:
    return [
        replace(security("VTI"), region="US", sector=None),
        replace(security("BND", asset_class="bonds"), region="US", sector="Government"),
    ]


def test_exposure_by_position_is_largest_first_with_weights_of_the_whole_value() -> None:
    found = facts(repository(*INVESTED), "exposure")
    assert found["dimension"] == "position"
    assert found["items"] == [
        {"name": "VTI Fund", "value": "7350.75", "weight": pytest.approx(7350.75 / 12268.41)},
        {"name": "BND Fund", "value": "980.00", "weight": pytest.approx(980 / 12268.41)},
    ]
    assert found["largest_position"] == {"ticker": "VTI", "weight": pytest.approx(7350.75 / 12268.41)}


def test_exposure_by_region_joins_and_an_empty_sector_is_other() -> None:
    source = repository(*INVESTED, all_securities=_sectors())
    assert facts(source, "exposure", dimension="region")["items"] == [
        {"name": "US", "value": "8330.75", "weight": pytest.approx(8330.75 / 12268.41)}
    ]
    by_sector = facts(source, "exposure", dimension="sector")["items"]
    assert [(row["name"], row["value"]) for row in by_sector] == [("other", "7350.75"), ("Government", "980.00")]
    text = ask(source, "exposure", dimension="sector").text
    assert (
        text.startswith("The largest sector in your portfolio is Government, with 8.0%") and "Other: $7,350.75" in text
    )


def test_equal_exposures_come_by_name_and_two_positions_of_one_name_stay_two() -> None:
    rows = [deposit("2026-01-02", "300"), *(buy("2026-01-02", ticker, "1", "100") for ticker in ("CC", "AA", "BB"))]
    names = {"AA": "Zebra", "BB": "Apple", "CC": "Apple"}
    source = repository(
        *rows,
        all_securities=[security(ticker, name=name) for ticker, name in names.items()],
        closes={ticker: closes(d2026_01_02="100") for ticker in names},
    )
    found = facts(source, "exposure")
    assert [row["name"] for row in found["items"]] == ["Apple", "Apple", "Zebra"]
    assert found["largest_position"]["ticker"] == "AA"
    chart = ask(source, "exposure").chart
    assert chart is not None
    bars = [row["name"] for row in chart["data"]["values"]]  # type: ignore[index]
    assert bars == ["Apple", "Apple (2)", "Zebra"]


def test_nothing_held_has_no_exposure() -> None:
    reply = ask(repository(deposit("2026-01-02", "100")), "exposure")
    assert reply.facts is not None
    assert (reply.facts["items"], reply.facts["largest_position"]) == ([], {"ticker": None, "weight": None})
    assert "You hold no investments" in reply.text


def test_a_day_before_anything_was_held_uses_nothing_later() -> None:
    found = facts(repository(*INVESTED), "allocation", today=day("2026-01-01"))
    assert {row["value"] for row in found["by_class"]} == {"0.00"} and found["as_of"] is None
