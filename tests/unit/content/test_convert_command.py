"""The command: what it prints, where it writes, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from content.workbook_writer import write_workbook
from scripts.convert import main
from tests.unit.content.samples import SMALL, write_book, write_json

THEIRS = {
    "intents": [
        {"tag": "greet", "patterns": ["hi", "hello"], "responses": ["Hello"]},
        {"tag": "bye bye", "patterns": ["bye"]},
    ]
}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_arguments_the_projects_own_sources_are_converted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("data/source").mkdir(parents=True)
    write_workbook(SMALL, {}, Path("data/source/content.xlsx"))
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("3 intents, 6 examples, 4 answers, 1 story, 0 rules of their own")
    catalogue = json.loads(Path("data/catalogue.json").read_text(encoding="utf-8"))
    assert catalogue["fees_paid"] == {"title": "Fees I paid", "kind": "portfolio", "action": "action_fees_paid"}
    assert Path("domain.yml").exists()


def test_mistakes_are_told_on_stderr_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    Path("data/source").mkdir(parents=True)
    write_book(Path("data/source/content.xlsx"), {"answers": [["intent", "answer"], ["greet", "x"]]})
    assert main([]) == 2
    told = capsys.readouterr()
    assert "error: content.xlsx, sheet 'answers': intent 'faq_etf' has no answer; add a row" in told.err
    assert told.out == ""
    assert not Path("domain.yml").exists()


def test_a_file_of_others_becomes_a_project_with_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    write_json(Path("theirs.json"), THEIRS)
    assert main(["--out", "bot", "--report", "report.json", "theirs.json"]) == 0
    assert "warning: " in capsys.readouterr().err
    assert {"config.yml", "domain.yml", "data"} <= {path.name for path in Path("bot").iterdir()}
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert report["counts"]["intents"] == 2
    assert report["renames"] == {"bye bye": "bye_bye"}


def test_converting_twice_gives_the_same_bytes() -> None:
    write_json(Path("theirs.json"), THEIRS)
    assert main(["--out", "bot", "theirs.json"]) == 0
    first = {path: path.read_bytes() for path in Path("bot").rglob("*") if path.is_file()}
    assert main(["--out", "bot", "theirs.json"]) == 0
    assert {path: path.read_bytes() for path in Path("bot").rglob("*") if path.is_file()} == first


def test_the_report_can_be_read_by_people() -> None:
    write_json(Path("theirs.json"), THEIRS)
    assert main(["--out", "bot", "--report", "report.md", "theirs.json"]) == 0
    assert "| bye bye | `bye_bye` |" in Path("report.md").read_text(encoding="utf-8")


def test_a_folder_with_other_things_in_it_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    write_json(Path("theirs.json"), THEIRS)
    Path("bot").mkdir()
    Path("bot/letter.txt").write_text("mine")
    assert main(["--out", "bot", "theirs.json"]) == 2
    assert "bot: is not empty and no earlier conversion" in capsys.readouterr().err
    assert [path.name for path in Path("bot").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["theirs.json"], "needs --out DIR"),
        (["--out", "bot", "nowhere.json"], "nowhere.json: there is no such file"),
        (["--to-excel", "x.xlsx", "--out", "bot"], "takes no --out"),
        (["--to-excel", "x.csv", "."], "let it end in .xlsx"),
        (["--to-excel", "x.xlsx", "."], "holds no Rasa project"),
        ([], "there is no such file or folder"),
    ],
)
def test_arguments_that_make_no_sense_are_told_plainly(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--colums", "x"], ["--columns", "question"], ["--on-conflict", "last"]])
def test_unknown_options_end_with_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_our_form_converts_into_a_project_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    write_workbook(SMALL, {}, Path("content.xlsx"))
    assert main(["--out", "bot", "content.xlsx"]) == 0
    assert "action_fees_paid" in Path("bot/domain.yml").read_text(encoding="utf-8")
    assert main(["--to-excel", "back.xlsx", "bot"]) == 0
    assert main(["--out", "again", "back.xlsx"]) == 0
    assert (
        Path("again/data/nlu/faq.yml").read_text(encoding="utf-8").splitlines()[1:]
        == (Path("bot/data/nlu/faq.yml").read_text(encoding="utf-8").splitlines()[1:])
    )


def test_errors_end_with_their_number(capsys: pytest.CaptureFixture[str]) -> None:
    write_book(Path("content.xlsx"), {"answers": [["intent", "answer"], ["greet", "x"]]})
    assert main(["--out", "bot", "content.xlsx"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "1 error, nothing was written"
    assert main(["--out", "bot", "nowhere.json", "neither.csv"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "2 errors, nothing was written"


def test_the_summary_counts_one_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    write_json(Path("one.json"), {"intents": [{"tag": "a", "patterns": ["x"], "responses": ["y"]}]})
    assert main(["--out", "bot", "one.json"]) == 0
    assert capsys.readouterr().out.startswith("1 intent, 1 example, 1 answer, 0 stories, 0 rules of their own, ")


def test_our_files_and_those_of_others_are_refused_together(capsys: pytest.CaptureFixture[str]) -> None:
    write_book(Path("content.xlsx"), {})
    write_json(Path("theirs.json"), THEIRS)
    assert main(["--out", "bot", "content.xlsx", "theirs.json"]) == 2
    assert capsys.readouterr().err == (
        "error: content.xlsx: is in Folio's own form and theirs.json is not, so they can't be converted together; "
        "convert them one by one, each to a folder of its own\n"
        "1 error, nothing was written\n"
    )
    assert not Path("bot").exists()


def test_json_that_nests_too_deep_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    Path("deep.json").write_text("[" * 100_000, encoding="utf-8")
    assert main(["--out", "bot", "deep.json"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "deep.json: nests deeper than 100 levels" in told[0]


def test_a_long_conversion_tells_what_it_is_doing(capsys: pytest.CaptureFixture[str]) -> None:
    patterns = [f"example number {number}" for number in range(1100)]
    write_json(Path("many.json"), {"intents": [{"tag": "a", "patterns": patterns, "responses": ["y"]}]})
    assert main(["--out", "bot", "many.json"]) == 0
    assert "reading back the answers …" in capsys.readouterr().err


def _files() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("report", "why"),
    [
        ("nowhere/report.md", "there is no such folder; make the folder nowhere first"),
        ("folder", "it is a folder"),
        ("theirs.json", "it is a source"),
        ("./folder/../theirs.json", "it is a source"),
        ("linked.json", "it is a source"),
        ("bot", "it is the folder of the project"),
        ("bot/domain.yml", "it is a file of the project"),
        ("bot/data/report.md", "there is no such folder"),
        ("x" * 300, "file name too long"),
        ("theirs.json/report.md", "there is no such folder"),
    ],
)
def test_a_report_that_can_not_be_written_is_refused_before_anything_is(
    report: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_json(Path("theirs.json"), THEIRS)
    Path("linked.json").symlink_to("theirs.json")
    Path("folder").mkdir()
    before = _files()
    assert main(["--out", "bot", "--report", report, "theirs.json"]) == 2
    told = capsys.readouterr()
    assert why in told.err
    assert told.err.endswith("1 error, nothing was written\n")
    assert _files() == before
    assert not Path("bot").exists()


def test_a_report_of_our_own_conversion_overwrites_no_source_and_becomes_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("data/source").mkdir(parents=True)
    write_workbook(SMALL, {}, Path("data/source/content.xlsx"))
    before = _files()
    for report in ("data/source/content.xlsx", "data/source/report.json", "domain.yml"):
        assert main(["--report", report]) == 2
        assert "the report can't be written there" in capsys.readouterr().err
    assert main(["--to-excel", "back.xlsx", "--report", "back.xlsx", "data"]) == 2
    assert "it is the workbook" in capsys.readouterr().err
    assert _files() == before


def test_a_report_may_lie_in_the_new_project_and_be_written_again() -> None:
    write_json(Path("theirs.json"), THEIRS)
    for _ in range(2):
        assert main(["--out", "bot", "--report", "bot/report.md", "theirs.json"]) == 0
        assert Path("bot/report.md").read_text(encoding="utf-8").startswith("# Conversion of theirs.json")
    assert not list(Path("bot").glob(".*"))


def test_files_among_the_sources_that_are_not_read_are_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path("data/source")
    folder.mkdir(parents=True)
    write_workbook(SMALL, {}, folder / "content.xlsx")
    for name in ("~$content.xlsx", ".~lock.content.xlsx#", ".DS_Store", "old.xls", "more.csv"):
        (folder / name).write_text("x")
    (folder / "archive").mkdir()
    assert main(["--no-guard"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("warning: ")]
    assert [line.split(": ")[1] for line in told] == [
        ".~lock.content.xlsx#",
        "archive",
        "more.csv",
        "old.xls",
        "~$content.xlsx",
    ]
    assert "is open in a spreadsheet program" in told[0]
    assert "not looked into" in told[1]
    assert "is no workbook" in told[2]


def test_a_folder_of_files_of_others_is_refused_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    Path("theirs").mkdir()
    write_json(Path("theirs/a.json"), THEIRS)
    assert main(["--out", "bot", "theirs"]) == 2
    assert capsys.readouterr().err == (
        "error: theirs: is a folder, not a file; name the file or files in it\n1 error, nothing was written\n"
    )


def test_a_refusal_tells_what_was_left_out_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    Path("theirs.csv").write_text("Intent,Patterns,Responses\n#N/A,hi,Hey\n#REF!,bye,Ciao\n", encoding="utf-8")
    assert main(["--out", "bot", "theirs.csv"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert "warning: theirs.csv, row 3, column A: holds the error #REF!; left out, put the text itself there" in told
    assert told[-2].startswith("error: theirs.csv: holds no rows to convert")
    assert told[-1] == "1 error, nothing was written"
