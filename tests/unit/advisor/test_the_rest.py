"""Long lists: eight rows in the text, the rest on request."""

from __future__ import annotations

from datetime import timedelta

import pytest

from advisor.ask import SHOW_THE_REST, Question, Reply, answer
from advisor.follow_ups.follow_up import FollowUp, follow_up
from tests.fakes.portfolio import FakeRepository, day, deposit
from tests.unit.advisor.world import TODAY, repository


def _with_deposits(count: int) -> FakeRepository:
    first = day("2026-11-01")
    return repository(*(deposit((first + timedelta(days=i % 19)).isoformat(), f"{i + 1}.00") for i in range(count)))


def _more(source: FakeRepository, before: Reply, message: str = SHOW_THE_REST) -> Reply | None:
    assert before.topic is not None
    found = follow_up(before.topic, message, source, customer_id="C-1", today=TODAY)
    if not isinstance(found, FollowUp):
        return None
    return answer(found.question, source, today=TODAY)


def _first(source: FakeRepository) -> Reply:
    return answer(Question("transactions", "C-1", "my activity"), source, today=TODAY)


def test_a_long_list_offers_the_rest_and_tells_each_row_once() -> None:
    source = _with_deposits(60)
    first = _first(source)
    assert "and 52 more" in first.text
    assert (first.buttons[0].title, first.buttons[0].says) == ("Show the other 52", SHOW_THE_REST)
    second = _more(source, first)
    assert second is not None and "(9 to 48 of 60)" in second.text and "and 12 more" in second.text
    third = _more(source, second)
    assert third is not None and "(49 to 60 of 60)" in third.text
    assert third.buttons[0].says is None
    told = [line for reply in (first, second, third) for line in reply.text.splitlines() if "paid in" in line]
    assert len(told) == len(set(told)) == 60
    assert first.facts == second.facts == third.facts
    assert _more(source, third) is None


def test_a_short_list_offers_nothing_more() -> None:
    source = _with_deposits(8)
    first = _first(source)
    assert "more" not in first.text
    assert all(button.says is None for button in first.buttons)
    assert _more(source, first) is None


@pytest.mark.parametrize(
    "message",
    ["show all", "the rest", "Show me the rest please", "more", "and the others?", "show me all of them", "full list"],
)
def test_the_rest_can_be_asked_for_in_other_words(message: str) -> None:
    source = _with_deposits(12)
    reply = _more(source, _first(source), message)
    assert reply is not None and "(9 to 12 of 12)" in reply.text
