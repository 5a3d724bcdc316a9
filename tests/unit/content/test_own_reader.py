"""Our own workbook and JSON: what is read, and every mistake told at once with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from content.own import is_own_form, read_own, read_sources
from content.records import Content, Step
from content.workbook_writer import write_workbook
from tests.unit.content.samples import SMALL, Rows, problem_of, problems, write_book, write_json


def without_places(content: Content) -> Content:
    intents = tuple(
        replace(intent, place="", examples=tuple(replace(example, place="") for example in intent.examples))
        for intent in content.intents
    )
    return replace(content, intents=intents)


def test_the_workbook_that_we_write_is_read_back_equal(tmp_path: Path) -> None:
    write_workbook(SMALL, {}, tmp_path / "content.xlsx")
    assert without_places(read_sources(tmp_path)) == SMALL


def test_order_of_columns_case_spaces_and_empty_rows_do_not_matter(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["  Example\u00a0", None, "INTENT "],
        [None, None, None],
        [" hi \u00a0", None, "\u00a0greet"],
        [None] * 3,
    ]
    rows.append(["what is an etf", None, "faq_etf"])
    write_book(tmp_path / "content.xlsx", {"examples": rows})
    content = read_sources(tmp_path)
    assert [example.text for example in content.intents[0].examples] == ["hi"]


def test_numbers_dates_and_booleans_are_examples_like_any_other(tmp_path: Path) -> None:
    write_book(
        tmp_path / "content.xlsx",
        {"examples": [["intent", "example"], ["greet", 500], ["greet", True], ["faq_etf", 0.5]]},
    )
    content = read_sources(tmp_path)
    assert [example.text for example in content.intents[0].examples] == ["500", "TRUE"]


def test_every_problem_is_told_at_once_with_file_sheet_row_and_column(tmp_path: Path) -> None:
    write_book(
        tmp_path / "content.xlsx",
        {
            "intents": [
                ["intent", "kind"],
                ["greet", "chatt"],
                ["faq_etf", "faq"],
                ["Faq Bonds!", "faq"],
                ["greet", "chat"],
            ],
            "examples": [
                ["intent", "example"],
                ["greet", "hi"],
                ["greet", "hi"],
                ["faq_eft", "what is it"],
                ["faq_etf", "Hi"],
                ["faq_etf", "pay [last year] (period)"],
                ["faq_etf", None],
                ["faq_etf", "=1+1"],
                [None, "lost"],
            ],
            "answers": [["intent", "answer"], ["greet", "Hello."], ["greet", None]],
            "buttons": [["intent", "title", "intent it sends"], ["greet", "Fees", "feees"]],
            "stories": [
                ["story", "step", "user or bot or slot", "what"],
                ["s", 1, "user", "gret"],
                ["s", 2, "bot", "utter_x"],
            ],
        },
    )
    told = "\n".join(problems(tmp_path))
    for expected in (
        "content.xlsx, sheet 'intents' row 2, column B: unknown kind 'chatt'; did you mean 'chat'?",
        "content.xlsx, sheet 'intents' row 4, column A: 'Faq Bonds!' can't name an intent; write 'faq_bonds'",
        "row 5, column A: intent 'greet' stands there and in content.xlsx, sheet 'intents' row 2",
        "sheet 'examples' row 3, column B: 'hi' stands in content.xlsx, sheet 'examples' row 2 already; delete one",
        "sheet 'examples' row 4, column A: unknown intent 'faq_eft'; did you mean 'faq_etf'?",
        "row 5, column B: 'Hi' stands under the intent 'faq_etf' and in content.xlsx, sheet 'examples' row 2 under",
        "sheet 'examples' row 6, column B: malformed annotation",
        "sheet 'examples' row 7, column B: intent 'faq_etf' has an empty example",
        "sheet 'examples' row 8, column B: holds a formula (=1+1)",
        "sheet 'examples' row 9, column A: the example belongs to no intent",
        "sheet 'answers' row 3, column B: intent 'greet' has an empty answer",
        "sheet 'buttons' row 2, column C: the button 'Fees' sends the unknown intent 'feees'",
        "sheet 'stories' row 2, column D: unknown intent 'gret' in the story 's'; did you mean 'greet'?",
        "sheet 'stories' row 3, column D: unknown answer or action 'utter_x'",
        "sheet 'answers': intent 'faq_etf' has no answer; add a row",
    ):
        assert expected in told, expected


def test_an_intent_without_examples_is_told(tmp_path: Path) -> None:
    assert "intent 'faq_etf' has no examples" in problem_of(
        tmp_path, "examples", [["intent", "example"], ["greet", "hi"]]
    )


def test_a_misspelt_sheet_and_a_misspelt_heading_are_recognised(tmp_path: Path) -> None:
    write_book(
        tmp_path / "content.xlsx",
        {"exmples": [["intent", "example"]], "answers": [["intent", "anwser"], ["greet", "x"]]},
    )
    told = "\n".join(problems(tmp_path))
    assert "sheet 'exmples': is not a sheet that is read; did you mean 'examples'?" in told
    assert "unknown heading 'anwser'; did you mean 'answer'?" in told


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    assert "no column is headed 'answer'" in problem_of(tmp_path, "answers", [["intent", "text"], ["greet", "x"]])


def test_a_damaged_workbook_is_one_plain_problem(tmp_path: Path) -> None:
    (tmp_path / "content.xlsx").write_bytes(b"no zip")
    assert "content.xlsx: can't be read as an Excel workbook" in "\n".join(problems(tmp_path))


def test_an_answer_for_a_name_that_is_no_intent_is_a_response_of_its_own(tmp_path: Path) -> None:
    rows = [
        ["intent", "answer"],
        ["greet", "Hello."],
        ["faq_etf", "A basket."],
        ["fallback_offer_person", "Shall I …?"],
    ]
    write_book(tmp_path / "content.xlsx", {"answers": rows})
    assert [response.name for response in read_sources(tmp_path).responses][-1] == "utter_fallback_offer_person"


def test_an_answer_for_a_misspelt_intent_is_an_error(tmp_path: Path) -> None:
    told = problem_of(tmp_path, "answers", [["intent", "answer"], ["greet", "Hello."], ["faq_eft", "A basket."]])
    assert "unknown intent 'faq_eft'; did you mean 'faq_etf', which has no answer?" in told


def test_facts_are_filled_in_literally_and_once(tmp_path: Path) -> None:
    write_book(
        tmp_path / "content.xlsx",
        {
            "answers": [["intent", "answer"], ["greet", "{{fee}} and {{ phone }}, {fee}"], ["faq_etf", "A basket."]],
            "facts": [["name", "value"], ["fee", 0.0025], ["phone", "{{fee}} \\1"]],
        },
    )
    assert read_sources(tmp_path).responses[0].texts == ("0.0025 and {{fee}} \\1, {fee}",)


def test_an_undeclared_fact_is_an_error_where_facts_are_kept(tmp_path: Path) -> None:
    write_book(
        tmp_path / "content.xlsx",
        {
            "answers": [["intent", "answer"], ["greet", "{{fes}}"], ["faq_etf", "x"]],
            "facts": [["name", "value"], ["fees", "1"]],
        },
    )
    assert "row 2, column B: unknown fact '{{fes}}'; did you mean 'fees'?" in "\n".join(problems(tmp_path))


def test_a_fact_that_is_just_itself_keeps_braces_literal(tmp_path: Path) -> None:
    changes: dict[str, Rows] = {
        "answers": [["intent", "answer"], ["greet", "{{x}} {{ x }}"], ["faq_etf", "x"]],
        "facts": [["name", "value"], ["x", "{{x}}"]],
    }
    write_book(tmp_path / "content.xlsx", changes)
    assert read_sources(tmp_path).responses[0].texts == ("{{x}} {{ x }}",)


@pytest.mark.parametrize("heading", ["kind", "user or bot or slot", "speaker", None])
def test_story_steps_are_told_apart_whatever_heads_their_column(tmp_path: Path, heading: str | None) -> None:
    head = ["story", "step", "what"] if heading is None else ["story", "step", heading, "what"]
    lines = [["rule hello", 1, "User", "greet"], ["rule hello", 2, "bot", "greet"]]
    rows: list[list[Any]] = [head, *([line[:1] + line[2:] for line in lines] if heading is None else lines)]
    write_book(tmp_path / "content.xlsx", {"stories": rows})
    story = read_sources(tmp_path).stories[0]
    assert story.is_rule
    assert story.steps == (Step("user", "greet"), Step("bot", "utter_greet"))


def test_a_synonym_of_two_values_is_an_error(tmp_path: Path) -> None:
    rows = [["entity", "value", "synonym"], ["", "Roth", "ira"], ["", "Rollover", "ira"]]
    assert "'ira' stands for 'Rollover' here and for 'Roth'" in problem_of(tmp_path, "synonyms", rows)


def test_an_unknown_slot_is_an_error_where_slots_are_declared(tmp_path: Path) -> None:
    write_book(tmp_path / "content.xlsx", {"stories": [["story", "kind", "what"], ["s", "slot", "askt=true"]]})
    write_json(tmp_path / "more.json", {"intents": [], "slots": {"asked": {"type": "bool"}}})
    assert "unknown slot 'askt' in the story 's'; did you mean 'asked'?" in "\n".join(problems(tmp_path))


JSON_INTENT = {"tag": "fees", "kind": "portfolio", "action": "action_fees", "patterns": ["fees [last year](period)"]}


def test_workbook_and_json_are_read_as_one(tmp_path: Path) -> None:
    write_book(tmp_path / "content.xlsx", {})
    root = {
        "intents": [{**JSON_INTENT, "responses": []}],
        "synonyms": {"period": {"this year": ["YTD"]}},
        "lookups": {"period": ["last month"]},
        "stories": [{"story": "s", "rule": True, "steps": [{"user": "fees"}, {"bot": "action_fees"}]}],
    }
    write_json(tmp_path / "intents.json", root)
    content = read_sources(tmp_path)
    assert [intent.name for intent in content.intents] == ["greet", "faq_etf", "fees"]
    assert content.synonyms == {("period", "this year"): ("YTD",)}
    assert content.lookups == {"period": ("last month",)}
    assert content.stories[0].is_rule


def test_an_intent_in_two_files_is_an_error_that_names_both(tmp_path: Path) -> None:
    write_book(tmp_path / "content.xlsx", {})
    write_json(tmp_path / "intents.json", {"intents": [{**JSON_INTENT, "tag": "greet"}]})
    assert (
        "intents.json, $.intents[0].tag: intent 'greet' stands there and in content.xlsx, sheet 'intents' row 2; "
        "keep it in one place" in "\n".join(problems(tmp_path))
    )


def test_json_problems_bear_their_path(tmp_path: Path) -> None:
    root = {
        "intents": [
            {"tag": "a", "kind": "faq", "patterns": ["x", 3, None], "respones": ["y"]},
            {"tag": "b", "kind": "portfolio", "patterns": "one", "buttons": [{"title": "t"}]},
            "c",
        ],
        "synonims": {},
    }
    write_json(tmp_path / "intents.json", root)
    told = "\n".join(problems(tmp_path))
    for expected in (
        "intents.json, $.intents[0].respones: unknown key 'respones'; did you mean 'responses'?",
        "intents.json, $.intents[0].patterns[2]: must be a text",
        "intents.json, $.intents[2]: must be an object",
        "intents.json, $.synonims: unknown key 'synonims'; did you mean 'synonyms'?",
        "intents.json, $.intents[1]: intent 'b' has neither action nor answer; fill 'action'",
    ):
        assert expected in told, expected
    assert "intent 'a' has no answer" not in told  # it has one, under the misspelt key
    assert "sheet" not in told
    assert "column" not in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"intents": [}', "intents.json, line 1 column 14: is no JSON"),
        ('{"intents": [], "intents": []}', 'the key "intents" stands twice'),
        ("[]", "$: must be an object"),
        ('{"intents": []}', "nothing to convert"),
    ],
)
def test_unreadable_json_is_told_plainly(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "intents.json").write_text(text, encoding="utf-8")
    assert told in "\n".join(problems(tmp_path))


def test_contexts_that_meet_become_a_story(tmp_path: Path) -> None:
    intents = [
        {"tag": "ask", "patterns": ["may I ask"], "responses": ["Yes?"], "context_set": "asking"},
        {"tag": "more", "patterns": ["tell me"], "responses": ["So:"], "context_filter": "Asking"},
    ]
    write_json(tmp_path / "intents.json", {"intents": intents})
    content = read_sources(tmp_path)
    assert [step.what for step in content.stories[0].steps] == ["ask", "utter_ask", "more", "utter_more"]
    assert content.intents[1].only_in_stories


def test_an_empty_folder_holds_nothing_to_convert(tmp_path: Path) -> None:
    assert "nothing to convert" in "\n".join(problems(tmp_path))


def test_control_characters_are_left_out_with_a_note(tmp_path: Path) -> None:
    intents = [{"tag": "a", "kind": "faq", "patterns": ["x\x07y\ud800"], "responses": ["y"]}]
    (tmp_path / "intents.json").write_text(json.dumps({"intents": intents}), encoding="utf-8")
    reading = read_own([tmp_path])
    assert reading.content.intents[0].examples[0].text == "xy"
    assert any("control characters" in note for note in reading.notes)


def test_our_form_is_told_from_that_of_others(tmp_path: Path) -> None:
    ours = write_book(tmp_path / "ours.xlsx", {})
    theirs = write_json(tmp_path / "theirs.json", {"intents": [{"tag": "a", "patterns": ["x"], "responses": ["y"]}]})
    assert is_own_form([ours])
    assert not is_own_form([theirs])


def test_a_heading_that_stands_twice_is_refused_with_both_columns(tmp_path: Path) -> None:
    rows = [["intent", "example", "Intent", "examples"], ["greet", "hi", "faq_etf", "what"], ["faq_etf", "etf"]]
    write_book(tmp_path / "content.xlsx", {"examples": rows})
    assert problems(tmp_path) == [
        "content.xlsx, sheet 'examples' row 1, column C: the heading 'Intent' stands there and in column A; keep one "
        "of the columns",
        "content.xlsx, sheet 'examples' row 1, column D: the heading 'examples', which means 'example', stands there "
        "and in column B; keep one of the columns",
    ]


def test_columns_that_are_not_read_are_told(tmp_path: Path) -> None:
    rows = [
        ["intent", "heading", None, "act", None],
        ["greet", None, None, None, None],
        ["faq_etf", "x", "stray", None, None],
    ]
    assert read_own([write_book(tmp_path / "content.xlsx", {"intents": rows})]).notes == (
        "content.xlsx, sheet 'intents' row 1, column B: the column 'heading' is none that is read, left out; those "
        "that are read are 'intent', 'title', 'kind', 'action' and 'more'",
        "content.xlsx, sheet 'intents' row 1, column C: has no heading and is left out (cells from row 3 on); head it "
        "'intent', 'title', 'kind', 'action' or 'more'",
        "content.xlsx, sheet 'intents' row 1, column D: the column 'act' is none that is read, left out; did you mean "
        "'action'?",
    )


def test_a_row_with_a_cell_that_cannot_be_read_is_checked_all_the_same(tmp_path: Path) -> None:
    changes: dict[str, Rows] = {
        "intents": [["intent", "kind"], ["greet", "chat"], ["=A1", "fag"], ["faq_etf", "faq"]],
        "examples": [["intent", "example"], ["greet", "hi"], ["faq_etf", "etf"], ["=A1", "an [etf](security"]],
        "answers": [["intent", "answer", "more"], ["greet", "Hi."], ["faq_etf", "A fund."], ["=A1", "x", "{"]],
        "buttons": [["intent", "title", "intent it sends"], ["=A1", "Fees", "faq_eft"], ["greet", None, "=A1"]],
        "stories": [["story", "user or bot or slot", "what"], ["=A1", "usr", "greet"], ["a", "bt", "=A1"]],
    }
    write_book(tmp_path / "content.xlsx", changes)
    told = [problem for problem in problems(tmp_path) if "holds a formula" not in problem]
    assert [problem.split(":")[0].removeprefix("content.xlsx, ") for problem in told] == [
        "sheet 'intents' row 3, column B",
        "sheet 'examples' row 4, column B",
        "sheet 'answers' row 4, column C",
        "sheet 'buttons' row 3, column B",
        "sheet 'stories' row 2, column B",
        "sheet 'stories' row 3, column B",
    ]


def test_marks_are_checked_where_the_intent_is_unknown_or_its_column_missing(tmp_path: Path) -> None:
    rows = [["example"], ["an [etf](security"]]
    told = problem_of(tmp_path, "examples", rows)
    assert "no column is headed 'intent'" in told
    assert "sheet 'examples' row 2, column A: malformed annotation" in told
    told = problem_of(tmp_path, "examples", [["intent", "example"], ["gret", "an [etf](security"], ["faq_etf", "x"]])
    assert "unknown intent 'gret'" in told
    assert "sheet 'examples' row 2, column B: malformed annotation" in told


def test_what_is_neither_yes_nor_no_is_told(tmp_path: Path) -> None:
    answers = [["intent", "answer", "fills slots"], ["greet", "Hi.", "No"], ["faq_etf", "A fund.", "maybe"]]
    stories = [
        ["story", "user or bot or slot", "what", "rule"],
        ["a", "user", "greet", "always"],
        ["a", "bot", "greet"],
    ]
    write_book(tmp_path / "content.xlsx", {"answers": answers, "stories": stories})
    assert problems(tmp_path) == [
        "content.xlsx, sheet 'answers' row 3, column C: 'maybe' is neither yes nor no; write yes, or nothing",
        "content.xlsx, sheet 'stories' row 2, column D: 'always' is neither yes nor no; write yes, or nothing",
    ]
