from __future__ import annotations

import json

import pytest

from tests.unit.content.foreign.conftest import Read, answers, examples, noted

ROOT = [{"tag": "saludo", "patterns": ["¿Qué tal?"], "responses": ["Así así"]}]
TEXT = json.dumps(ROOT, ensure_ascii=False, indent=1)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_common_encoding_is_read(read: Read, encoding: str, line_end: str) -> None:
    reading = read("a.json", TEXT.replace("\n", line_end).encode(encoding))
    assert examples(reading) == {"saludo": ["¿Qué tal?"]}
    assert answers(reading) == {"utter_saludo": ["Así así"]}


def test_what_is_not_utf8_is_told_with_its_line(read: Read) -> None:
    reading = read("a.csv", "question,answer\nwho,me\nqué,así\n".encode("cp1252"))
    assert noted(reading, "a.csv, line 3", "Windows-1252", "UTF-8")


def test_json_is_told_by_shape_whatever_its_name(read: Read) -> None:
    assert examples(read("a.txt", TEXT)) == examples(read("a.csv", TEXT)) == {"saludo": ["¿Qué tal?"]}


def test_a_table_is_told_by_shape_whatever_its_name(read: Read) -> None:
    assert answers(read("a.txt", "question,answer\na,b\nc,d\n")) == {"utter_a": ["b"], "utter_c": ["d"]}


def test_nul_characters_in_a_table_are_left_out_and_told(read: Read) -> None:
    long = "".join(f"question {number}?,answer {number}\n" for number in range(300))
    reading = read("a.csv", f"question,answer\n{long}a\0b,c\n")
    assert answers(reading)["utter_ab"] == ["c"]
    assert noted(reading, "a.csv", "1 NUL character left out")


def test_a_mark_of_utf8_before_text_in_another_encoding_is_no_letter(read: Read) -> None:
    reading = read("a.json", b"\xef\xbb\xbf" + TEXT.encode("cp1252"))
    assert examples(reading) == {"saludo": ["¿Qué tal?"]}
    assert noted(reading, "a.json", "Windows-1252")
