"""The README's table of everything that can be asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.readme_table import END, START, main, telling, with_table
from tests.unit.scripts.readme_project import ROOT, write_project


def test_the_readme_tells_everything_that_can_be_asked_and_nothing_else() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    place = readme[readme.index(START) : readme.index(END)]
    entries = json.loads((ROOT / "data/catalogue.json").read_text(encoding="utf-8"))
    asked = {intent for intent, entry in entries.items() if entry["kind"] != "chat"}
    assert {line.rsplit("`", 2)[1] for line in place.splitlines() if line.endswith("` |")} == asked
    assert main(["--project", str(ROOT), "--readme", str(ROOT / "README.md"), "--check"]) == 0


def test_a_new_question_makes_the_table_out_of_date_until_it_is_written(tmp_path: Path) -> None:
    write_project(tmp_path)
    readme = tmp_path / "README.md"
    readme.write_text(f"above\n{START}\nold\n{END}\nbelow\n", encoding="utf-8")
    arguments = ["--project", str(tmp_path), "--readme", str(readme)]
    assert main([*arguments, "--check"]) == 1
    assert "old" in readme.read_text(encoding="utf-8")
    assert main(arguments) == 0
    assert main([*arguments, "--check"]) == 0
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("above\n") and text.endswith("below\n")
    assert "| Fees I paid | what did I pay you last year | `fees_paid` |" in text


def test_a_readme_without_a_place_is_left_alone_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_project(tmp_path)
    readme = tmp_path / "README.md"
    readme.write_text("mine\n", encoding="utf-8")
    assert main(["--project", str(tmp_path), "--readme", str(readme)]) == 1
    assert "no place for the table" in capsys.readouterr().err
    assert readme.read_text(encoding="utf-8") == "mine\n"


def test_the_example_is_the_first_of_five_words_or_the_longest() -> None:
    assert telling(["fees", "what did I pay [last year](period)", "how much have I paid you in all"]) == (
        "what did I pay last year"
    )
    assert telling(["VTI", '[vti]{"entity": "security", "value": "VTI"} price']) == "vti price"


def test_the_table_replaces_only_what_stands_between_the_marks() -> None:
    assert with_table(f"a\n{START}\nx\n{END}\nb", ["t"]) == f"a\n{START}\n\nt\n\n{END}\nb"
