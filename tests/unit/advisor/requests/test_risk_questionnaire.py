"""The risk questionnaire: answers by button and in free words, back and forth, and a level that stands to reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.questionnaire.questions import BY_NAME, QUESTIONS
from advisor.questionnaire.reading import answer_meant
from advisor.questionnaire.score import score
from advisor.requests.recording import told
from advisor.requests.records import CONFIRM, Asks, Confirmed, Left
from scripts.demo_firm.securities import MODELS
from tests.fakes.portfolio import security
from tests.unit.advisor.requests.talk import TODAY, Talk, firm

MIDDLE = {question.name: 2 for question in QUESTIONS}
MODEL = {"VTI": Decimal("0.6"), "BND": Decimal("0.4")}


def begun(**changes: Any) -> Talk:
    return Talk("risk_questionnaire", **changes).says("I'd like to take the risk questionnaire")


def finished(places: dict[str, int] = MIDDLE, **changes: Any) -> Talk:
    talk = begun(**changes)
    for question in QUESTIONS:
        talk.clicks(question.answers[places[question.name]].title)
    return talk


@pytest.mark.parametrize(
    ("name", "said", "place"),
    [
        ("horizon", "about ten years", 2),
        ("horizon", "in 2 years", 0),
        ("horizon", "in 2060", 4),
        ("horizon", "18 months", 0),
        ("horizon", "5 to 10 years", None),
        ("horizon", "4-5 years", 1),
        ("horizon", "more than 20 years", 4),
        ("horizon", "10", 2),
        ("horizon", "the second one", 1),
        ("horizon", "b", 1),
        ("horizon", "option 2", 1),
        ("horizon", "the last one", 4),
        ("horizon", "a decade", 2),
        ("horizon", "when is that due", None),
        ("spending", "all at once", 0),
        ("reserve", "half a year", 2),
        ("reserve", "a couple of months", 1),
        ("reserve", "none", 0),
        ("reserve", "two years", 3),
        ("purpose", "grow as much as possible", 3),
        ("purpose", "keep it safe", 0),
        ("income", "pretty stable", 2),
        ("fall", "I'd sell", 0),
        ("fall", "I'd sell everything", 0),
        ("fall", "I would sell some", 1),
        ("fall", "I'd never sell", 2),
        ("fall", "I wouldn't sell anything", 2),
        ("fall", "just wait", 2),
        ("fall", "buy more", 3),
        ("fall", "2", 1),
        ("fall", "sell some or buy more", None),
        ("fall", "5", None),
        ("range", "the riskiest", 3),
        ("range", "9k", 1),
        ("experience", "never", 0),
        ("experience", "bonds and stocks", 2),
        ("experience", "held stocks through 2008", 3),
    ],
)
def test_free_words_are_the_answer_they_mean_or_none(name: str, said: str, place: int | None) -> None:
    assert answer_meant(BY_NAME[name], said, TODAY) == place


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_title_means_its_own_answer(question: Any) -> None:
    for place, answer in enumerate(question.answers):
        assert answer_meant(question, answer.title, TODAY) == place
        assert answer_meant(question, "abcde"[place], TODAY) == place


places = st.fixed_dictionaries({q.name: st.integers(0, len(q.answers) - 1) for q in QUESTIONS})


@given(places, st.sampled_from(QUESTIONS))
def test_a_bolder_answer_never_lowers_the_level(given_places: dict[str, int], question: Any) -> None:
    bolder = {**given_places, question.name: min(given_places[question.name] + 1, len(question.answers) - 1)}
    assert score(given_places).level <= score(bolder).level


@given(places)
def test_a_level_is_from_1_to_10_and_never_above_wish_capacity_or_caps(given_places: dict[str, int]) -> None:
    found = score(given_places)
    assert 1 <= found.level <= min(found.capacity, found.attitude, *found.caps.values(), 10)


def test_the_most_careful_answers_give_1_and_the_boldest_10() -> None:
    assert score({question.name: 0 for question in QUESTIONS}).level == 1
    assert score({question.name: len(question.answers) - 1 for question in QUESTIONS}).level == 10


def test_money_that_is_needed_soon_stays_careful_whatever_else_is_said() -> None:
    bold = {question.name: len(question.answers) - 1 for question in QUESTIONS}
    assert score({**bold, "horizon": 0}).level == 2
    assert score({**bold, "reserve": 0}).level == 5


def test_eight_answers_give_a_result_that_a_yes_hands_in_once() -> None:
    talk = finished()
    assert talk.asked == CONFIRM and talk.text.startswith("Your answers give a risk level of 7 (growth).")
    talk.clicks("Yes")
    assert isinstance(talk.step, Confirmed) and talk.text.startswith("Done. Your request is recorded as REQ-")
    (recorded,) = talk.store.open_requests("C-1")
    assert recorded.details["score"] == "7" and recorded.details["fall"] == "Wait and do nothing"


def test_without_a_yes_nothing_is_recorded() -> None:
    talk = finished().says("no", "deny")
    assert talk.is_left and not talk.store.requests


def test_the_result_shows_the_model_beside_todays_mix() -> None:
    securities = [security("VTI"), security("BND", asset_class="bonds")]
    talk = finished(repository=firm(models={"growth": MODEL}, all_securities=securities))
    assert isinstance(talk.step, Asks) and talk.step.said.facts and talk.step.said.chart
    assert "growth, holds 60% stocks and 40% bonds; you hold 100% cash today" in talk.text
    assert talk.step.said.facts["difference"] == 2 and talk.step.said.facts["by_class"] == [
        {"asset_class": "stocks", "model": 0.6, "today": 0.0},
        {"asset_class": "bonds", "model": 0.4, "today": 0.0},
        {"asset_class": "cash", "model": 0.0, "today": 1.0},
    ]
    assert "today" in str(talk.step.said.chart["description"])


def test_a_model_that_the_data_do_not_have_is_left_out() -> None:
    talk = finished()
    assert isinstance(talk.step, Asks) and talk.step.said.chart is None and "model portfolio" not in talk.text


def test_the_models_of_the_settings_are_those_of_the_demo_firm_and_hold_more_stocks_level_by_level() -> None:
    names = Talk("deposit").world().settings.model_of_level
    in_stocks = {"VTI", "VXUS", "VWO", "QQQ"}
    stocks = [sum(Decimal(weight) for ticker, weight in MODELS[name].items() if ticker in in_stocks) for name in names]
    assert len(names) == 10 and stocks == sorted(stocks)


def test_back_asks_the_question_before_and_keeps_those_before_it() -> None:
    talk = begun().says("about ten years").says("all at once").says("go back")
    assert talk.asked == "spending" and talk.fields == {"horizon": "2"}
    talk.says("can I go back one step")
    assert talk.asked == "horizon" and talk.says("back").asked == "horizon" and "first question" in talk.text


def test_back_at_the_result_asks_the_last_question() -> None:
    assert finished().says("back").asked == "experience"


def test_a_question_can_be_answered_anew_from_the_result() -> None:
    talk = finished().says("change question 1")
    assert talk.asked == "horizon"
    assert talk.says("2 years").asked == CONFIRM and "risk level of 2" in talk.text


def test_who_is_not_sure_gets_the_question_explained_and_after_three_times_a_person() -> None:
    talk = begun().says("not sure")
    assert talk.asked == "horizon" and "recover" in talk.text
    assert talk.says("I don't know").asked == "horizon"
    talk.says("no idea")
    assert isinstance(talk.step, Left) and [b.intent for b in talk.step.said.buttons] == [
        "schedule_call",
        "human_handoff",
    ]


@pytest.mark.parametrize(
    ("said", "intent"), [("what is my balance", "portfolio_value"), ("how long is a deposit", "faq_transfer_time")]
)
def test_another_question_waits_to_be_answered_elsewhere(said: str, intent: str) -> None:
    talk = begun().says(said, intent)
    assert talk.is_aside and talk.asked_again.startswith("1 of 8")


def test_never_mind_leaves() -> None:
    talk = begun().says("5 years").says("never mind", "stop")
    assert talk.is_left and not talk.store.requests


@given(
    st.lists(
        st.sampled_from(["b", "not sure", "back", "yes", "no", "never mind", "the last one", "20", "sell", "asdf"]),
        max_size=40,
    )
)
def test_every_path_asks_goes_aside_or_ends_and_only_a_yes_to_the_result_records(lines: list[str]) -> None:
    talk = begun()
    for line in lines:
        at_result = talk.draft is not None and talk.draft.asked == CONFIRM
        talk.says(line, {"yes": "affirm", "no": "deny"}.get(line))
        if talk.is_confirmed or talk.is_left:
            assert at_result or not talk.is_confirmed
            break
    assert len(talk.store.requests) == int(talk.is_confirmed)


def test_what_comes_after_is_a_request_of_its_own() -> None:
    talk = finished().clicks("Yes")
    (recorded,) = talk.store.open_requests("C-1")
    change, adviser = told(recorded, talk.world()).buttons
    assert (change.intent, change.entities) == (
        "change_risk_level",
        {"risk_level": "7"},
    ) and adviser.intent == "schedule_call"


@pytest.mark.parametrize("words", ["11 to 20 years", "about 4 to 9 years maybe", "12-18 years"])
def test_a_span_that_lies_across_two_answers_is_asked_again_whatever_understanding_takes_it_for(words: str) -> None:
    talk = begun().clicks(QUESTIONS[0].answers[2].title).says(words, "goal_what_if")
    assert "2 of 8" in talk.text and "more careful" in talk.text


def test_a_question_with_years_in_it_is_answered_elsewhere() -> None:
    assert begun().says("what do i have in 10 years", "goal_progress").is_aside
