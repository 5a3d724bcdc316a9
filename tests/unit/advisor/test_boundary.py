"""Own facts beside questions for advice, and a look through all that is told for recommendations and forecasts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from advisor.ask import answer
from advisor.boundary import BOUNDARY, own_facts
from advisor.dialogue import Question
from advisor.outlook import NO_FORECAST, asks_what_comes
from tests.fakes.portfolio import FakeRepository, account, buy, closes, customer, day, deposit, security

ROOT = Path(__file__).resolve().parents[3]
TODAY = day("2026-11-20")
# What would be a recommendation, or a forecast; asking, offering a person and refusing is none.
ADVICE = re.compile(
    r"\byou should (?!ask|call|talk|check|see|never give|receive|get)"
    r"|\b(?:i|we)(?:'d| would)? (?:recommend|advise|suggest)\b"
    r"|\bmy advice\b|\b(?:now is|it(?:'s| is)) (?:a )?(?:good|bad|right|best) time to (?:buy|sell|invest)"
    r"|(?:^|[.!?] )(?:buy|sell) |\bif i were you\b|\byou(?:'d| had) better\b"
)
FORECAST = re.compile(
    r"\b(?:markets?|stocks?|prices?|bonds?|rates?|shares|index|portfolio|fund) (?:will|is going to|are going to)"
    r"(?: (?:probably|likely|surely|soon))? (?:rise|fall|grow|recover|go|be (?:up|down|higher|lower)|gain|crash)"
    r"|\b(?:i|we) (?:expect|predict|forecast|believe) (?:the |that |stocks|markets|prices)"
    r"|\bguaranteed? (?:return|gain|profit)"
    r"|\bbound to (?:rise|fall|recover)|\balways (?:recover|come back|rise)s?\b"
)


def crosses(text: str) -> bool:
    said = re.sub(r"\bnobody knows[^.:;]*", "", text.casefold().replace("’", "'"))
    return bool(ADVICE.search(said) or FORECAST.search(said))


@pytest.mark.parametrize(
    "text",
    [
        "You should sell your bonds.", "I'd recommend VTI.", "We advise to wait.", "Now is a good time to buy.",
        "The market will probably recover soon.", "Stocks are going to fall.", "I expect the S&P to rise.",
        "Markets always recover.", "It fell. Sell everything.", "If I were you, I'd wait.", "You'd better hold.",
    ],
)  # fmt: skip
def test_the_look_finds_what_crosses_the_line(text: str) -> None:
    assert crosses(text)


def test_no_answer_of_the_content_recommends_or_predicts() -> None:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    found = {(name, one["text"]) for name, variants in responses.items() for one in variants if crosses(one["text"])}
    assert len(responses) > 60 and not found


def test_no_words_of_the_code_recommend_or_predict() -> None:
    files = [*(ROOT / "advisor" / "wording").glob("*.py"), ROOT / "advisor" / "questionnaire" / "result.py"]
    found = {
        (path.name, line.strip())
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"[\"'].*[\"']", line) and "re.compile" not in line and r"\b" not in line and crosses(line)
    }
    assert len(files) > 30 and not found


def firm() -> FakeRepository:
    return FakeRepository(
        customers=[customer()],
        all_accounts=[account("A-1")],
        all_securities=[security("VTI")],
        closes={"VTI": closes(d2026_01_02="100", d2026_06_01="80", d2026_10_30="120", d2026_11_20="114")},
        all_transactions=[deposit("2026-01-02", "1000"), buy("2026-01-02", "VTI", "10", "100")],
    )


@pytest.mark.parametrize("kind", sorted(BOUNDARY))
def test_a_customer_gets_what_happened_so_far_with_facts_and_a_person(kind: str) -> None:
    reply = own_facts(kind, "C-1", firm(), today=TODAY)
    assert reply is not None and reply.facts is not None
    assert "down 5.0% this month (-$60.00)" in reply.text and not crosses(reply.text)
    assert reply.facts["kind"] == kind and reply.facts["performance"]["gain"] == "-60.00"  # type: ignore[index]
    assert [button.intent for button in reply.buttons] == ["risk_summary", "schedule_call"]


def test_what_is_told_of_this_month_was_named_by_nobody_and_says_when_markets_are_closed() -> None:
    reply = own_facts(min(BOUNDARY), "C-1", firm(), today=day("2026-11-22"))
    assert reply is not None and reply.facts is not None
    assert reply.facts["performance"]["period"]["assumed"] is True  # type: ignore[index]
    assert "Markets are closed today. As of the close of 20 Nov 2026." in reply.text


def test_without_accounts_or_customer_there_is_nothing_to_tell() -> None:
    assert own_facts("faq_should_i_trade", "C-1", FakeRepository(customers=[customer()]), today=TODAY) is None
    assert own_facts("faq_should_i_trade", "C-9", firm(), today=TODAY) is None


def test_other_questions_are_none_of_its_business() -> None:
    with pytest.raises(ValueError, match="faq_etf"):
        own_facts("faq_etf", "C-1", firm(), today=TODAY)


def test_an_account_with_cash_alone_gets_no_fall() -> None:
    cash = FakeRepository(
        customers=[customer()], all_accounts=[account("A-1")], all_transactions=[deposit("2026-01-02", "5")]
    )
    reply = own_facts("faq_market_forecast", "C-1", cash, today=TODAY)
    assert reply is not None and "fall" not in reply.text


def test_a_gain_that_money_paid_in_turned_round_is_left_out() -> None:
    """Up 20% on a little, then down on much: the return is positive, and the gain isn't."""
    rows = [
        deposit("2026-10-01", "100"), buy("2026-10-01", "VTI", "1", "100"),
        deposit("2026-11-10", "12000"), buy("2026-11-10", "VTI", "100", "120"),
    ]  # fmt: skip
    closes_ = closes(d2026_10_01="100", d2026_10_30="100", d2026_11_09="120", d2026_11_20="114")
    firm_ = FakeRepository(
        customers=[customer()], all_accounts=[account("A-1")], all_securities=[security("VTI")],
        closes={"VTI": closes_}, all_transactions=rows,
    )  # fmt: skip
    reply = own_facts("faq_should_i_trade", "C-1", firm_, today=TODAY)
    assert reply is not None and "up 14.0% this month." in reply.text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("best_worst", "which of my funds will do best next year"),
        ("performance", "how much am I going to gain in the coming months"),
        ("portfolio_value", "what will all this be worth two years from now"),
        ("price_quote", "is VTI likely to go up?"),
        ("security_info", "outlook for bnd"),
        ("benchmark_comparison", "we'll beat the s&p, right?"),
    ],
)
def test_what_is_understood_as_a_look_back_but_asks_what_comes_is_told_that_nobody_knows(kind: str, text: str) -> None:
    assert asks_what_comes(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("best_worst", "what did best last year"),
        ("portfolio_value", "what is it worth"),
        ("holding_detail", "for my taxes next year: what did I pay for my VTI"),
        ("goal_progress", "will I reach my goal next year"),
        ("transfer_status", "will my deposit arrive tomorrow"),
        ("performance", "how is it going this year"),
    ],
)
def test_a_look_back_or_a_plan_is_answered_as_it_is(kind: str, text: str) -> None:
    assert not asks_what_comes(kind, text)


def test_the_answer_begins_with_it_and_keeps_its_facts() -> None:
    source = FakeRepository([customer()], [account()], [deposit("2026-01-02", "1000")])
    plain, asked = (
        answer(Question("portfolio_value", "C-1", text), source, today=TODAY)
        for text in ("what is it worth", "what will it be worth next year")
    )
    assert asked.text == f"{NO_FORECAST} {plain.text}" and asked.facts == plain.facts
