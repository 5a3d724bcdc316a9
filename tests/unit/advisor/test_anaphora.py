"""What a full question takes over from the one before: only what it points back at."""

from __future__ import annotations

import pytest

from advisor.dialogue import Mention, Topic
from advisor.follow_ups.anaphora import kind_meant, taken_over

ACCOUNT = Topic("performance", {"account": "A-1", "period": "last year"})
SECURITY = Topic("price_quote", {"security": "VTI"})
GOAL = Topic("goal_progress", {"goal": "G-2"})


def over(topic: Topic, kind: str, text: str, *mentions: Mention) -> dict[str, str]:
    return {mention.entity: mention.text for mention in taken_over(topic, kind, text, mentions)}


@pytest.mark.parametrize(
    ("topic", "kind", "text", "expected"),
    [
        (ACCOUNT, "allocation", "how much of it is in bonds?", {"account": "A-1"}),
        (ACCOUNT, "holdings", "what's in there", {"account": "A-1"}),
        (ACCOUNT, "portfolio_value", "what is it worth", {"account": "A-1"}),
        (ACCOUNT, "risk_summary", "how risky is it?", {"account": "A-1"}),
        (ACCOUNT, "performance", "how's it doing this month", {"account": "A-1"}),
        (ACCOUNT, "fees_paid", "what did I pay in fees in that account", {"account": "A-1"}),
        (ACCOUNT, "fees_paid", "how much did I pay you in the same period", {"period": "last year"}),
        (ACCOUNT, "dividends", "what dividends did I get in that one then", {"account": "A-1", "period": "last year"}),
        (ACCOUNT, "dividends", "any interest there last month?", {"account": "A-1"}),
        (ACCOUNT, "net_contributions", "how much did I put in there", {"account": "A-1"}),
        (SECURITY, "holding_detail", "how much of it do I own", {"security": "VTI"}),
        (SECURITY, "holding_detail", "do i own any of it?", {"security": "VTI"}),
        (SECURITY, "security_info", "what is in that fund", {"security": "VTI"}),
        (GOAL, "goal_what_if", "what if I saved $200 more a month", {"goal": "G-2"}),
    ],
)
def test_what_is_pointed_at_is_taken_over(topic: Topic, kind: str, text: str, expected: dict[str, str]) -> None:
    assert over(topic, kind, text) == expected


@pytest.mark.parametrize(
    ("topic", "kind", "text"),
    [
        (ACCOUNT, "fees_paid", "how much did I pay in fees this year?"),
        (ACCOUNT, "performance", "how is my portfolio doing"),
        (ACCOUNT, "performance", "how is it going"),
        (ACCOUNT, "performance", "how's it going"),
        (ACCOUNT, "dividends", "when did I get my last dividend and how much was it?"),
        (ACCOUNT, "dividends", "is there any interest"),
        (ACCOUNT, "dividends", "hi there, what dividends did I get"),
        (ACCOUNT, "fees_paid", "what fees are there"),
        (ACCOUNT, "transfer_status", "has it arrived yet"),
        (ACCOUNT, "fees_paid", "at the same time, what do I pay in fees"),
        (ACCOUNT, "benchmark_comparison", "has the traditional IRA matched its benchmark?"),
        (ACCOUNT, "performance", '/performance{"period": "then"}'),
        (SECURITY, "security_info", "what is that fund you put me in"),
        (SECURITY, "portfolio_value", "what is it worth"),
        (GOAL, "goal_what_if", "what if I retired two years later"),
        (Topic("holdings", {"account": "A-1"}, "asset_class"), "holdings", "what is in it"),
    ],
)
def test_a_question_of_its_own_takes_nothing_over(topic: Topic, kind: str, text: str) -> None:
    assert over(topic, kind, text) == {}


def test_what_the_question_names_itself_is_not_taken_over() -> None:
    named = Mention("account", "joint", "joint")
    assert over(ACCOUNT, "fees_paid", "fees in that account, the joint, in the same year", named) == {
        "period": "last year"
    }


def test_without_a_topic_there_is_nothing_to_take() -> None:
    assert taken_over(None, "performance", "how did it do then", ()) == ()


def test_how_much_of_it_is_about_the_position_and_not_the_portfolio() -> None:
    assert kind_meant(SECURITY, "portfolio_value", "how much of it do I have", ()) == "holding_detail"
    assert kind_meant(SECURITY, "holdings", "do I own any of it?", ()) == "holding_detail"


@pytest.mark.parametrize(
    ("topic", "kind", "text", "mentions"),
    [
        (None, "holdings", "do I own any of it?", ()),
        (ACCOUNT, "portfolio_value", "how much of it do I have", ()),
        (SECURITY, "holdings", "what do I own", ()),
        (SECURITY, "holdings", "what is in it", (Mention("account", "Roth", "Roth"),)),
        (SECURITY, "fees_paid", "what did I pay for it", ()),
        (SECURITY, "holdings", "/holdings", ()),
    ],
)
def test_other_questions_stay_what_they_are(
    topic: Topic | None, kind: str, text: str, mentions: tuple[Mention, ...]
) -> None:
    assert kind_meant(topic, kind, text, mentions) == kind
