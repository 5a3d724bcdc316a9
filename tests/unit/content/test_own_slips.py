"""What is right by its form and probably a slip is a warning, with what may have been meant."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.boundary import BOUNDARY
from content.own import read_own
from content.own.code_names import ACTIONS_OF_CODE, ANSWERS_OF_CODE
from content.workbook_writer import write_workbook
from tests.unit.content.samples import SHEETS, SMALL, Rows, write_book, write_json

ROOT = Path(__file__).parents[3]
FACTS = [["name", "value"], ["phone", "312"]]


def notes(tmp_path: Path, changes: dict[str, Rows]) -> str:
    write_book(tmp_path / "content.xlsx", changes)
    return "\n".join(read_own([tmp_path]).notes)


def answers(*rows: list[str]) -> dict[str, Rows]:
    return {"answers": [*SHEETS["answers"], *rows]}


def test_an_answer_under_a_misspelt_intent_that_has_others_is_told(tmp_path: Path) -> None:
    assert notes(tmp_path, answers(["faq_eft", "Or so."])) == (
        "content.xlsx, sheet 'answers' row 4, column A: 'faq_eft' is no intent, and no story, rule, action or button "
        "refers to it; did you mean 'faq_etf'?"
    )


def test_a_misspelt_answer_of_the_code_is_told_and_the_right_one_is_not(tmp_path: Path) -> None:
    told = notes(tmp_path, answers(["log_in_frist", "Please log in."], ["not_yet", "Not yet."]))
    assert "'log_in_frist' is no intent" in told
    assert "did you mean 'log_in_first'?" in told
    assert "not_yet" not in told


def test_an_answer_that_a_story_or_an_intent_uses_is_not_told(tmp_path: Path) -> None:
    changes: dict[str, Rows] = {
        "intents": [["intent", "kind", "action"], ["greet", "chat", "utter_welcome"], ["faq_etf", "faq", None]],
        "stories": [["story", "user or bot or slot", "what"], ["s", "user", "greet"], ["s", "bot", "and_more"]],
    }
    rows = answers(["welcome", "Welcome."], ["and_more", "And more."])
    assert notes(tmp_path, {**changes, **rows}) == ""


def test_the_names_of_the_code_are_those_that_it_has() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "actions").rglob("*.py")))
    uttered = set(re.findall(r'"utter_(\w+)"', code))
    assert ANSWERS_OF_CODE - {"request_not_yet"} <= uttered  # that one is named by intents.json
    intents = {"greet", "stop", "out_of_scope", "affirm", "deny", "feedback_negative"}
    assert uttered - ANSWERS_OF_CODE <= intents
    boundary = {f"action_{intent}" for intent in BOUNDARY}  # built from the intents' names
    assert set(re.findall(r'"(action_\w+)"', code)) | boundary >= ACTIONS_OF_CODE


def test_our_own_content_gives_no_warning() -> None:
    assert read_own([ROOT / "data/source"]).notes == ()


def test_an_entity_that_occurs_once_and_is_near_to_another_is_told(tmp_path: Path) -> None:
    marked = [["faq_etf", f"what is [VTI](security) {number}"] for number in range(4)]
    rows = [*SHEETS["examples"], *marked, ["faq_etf", "and [BND](securty)"], ["faq_etf", "in [May](month)"]]
    assert notes(tmp_path, {"examples": rows}) == (
        "content.xlsx, sheet 'examples' row 8: the entity 'securty' occurs only here; did you mean 'security'?"
    )


@pytest.mark.parametrize(
    ("action", "meant"), [("action_gret", "action_greet"), ("action_fee_paid", "action_fees_paid")]
)
def test_an_action_near_to_one_of_the_code_is_told(tmp_path: Path, action: str, meant: str) -> None:
    intent = {"tag": "fees_paid", "kind": "portfolio", "action": "action_fees_paid", "patterns": ["my fees"]}
    write_json(tmp_path / "intents.json", {"intents": [intent]})
    rows = [["intent", "kind", "action"], ["greet", "chat", action], ["faq_etf", "faq", "action_of_ours"]]
    assert notes(tmp_path, {"intents": rows}) == (
        f"content.xlsx, sheet 'intents' row 2, column C: the action '{action}' is none that the code has; "
        f"did you mean '{meant}'?"
    )


def test_an_example_that_starts_with_a_slash_is_told(tmp_path: Path) -> None:
    rows = [*SHEETS["examples"], ["greet", "/greet"]]
    assert "row 4: an example starts with '/', which Rasa reads as a command" in notes(tmp_path, {"examples": rows})


def test_examples_that_differ_in_capitals_only_are_told_once(tmp_path: Path) -> None:
    rows = [*SHEETS["examples"], ["greet", "HI"], ["greet", "Hi"]]
    assert notes(tmp_path, {"examples": rows}) == (
        "content.xlsx, sheet 'examples' row 4: 2 examples of 'greet' (rows 4, 5) differ from another in capitals or "
        "white space only"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{phone}", "'{phone}' is shown as it stands; the fact is written '{{phone}}'"),
        (
            "{{phone} {{phone}}",
            "'{{phone}' is not closed by '}}', so it is shown as it stands; did you mean '{{phone}}'?",
        ),
        ("{{phone", "'{{phone' is not closed by '}}'"),
        ("{{my phone}}", "'{{my phone}}' is no name of a fact"),
    ],
)
def test_braces_that_may_have_been_meant_as_a_fact_are_told(tmp_path: Path, text: str, told: str) -> None:
    rows = answers(["greet", f"Call {text}"], ["greet", "{{phone}}"])
    assert f"content.xlsx, sheet 'answers' row 4, column B: {told}" in notes(tmp_path, {**rows, "facts": FACTS})


def test_other_braces_are_ordinary_text(tmp_path: Path) -> None:
    assert notes(tmp_path, {**answers(["greet", "{x} {{phone}} {} }}"]), "facts": FACTS}) == ""


def test_a_slot_in_an_answer_that_fills_slots_is_no_slip(tmp_path: Path) -> None:
    rows: Rows = [["intent", "answer", "fills slots"], ["greet", "Hi {phone} {{x}}", "yes"], ["faq_etf", "x", None]]
    changes: dict[str, Rows] = {"answers": rows, "slots": [["slot", "definition"], ["phone", '{"type": "text"}']]}
    assert notes(tmp_path, changes) == ""


def test_literal_braces_survive_the_way_through_a_workbook(tmp_path: Path) -> None:
    first = replace(SMALL.responses[0], texts=("Use {{name}} and {{ name }}.", "{x}"))
    content = replace(SMALL, responses=(first, *SMALL.responses[1:]))
    write_workbook(content, {}, tmp_path / "content.xlsx")
    assert read_own([tmp_path]).content.responses == content.responses
