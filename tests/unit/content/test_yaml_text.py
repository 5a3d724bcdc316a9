"""What is written as YAML is read as it was meant, by whatever rules the reader takes words."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from content.rasa_project.yaml_text import Block, dump, first_line, lines

BARE = {"greet", "utter_faq_etf", "text", "_x1"}
WORDS = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"]

texts = st.text(max_size=12) | st.sampled_from(
    [
        "",
        " x ",
        "a\nb",
        "\x85\u2028\u2029\ufeff\xa0\x7f\x1b",
        "😀",
        "\ufffe",
        "Greet",
        "x" * 140,
        "1e3",
        "${HOME}",
        *WORDS,
    ]
)
names = texts | st.sampled_from(sorted(BARE))
scalars = names | st.booleans() | st.none() | st.integers() | st.floats(allow_nan=False)
blocks = st.lists(st.text("ab é:#-'\"\\", min_size=1, max_size=9), min_size=1, max_size=3).map(lines)
values = st.recursive(
    scalars | blocks,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=9,
)


def body(data: dict[str, Any]) -> str:
    return dump(data, ["a.xlsx"]).removeprefix(first_line(["a.xlsx"]))


@given(st.dictionaries(names, values, min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_as_it_was_meant(data: dict[str, Any]) -> None:
    assert yaml.safe_load(body(data)) == data


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("version", [(1, 1), (1, 2)])
def test_words_stay_words_in_either_version_of_yaml(word: str, version: tuple[int, int]) -> None:
    reader = YAML(typ="safe")
    reader.version = version
    assert reader.load(body({word: [word]})) == {word: [word]}


def test_names_are_bare_texts_are_quoted_and_examples_stand_one_a_line() -> None:
    data = {"intent": "greet", "text": "Hello: you", "examples": lines(["hi 😀", "a: b"]), "list": ["x", "${HOME}"]}
    assert body(data) == (
        'intent: greet\ntext: "Hello: you"\nexamples: |\n  - hi 😀\n  - a: b\nlist:\n- x\n- "${HOME}"\n'
    )


def test_the_same_text_twice_is_written_twice() -> None:
    again = Block("- x\n")
    assert "&" not in body({"a": again, "b": again}) and "*" not in body({"a": again, "b": again})


def test_the_first_line_holds_a_character_that_is_not_ascii() -> None:
    assert not first_line(["a.xlsx"]).isascii()
