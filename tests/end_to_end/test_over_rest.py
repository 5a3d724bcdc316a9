"""A new user's first questions, over REST, against real servers, a real model and a real database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from actions.catalogue import catalogue
from advisor.ask import ANSWERABLE
from tests.end_to_end.conftest import PROJECT, Folio, running

pytestmark = pytest.mark.slow


def facts_of(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """The facts of a reply; it is words first, then exactly one message of facts."""
    assert "text" in messages[0], messages
    (custom,) = [message["custom"] for message in messages if "custom" in message]
    facts: dict[str, Any] = custom["facts"]
    return facts


@pytest.fixture(scope="module")
def books() -> dict[str, pd.DataFrame]:
    """The demo workbook, read without any of our own code."""
    return pd.read_excel(PROJECT / "data" / "demo" / "portfolio.xlsx", sheet_name=None, dtype=str)


def worth(books: dict[str, pd.DataFrame], accounts: set[str], day: str) -> Decimal:
    """Cash plus shares at the last closes, straight from the tables."""
    rows = books["transactions"]
    rows = rows[rows["account_id"].isin(accounts) & (rows["date"].str[:10] <= day)]
    prices = books["prices"]
    prices = prices[prices["date"].str[:10] <= day].sort_values("date").groupby("ticker").last()["close"]
    value = sum((Decimal(amount) for amount in rows["amount"]), Decimal())
    for ticker, trades in rows[rows["type"].isin(("buy", "sell"))].groupby("ticker"):
        signs = [1 if kind == "buy" else -1 for kind in trades["type"]]
        shares = sum((sign * Decimal(n) for sign, n in zip(signs, trades["shares"], strict=True)), Decimal())
        value += shares * Decimal(prices[ticker])
    return value


def test_the_portfolio_s_value_is_that_of_the_workbook(folio: Folio, books: dict[str, pd.DataFrame]) -> None:
    messages = folio.say("how much is my portfolio worth?")
    facts = facts_of(messages)
    accounts = set(books["accounts"].query("customer_id == 'C-1002'")["account_id"])
    assert set(facts["accounts"]) == accounts
    assert abs(Decimal(facts["value"]) - worth(books, accounts, "2026-11-20")) <= Decimal("0.005")
    assert f"${Decimal(facts['value']):,.2f}" in messages[0]["text"]


def test_how_it_is_doing_since_march(folio: Folio) -> None:
    facts = facts_of(folio.say("how's my portfolio doing since March"))
    assert facts["kind"] == "performance"
    assert facts["period"]["start"] == date(2026, 3, 1).isoformat()
    assert facts["period"]["end"] == "2026-11-20" and facts["period"]["assumed"] is False
    change = Decimal(facts["end_value"]) - Decimal(facts["start_value"]) - Decimal(facts["net_flows"])
    assert abs(change - Decimal(facts["gain"])) <= Decimal("0.02")


def test_what_is_owned(folio: Folio, books: dict[str, pd.DataFrame]) -> None:
    facts = facts_of(folio.say("what do I own?"))
    assert facts["kind"] == "holdings" and facts["holdings"]
    assert {one["ticker"] for one in facts["holdings"]} <= set(books["securities"]["ticker"])


def test_general_questions_are_answered_without_facts(folio: Folio) -> None:
    (etf,) = folio.say("whats an ETF")
    assert "fund" in etf["text"]


def test_a_question_for_advice_gets_own_facts_and_no_advice(folio: Folio) -> None:
    boundary, told, own = folio.say("should I sell everything")
    assert "{{" not in boundary["text"] + told["text"]
    assert any(button["payload"].startswith(("/schedule_call", "/human_handoff")) for button in told["buttons"])
    assert own["custom"]["facts"]["as_of"] == "2026-11-20"


def test_gibberish_gets_an_honest_answer_and_then_a_person(folio: Folio) -> None:
    first = folio.say("qwe asdkj zxcv", sender="gibberish")
    second = folio.say("blorp fnord wibble", sender="gibberish")
    assert first and second
    payloads = [button["payload"] for message in (*first, *second) for button in message.get("buttons", [])]
    assert any(payload.startswith("/human_handoff") for payload in payloads)


@pytest.mark.parametrize("kind", sorted(ANSWERABLE))
def test_every_question_is_answered_with_its_facts(folio: Folio, kind: str) -> None:
    entities = {
        "goal_progress": '{"goal": "Retirement"}',
        "goal_what_if": '{"goal": "Retirement", "amount": "$200 more a month"}',
        "holding_detail": '{"security": "VTI"}',
        "price_quote": '{"security": "VTI"}',
        "security_info": '{"security": "VTI"}',
        "compare_securities": '{"security": "VTI and BND"}',
    }
    facts = facts_of(folio.say(f"/{kind}{entities.get(kind, '')}", sender=kind))
    assert facts["kind"] == kind
    assert facts["as_of"] == "2026-11-20"


def test_all_questions_of_the_catalogue_are_answered() -> None:
    assert {entry.intent for entry in catalogue().values() if entry.kind == "portfolio"} == ANSWERABLE
    assert len(ANSWERABLE) == 31


def test_repeat_says_the_same_figures_again(folio: Folio) -> None:
    first = folio.say("which accounts do I have with you?", sender="repeater")
    again = folio.say("can you say that again please", sender="repeater")
    assert facts_of(first) == facts_of(again)


def test_returning_people_are_greeted_otherwise(folio: Folio) -> None:
    first = folio.say("hello", sender="greeter")
    second = folio.say("hello", sender="greeter")
    assert first[0]["text"] != second[0]["text"]


def test_outside_the_demo_nobody_sees_any_account(model: Path, database: str, tmp_path: Path) -> None:
    production = {"FOLIO_ENV": "production", "FOLIO_SHELL_CUSTOMER": "C-1002", "FOLIO_DATABASE_URL": database}
    claims = {"metadata": {"customer_id": "C-1002", "sub": "C-1002"}, "input_channel": "cmdline"}
    with running(model, production, tmp_path) as strict:
        for message in ("how much is my portfolio worth?", '/portfolio_value{"account": "A-1201"}'):
            replies = strict.say(message, sender="C-1002", **claims)
            assert replies and not any("custom" in reply for reply in replies)
            assert not any("$" in reply.get("text", "") for reply in replies)
