"""Which day's prices an answer uses, and that the markets were closed: said by every kind that uses prices, alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.ask import ANSWERABLE
from advisor.kinds import KINDS
from tests.fakes.portfolio import FakeRepository, account, closes, day, deposit, security
from tests.unit.advisor.goals_world import goal
from tests.unit.advisor.world import CLOSES, INVESTED, NAMED, ask, repository

SUNDAY = day("2026-11-22")
CLOSED_TODAY, CLOSED_THEN = "Markets are closed today.", "Markets were closed in that time."
WITH_PRICES = sorted(kind for kind in ANSWERABLE if KINDS[kind].uses_prices)
WITHOUT_PRICES = sorted(kind for kind in ANSWERABLE if not KINDS[kind].uses_prices)
OVER_A_PERIOD = [kind for kind in WITH_PRICES if KINDS[kind].default_period is not None]
NAMES = {**NAMED, "goal_what_if": {"amount": "$200", "frequency": "monthly"}}


def source(**changes: Any) -> FakeRepository:
    return repository(*INVESTED, all_goals=[goal()], **changes)


@pytest.mark.parametrize("kind", WITH_PRICES)
def test_a_weekend_is_said_with_the_day_whose_prices_are_used(kind: str) -> None:
    text = ask(source(), kind, NAMES.get(kind), today=SUNDAY).text
    assert text.count(CLOSED_TODAY) == 1 and "20 Nov 2026" in text


@pytest.mark.parametrize("kind", WITH_PRICES)
def test_a_holiday_is_said_too_and_a_weekday_without_prices_is_only_dated(kind: str) -> None:
    thanksgiving, tuesday = day("2026-11-26"), day("2026-11-24")
    assert CLOSED_TODAY in ask(source(), kind, NAMES.get(kind), today=thanksgiving).text
    text = ask(source(), kind, NAMES.get(kind), today=tuesday).text
    assert "closed today" not in text and "20 Nov 2026" in text


@pytest.mark.parametrize("kind", OVER_A_PERIOD)
@pytest.mark.parametrize("period", ["today", "yesterday", "on 2026-11-14"])
def test_a_period_without_a_price_date_is_said_once(kind: str, period: str) -> None:
    text = ask(source(), kind, {**NAMES.get(kind, {}), "period": period}, today=SUNDAY).text
    assert text.count(CLOSED_THEN) == 1 and CLOSED_TODAY not in text


@pytest.mark.parametrize("kind", OVER_A_PERIOD)
def test_a_market_day_is_no_closed_one(kind: str) -> None:
    text = ask(source(), kind, {**NAMES.get(kind, {}), "period": "on 2026-11-19"}).text
    assert "closed in" not in text and "closed today" not in text


@pytest.mark.parametrize("kind", WITHOUT_PRICES)
def test_what_uses_no_prices_says_nothing_of_the_markets(kind: str) -> None:
    text = ask(source(), kind, today=SUNDAY).text
    assert "Markets" not in text
    assert "no prices" not in ask(source(closes={}), kind, today=SUNDAY).text


@pytest.mark.parametrize("kind", WITH_PRICES)
def test_without_any_prices_one_thing_is_said(kind: str) -> None:
    for words in ({}, {"period": "today"}) if kind in OVER_A_PERIOD else ({},):
        text = ask(source(closes={}), kind, {**NAMES.get(kind, {}), **words}, today=SUNDAY).text
        assert "Markets" not in text
        if kind != "compare_securities":  # says of each that its return isn't known
            assert text.count("There are no prices yet") + text.casefold().count("there is no price ") == 1


@pytest.mark.parametrize("kind", sorted(set(WITH_PRICES) - {"price_quote", "security_info", "compare_securities"}))
def test_a_missing_price_is_said_by_its_ticker(kind: str) -> None:
    named = {**NAMES.get(kind, {}), **({"security": "BND"} if kind == "holding_detail" else {})}
    text = ask(source(closes={"VTI": CLOSES["VTI"]}), kind, named).text
    assert "BND" in text and "no price" in text


def test_a_quote_has_its_own_day_and_currency() -> None:
    euro = replace(security("EUNL", name="World"), currency="EUR")
    prices = {**CLOSES, "EUNL": closes(d2026_11_17="80", d2026_11_18="81.5")}
    reply = ask(source(all_securities=[euro], closes=prices), "price_quote", security="EUNL")
    assert reply.facts is not None
    assert [reply.facts[name] for name in ("as_of", "currency", "price", "date")] == [
        *("2026-11-20", "EUR", "81.5", "2026-11-18")
    ]
    assert reply.text.startswith("World (EUNL) closed at €81.50 on 18 Nov 2026")
    assert reply.text.endswith("As of the close of 20 Nov 2026.")


def test_cash_alone_over_a_weekend_says_which_prices() -> None:
    cash = repository(deposit("2026-01-02", "10"), all_accounts=[account("A-1")])
    text = ask(cash, "performance", period="today", today=SUNDAY).text
    assert f"{CLOSED_THEN} As of the close of 20 Nov 2026." in text
