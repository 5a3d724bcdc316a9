from __future__ import annotations

from typing import Any

import pytest

from tests.unit.content.foreign.conftest import Read, answers, examples, noted

GREET = {"tag": "greet", "patterns": ["hi", "hello"], "responses": ["hey"]}
BYE = {"tag": "bye", "patterns": ["bye"], "responses": ["see you", "ciao"]}
EXAMPLES = {"greet": ["hi", "hello"], "bye": ["bye"]}
ANSWERS = {"utter_greet": ["hey"], "utter_bye": ["see you", "ciao"]}


def renamed(entry: dict[str, Any], **keys: str) -> dict[str, Any]:
    return {keys.get(key, key): value for key, value in entry.items()}


@pytest.mark.parametrize(
    "root",
    [
        {"intents": [GREET, BYE]},
        [GREET, BYE],
        {"intents": {"greet": GREET, "bye": BYE}},
        {"intents": {"greet": renamed(GREET, tag="note"), "bye": renamed(BYE, tag="note")}},
        {"greet": renamed(GREET, tag="note"), "bye": renamed(BYE, tag="note")},
        {"objective": [GREET, BYE]},
        {"version": "1", "bot": {"nlu": {"intents": [GREET, BYE]}}},
        {"smalltalk": [GREET], "other": [BYE]},
        {
            "intents": [renamed(GREET, responses="x"), renamed(BYE, responses="x")],
            "responses": {"greet": ["hey"], "utter_bye": ["see you", "ciao"]},
        },
        {
            "patterns": {"greet": ["hi", "hello"], "bye": ["bye"]},
            "responses": {"greet": ["hey"], "bye": ["see you", "ciao"]},
        },
    ],
)
def test_intents_are_found_under_any_root(read: Read, root: Any) -> None:
    reading = read("intents.json", root)
    assert examples(reading) == EXAMPLES
    assert answers(reading) == ANSWERS


@pytest.mark.parametrize("name", ["tag", "Tag", "intent", "name", "Name", "type", "category", "intent_name", "TAG"])
@pytest.mark.parametrize(
    "pattern", ["patterns", "Patterns", "text", "questions", "examples", "example_queries", "samples", "keywords"]
)
@pytest.mark.parametrize("answer", ["responses", "Responses", "answers", "output"])
def test_keys_are_told_by_the_alias_table_in_any_case(read: Read, name: str, pattern: str, answer: str) -> None:
    keys = {"tag": name, "patterns": pattern, "responses": answer}
    reading = read("intents.json", {"intents": [renamed(GREET, **keys), renamed(BYE, **keys)]})
    assert examples(reading) == EXAMPLES
    assert answers(reading) == ANSWERS


def test_what_is_no_entry_among_entries_is_told(read: Read) -> None:
    reading = read("a.json", {"intents": [GREET, "thanks", 5, None, BYE]})
    assert examples(reading) == EXAMPLES
    assert noted(reading, "a.json, $.intents[1] and 1 more", "left out")
    beside = read("a.json", {"intents": [GREET, BYE], "jokes": ["Knock, knock", "Who is there?"]})
    assert noted(beside, "a.json, $.jokes", "belong to no intent")


def test_a_string_stands_for_a_list_of_one(read: Read) -> None:
    reading = read("a.json", [{"tag": "a", "patterns": "hi; you", "responses": "x"}, BYE])
    assert examples(reading)["a"] == ["hi; you"]
    assert answers(reading)["utter_a"] == ["x"]


def test_an_object_of_lists_is_read_as_names_and_examples(read: Read) -> None:
    reading = read("a.json", {"greet": ["hi", "hello"], "bye": ["bye"]})
    assert examples(reading) == EXAMPLES
    assert answers(reading) == {}
    assert noted(reading, "a.json", "for understanding only")


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ({"intents": {"greet": "hi", "bye": "so long"}}, {"greet": ["hi"], "bye": ["so long"]}),
        ({"intents": {"greet": ["hi", "yo"], "bye": "so long"}}, {"greet": ["hi", "yo"], "bye": ["so long"]}),
        (
            {"intents": {"greet": "hi", "request": ["can I"], "a": "b"}},
            {"greet": ["hi"], "request": ["can I"], "a": ["b"]},
        ),
        (
            {"intents": {"greet": {"patterns": ["hi"]}, "bye": "ciao", "rules": ["why"]}},
            {"greet": ["hi"], "bye": ["ciao"], "rules": ["why"]},
        ),
        (
            {"intents": {"rules": {"patterns": ["why"]}, "bye": {"patterns": ["ciao"]}}},
            {"rules": ["why"], "bye": ["ciao"]},
        ),
        ({"intents": [{"greet": "hi"}, {"bye": ["ciao"]}]}, {"greet": ["hi"], "bye": ["ciao"]}),
        ({"intents": {"greet": "hi", "bye": "ciao", "lost": None}}, {"greet": ["hi"], "bye": ["ciao"]}),
    ],
)
def test_under_intents_every_key_is_a_name(read: Read, root: Any, expected: dict[str, list[str]]) -> None:
    reading = read("a.json", root)
    assert examples(reading) == expected
    assert answers(reading) == {}


def test_an_object_of_strings_is_read_as_questions_and_answers(read: Read) -> None:
    reading = read("a.json", {"How are you?": "Fine.", "who made you": "People.", "hi": "Hello."})
    assert examples(reading) == {"how_are_you": ["How are you?"], "who_made_you": ["who made you"], "hi": ["hi"]}
    assert answers(reading)["utter_who_made_you"] == ["People."]


@pytest.mark.parametrize("wrap", ["faqs", "data", "qa", "questions"])
def test_pairs_are_gathered_by_answer_and_named_from_the_question(read: Read, wrap: str) -> None:
    pairs = [
        {"id": 1, "question": "What is a fund?", "answer": "A basket."},
        {"id": 2, "question": "What is a bond?", "answer": "A loan."},
        {"id": 3, "question": "Explain funds", "answer": "A basket."},
    ]
    reading = read("faq.json", {wrap: pairs})
    assert examples(reading) == {
        "what_is_a_fund": ["What is a fund?", "Explain funds"],
        "what_is_a_bond": ["What is a bond?"],
    }
    assert [intent.title for intent in reading.content.intents] == ["What is a fund?", "What is a bond?"]


def test_nested_objects_nulls_and_numbers_are_read(read: Read) -> None:
    entry = {
        "tag": "a",
        "patterns": [{"text": "one", "lang": "en"}, None, 5, 1.50, ["two"], {"utterance": "three"}, True],
        "responses": [{"text": "A"}, {"type": "image", "url": "u"}, None],
    }
    reading = read("a.json", [entry, BYE])
    assert examples(reading)["a"] == ["one", "5", "1.5", "two", "three", "true"]
    assert answers(reading)["utter_a"] == ["A"]
    assert noted(reading, "$[0].patterns[1]", "empty example")
    assert noted(reading, "$[0].responses[1]", "without a text")


def test_numbers_keep_the_form_in_which_they_are_written(read: Read) -> None:
    reading = read("a.json", '[{"tag": "a", "patterns": [1.50, 7e1], "responses": [0.10]}]')
    assert examples(reading) == {"a": ["1.50", "7e1"]}
    assert answers(reading) == {"utter_a": ["0.10"]}


def test_a_key_given_twice_loses_nothing(read: Read) -> None:
    text = (
        '{"intents": {"a": {"patterns": ["1"], "responses": ["x"]}, "b": {"patterns": ["2"], "responses": ["z"]},'
        ' "a": {"patterns": ["3"], "responses": ["y"]}}}'
    )
    reading = read("a.json", text)
    assert examples(reading) == {"a": ["1", "3"], "b": ["2"]}
    assert answers(reading)["utter_a"] == ["x", "y"]


@pytest.mark.parametrize(
    "text",
    [
        '{"intents": {"greet": ["hi"], "bye": "ciao", "greet": ["yo"]}}',
        '{"intents": {"greet": "hi", "bye": "ciao", "greet": "yo"}}',
        '{"intents": {"greet": ["hi"], "bye": "ciao", "greet": "yo"}}',
        '{"greet": ["hi"], "bye": ["ciao"], "greet": ["yo"]}',
        '{"intents": {"greet": {"patterns": "hi"}, "bye": ["ciao"], "greet": "yo"}}',
    ],
)
def test_a_name_given_twice_in_one_object_loses_nothing_and_is_told(read: Read, text: str) -> None:
    reading = read("a.json", text)
    assert examples(reading) == {"greet": ["hi", "yo"], "bye": ["ciao"]}
    assert noted(reading, "'greet' 2 times")


def test_parts_of_an_intent_given_twice_are_put_together_and_a_second_name_is_told(read: Read) -> None:
    text = '[{"tag": "a", "patterns": ["1"], "patterns": ["2"], "responses": "x", "responses": "y", "tag": "b"}]'
    reading = read("a.json", text)
    assert examples(reading) == {"a": ["1", "2"]}
    assert answers(reading) == {"utter_a": ["x", "y"]}
    assert noted(reading, "$[0]", "'patterns' 2 times")
    assert noted(reading, "$[0]", "'tag' 2 times", "'a', 'b'", "the first stands")


def test_a_question_given_twice_with_two_answers_is_a_conflict(read: Read) -> None:
    text = '{"How are you?": "Fine", "Who?": "Me", "How are you?": "Bad"}'
    assert answers(read("a.json", text)) == {"utter_who": ["Me"]}
    assert noted(read("a.json", text), "'How are you?' has 2 different answers")


def test_a_fallback_at_the_root_is_the_fallback_answer(read: Read) -> None:
    reading = read("a.json", {"intents": [GREET, BYE], "fallback": ["Sorry?"]})
    assert answers(reading)["utter_default"] == ["Sorry?"]
    assert set(examples(reading)) == {"greet", "bye"}


@pytest.mark.parametrize(
    "root",
    [
        {"rasa_nlu_data": {"common_examples": [{"text": "hi", "intent": "greet"}, {"text": "bye", "intent": "bye"}]}},
        {
            "intents": [
                {"displayName": "greet", "trainingPhrases": [{"parts": [{"text": "h"}, {"text": "i"}]}]},
                {"displayName": "bye", "trainingPhrases": [{"parts": [{"text": "bye"}]}]},
            ]
        },
        {
            "intents": {
                "greet": {"utterances": [{"data": [{"text": "h"}, {"text": "i", "entity": "e"}]}]},
                "bye": {"utterances": [{"data": [{"text": "bye"}]}]},
            },
            "entities": {"e": {"data": [{"value": "i", "synonyms": ["y"]}]}},
        },
        {
            "intents": [{"name": "greet"}, {"name": "bye"}],
            "utterances": [{"text": "hi", "intent": "greet"}, {"text": "bye", "intent": "bye"}],
        },
        {
            "interactionModel": {
                "languageModel": {
                    "intents": [{"name": "greet", "samples": ["hi"]}, {"name": "bye", "samples": ["bye"]}],
                    "types": [{"name": "City", "values": [{"name": {"value": "Rome"}}]}],
                }
            }
        },
        {"train": [["hi", "greet"], ["hi you", "greet"], ["bye", "bye"], ["bye you", "bye"]]},
        '{"text": "hi", "intent": "greet"}\n{"text": "bye", "intent": "bye"}\n',
    ],
    ids=["rasa 1", "dialogflow", "snips", "luis", "alexa", "pairs", "json lines"],
)
def test_exports_of_other_tools_are_read(read: Read, root: Any) -> None:
    found = examples(read("export.json", root))
    assert list(found) == ["greet", "bye"]
    assert found["greet"][0] == "hi"
    assert found["bye"][0] == "bye"


def test_columns_side_by_side_are_read_as_rows(read: Read) -> None:
    expected = {"utter_a": ["x"], "utter_b": ["y"], "utter_c": ["z"]}
    by_row = {"question": {"0": "a?", "1": "b?", "2": "c?"}, "answer": {"0": "x", "1": "y", "2": "z"}}
    assert answers(read("a.json", by_row)) == expected
    assert answers(read("a.json", {"questions": ["a?", "b?", "c?"], "answers": ["x", "y", "z"]})) == expected
    by_name = {"patterns": {"a": ["1"], "b": ["2"], "c": ["3"]}, "responses": {"a": ["x"], "b": ["y"], "c": ["z"]}}
    assert answers(read("a.json", by_name)) == expected


def test_buttons_lead_to_intents_of_the_file_or_say_their_title(read: Read) -> None:
    menu = {"tag": "menu", "patterns": ["menu"], "responses": ["Pick"], "buttons": ["bye", "nowhere"]}
    reading = read("a.json", [menu | {"quick_replies": [{"title": "Hello!", "payload": "/greet"}]}, GREET, BYE])
    buttons = reading.content.responses[0].buttons
    assert [(button.title, button.sends) for button in buttons] == [
        ("bye", "bye"),
        ("nowhere", '"nowhere"'),
        ("Hello!", "greet"),
    ]
    assert noted(reading, "'nowhere'", "leads to no intent")


def test_intents_without_answers_are_listed(read: Read) -> None:
    reading = read("a.json", [GREET, {"tag": "silent", "patterns": ["psst"]}])
    assert "utter_silent" not in answers(reading)
    assert noted(reading, "1 intent has no answer", "'silent'")


def test_the_same_name_twice_is_put_together(read: Read) -> None:
    again = {"tag": "greet", "patterns": ["hey", "yo"], "responses": ["hey", "yo"]}
    reading = read("a.json", [GREET, BYE, again])
    assert examples(reading)["greet"] == ["hi", "hello", "hey", "yo"]
    assert answers(reading)["utter_greet"] == ["hey", "yo"]
    assert noted(reading, "$[2]", "'greet' occurs again", "$[0]")


def test_reading_twice_gives_the_same(read: Read) -> None:
    root = {"intents": [GREET, BYE, {"tag": "x y", "patterns": ["hi"], "responses": []}]}
    assert read("a.json", root) == read("a.json", root)
