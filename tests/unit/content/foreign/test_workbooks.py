from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
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
    assert noted(reading, "faq.xlsx, sheet 'FAQ' row 6", "right of the table left out")


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


def test_numbers_and_dates_are_read_in_their_formats(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["Question", "Answer"])
    shown = {
        "How much?": (0.25, "0.00%", "25.00%"),
        "What price?": (1234.5, '"$"#,##0.00', "$1,234.50"),
        "When?": (dt.datetime(2024, 3, 1), "DD/MM/YYYY", "01/03/2024"),
        "What time?": (dt.time(9, 30), "h:mm", "09:30"),
        "How long?": (dt.timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
        "Which code?": (7, "000", "007"),
    }
    for question, (value, number_format, _) in shown.items():
        page.append([question, value])
        page.cell(page.max_row, 2).number_format = number_format
    book.save(tmp_path / "faq.xlsx")
    reading = read_foreign([tmp_path / "faq.xlsx"])
    found = {
        intent.title: response.texts[0]
        for intent, response in zip(reading.content.intents, reading.content.responses, strict=True)
    }
    assert found == {question: text for question, (_, _, text) in shown.items()}


def test_error_values_are_told_with_their_cells_and_name_no_intent(read: Read) -> None:
    rows = [
        ["Intent", "Patterns", "Responses"],
        ["#N/A", "lost", "#REF!"],
        ["greet", "hi", "#VALUE!"],
        ["bye", "bye", "Ciao"],
        ["=A1", "lost too", "x"],
    ]
    reading = read("faq.xlsx", {"FAQ": rows})
    assert examples(reading) == {"greet": ["hi"], "bye": ["bye"]}
    for place, what in (
        ("row 2, column A", "#N/A"),
        ("row 2, column C", "#REF!"),
        ("row 3, column C", "#VALUE!"),
        ("row 5, column A", "formula"),
    ):
        assert noted(reading, f"faq.xlsx, sheet 'FAQ' {place}", what)
    assert noted(reading, "sheet 'FAQ' row 2:", "which intent it belongs to")
    assert noted(reading, "sheet 'FAQ' row 5:", "which intent it belongs to")


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


def test_a_merged_cell_counts_in_each_of_its_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    rows: list[list[str | None]] = [
        ["Questions"],
        ["Intent", "Pattern", "Response"],
        ["greet", "hi", "Hey"],
        [None, "yo"],
        ["bye", "ciao", "Bye"],
    ]
    for row in rows:
        page.append(row)
    for area in ("A1:C1", "A3:A4", "C3:C4"):
        page.merge_cells(area)
    book.save(tmp_path / "faq.xlsx")
    reading = read_foreign([tmp_path / "faq.xlsx"])
    assert examples(reading) == {"greet": ["hi", "yo"], "bye": ["ciao"]}
    assert answers(reading) == {"utter_greet": ["Hey"], "utter_bye": ["Bye"]}
    assert reading.notes == ()


def test_a_sheet_with_merged_cells_that_spans_the_world_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["Question", "Answer"])
    page["XFD1048576"] = "lost"
    page.merge_cells("A2:A3")
    book.save(tmp_path / "faq.xlsx")
    with pytest.raises(ContentError, match=r"faq\.xlsx: spans too many cells"):
        read_foreign([tmp_path / "faq.xlsx"])


def test_a_workbook_with_broken_bytes_inside_is_refused(read: Read, tmp_path: Path) -> None:
    read("faq.xlsx", {"A": [["Question", "Answer"], *([f"{n}?", f"answer {n}"] for n in range(500))]})
    path = tmp_path / "faq.xlsx"
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data = bytearray(path.read_bytes())
    data[start + 200 : start + 400] = b"\xff" * 200
    path.write_bytes(data)
    with pytest.raises(ContentError, match=r"faq\.xlsx: is damaged"):
        read_foreign([path])


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
