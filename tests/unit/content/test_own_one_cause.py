"""One mistake in our own sources is one error, however many rows feel it."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.own import is_own_form, read_own
from content.problems import ContentError
from tests.unit.content.samples import SHEETS, Rows, problems, write_book, write_json

FIVE = [["faq_etf", f"what is an etf {number}"] for number in range(5)]
BUTTONS = [["intent", "title", "intent it sends"], ["faq_etf", "Hello", "greet"], ["faq_etf", "Hi", "greet"]]
FACTS = [["name", "value"], ["phone", "312"], ["advisory_fee", "0.25%"]]


def told(tmp_path: Path, changes: dict[str, Rows]) -> list[str]:
    write_book(tmp_path / "content.xlsx", changes)
    return problems(tmp_path)


def intents(*names: str) -> Rows:
    return [["intent", "kind"], *([name, "faq"] for name in names)]


def test_a_renamed_intent_is_one_error_that_suggests_its_new_name(tmp_path: Path) -> None:
    examples = [["intent", "example"], ["greet", "hi"], *FIVE]
    assert told(tmp_path, {"intents": intents("greet", "faq_etfs"), "examples": examples, "buttons": BUTTONS}) == [
        "content.xlsx, sheet 'examples' row 3, column A: unknown intent 'faq_etf' in 5 examples (rows 3, 4, 5 and 2 "
        "more) and 1 answer (row 3); did you mean 'faq_etfs'? Or add it to the sheet 'intents'"
    ]


def test_a_renamed_intent_is_found_by_its_lack_of_examples_where_the_names_differ(tmp_path: Path) -> None:
    examples = [["intent", "example"], ["greet", "hi"], *FIVE]
    (only,) = told(tmp_path, {"intents": intents("greet", "exchange_funds"), "examples": examples})
    assert only.endswith("is it 'exchange_funds', which has no examples? Or add it to the sheet 'intents'")


def test_a_removed_intent_is_one_error_with_everything_that_names_it(tmp_path: Path) -> None:
    buttons = [["intent", "title", "intent it sends"], ["greet", "ETFs", "faq_etf"]]
    stories = [["story", "user or bot or slot", "what"], ["s", "user", "faq_etf"], ["s", "bot", "greet"]]
    (only,) = told(tmp_path, {"intents": intents("greet"), "buttons": buttons, "stories": stories})
    assert "unknown intent 'faq_etf' in 1 example (row 3), 1 button (row 2), 1 step (row 2) and 1 answer" in only
    assert only.endswith("; add it to the sheet 'intents'")


def test_a_far_name_is_not_suggested(tmp_path: Path) -> None:
    buttons = [["intent", "title", "intent it sends"], ["greet", "A gift", "faq_gift"]]
    (only,) = told(
        tmp_path,
        {
            "intents": intents("greet", "faq_login"),
            "examples": [["intent", "example"], ["greet", "hi"], ["faq_login", "I can't log in"]],
            "answers": [["intent", "answer"], ["greet", "Hello."], ["faq_login", "Try again."]],
            "buttons": buttons,
        },
    )
    assert only.endswith("the button 'A gift' sends the unknown intent 'faq_gift'; add it to the sheet 'intents'")


@pytest.mark.parametrize(
    ("sheet", "new"), [("answers", "Antworten"), ("examples", "Beispiele"), ("intents", "Absichten")]
)
def test_a_renamed_sheet_is_one_error_that_names_the_candidate(tmp_path: Path, sheet: str, new: str) -> None:
    changes: dict[str, Rows] = {sheet: [], new: SHEETS[sheet], "buttons": BUTTONS}
    assert told(tmp_path, changes) == [
        f"content.xlsx: the sheet '{sheet}' is missing; is '{new}' it? Call it '{sheet}'"
    ]


def test_a_misspelt_sheet_is_one_error(tmp_path: Path) -> None:
    (only,) = told(tmp_path, {"answers": [], "anwers": SHEETS["answers"], "buttons": BUTTONS})
    assert "sheet 'anwers': is not a sheet that is read; did you mean 'answers'?" in only


def test_a_sheet_without_a_column_that_it_needs_is_one_error(tmp_path: Path) -> None:
    assert told(tmp_path, {"answers": [["intent", "text"], ["greet", "x"]]}) == [
        "content.xlsx, sheet 'answers' row 1: no column is headed 'answer'; add the heading 'answer'"
    ]


def test_an_intent_without_answer_is_told_once_whatever_its_buttons(tmp_path: Path) -> None:
    assert told(tmp_path, {"answers": [["intent", "answer"], ["greet", "Hi."]], "buttons": BUTTONS}) == [
        "content.xlsx, sheet 'answers': intent 'faq_etf' has no answer; add a row"
    ]


def test_a_missing_answer_of_many_intents_is_one_error(tmp_path: Path) -> None:
    rows = [["intent", "kind", "action"], *([name, "request", "utter_not_yet"] for name in ("greet", "faq_etf"))]
    assert told(tmp_path, {"intents": rows, "answers": [["intent", "answer"], ["not_now", "Later."]]}) == [
        "content.xlsx, sheet 'intents' row 2, column C: intents 'greet' and 'faq_etf' are answered by the unknown "
        "'utter_not_yet'; did you mean 'utter_not_now'?"
    ]


@pytest.mark.parametrize("sheet", ["intents", "examples", "answers"])
def test_a_formula_in_the_column_of_intents_is_only_that(tmp_path: Path, sheet: str) -> None:
    rows = [*SHEETS[sheet][:2], ["=A2", *SHEETS[sheet][2][1:]]]
    assert told(tmp_path, {sheet: rows, "buttons": BUTTONS}) == [
        f"content.xlsx, sheet '{sheet}' row 3, column A: holds a formula (=A2); put the text itself there"
    ]


def test_two_formulas_among_examples_are_two_errors(tmp_path: Path) -> None:
    rows = [*SHEETS["examples"], ["greet", "=1+1"], ["greet", "=2+2"]]
    assert [problem.split("; ")[0][-5:] for problem in told(tmp_path, {"examples": rows})] == ["=1+1)", "=2+2)"]


def test_a_misspelt_key_of_json_is_one_error(tmp_path: Path) -> None:
    intent = {"tag": "a", "kind": "faq", "patterns": ["x"], "respones": ["y"]}
    write_json(tmp_path / "intents.json", {"intents": [intent]})
    assert problems(tmp_path) == [
        "intents.json, $.intents[0].respones: unknown key 'respones'; did you mean 'responses'?"
    ]


def test_errors_of_json_do_not_speak_of_sheets(tmp_path: Path) -> None:
    root = {
        "intents": [
            {
                "tag": "a",
                "kind": "faq",
                "patterns": ["x"],
                "responses": ["y {{phone}}"],
                "buttons": [{"title": "t", "sends": "bb"}, {"title": "t", "sends": ""}],
            }
        ],
        "facts": {"fax": ""},
        "synonyms": {"period": {"": ["x"]}},
        "lookups": {"": ["x"]},
        "stories": [{"story": "", "steps": [{"user": "a"}]}, {"story": "s", "steps": [{"user": "nobody"}]}],
    }
    write_json(tmp_path / "intents.json", root)
    text = "\n".join(problems(tmp_path))
    assert len(text.splitlines()) >= 7
    assert "sheet" not in text
    assert "column" not in text


def test_names_are_quoted_as_they_were_written(tmp_path: Path) -> None:
    rows = [["intent", "kind"], ["greet", "Chatt"], ["faq_etf", "FAQ"]]
    (only,) = told(tmp_path, {"intents": rows})
    assert "unknown kind 'Chatt'; did you mean 'chat'?" in only


@pytest.mark.parametrize("name", [None, "Fakten"])
def test_facts_without_their_sheet_are_one_error(tmp_path: Path, name: str | None) -> None:
    answers = [["intent", "answer"], ["greet", "Call {{phone}}."], ["faq_etf", "{{advisory_fee}} or {{phone}}"]]
    (only,) = told(tmp_path, {"answers": answers, **({name: FACTS} if name else {})})
    assert only == (
        "content.xlsx, sheet 'answers' row 2, column B: 2 answers (rows 2, 3) show facts ('{{phone}}', "
        "'{{advisory_fee}}') and no sheet 'facts' was read; "
        + ("is 'Fakten' it? Call it 'facts'" if name else "add the sheet 'facts'")
    )


def test_an_unknown_fact_in_many_answers_is_one_error(tmp_path: Path) -> None:
    answers = [["intent", "answer"], ["greet", "{{advisory_fees}}"], ["faq_etf", "{{advisory_fees}} {{phone}}"]]
    assert told(tmp_path, {"answers": answers, "facts": FACTS}) == [
        "content.xlsx, sheet 'answers' row 2, column B: unknown fact '{{advisory_fees}}' in 2 answers (rows 2, 3); "
        "did you mean 'advisory_fee'? Or add it to the sheet 'facts'"
    ]


def test_a_name_that_no_fact_can_have_is_not_suggested(tmp_path: Path) -> None:
    answers = [["intent", "answer"], ["greet", "{{my_phone}} {{my_phones}}"], ["faq_etf", "x"]]
    first, second = told(tmp_path, {"answers": answers, "facts": [["name", "value"], ["my phone", "312"]]})
    assert first.endswith("'my phone' can't name a fact; write 'my_phone'")
    assert second.endswith("unknown fact '{{my_phones}}'; add it to the sheet 'facts'")


def test_json_that_nests_too_deep_is_refused_in_one_sentence(tmp_path: Path) -> None:
    deep = tmp_path / "deep.json"
    deep.write_text('{"intents": ' + "[" * 100_000 + "]" * 100_000 + "}", encoding="utf-8")
    assert not is_own_form([deep])
    assert problems(tmp_path) == ["deep.json: it nests deeper than 100 levels"]


def test_deep_json_in_a_cell_is_told_with_its_place(tmp_path: Path) -> None:
    deep = "[" * 9000 + "]" * 9000
    changes: dict[str, Rows] = {
        "slots": [["slot", "definition"], ["s", deep]],
        "answers": [["intent", "answer", "more"], ["greet", "Hi", None], ["faq_etf", "x", deep]],
        "examples": [["intent", "example"], ["greet", "hi"], ["faq_etf", '[x]{"entity": ' + deep + "}"]],
    }
    assert "nests deeper than 100 levels" in "\n".join(told(tmp_path, changes))


def test_our_files_and_those_of_others_are_not_read_together(tmp_path: Path) -> None:
    ours = write_book(tmp_path / "ours.xlsx", {})
    theirs = tmp_path / "faq.csv"
    theirs.write_text("Question,Answer\nhi,hello\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"in Folio's own form and .*faq\.csv is not, so they can't be converted"):
        is_own_form([ours, theirs])


def test_what_is_right_is_not_suspected(tmp_path: Path) -> None:
    write_book(tmp_path / "content.xlsx", {})
    assert read_own([tmp_path]).notes == ()


def test_an_intent_all_of_whose_examples_or_answers_are_wrong_is_told_by_these_alone(tmp_path: Path) -> None:
    examples = [["intent", "example"], ["greet", "hi"], ["faq_etf", "an [etf](security"]]
    answers = [["intent", "answer"], ["greet", "Hello."], ["faq_etf", None]]
    assert told(tmp_path, {"examples": examples, "answers": answers}) == [
        "content.xlsx, sheet 'examples' row 3, column B: malformed annotation '[etf](security': the entity's bracket "
        "is not closed; write it like [last year](period)",
        "content.xlsx, sheet 'answers' row 3, column B: intent 'faq_etf' has an empty answer; write it or delete it",
    ]
