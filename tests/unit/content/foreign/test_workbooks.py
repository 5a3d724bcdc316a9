from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from content.foreign import read_foreign
from content.problems import ContentError
from tests.unit.content.foreign.conftest import Read, answers, examples, noted


def test_titles_above_the_heading_blank_rows_and_comments_are_passed_over(read: Read) -> None:
    rows = [
        ["Our questions"],
        [],
        ["No", "Question", "Answer", None],
        [1, "A?", "x"],
        [None],
        [2, "B?", "y", None, "todo"],
    ]
    reading = read("faq.xlsx", {"FAQ": rows})
    assert answers(reading) == {"utter_a": ["x"], "utter_b": ["y"]}
    assert reading.content.intents[1].examples[0].place == "faq.xlsx, sheet 'FAQ' row 6"


def test_numbers_and_dates_are_read_as_one_sees_them(read: Read) -> None:
    rows = [
        ["Question", "Answer"],
        ["How many?", 5.0],
        ["How much?", 2.5],
        ["When?", dt.datetime(2024, 3, 1)],
        ["So?", True],
    ]
    reading = read("faq.xlsx", {"FAQ": rows})
    assert [texts[0] for texts in answers(reading).values()] == ["5", "2.5", "2024-03-01", "TRUE"]


def test_excels_escapes_are_read_as_what_they_stand_for(read: Read) -> None:
    rows = [
        ["Question", "Answer"],
        ["A?_x000D_", "one_x000D_\ntwo_x0007_"],
        ["B_x0041_?", "_x005F_x0041_"],
        ["C?", "_x00"],
    ]
    reading = read("faq.xlsx", {"FAQ": rows})
    assert [texts[0] for texts in examples(reading).values()] == ["A?", "BA?", "C?"]
    assert [texts[0] for texts in answers(reading).values()] == ["one\ntwo", "_x0041_", "_x00"]


def test_all_sheets_are_read_and_notes_left_out(read: Read) -> None:
    pairs = [["Question", "Answer"]]
    reading = read("faq.xlsx", {"A": [*pairs, ["a?", "x"]], "B": [*pairs, ["b?", "y"]], "C": [["just a", "remark"]]})
    assert examples(reading) == {"a": ["a?"], "b": ["b?"]}
    assert noted(reading, "sheet 'C'", "left out")


def test_a_formula_without_a_stored_value_is_told(read: Read) -> None:
    reading = read("faq.xlsx", {"A": [["Question", "Answer"], ["a?", "=1+1"], ["b?", "y"], ["c?", "z"]]})
    assert examples(reading) == {"b": ["b?"], "c": ["c?"]}
    assert noted(reading, "sheet 'A' row 2, column B", "formula")


def test_a_workbook_is_told_by_its_bytes(read: Read, tmp_path: Path) -> None:
    read("faq.xlsx", {"A": [["Question", "Answer"], ["a?", "x"], ["b?", "y"]]})
    renamed = (tmp_path / "faq.xlsx").rename(tmp_path / "faq.json")
    assert len(read_foreign([renamed]).content.intents) == 2


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(ContentError, match=r"a\.xlsx: is a zip archive or a document, not an Excel workbook"):
        read_foreign([path])


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<nonsense")
    with pytest.raises(ContentError, match=r"a\.xlsx: can't be read as a workbook"):
        read_foreign([path])
