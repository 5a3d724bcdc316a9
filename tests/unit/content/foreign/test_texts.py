from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.foreign import read_foreign
from content.foreign.cleaning import fold
from content.rasa_project import whole_project_files
from tests.unit.content.foreign.conftest import Read, answers, examples, noted

HOSTILE = [
    "{name} [x] <X>",
    "[a](b)",
    '[a]{"entity": "b"}',
    "- a: b",
    "# no comment",
    "%%HUMAN%% said: yes",
    "{{ 7 * 7 }} ${HOME} `id` __import__('os')",
    "key: value",
    "\"quoted\" 'too'",
    "!!python/object:os.system",
    "&anchor *alias | > @ ?",
    "~",
    "null",
    "\\n \\u0041",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_survive_unchanged(read: Read, text: str) -> None:
    reading = read("a.json", [{"tag": "a", "patterns": [text], "responses": [text]}])
    assert examples(reading) == {"a": [text]}
    assert answers(reading) == {"utter_a": [text]}


PRINTABLE = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co"), blacklist_characters="\ufeff\u2028\u2029")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PRINTABLE.filter(fold), min_size=1, max_size=6), PRINTABLE.filter(fold))
def test_any_text_is_kept_once_but_for_white_space(patterns: list[str], answer: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        path.write_text(json.dumps([{"tag": "a", "patterns": patterns, "responses": [answer]}]), encoding="utf-8")
        reading = read_foreign([path])
    kept = [example.text for example in reading.content.intents[0].examples]
    assert [text.casefold() for text in kept] == list(dict.fromkeys(fold(text).casefold() for text in patterns))
    assert set(kept) <= {fold(text) for text in patterns}
    assert reading.content.responses[0].texts == (answer.strip(),)


def test_examples_become_one_line_and_the_folding_is_told(read: Read) -> None:
    reading = read("a.json", [{"tag": "a", "patterns": [" a\u00a0 b\n\tc\u0000\ufeff ", "  "], "responses": ["x"]}])
    assert examples(reading) == {"a": ["a b c"]}
    assert noted(reading, "$[0].patterns[0]", "folded")
    assert noted(reading, "$[0].patterns[1]", "empty example left out")


def test_repeats_inside_an_intent_are_kept_once_in_any_case(read: Read) -> None:
    reading = read("a.json", [{"tag": "a", "patterns": ["Hi", "hi", "Hi ", "hi there"], "responses": ["x", "x"]}])
    assert examples(reading) == {"a": ["Hi", "hi there"]}
    assert answers(reading) == {"utter_a": ["x"]}
    assert noted(reading, "$[0].patterns[1] and 1 more", "repeated")


def test_answers_keep_their_lines_and_lose_only_their_ends(read: Read) -> None:
    reading = read("a.json", [{"tag": "a", "patterns": ["p"], "responses": ["\r\none: x\r\n\r\n  two\u00a0y \n", " "]}])
    assert answers(reading) == {"utter_a": ["one: x\n\n  two\u00a0y"]}
    assert noted(reading, "$[0].responses[1]", "empty answer")


LINE_ENDS = ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("end", LINE_ENDS)
def test_rare_line_ends_become_plain_ones_and_are_told(read: Read, end: str) -> None:
    entry = {"tag": f"a{end}b", "patterns": [f"c{end}d"], "responses": [f"one{end}two"]}
    reading = read("a.json", [entry])
    assert [intent.title for intent in reading.content.intents] == ["a b"]
    assert examples(reading) == {"a_b": ["c d"]}
    assert answers(reading) == {"utter_a_b": ["one\ntwo"]}
    assert noted(reading, "a.json, $[0]", "folded in a name")
    assert noted(reading, "$[0].patterns[0]", "folded in an example")
    assert noted(reading, "$[0].responses[0]", "rare line ends")
    whole_project_files(reading.content, ["a.json"], answers_unknown=True)  # reads back, and raises where it differs


def test_control_characters_in_answers_are_left_out_and_told(read: Read) -> None:
    reading = read("a.json", [{"tag": "a", "patterns": ["p"], "responses": ["be\x07ll\x00", "x\r\ny\rz"]}])
    assert answers(reading) == {"utter_a": ["bell", "x\ny\nz"]}
    assert noted(reading, "a.json, $[0].responses[0]: rare line ends or control characters")


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("<b>bold</b>", "HTML"),
        ("Hi {name}", "placeholder"),
        ("Hi %%HUMAN%%", "placeholder"),
        ("<HUMAN>!", "placeholder"),
        ("x" * 641, "longer than 640"),
    ],
)
def test_answers_that_may_surprise_are_told(read: Read, answer: str, word: str) -> None:
    reading = read("a.json", [{"tag": "a", "patterns": ["p"], "responses": [answer]}])
    assert answers(reading) == {"utter_a": [answer]}
    assert noted(reading, "$[0].responses[0]", word)


def test_an_example_that_rasa_would_read_as_a_command_is_told(read: Read) -> None:
    reading = read("a.json", [{"tag": "a", "patterns": ["/start"], "responses": ["x"]}])
    assert examples(reading) == {"a": ["/start"]}
    assert noted(reading, "starts with '/'")


def test_lone_surrogates_are_dropped(read: Read) -> None:
    reading = read("a.json", '[{"tag": "a", "patterns": ["x\\ud800y"], "responses": ["\\udfffz"]}]')
    assert examples(reading) == {"a": ["xy"]}
    assert answers(reading) == {"utter_a": ["z"]}
