"""Which goal is meant."""

from __future__ import annotations

import pytest

from advisor.dialogue import Mention
from advisor.model import Goal
from advisor.resolve.ask_back import AskBack
from advisor.resolve.goals import goal_meant
from tests.unit.advisor.goals_world import goal

GOALS = (
    goal("G-1", name="Retirement"),
    goal("G-2", name="House down payment"),
    goal("G-3", name="College fund"),
    goal("G-4", name="Trip to Japan"),
)


def _meant(words: str, goals: tuple[Goal, ...] = GOALS, *, message: str | None = None) -> str | AskBack | None:
    mentions = [Mention("goal", words, words)] if words else []
    found = goal_meant(mentions, goals, message=words if message is None else message)
    return found.goal_id if isinstance(found, Goal) else found


@pytest.mark.parametrize(
    ("words", "goal_id"),
    [
        ("Retirement", "G-1"),
        ("retirment", "G-1"),
        ("retire", "G-1"),
        ("early retirement", "G-1"),
        ("house", "G-2"),
        ("down payment", "G-2"),
        ("downpayment", "G-2"),
        ("buying a home", "G-2"),
        ("HOUSE DOWN PAYMENT goal", "G-2"),
        ("college savings", "G-3"),
        ("Emma's college", "G-3"),
        ("education fund", "G-3"),
        ("japan", "G-4"),
        ("G-3", "G-3"),
    ],
)
def test_a_goal_is_found_by_id_name_or_purpose(words: str, goal_id: str) -> None:
    assert _meant(words) == goal_id


@pytest.mark.parametrize("words", ["boat", "lake house", "world trip"])
def test_an_unknown_name_is_asked_back_with_all_there_are(words: str) -> None:
    back = _meant(words)
    assert isinstance(back, AskBack) and words in back.text
    assert [choice.value for choice in back.choices] == ["G-1", "G-2", "G-3", "G-4"]


def test_an_unknown_name_is_asked_back_even_of_one_goal() -> None:
    back = _meant("boat", GOALS[:1])
    assert isinstance(back, AskBack) and [choice.title for choice in back.choices] == ["Retirement"]


def test_a_whole_name_wins_over_a_longer_one() -> None:
    both = (GOALS[0], goal("G-5", name="Early retirement"))
    assert (_meant("retirement", both), _meant("early retirement", both)) == ("G-1", "G-5")


def test_two_goals_of_one_name_are_told_apart_by_their_id() -> None:
    back = _meant("house", (goal("G-1", name="House"), goal("G-2", name="House")))
    assert isinstance(back, AskBack)
    assert [(choice.title, choice.value) for choice in back.choices] == [("House (G-1)", "G-1"), ("House (G-2)", "G-2")]


@pytest.mark.parametrize("words", ["", "my goals", "goal"])
def test_the_only_goal_is_meant_where_none_is_named_and_several_are_asked_back(words: str) -> None:
    assert _meant(words, GOALS[:1]) == "G-1"
    assert isinstance(_meant(words), AskBack)


@pytest.mark.parametrize(
    ("message", "goal_id"),
    [
        ("what if I work 3 years longer", "G-1"),
        ("will the trip to Japan work out", "G-4"),
        ("do I have enough to buy a house", "G-2"),
    ],
)
def test_a_message_tells_the_goal_where_no_name_is_marked(message: str, goal_id: str) -> None:
    assert _meant("", message=message) == goal_id


def test_a_customer_without_goals_has_none_whatever_is_named() -> None:
    assert _meant("retirement", ()) is None


TWINS = (goal("G-1", name="Retirement"), goal("G-2", name="Retirement home"), goal("G-3", name="Trip to Japan"))


@pytest.mark.parametrize(
    ("marked", "message", "goal_id"),
    [
        (["retirement", "home"], "am I on track with the retirement home", "G-2"),
        (["retirement"], "am I on track with the retirement home", "G-2"),
        (["retirement"], "am I on track for retirement", "G-1"),
        ([], "will we make it to japan", "G-3"),
    ],
)
def test_the_whole_name_in_the_message_counts_more_than_a_marked_part(
    marked: list[str], message: str, goal_id: str
) -> None:
    found = goal_meant([Mention("goal", text, text) for text in marked], TWINS, message=message)
    assert isinstance(found, Goal) and found.goal_id == goal_id


def test_a_word_said_of_any_plan_names_no_goal() -> None:
    plans = (goal("G-1", name="Income until 95"), goal("G-2", name="Boat"))
    assert isinstance(goal_meant([], plans, message="what if I pay in until December"), AskBack)


@pytest.mark.parametrize(("words", "goal_id"), [("g-12", "G-12"), ("G-1-2", "G-1-2"), ("G1", "G-1"), ("G-1", "G-1")])
def test_an_id_is_told_to_the_letter(words: str, goal_id: str) -> None:
    alike = (goal("G-1"), goal("G-12", name="House"), goal("G-1-2", name="Car"), goal("G-2", name="College 2030"))
    assert _meant(words, alike) == goal_id


@pytest.mark.parametrize("words", ["G-5", "G-13", "G-", "college fund 2031"])
def test_an_unknown_id_or_year_is_asked_back(words: str) -> None:
    back = _meant(words, (*GOALS[:2], goal("G-3", name="College fund 2030")))
    assert isinstance(back, AskBack) and len(back.choices) == 3
