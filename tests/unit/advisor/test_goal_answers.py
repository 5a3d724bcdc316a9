"""Answers about goals: facts to the figure, and the words beside them."""

from __future__ import annotations

import re
from decimal import Decimal
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.ask import Mention, Question, Reply, answer
from tests.fakes.portfolio import FakeRepository, account, closes, deposit
from tests.unit.advisor.goals_world import goal, with_goals
from tests.unit.advisor.world import TODAY, ask, facts

CASH = (deposit("2026-01-02", "5000", "A-3"),)


def _say(source: FakeRepository, message: str, kind: str = "goal_what_if", **named: str) -> Reply:
    """A whole message, with the words of it that understanding marks."""
    said = tuple(Mention(entity, text, text) for entity, text in named.items())
    return answer(Question(kind, "C-1", message, said), source, today=TODAY)


def _facts(reply: Reply) -> dict[str, object]:
    assert reply.facts is not None, reply.text
    return dict(reply.facts)


def _reserve(**changes: str) -> FakeRepository:
    """A goal of cash alone, where nothing is left to chance: 24 months to go."""
    return with_goals(
        goal(name="New car", accounts=("A-3",), **{"until": "2028-11-01", "target": "10000", **changes}), rows=CASH
    )


def test_a_goal_of_cash_ends_where_the_formula_says() -> None:
    month = exp(0.02 / 12)
    annuity = (month**24 - 1) / (month - 1)
    needed = (10_000 - 5000 * month**24) / annuity
    assert facts(_reserve(), "goal_progress") == {
        "kind": "goal_progress",
        "as_of": "2026-11-20",
        "currency": "USD",
        "accounts": ["A-3"],
        "goal": {"goal_id": "G-1", "name": "New car"},
        "target_amount": "10000.00",
        "target_date": "2028-11-01",
        "current_value": "5000.00",
        "monthly_contribution": "200.00",
        "median": f"{5000 * month**24 + 200 * annuity:.2f}",
        "probability": 1.0,
        "on_track": True,
        "monthly_needed": f"{int(needed) + 1}.00",
    }


def test_a_goal_of_funds_is_projected_with_its_target_mix() -> None:
    source = with_goals(goal(target="100000", until="2046-11-30", accounts=("A-1", "A-2")))
    found = facts(source, "goal_progress")
    assert (found["accounts"], found["current_value"]) == (["A-1", "A-2"], "12268.41")
    # Plain paths: 60/40 weighs 11,053.41, stocks 1,215.00.
    roth, chance = 1215 / 12268.41, np.random.default_rng(1)
    mu, sigma = 0.053 + 0.012 * roth, 0.116 + 0.044 * roth
    wealth = np.full(40_000, 12268.41)
    for _ in range(240):
        wealth = wealth * np.exp((mu - sigma**2 / 2) / 12 + sigma / 12**0.5 * chance.standard_normal(40_000)) + 200
    assert found["probability"] == pytest.approx(np.mean(wealth >= 100_000), abs=0.01)
    assert float(found["median"]) == pytest.approx(np.median(wealth), rel=0.01)
    assert found["on_track"] is False and 200 < float(found["monthly_needed"]) < 260


def test_what_opens_later_is_not_there_yet() -> None:
    accounts = [account("A-1"), account("A-3", type="cash_reserve"), account("A-4", opened_on="2026-11-21")]
    source = with_goals(goal(accounts=("A-3", "A-4")), rows=CASH, all_accounts=accounts)
    assert facts(source, "goal_progress")["accounts"] == ["A-3"]
    only_later = with_goals(goal(accounts=("A-4",)), rows=CASH, all_accounts=accounts)
    reply = ask(only_later, "goal_progress")
    found = _facts(reply)
    assert (found["accounts"], found["current_value"], found["probability"]) == ([], "0.00", None)
    assert "is open yet" in reply.text


def test_a_past_date_is_decided_by_todays_value() -> None:
    for target, probability, word in (("5000", 1.0, "is reached"), ("5000.01", 0.0, "is not reached")):
        reply = ask(_reserve(until="2026-11-19", target=target), "goal_progress")
        found = _facts(reply)
        assert (found["probability"], found["median"], found["monthly_needed"]) == (probability, "5000.00", None)
        assert "is past" in reply.text and word in reply.text


def test_within_the_month_no_contribution_comes_in_any_more() -> None:
    reply = ask(_reserve(until="2026-11-30"), "goal_progress")
    found = _facts(reply)
    assert (found["probability"], found["on_track"], found["monthly_needed"]) == (0.0, False, None)
    assert "No month is left" in reply.text
    assert facts(_reserve(until="2026-11-30", target="5000"), "goal_progress")["monthly_needed"] == "0.00"


def test_without_a_price_or_a_target_mix_nothing_is_projected() -> None:
    unpriced = with_goals(goal(), closes={"BND": closes(d2026_01_02="50")})
    reply = ask(unpriced, "goal_progress")
    found = _facts(reply)
    assert [found[name] for name in ("current_value", "median", "probability", "on_track")] == [None] * 4
    assert "no price yet for VTI" in reply.text
    aimless = with_goals(goal(), all_accounts=[account("A-1")])
    reply = ask(aimless, "goal_progress")
    found = _facts(reply)
    assert (found["current_value"], found["median"], found["monthly_needed"]) == ("11053.41", None, None)
    assert "no target mix" in reply.text
    assert _facts(_say(aimless, "what if I saved $50 more a month"))["changed"] == {"monthly_contribution": "250.00"}


def test_a_date_beyond_a_century_is_too_far() -> None:
    reply = ask(_reserve(until="2150-01-01"), "goal_progress")
    assert _facts(reply)["probability"] is None and "too far away" in reply.text


def test_a_customer_without_goals_gets_a_sentence_and_nulls() -> None:
    reply = ask(with_goals(), "goal_progress", goal="retirement")
    found = _facts(reply)
    assert reply.text == "You have no goals with us yet, so there is nothing to project."
    assert (found["accounts"], found["goal"], found["probability"]) == ([], None, None)
    found = _facts(_say(with_goals(), "what if I saved more"))
    nothing = {"median": None, "probability": None}
    assert (found["goal"], found["changed"], found["baseline"], found["scenario"]) == (None, {}, nothing, nothing)


@pytest.mark.parametrize(
    ("message", "named", "changed"),
    [
        (
            "what if I saved 200 more a month",
            {"amount": "200", "frequency": "a month"},
            {"monthly_contribution": "400.00"},
        ),
        ("save 800 a month", {"amount": "800", "frequency": "a month"}, {"monthly_contribution": "800.00"}),
        ("$50 more weekly", {"amount": "$50", "frequency": "weekly"}, {"monthly_contribution": "416.67"}),
        ("$250 less a month", {"amount": "$250", "frequency": "a month"}, {"monthly_contribution": "0.00"}),
        ("if I add 10k now", {"amount": "10k"}, {"lump_sum": "10000.00"}),
        ("if I took out 9k", {"amount": "9k"}, {"lump_sum": "-5000.00"}),  # no more than there is
        ("if I needed 500k", {"amount": "500k"}, {"target_amount": "500000.00"}),
        ("two years later", {"date": "two years later"}, {"target_date": "2030-11-01"}),
        ("in 2050", {"date": "in 2050"}, {"target_date": "2050-11-01"}),
        ("200 a month in 2028", {"amount": "200", "frequency": "a month", "date": "in 2028"}, {}),
    ],
)
def test_changed_holds_only_what_changed_as_its_new_value(
    message: str, named: dict[str, str], changed: dict[str, str]
) -> None:
    found = _facts(_say(_reserve(), message, **named))
    assert found["changed"] == changed
    if not changed:
        assert found["baseline"] == found["scenario"]


def test_a_scenario_of_cash_ends_where_the_formula_says() -> None:
    month = exp(0.02 / 12)

    def ends(start: float, monthly: float, months: int) -> str:
        return f"{start * month**months + monthly * (month**months - 1) / (month - 1):.2f}"

    reply = _say(
        _reserve(),
        "add 1000 now, save 50 more a month, one year later",
        **{"amount": "1000", "frequency": "a month", "date": "one year later"},
    )
    found = _facts(reply)
    assert found["baseline"] == {"median": ends(5000, 200, 24), "probability": 1.0}
    assert found["scenario"] == {"median": ends(6000, 250, 36), "probability": 1.0}
    assert "would stay at 100.0%" in reply.text and "would rise from" in reply.text


def test_an_age_is_asked_back_and_a_click_answers() -> None:
    source = _reserve()
    back = _say(
        source, "what if I retire at 62 and save 50 more a month", amount="50", frequency="a month", date="at 62"
    )
    assert back.facts is None and "year of birth" in back.text
    button = back.buttons[-1]
    found = _facts(ask(source, button.intent, button.entities))
    assert found["changed"] == {"monthly_contribution": "250.00", "target_date": "2033-11-01"}


def test_asked_which_goal_a_click_keeps_the_whole_wish() -> None:
    source = with_goals(goal(), goal("G-2", name="House down payment", accounts=("A-2",)))
    back = _say(source, "what if I put in $300 less per month", amount="$300", frequency="per month")
    assert [button.title for button in back.buttons] == ["Retirement", "House down payment"]
    button = back.buttons[1]
    found = _facts(ask(source, button.intent, button.entities))
    assert (found["goal"], found["changed"]) == (
        {"goal_id": "G-2", "name": "House down payment"},
        {"monthly_contribution": "0.00"},
    )


def test_a_wish_without_a_figure_is_asked_back_and_every_click_answers() -> None:
    source = with_goals(goal())
    for message in ("what if I saved more", "what if I save less", "retire earlier?", "what about $500"):
        back = _say(source, message)
        assert back.facts is None and len(back.buttons) > 1
        for button in back.buttons:
            assert _facts(ask(source, button.intent, button.entities))["changed"]


def test_what_the_answer_was_about_reads_as_the_same_again() -> None:
    source = with_goals(goal())
    first = _say(source, "retire two years later with 200 more a month", amount="200", date="two years later")
    assert first.topic is not None
    again = ask(source, "goal_what_if", first.topic.mentions)
    assert _facts(again) == _facts(first)


@pytest.mark.parametrize("target", ["2000", "30000", "100000", "9000000"])
def test_texts_are_short_and_say_the_day_and_only_figures_of_the_facts(target: str) -> None:
    source = with_goals(goal(target=target))
    for reply in (ask(source, "goal_progress"), _say(source, "add 10k now, 200 more a month, two years later")):
        assert len(reply.text.split()) <= 65
        assert "20 Nov 2026" in reply.text
        said = {amount.replace(",", "") for amount in re.findall(r"\$([\d,]+\.\d\d)", reply.text)}
        assert said <= set(re.findall(r"\d+\.\d\d", str(_facts(reply))))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3000), st.integers(1, 500_000), st.integers(0, 400))
def test_a_larger_contribution_never_makes_a_goal_less_likely(more: int, target: int, months: int) -> None:
    until = f"{2026 + (10 + months) // 12}-{(10 + months) % 12 + 1:02}-28"
    found = _facts(_say(with_goals(goal(target=str(target), until=until)), f"what if I save ${more} more a month"))
    baseline, scenario = found["baseline"], found["scenario"]
    assert isinstance(baseline, dict) and isinstance(scenario, dict)
    assert scenario["probability"] >= baseline["probability"]
    assert Decimal(scenario["median"]) >= Decimal(baseline["median"])
