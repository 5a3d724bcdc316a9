"""Tens of thousands of answers: read back in pieces, nothing left out, no slower for each one more."""

from __future__ import annotations

import pytest
import yaml

from content.rasa_project import own_project_files
from content.rasa_project.in_model import SAMPLE, is_special, through_model
from content.rasa_project.pieces import ENTRIES, pieces, read_in_pieces
from content.rasa_project.read_back import ReadBackError, check_read_back, check_yaml
from content.rasa_project.yaml_text import dump
from content.records import Content, Example, Intent, Response

MANY = ENTRIES + 20


def many(number: int) -> Content:
    names = [f"q{index}" for index in range(number)]
    return Content(
        intents=tuple(Intent(name, examples=(Example(f"what is {name}: - x"), Example(f"{name}?"))) for name in names),
        responses=tuple(Response(f"utter_{name}", (f"{name}:\n- one\n  two", "# {x}")) for name in names),
    )


def test_a_big_file_is_read_in_pieces_that_are_the_whole() -> None:
    files = own_project_files(many(MANY), ["faq.csv"])
    for path in ("data/nlu/faq.yml", "data/rules/rules.yml", "domain.yml"):
        assert len(list(pieces(files[path]))) > 1, path
        assert read_in_pieces(files[path], yaml.safe_load) == yaml.safe_load(files[path]), path


def test_a_small_file_is_one_piece() -> None:
    text = own_project_files(many(3), ["faq.csv"])["domain.yml"]
    assert list(pieces(text)) == [text]


def test_long_keys_do_not_tear_the_pieces() -> None:
    data = {"version": "3.1", "responses": {f"{'x' * 140}{index}": [{"text": "a"}] for index in range(MANY)}}
    text = dump(data, ["faq.csv"])
    assert read_in_pieces(text, yaml.safe_load) == data
    assert len(list(pieces(text))) == 2


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("domain.yml", '"q115:', '"q116:'),
        ("data/nlu/faq.yml", "q115?", "q!"),
        ("data/rules/rules.yml", "action: utter_q115", "action: utter_q116"),
    ],
)
def test_a_difference_in_the_last_piece_stops_the_conversion(path: str, old: str, new: str) -> None:
    content = many(MANY)
    files = own_project_files(content, ["faq.csv"])
    assert old in files[path]
    with pytest.raises(ReadBackError):
        check_read_back(content, files | {path: files[path].replace(old, new)}, fallback="action_did_you_mean")


@pytest.mark.parametrize("torn", ["  utter_q115", "  utter_q116:"])
def test_a_file_that_another_reader_takes_differently_stops_the_conversion(torn: str) -> None:
    data = {"domain.yml": {"version": "3.1", "responses": {f"utter_q{n}": [{"text": "a"}] for n in range(MANY)}}}
    text = dump(data["domain.yml"], ["faq.csv"])
    check_yaml(data, {"domain.yml": text})
    with pytest.raises(ReadBackError, match="nothing was written"):
        check_yaml(data, {"domain.yml": text.replace("  utter_q115:", torn)})


def test_of_a_big_domain_every_special_answer_goes_through_rasas_own_writer() -> None:
    special = dict(enumerate(["C:\\users", "${HOME}", " x", "a\tb", "😀", "é" * 5000], 7))
    responses = {f"utter_{n}": [{"text": special.get(n, "plain: text")}] for n in range(3 * SAMPLE)}
    meant, read = through_model({"version": "3.1", "responses": responses}, is_ascii=False)
    assert meant == read
    assert {f"utter_{number}" for number in special} <= set(meant)
    assert SAMPLE <= len(meant) < len(responses)


def test_a_small_domain_goes_through_whole() -> None:
    responses = {f"utter_{number}": [{"text": "x"}] for number in range(SAMPLE)}
    assert set(through_model({"version": "3.1", "responses": responses}, is_ascii=True)[0]) == set(responses)


def test_what_is_special_is_told_from_what_is_not() -> None:
    assert not any(map(is_special, ["Two lines\nof plain text: # yes", "שלום", "- {x} 'quoted' \"too\" <b>"]))
    assert all(map(is_special, ["\u2028", "a \nb", "a\n b", "\\u0041", "\x85", "x" * 4097]))


def test_reading_pieces_puts_lists_and_mappings_together() -> None:
    data = {"version": "3.1", "intents": [f"i{n}" for n in range(MANY)], "slots": {"s": {"type": "any"}}}

    assert read_in_pieces(dump(data, ["a"]), yaml.safe_load) == data
