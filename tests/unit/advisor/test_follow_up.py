"""Short messages after an answer: what is kept, what is replaced, and what is no follow-up at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.ask import answer
from advisor.dialogue import Topic
from advisor.follow_ups.choice import still_among
from advisor.follow_ups.follow_up import FollowUp, Generally, follow_up
from advisor.model import Goal
from tests.fakes.portfolio import FakeRepository, account, day, security
from tests.unit.advisor.world import INVESTED, TODAY, ask, repository

SINCE_MARCH = {"period": "since 1 March 2026"}


def goal(goal_id: str, name: str) -> Goal:
    return Goal(goal_id, "C-1", name, Decimal(100_000), day("2045-01-01"), ("A-1",), Decimal(100))


def world() -> FakeRepository:
    return repository(
        *INVESTED,
        all_accounts=[
            account("A-1", name="Joint", type="joint"),
            account("A-2", name="Roth IRA", type="roth_ira"),
            account("A-3", name="Traditional IRA (rollover)", type="traditional_ira"),
            account("A-4", name="Travel fund"),
        ],
        all_securities=[
            security("VTI", name="Vanguard Total Stock Market ETF"),
            security("BND", name="Vanguard Total Bond Market ETF", asset_class="bonds"),
            security("SPX", name="S&P 500", kind="index", aliases=("S&P", "the market", "SP500")),
            security("IXIC", name="Nasdaq Composite", kind="index", aliases=("Nasdaq",)),
        ],
        all_goals=[goal("G-1", "Retirement"), goal("G-2", "House down payment")],
    )


def found(topic: Topic, message: str) -> FollowUp | Generally | None:
    return follow_up(topic, message, world(), customer_id="C-1", today=TODAY)


def read(kind: str, message: str, mentions: Mapping[str, str] | None = None) -> tuple[str, dict[str, str]] | None:
    """Kind and mentions of the question that `message` asks after an answer of `kind`."""
    meant = found(Topic(kind, mentions or {}), message)
    if not isinstance(meant, FollowUp):
        return None
    return meant.question.kind, {mention.entity: mention.text for mention in meant.question.mentions}


@pytest.mark.parametrize(
    ("message", "account"),
    [
        ("and the roth?", "the roth"),
        ("And the Roth IRA", "the Roth IRA"),
        ("ok, what about the joint one?", "the joint one"),
        ("just the joint account please", "the joint account"),
        ("no, the roth", "the roth"),
        ("i meant the rollover", "the rollover"),
        ("same for the travel fund", "the travel fund"),
        ("roth ira", "roth ira"),
        ("in the joint one?", "in the joint one"),
        ("and the roth and the joint", "the roth and the joint"),
    ],
)
def test_a_named_account_takes_the_place_of_the_one_before_and_the_period_stays(message: str, account: str) -> None:
    assert read("performance", message, {**SINCE_MARCH, "account": "A-3"}) == (
        "performance",
        {**SINCE_MARCH, "account": account},
    )


@pytest.mark.parametrize(
    ("message", "period"),
    [
        ("what about last year?", "last year"),
        ("and since march", "since march"),
        ("and from march", "from march"),
        ("2024?", "2024"),
        ("ytd", "ytd"),
        ("show me the same for 2025", "2025"),
        ("over the past 3 months", "over the past 3 months"),
        ("and the year before?", "in 2025"),
        ("the month before that", "in February 2026"),
        ("the quarter before", "Q4 2025"),
    ],
)
def test_a_named_period_takes_the_place_of_the_one_before_and_the_account_stays(message: str, period: str) -> None:
    kind, mentions = read("performance", message, {**SINCE_MARCH, "account": "A-2"}) or ("", {})
    assert (kind, mentions) == ("performance", {"account": "A-2", "period": period})


def test_two_names_take_two_places() -> None:
    expected = {"account": "the roth", "period": "last year"}
    assert read("performance", "and the roth last year?", SINCE_MARCH) == ("performance", expected)


@pytest.mark.parametrize(
    ("kind", "before", "message", "after"),
    [
        ("holdings", {"account": "A-2"}, "and bonds?", {"account": "A-2", "asset_class": "bonds"}),
        ("price_quote", {"security": "VTI"}, "BND?", {"security": "BND"}),
        ("price_quote", {"security": "VTI"}, "and total bond?", {"security": "total bond"}),
        ("best_worst", {"direction": "best"}, "and the losers?", {"direction": "the losers"}),
        ("exposure", {"dimension": "region"}, "by sector", {"dimension": "by sector"}),
        ("benchmark_comparison", {"benchmark": "SPX"}, "nasdaq", {"benchmark": "nasdaq"}),
        ("transactions", {"period": "ytd"}, "just the sells", {"period": "ytd", "transaction_type": "the sells"}),
        ("goal_progress", {"goal": "G-1"}, "and the house?", {"goal": "the house"}),
    ],
)
def test_what_each_question_heeds_can_be_replaced(
    kind: str, before: dict[str, str], message: str, after: dict[str, str]
) -> None:
    assert read(kind, message, before) == (kind, after)


def test_a_further_security_joins_a_comparison() -> None:
    meant = read("compare_securities", "and SPX?", {"security": "VTI and BND"})
    assert meant == ("compare_securities", {"security": "VTI and BND and SPX"})


@pytest.mark.parametrize(
    "message", ["what about two hundred fifty dollars more a month", "and a grand and a half more?"]
)
def test_an_amount_in_words_is_one_too(message: str) -> None:
    assert read("goal_progress", message, {"goal": "G-1"}) == (
        "goal_what_if",
        {"goal": "G-1", "amount": message.removeprefix("what about ").removeprefix("and ").rstrip("?")},
    )


@pytest.mark.parametrize("message", ["and $300?", "and three hundred?", "300 dollars"])
def test_a_bare_amount_takes_the_place_of_the_one_before(message: str) -> None:
    before = {"goal": "G-1", "amount": "contribution $200 more a month"}
    assert read("goal_what_if", message, before) == (
        "goal_what_if",
        {"goal": "G-1", "amount": "contribution $300 more a month"},
    )


@pytest.mark.parametrize("message", ["why?", "but why", "how come?", "what happened", "why did it drop so much"])
@pytest.mark.parametrize("kind", ["performance", "benchmark_comparison", "best_worst"])
def test_why_explains_the_same_period_and_accounts_and_leaves_the_topic_as_it_was(kind: str, message: str) -> None:
    meant = found(Topic(kind, {**SINCE_MARCH, "account": "A-2"}), message)
    assert isinstance(meant, FollowUp) and meant.aside
    assert meant.question.kind == "performance_reason"
    assert {m.entity: m.text for m in meant.question.mentions} == {**SINCE_MARCH, "account": "A-2"}


def test_why_explains_what_an_answer_covered_by_default() -> None:
    assert read("account_summary", "why?") == ("performance_reason", {"period": "this month (assumed)"})
    assert read("performance", "why?") == ("performance_reason", {})  # both this year, and nobody said so


def test_why_after_a_value_is_about_the_day_s_change_that_it_told() -> None:
    assert read("portfolio_value", "why?", {"account": "A-2"}) == (
        "performance_reason",
        {"account": "A-2", "period": "on 2026-11-20 (assumed)"},
    )


def test_why_after_trades_asks_for_their_reason() -> None:
    kind, mentions = read("transactions", "why?", {"security": "VTI", "period": "last year"}) or ("", {})
    assert kind == "trade_reason" and mentions == {"security": "VTI", "period": "last year"}


def test_where_the_data_have_no_reason_the_general_answer_is_given() -> None:
    assert found(Topic("fees_paid", {}), "why?") == Generally("faq_pricing")
    assert found(Topic("price_quote", {"security": "VTI"}), "why?") == Generally("out_of_scope")


@pytest.mark.parametrize(
    "message", ["compare it with the S&P", "compared to the s&p?", "how does that compare to the S&P 500", "vs the S&P"]
)
def test_a_comparison_keeps_period_and_account(message: str) -> None:
    kind, mentions = read("performance", message, {**SINCE_MARCH, "account": "A-2"}) or ("", {})
    assert kind == "benchmark_comparison" and "s&p" in mentions.pop("benchmark").lower()
    assert mentions == {**SINCE_MARCH, "account": "A-2"}


def test_a_security_is_compared_with_another() -> None:
    meant = read("price_quote", "compare it with BND", {"security": "VTI"})
    assert meant == ("compare_securities", {"security": "VTI and BND"})


@pytest.mark.parametrize(
    ("message", "kind", "more"),
    [
        ("and the fees?", "fees_paid", {}),
        ("what about dividends", "dividends", {}),
        ("and the worst?", "best_worst", {"direction": "the worst"}),
        ("what about the nasdaq", "benchmark_comparison", {"benchmark": "the nasdaq"}),
    ],
)
def test_a_lead_may_go_on_to_another_question_about_the_same(message: str, kind: str, more: dict[str, str]) -> None:
    said = {**SINCE_MARCH, "account": "A-2"}
    assert read("performance", message, said) == (kind, {**said, **more})


def test_overall_after_one_account_means_all_of_them() -> None:
    assert read("fees_paid", "and overall?", {"account": "A-2"}) == ("fees_paid", {"account": "all"})
    assert read("fees_paid", "and overall?") == ("fees_paid", {"period": "overall"})


@pytest.mark.parametrize("topic", ["performance", "holdings", "price_quote", "transactions", "goal_progress"])
@pytest.mark.parametrize(
    "message",
    [
        "",
        "thanks",
        "no",
        "ok",
        "hello",
        "and pizza?",
        "what about you",
        "not the roth",
        "everything except bonds",
        "portfolio value",
        "ytd performance",
        "and how much did I pay in fees this year?",
        "hola",
        "MAKE IT SAFER",
        "market crash",
        "just in case money",
        "DRIP",
        '/performance{"account": "A-1"}',
    ],
)
def test_what_names_nothing_is_no_follow_up(topic: str, message: str) -> None:
    assert found(Topic(topic, {}), message) is None


def test_all_accounts_after_all_accounts_asks_for_nothing_new() -> None:
    assert read("performance", "all my accounts") is None
    assert read("performance", "all my accounts", {"account": "A-2"}) == ("performance", {"account": "all my accounts"})


def test_the_other_account_is_plain_where_there_are_two() -> None:
    topic = Topic("performance", {"account": "A-1"})
    two = repository(*INVESTED)
    meant = follow_up(topic, "and the other one?", two, customer_id="C-1", today=TODAY)
    assert isinstance(meant, FollowUp)
    assert [(mention.entity, mention.text) for mention in meant.question.mentions] == [("account", "A-2")]
    assert found(topic, "and the other one?") is None  # of four


def test_the_other_of_two_that_were_to_choose_from_stays_known() -> None:
    asked = Topic("performance", {}, "account", ("A-2", "A-3"))
    answered = still_among(asked, Topic("performance", {"account": "A-3"}))
    meant = found(answered, "and the other one?")
    assert isinstance(meant, FollowUp)
    assert [(mention.entity, mention.text) for mention in meant.question.mentions] == [("account", "A-2")]
    assert still_among(asked, Topic("performance", {"account": "A-1"})).choices == ()
    assert still_among(None, Topic("performance", {"account": "A-1"})).choices == ()


# Answers to a question back

TWO_IRAS = Topic("holdings", {"asset_class": "bonds"}, "account", ("A-2", "A-3"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("the first one", "A-2"),
        ("1", "A-2"),
        ("second", "A-3"),
        ("the latter", "A-3"),
        ("the last one", "A-3"),
        ("roth", "A-2"),
        ("the Roth one please", "A-2"),
        ("the rollover", "A-3"),
        ("Traditional IRA (rollover)", "A-3"),
        ("A-3", "A-3"),
        ("both", "A-2 and A-3"),
    ],
)
def test_a_typed_choice_is_as_good_as_a_click(said: str, meant: str) -> None:
    answer_ = found(TWO_IRAS, said)
    assert isinstance(answer_, FollowUp)
    assert {m.entity: m.text for m in answer_.question.mentions} == {"asset_class": "bonds", "account": meant}


def test_instead_of_a_choice_another_account_may_be_named() -> None:
    answer_ = found(TWO_IRAS, "the joint")
    assert isinstance(answer_, FollowUp)
    assert {m.entity: m.text for m in answer_.question.mentions}["account"] == "the joint"


@pytest.mark.parametrize(
    "said", ["the third one", "neither", "never mind", "the one with the cheese", "what is an etf"]
)
def test_what_picks_no_choice_is_left_to_understanding(said: str) -> None:
    assert found(TWO_IRAS, said) is None


def test_a_typed_choice_gives_the_answer_that_the_button_gives() -> None:
    source = world()
    back = ask(source, "cash_balance", account="ira")
    assert back.topic is not None and back.topic.asked == "account" and back.facts is None
    meant = follow_up(back.topic, "the roth", source, customer_id="C-1", today=TODAY)
    assert isinstance(meant, FollowUp)
    typed = answer(meant.question, source, today=TODAY)
    assert typed.facts is not None and typed.facts == ask(source, "cash_balance", account="A-2").facts


def test_an_answer_tells_what_it_was_about_so_that_asking_again_gives_the_same() -> None:
    source = world()
    first = ask(source, "performance", account="the roth", period="since march")
    assert first.topic == Topic("performance", {"account": "A-2", "period": "since 1 March 2026"})
    again = ask(source, "performance", first.topic.mentions)
    assert again.facts == first.facts


def test_what_nobody_named_is_no_part_of_the_topic() -> None:
    assert ask(world(), "performance").topic == Topic("performance", {})


def test_a_list_that_was_asked_for_stays_a_list() -> None:
    meant = found(Topic("fees_paid", {"period": "last year"}, listing=True), "and this year?")
    assert isinstance(meant, FollowUp) and meant.question.text == "list them"


@given(st.text(max_size=60))
def test_no_message_breaks_it(message: str) -> None:
    found(Topic("performance", SINCE_MARCH), message)
    found(TWO_IRAS, message)


@pytest.mark.parametrize("message", ["BND", "the second one", "Total Bond", "the bond etf, please"])
def test_an_answer_in_words_keeps_what_was_clear_in_a_comparison(message: str) -> None:
    for asked in ("SPX vs Zyzzyva vs Nasdaq", "SPX, Vanguard Total and Nasdaq"):
        back = ask(world(), "compare_securities", security=asked)
        assert back.topic is not None and back.facts is None
        meant = found(replace(back.topic, choices=("VTI", "BND")), message)
        assert isinstance(meant, FollowUp)
        reply = answer(meant.question, world(), today=TODAY)
        assert reply.facts is not None
        assert [item["ticker"] for item in reply.facts["items"]] == ["SPX", "BND", "IXIC"]  # type: ignore[attr-defined]


def test_a_period_beside_the_answer_keeps_what_was_clear_too() -> None:
    back = ask(world(), "compare_securities", security="VTI vs Zyzzyva")
    assert back.topic is not None
    meant = found(back.topic, "BND, last year")
    assert isinstance(meant, FollowUp)
    said = {mention.entity: mention.text for mention in meant.question.mentions}
    assert said == {"security": "VTI and BND", "period": "last year"}


def test_another_ticker_is_no_slip_of_one_that_is_offered() -> None:
    source = repository(*INVESTED, all_securities=[security("SCHB"), security("SCHBX"), security("VTI")])
    back = Topic("price_quote", asked="security", choices=("SCHB", "VTI"))
    for said in ("schbx", "SCHBX please"):
        meant = follow_up(back, said, source, customer_id="C-1", today=TODAY)
        assert isinstance(meant, FollowUp)
        reply = answer(meant.question, source, today=TODAY)
        assert reply.facts is not None and reply.facts["ticker"] == "SCHBX"


@pytest.mark.parametrize("topic", [Topic("holdings"), Topic("holdings", asked="account", choices=("A-1", "A-2"))])
def test_an_unknown_id_of_an_account_is_asked_back(topic: Topic) -> None:
    meant = found(topic, "and A-99?")
    assert isinstance(meant, FollowUp)
    back = answer(meant.question, world(), today=TODAY)
    assert back.facts is None and [button.entities["account"] for button in back.buttons] == [
        "A-1",
        "A-2",
        "A-3",
        "A-4",
    ]


def test_a_click_keeps_what_was_clear_in_its_place() -> None:
    back = ask(world(), "compare_securities", security="VTI vs Zyzzyva vs SPX")
    assert [button.entities["security"] for button in back.buttons] == ["VTI and BND and SPX"]


def test_the_account_that_was_clear_is_kept_when_the_other_is_chosen() -> None:
    back = ask(world(), "portfolio_value", account="joint and ira")
    assert [button.entities["account"] for button in back.buttons] == ["A-1 and A-2", "A-1 and A-3"]
    assert back.topic is not None
    meant = found(back.topic, "the rollover")
    assert isinstance(meant, FollowUp)
    assert [mention.text for mention in meant.question.mentions] == ["A-1 and A-3"]
