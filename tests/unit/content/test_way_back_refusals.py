"""What is no Rasa project, or a broken one, is refused with file and line; no workbook is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.from_rasa import read_project
from content.problems import ContentError
from scripts.convert import main


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="holds no Rasa project"):
        read_project(tmp_path)


BROKEN = {
    "a domain that is no YAML": ("domain.yml", "intents: [greet\nslots:", "domain.yml, line 2: is no YAML"),
    "a domain that is a text": ("domain.yml", "hello", "domain.yml: is no domain of Rasa's"),
    "a domain of something else": ("domain.yml", "services: {}", "domain.yml: is no domain of Rasa's"),
    "a key twice": ("domain.yml", "intents: [a]\nintents: [b]", "domain.yml, line 2: is no YAML"),
    "answers in a list": ("domain.yml", "version: '3.1'\nresponses: [a]", "domain.yml, line 2: Rasa can't read it"),
    "a slot without type": ("domain.yml", "slots:\n  a: {}", "domain.yml, line 2: Rasa can't read it"),
    "an unset variable": (
        "domain.yml",
        "intents: [a]\nactions:\n- ${NOT_SET_X}",
        "domain.yml, line 3: Rasa can't read it",
    ),
    "data that are no YAML": ("data/nlu.yml", "nlu:\n- intent: ]", "data/nlu.yml, line 2: is no YAML"),
    "an escape that isn't one": ("data/nlu.yml", "nlu:\n- intent: C:\\users", "data/nlu.yml, line 2: '\\u'"),
    "not UTF-8": ("data/nlu.yml", "a: b\nc: \udcff", "data/nlu.yml, line 2: is not UTF-8"),
    "intents in a text": ("data/nlu.yml", "nlu: greet", "data/nlu.yml, line 1: Rasa can't read it"),
    "a broken mark": (
        "data/nlu.yml",
        'nlu:\n- intent: greet\n  examples: |\n    - hi\n    - [x]{"entity": }\n',
        "data/nlu.yml, line 5: Rasa can't read it",
    ),
    "an intent that the domain lacks": (
        "data/nlu.yml",
        "nlu:\n- intent: greet\n  examples: |\n    - hi\n- intent: other\n  examples: |\n    - ho\n",
        "data/nlu.yml, line 5: the domain has no intent 'other'",
    ),
    "a story of steps in a text": (
        "data/stories.yml",
        "stories:\n- story: a\n  steps: hello",
        "data/stories.yml, line 3: Rasa can't read it",
    ),
    "an answer that the domain lacks": (
        "data/stories.yml",
        "stories:\n- story: a\n  steps:\n  - intent: greet\n  - action: utter_nothing\n",
        "data/stories.yml, line 2: the domain has no response 'utter_nothing'",
    ),
    "no JSON": ("data/more.json", '{\n"a" 1}', "data/more.json, line 2: is no JSON"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_project_is_refused_with_file_and_line(
    name: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, text, told = BROKEN[name]
    (project / file).write_bytes(text.encode("utf-8", errors="surrogateescape"))
    assert main(["--to-excel", str(tmp_path / "back.xlsx"), str(project)]) == 2
    assert f"error: {told}" in capsys.readouterr().err
    assert not (tmp_path / "back.xlsx").exists()


def test_all_broken_files_are_told_at_once(project: Path) -> None:
    (project / "domain.yml").write_text("intents: [")
    (project / "data/nlu.yml").write_text("nlu: 1")
    (project / "data/stories.yml").write_text("stories: 1")
    with pytest.raises(ContentError) as told:
        read_project(project)
    assert {str(problem).split(",")[0].split(":")[0] for problem in told.value.problems} == {
        "domain.yml",
        "data/nlu.yml",
        "data/stories.yml",
    }


def test_a_project_without_a_domain_is_refused(project: Path) -> None:
    (project / "domain.yml").unlink()
    with pytest.raises(ContentError, match=r"holds no domain \(domain\.yml\)"):
        read_project(project)
