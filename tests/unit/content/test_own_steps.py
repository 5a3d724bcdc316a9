"""Steps of stories and rules in our own workbook: their order, and those of Rasa's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from content.own import read_own
from content.problems import ContentError
from content.rasa_project import whole_project_files
from tests.unit.content.samples import problems, write_book

RASA_STEPS = [
    ["story", "user or bot or slot", "what"],
    ["rule fees", "rasa", '{"condition": [{"active_loop": "trip_form"}]}'],
    ["rule fees", "rasa", '{"or": [{"intent": "greet"}, {"intent": "faq_etf"}]}'],
    ["rule fees", "rasa", '{"active_loop": null}'],
    ["rule fees", "bot", "greet"],
    ["rule fees", "rasa", '{"wait_for_user_input": false}'],
]
FORM = [["form", "definition"], ["trip_form", '{"required_slots": []}']]


def test_a_step_of_rasas_own_stands_in_the_rule_as_it_is(tmp_path: Path) -> None:
    book = write_book(tmp_path / "content.xlsx", {"stories": RASA_STEPS, "forms": FORM})
    files = whole_project_files(read_own([book]).content, ["content.xlsx"], answers_unknown=False)
    assert yaml.safe_load(files["data/rules/rules.yml"])["rules"] == [
        {
            "rule": "rule fees",
            "condition": [{"active_loop": "trip_form"}],
            "wait_for_user_input": False,
            "steps": [
                {"or": [{"intent": "greet"}, {"intent": "faq_etf"}]},
                {"active_loop": None},
                {"action": "utter_greet"},
            ],
        }
    ]
    assert yaml.safe_load(files["domain.yml"])["forms"] == {"trip_form": {"required_slots": []}}


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("active_loop: x", "is no JSON"),
        ("[]", "is no JSON object"),
        ('{"chekpoint": "x"}', "unknown key 'chekpoint'; did you mean 'checkpoint'?"),
        ('{"or": {}}', "{} under 'or'; write a list"),
        ('{"or": ["greet"]}', "\"greet\" under 'or'; write an object"),
        ('{"slot_was_set": [1]}', "1 under 'slot_was_set'"),
        ('{"condition": [], "action": "utter_greet"}', "give that a row of its own"),
        ('{"active_loop": "trip_fomr"}', "unknown form 'trip_fomr' in the story 'a'; did you mean 'trip_form'?"),
        ('{"or": [{"intent": "gret"}]}', "unknown intent 'gret' in the story 'a'; did you mean 'greet'?"),
    ],
)
def test_a_step_of_rasas_own_that_is_wrong_is_told_with_its_cell(step: str, told: str, tmp_path: Path) -> None:
    rows = [["story", "user or bot or slot", "what"], ["a", "rasa", step], ["a", "bot", "greet"]]
    book = write_book(tmp_path / "content.xlsx", {"stories": rows, "forms": FORM})
    with pytest.raises(ContentError) as raised:
        read_own([book])
    assert [str(problem) for problem in raised.value.problems if told in str(problem)]
    assert len(raised.value.problems) == 1
    assert "sheet 'stories' row 2, column C" in str(raised.value)


STEPS: list[list[Any]] = [
    ["story", "step", "user or bot or slot", "what"],
    ["a", 10, "bot", "faq_etf"],
    ["b", None, "user", "greet"],
    ["a", 9.5, "user", "faq_etf"],
    ["a", "2.", "bot", "greet"],
    ["b", None, "bot", "greet"],
    ["a", 1, "user", "greet"],
]


def test_steps_stand_in_the_order_of_their_numbers_else_in_that_of_their_rows(tmp_path: Path) -> None:
    stories = read_own([write_book(tmp_path / "content.xlsx", {"stories": STEPS})]).content.stories
    assert {story.name: [step.what for step in story.steps] for story in stories} == {
        "a": ["greet", "utter_greet", "faq_etf", "utter_faq_etf"],
        "b": ["greet", "utter_greet"],
    }


def test_steps_without_a_number_or_with_one_twice_are_told_with_their_cells(tmp_path: Path) -> None:
    rows = [*STEPS[:2], ["a", "two", "user", "greet"], ["a", None, "bot", "greet"], ["a", 10, "user", "faq_etf"]]
    write_book(tmp_path / "content.xlsx", {"stories": rows})
    assert problems(tmp_path) == [
        "content.xlsx, sheet 'stories' row 3, column B: 'two' is no number of a step; number all steps of 'a', or none",
        "content.xlsx, sheet 'stories' row 4, column B: a step of 'a' has no number; number all steps of 'a', or none",
        "content.xlsx, sheet 'stories' row 5, column B: step 10 of the story 'a' stands there and in content.xlsx, "
        "sheet 'stories' row 2; number the steps one by one",
    ]
