"""The questionnaire is the one request that waits: it is taken up where it was left, by its customer alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions import unfinished
from advisor.questionnaire.questions import QUESTIONS
from tests.unit.actions.test_requests import Chat, chat

__all__ = ["chat"]  # pytest finds the fixture here
KIND = "risk_questionnaire"


def begun(chat: Chat, answers: int) -> Chat:
    chat.says("risk questionnaire please", KIND, kind=KIND)
    for question in QUESTIONS[:answers]:
        chat.says(question.answers[1].title, kind=KIND)
    return chat


def asked_again(chat: Chat) -> Chat:
    return chat.says("questionnaire", KIND, kind=KIND)


def test_an_hour_later_it_goes_on_with_the_open_question(chat: Chat) -> None:
    begun(chat, 3)
    chat.settings.now_ += timedelta(minutes=61)
    chat.says("what is an etf", "faq_etf", kind=KIND)
    assert "put aside" in chat.text and chat.form is None and chat.followed_by == ["utter_faq_etf"]
    asked_again(chat)
    assert "3 of 8 are answered already" in chat.text and f"4 of 8: {QUESTIONS[3].text}" in chat.text
    assert chat.form == f"{KIND}_form"
    for question in QUESTIONS[3:]:
        chat.says(question.answers[1].title, kind=KIND)
    chat.says("yes", "affirm", kind=KIND)
    (recorded,) = chat.store.requests.values()
    assert recorded.kind == KIND and chat.slots["request"]["waiting"] is None


def test_a_new_session_tells_that_the_answers_wait(chat: Chat) -> None:
    begun(chat, 2)
    chat.form = None
    chat.hears("what is an etf", "faq_etf").runs(unfinished.ActionRequestDropped())
    assert "put aside" in chat.text and "dropped" not in chat.text
    assert "2 of 8 are answered already" in asked_again(chat).text


def test_the_first_words_after_an_hour_may_be_for_it(chat: Chat) -> None:
    begun(chat, 2)
    chat.settings.now_ += timedelta(hours=9)
    chat.form = None
    assert "2 of 8 are answered already" in asked_again(chat).text


def test_stop_leaves_it_and_says_how_to_go_on(chat: Chat) -> None:
    begun(chat, 1).says("stop", "stop", kind=KIND)
    assert chat.form is None and "Your answers wait for 30 days" in chat.text
    assert "1 of 8 is answered already" in asked_again(chat).text


def test_another_request_in_between_is_taken_and_it_still_waits(chat: Chat) -> None:
    begun(chat, 4).says("put 500 into my Roth IRA", "deposit")
    assert "can wait" in chat.text and "$500.00" in chat.text
    chat.says("yes", "affirm")
    assert [recorded.kind for recorded in chat.store.requests.values()] == ["deposit"]
    assert "4 of 8 are answered already" in asked_again(chat).text


def test_all_answered_shows_the_result_again(chat: Chat) -> None:
    begun(chat, 8)
    result = chat.text
    chat.says("no", "deny", kind=KIND)
    assert "nothing was handed in" in chat.text and not chat.store.requests
    assert asked_again(chat).text == f"Welcome back: all 8 are answered. {result}"


@pytest.mark.parametrize(
    "words", ["begin with question 1", "Let's start again from the first question", "start with 1"]
)
def test_it_can_be_begun_anew(chat: Chat, words: str) -> None:
    begun(chat, 3).says("stop", "stop", kind=KIND)
    assert "Begin with question 1" in {button["title"] for button in asked_again(chat).buttons}
    chat.says(words, kind=KIND)
    assert f"1 of 8: {QUESTIONS[0].text}" in chat.text and "answered" not in chat.text


def test_answers_of_last_month_are_asked_for_again(chat: Chat) -> None:
    begun(chat, 3).says("stop", "stop", kind=KIND)
    chat.settings.now_ += timedelta(days=31)
    assert "1 of 8" in asked_again(chat).text and "answered already" not in chat.text


def test_nothing_waits_where_nothing_was_answered(chat: Chat) -> None:
    begun(chat, 0).says("stop", "stop", kind=KIND)
    assert "wait" not in chat.text and chat.slots["request"] is None


def test_starting_over_forgets_the_answers(chat: Chat) -> None:
    begun(chat, 3).says("stop", "stop", kind=KIND)
    chat.hears("start over", "stop").runs(unfinished.ActionStartOver())
    assert "1 of 8" in asked_again(chat).text


def test_another_customer_sees_nothing_of_it(chat: Chat) -> None:
    begun(chat, 3).says("stop", "stop", kind=KIND)
    chat.settings.shell_customer = "C-2"
    assert "1 of 8" in asked_again(chat).text and "answered already" not in chat.text
