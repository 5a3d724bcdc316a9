"""Quotation marks that don't fit cost no row, and are told with their rows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.foreign.stray_quotes import mended_rows
from tests.unit.content.foreign.conftest import Read, answers, examples, noted

ROWS = [["B?", "two"], ["C?", "three"], ["D?", "four"]]
REST = "B?,two\nC?,three\nD?,four\n"


@pytest.mark.parametrize(
    ("line", "question", "answer"),
    [
        ('"He said "hi",x', 'He said "hi', "x"),
        ('"He said "hi" to me",x', 'He said "hi" to me', "x"),
        ('"Hi" means what?,a greeting', '"Hi" means what?', "a greeting"),
        ('"Hi" means what?,a "greeting"', '"Hi" means what?', 'a "greeting"'),
        ('A?,"one', "A?", '"one'),
        ('"A?,one', '"A?', "one"),
        ('"A?,"one"', '"A?', "one"),
        ('A?,"say \\"hi\\", ok"', "A?", 'say "hi", ok'),
        ('12" pipe?,"12" long, or "so"', '12" pipe?', '12" long, or "so'),
    ],
)
def test_a_row_whose_marks_do_not_fit_is_mended_alone_and_told(
    read: Read, line: str, question: str, answer: str
) -> None:
    reading = read("faq.csv", f"Question,Answer\nA first?,one more\n{line}\n{REST}")
    pairs = [
        (texts[0], told[0]) for texts, told in zip(examples(reading).values(), answers(reading).values(), strict=True)
    ]
    assert pairs == [("A first?", "one more"), (question, answer), *map(tuple, ROWS)]
    assert noted(reading, "faq.csv, row 3", "quotation mark")


def test_a_mark_inside_an_unquoted_cell_is_text_and_nothing_to_tell(read: Read) -> None:
    reading = read("faq.csv", f'Question,Answer\nHe said "hi",x\n12" pipe?,y\n{REST}')
    assert [texts[0] for texts in examples(reading).values()][:2] == ['He said "hi"', '12" pipe?']
    assert reading.notes == ()


@pytest.mark.parametrize(
    "text",
    [
        'A?,"one\nB?,two\nC?,"three"\nD?,four\n',
        '"A?,one\nB?,two\nC?,"three"\nD?,four\n',
        '"A?,one\n"B?","two"\n"C?","three"\n"D?","four"\n',
        'A?,"one\nB?,two\nC?,""\nC?,three\nD?,four',
    ],
)
def test_a_mark_that_never_closes_swallows_no_row(read: Read, text: str) -> None:
    reading = read("faq.csv", f"Question,Answer\n{text}")
    found = [texts[0].strip('"') for texts in examples(reading).values()]
    assert found == ["A?", "B?", "C?", "D?"]
    assert noted(reading, "faq.csv, row 2", "never closes")


def test_cells_of_several_lines_are_kept_beside_marks_that_do_not_fit(read: Read) -> None:
    reading = read(
        "faq.csv", 'Question,Answer\nA?,"one\nor, so\n"\nB?,"two\nC?,"he "said" three\nor four"\nD?,"five"\n'
    )
    assert answers(reading) == {
        "utter_a": ["one\nor, so"],
        "utter_b": ['"two'],
        "utter_c": ['he "said" three\nor four'],
        "utter_d": ["five"],
    }


def test_a_well_formed_cell_that_looks_like_rows_is_kept_and_told(read: Read) -> None:
    reading = read("faq.csv", 'Question,Answer\nA?,"one\nB?,two\nC?,three"\nD?,four\nE?,"five\nsix, seven"\n')
    assert answers(reading)["utter_a"] == ["one\nB?,two\nC?,three"]
    assert noted(reading, "faq.csv, row 2", "look like rows")
    assert not noted(reading, "row 4", "look like rows")


def test_a_long_answer_is_kept_and_a_long_cell_of_rows_is_not(read: Read) -> None:
    poem = "\n".join(f"line {number}" for number in range(200))
    rows = "".join(f"{number}?,answer {number}\n" for number in range(200))
    assert answers(read("a.csv", f'Question,Answer\nA?,"{poem}"\nB?,two\n'))["utter_a"] == [poem]
    reading = read("b.csv", f'Question,Answer\nA?,"one\n{rows}B?,two"\n')
    assert len(reading.content.intents) == 202
    assert noted(reading, "b.csv, row 2", "never closes")


def test_the_delimiter_is_told_in_spite_of_a_mark_that_never_closes(read: Read) -> None:
    reading = read("faq.csv", 'Intent;Pattern;Response\ngreet;"hi, you;Hey, you\nbye;bye, you;Ciao, you\n')
    assert examples(reading) == {"greet": ['"hi, you'], "bye": ["bye, you"]}


CELLS = st.text(alphabet=st.sampled_from('a", \n\r;x'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_a_well_formed_text_is_read_as_pythons_reader_does(rows: list[list[str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    read = list(mended_rows(text.getvalue(), delimiter, skip_spaces=False))
    assert [row.cells for row in read] == rows
    assert not any(row.slips for row in read)


@given(st.text(alphabet=st.sampled_from('a",\n '), max_size=60))
def test_no_character_but_marks_and_delimiters_is_lost(text: str) -> None:
    kept = "".join("".join(row.cells) for row in mended_rows(text, ",", skip_spaces=False))
    assert kept.count("a") == text.count("a")
