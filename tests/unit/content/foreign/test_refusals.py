from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from content.foreign import read_foreign
from content.problems import ContentError
from tests.unit.content.foreign.conftest import Read

NOTHING = "holds nothing to convert"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("page.json", "<!DOCTYPE html>\n<html><body>{}</body></html>", "is a saved web page"),
        ("page.csv", "<!-- saved from -->\n<HTML lang='en'>", "is a saved web page"),
        ("page.html", "<?xml version='1.0'?>\n<!DOCTYPE html>\n<html/>", "is a saved web page"),
        ("page.csv", "<meta charset='utf-8'><title>Questions, answers</title>", "is a saved web page"),
        (
            "page.mhtml",
            "From: <Saved>\r\nSubject: FAQ\r\nContent-Type: multipart/related;\r\n\ttype=x",
            "saved web page",
        ),
        ("feed.json", "<?xml version='1.0'?><rss/>", "is a document"),
        ("a.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "Git LFS pointer"),
        ("a.json", "", "the file is empty"),
        ("a.json", " \n\t", "the file is empty"),
        ("a.json", "\ufeff", "the file is empty"),
        ("a.json", '{"intents": [\n  {"tag": "a",}\n]}', "line 2 column 15: is not valid JSON"),
        ("a.json", '{"intents": [\n{"tag": "a"} {"tag": "b"}]}', "line 2 column 14: is not valid JSON"),
        ("a.json", '{"a": [1,\n2,\n ]}', "line 3 column 2: is not valid JSON (the comma before ']' is one too many)"),
        ("a.json", '{"a": 1,\n}', "line 2 column 1: is not valid JSON (the comma before '}' is one too many)"),
        ("a.json", '{\n// mine\n"a": 1}', "line 2 column 1: is not valid JSON (JSON has no comments)"),
        ("a.json", '{"a": /* mine */ 1}', "line 1 column 7: is not valid JSON (JSON has no comments)"),
        ("a.json", '# mine\n{"a": 1}', "line 1 column 1: is not valid JSON (JSON has no comments)"),
        ("a.json", '{"a": "b}', "line 1 column 7: is not valid JSON (the text that starts here never ends"),
        ("a.json", '[{"tag": "NaN",\n "patterns": [NaN]}]', "a.json, line 2 column 15: NaN is no value in JSON"),
        ("a.csv", "a,b\nc,d".encode("utf-16")[:-1], "is damaged or cut off: its first bytes say UTF-16"),
        ("a.json", "{'tag': 'a'}", "line 1 column 2: is not valid JSON"),
        ("a.json", "to get the file, write to me", "line 1 column 1: is not valid JSON"),
        ("a.json", "[" * 50_000 + "]" * 50_000, "nests deeper than 100 levels"),
        ("a.json", '{"a":' * 200 + "1" + "}" * 200, "nests deeper than 100 levels"),
        ("a.json", "[]", NOTHING),
        ("a.json", "null", NOTHING),
        ("a.json", "5", NOTHING),
        ("a.json", {"intents": []}, NOTHING),
        ("a.json", ["apple", "pear"], NOTHING),
        ("a.json", {"keywords": ["apple", "pear"]}, NOTHING),
        ("a.json", {"intents": ["greet", "bye"]}, NOTHING),
        ("a.json", {"intents": [{"intent": "A"}, {"intent": "B"}]}, NOTHING),
        ("a.json", [{"intent": "A", "description": "what A means"}], NOTHING),
        ("a.json", {"0": {"actions": [0], "answer": "x"}, "1": {"actions": [1], "answer": "y"}}, "no example question"),
        ("a.json", [{"tag": "a", "patterns": [], "responses": ["x"]}], "no example question"),
        ("a.json", [{"tag": "a", "patterns": ["", " "], "responses": ["x"]}], "no example question"),
        ("package.json", {"name": "bot", "version": "1", "keywords": ["a", "b"]}, "nothing to tell apart"),
        ("settings.json", {"host": "x", "ports": [1, 2], "debug": True, "log": {"level": "info"}}, NOTHING),
        ("a.txt", "apple\npear\nplum\n", NOTHING),
        ("a.csv", "Date,Open,Close\n2024-01-01,1.5,2\n2024-01-02,2,3\n", NOTHING),
        ("a.csv", "Question,Answer\n", "holds no rows"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary file"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel format"),
        ("a.xlsx", b"PK\x03\x04 broken", "is damaged"),
        ("a.pdf", "%PDF-1.7 x", "PDF"),
    ],
)
def test_what_holds_no_content_is_refused_in_one_sentence(read: Read, name: str, content: Any, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(name, content)
    told = str(caught.value)
    assert message in told
    assert told.startswith(name)
    assert "; " in told, "says what to do"
    assert "\n" not in told
    assert len(caught.value.problems) == 1


def test_all_values_that_are_none_in_json_are_told_at_once(read: Read) -> None:
    with pytest.raises(ContentError) as caught:
        read("a.json", '[{"tag": "a \\"NaN", "patterns": [NaN, -Infinity],\n"responses": ["NaN", Infinity]}]')
    assert [problem.place for problem in caught.value.problems] == [
        "a.json, line 1 column 34",
        "a.json, line 1 column 39",
        "a.json, line 2 column 22",
    ]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"gone\.json: there is no such file"):
        read_foreign([tmp_path / "gone.json"])
    with pytest.raises(ContentError, match="is a folder"):
        read_foreign([tmp_path])


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("[")
    with pytest.raises(ContentError) as caught:
        read_foreign([tmp_path / "a.json", tmp_path / "b.json", tmp_path / "c.json"])
    assert [problem.place.partition(",")[0] for problem in caught.value.problems] == ["a.json", "b.json", "c.json"]


def test_files_of_one_name_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "a.json" for folder in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("[")
    with pytest.raises(ContentError) as caught:
        read_foreign(paths)
    assert [problem.place.partition(",")[0] for problem in caught.value.problems] == [path.as_posix() for path in paths]


def test_several_files_make_one_content(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"tag": "x", "patterns": ["1"], "responses": ["A"]}]')
    (tmp_path / "b.csv").write_text("intent,text\nx,2\ny,3\n")
    reading = read_foreign([tmp_path / "a.json", tmp_path / "b.csv"])
    assert [(intent.name, len(intent.examples)) for intent in reading.content.intents] == [("x", 2), ("y", 1)]
