"""A Rasa project as a workbook, and that workbook as a project again: the same training data."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.loading import load_data_from_files
from rasa.shared.core.training_data.story_writer.yaml_story_writer import YAMLStoryWriter
from rasa.shared.importers.importer import TrainingDataImporter

from content.from_rasa import read_project
from content.own import read_own
from content.rasa_project import own_project_files, whole_project_files, write_project
from content.workbook_writer import write_workbook
from scripts.convert import main
from tests.unit.content.rasa_samples import DOMAIN
from tests.unit.content.samples import SMALL


def there_and_back(root: Path, tmp_path: Path) -> tuple[Path, tuple[str, ...]]:
    """Convert `root` to a workbook and that to a project; return its folder and the notes."""
    reading = read_project(root)
    book = tmp_path / "back.xlsx"
    write_workbook(reading.content, {}, book)
    again = tmp_path / "again"
    write_project(again, whole_project_files(read_own([book]).content, [book.name], answers_unknown=False))
    return again, reading.notes


def add(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert text.count(old) == 1
    (root / file).write_text(text.replace(old, new))


def importer_of(root: Path) -> TrainingDataImporter:
    return TrainingDataImporter.load_from_dict(
        {}, domain_path=str(root / "domain.yml"), training_data_paths=[str(root / "data")]
    )


def nlu_of(root: Path) -> dict[str, Any]:
    data = importer_of(root).get_nlu_data()
    return {
        "examples": sorted(str(sorted(message.as_dict_nlu().items())) for message in data.nlu_examples),
        "synonyms": data.entity_synonyms,
        "lookups": data.lookup_tables,
        "regexes": data.regex_features,
    }


def stories_of(root: Path) -> list[str]:
    """Return every block as Rasa writes it, without file names."""
    found = [
        str(path)
        for path in (root / "data").rglob("*.yml")
        if "stories:" in path.read_text() or "rules:" in path.read_text()
    ]
    blocks = load_data_from_files(found, Domain.empty())
    return sorted(YAMLStoryWriter().dumps([block]) for block in blocks)


def test_rasas_starter_project_comes_back_the_same(tmp_path: Path) -> None:
    starter = Path(str(files("rasa"))) / "cli/initial_project"
    again, notes = there_and_back(starter, tmp_path)
    assert notes == ()
    assert nlu_of(again) == nlu_of(starter)
    assert stories_of(again) == stories_of(starter)
    assert Domain.load(str(again / "domain.yml")).as_dict() == Domain.load(str(starter / "domain.yml")).as_dict()


def test_our_own_project_comes_back_the_same_byte_for_byte(tmp_path: Path) -> None:
    write_project(tmp_path / "ours", own_project_files(SMALL, ["back.xlsx"]))
    write_workbook(read_project(tmp_path / "ours").content, {}, tmp_path / "back.xlsx")
    assert own_project_files(read_own([tmp_path / "back.xlsx"]).content, ["back.xlsx"]) == own_project_files(
        SMALL, ["back.xlsx"]
    )


def test_examples_entities_synonyms_lookups_and_regexes_come_back(project: Path, tmp_path: Path) -> None:
    again, _ = there_and_back(project, tmp_path)
    assert nlu_of(again) == nlu_of(project)


def test_answers_come_back_with_templates_buttons_images_and_conditions(project: Path, tmp_path: Path) -> None:
    again, _ = there_and_back(project, tmp_path)
    assert Domain.load(str(again / "domain.yml")).responses == Domain.load(str(project / "domain.yml")).responses


def test_slots_and_actions_come_back(project: Path, tmp_path: Path) -> None:
    again, _ = there_and_back(project, tmp_path)
    domain = Domain.load(str(again / "domain.yml"))
    assert [slot.name for slot in domain.slots if slot.name == "city"] == ["city"]
    assert {"action_search", "action_unused"} <= set(domain.user_actions)
    assert "only_by_button" in domain.intents


def test_stories_and_rules_come_back_with_loops_alternatives_checkpoints_and_conditions(
    project: Path, tmp_path: Path
) -> None:
    again, _ = there_and_back(project, tmp_path)
    assert sorted(block.replace("trip (2)", "trip") for block in stories_of(again)) == stories_of(project)


def test_forms_and_settings_of_intents_come_back(project: Path, tmp_path: Path) -> None:
    again, _ = there_and_back(project, tmp_path)
    before, after = (Domain.load(str(root / "domain.yml")) for root in (project, again))
    assert after.forms == before.forms == {"trip_form": {"required_slots": ["city"]}}
    assert after.intent_properties == before.intent_properties
    assert after.intent_properties["inform"]["used_entities"] == []


def test_an_entity_comes_back_that_no_example_marks(project: Path, tmp_path: Path) -> None:
    add(project, "domain.yml", "entities:\n", "entities:\n- duration:\n    groups: [a]\n")
    again, _ = there_and_back(project, tmp_path)
    domain = Domain.load(str(again / "domain.yml"))
    assert {"duration": {"groups": ["a"]}} in domain.as_dict()["entities"]


def test_what_a_workbook_cannot_hold_is_told_with_its_line(project: Path) -> None:
    add(project, "data/nlu.yml", '  - text: "[hey][] you"\n', '  - text: "[hey][] you"\n    metadata: {mood: good}\n')
    add(project, "data/stories.yml", "- story: either\n", "- story: either\n  metadata: {by: Ann}\n")
    add(project, "domain.yml", "- action_unused\n", "- action_unused: {send_domain: true}\n")
    (project / "data/compose.yml").write_text("services: {}\n")
    notes = read_project(project).notes
    assert set(notes) == {
        "data/compose.yml: holds none of nlu, responses, stories and rules, left out as Rasa does",
        "data/nlu.yml: metadata of the example 'hey you' is left out",
        "data/stories.yml, line 12: the story 'trip' is renamed to 'trip (2)'",
        "data/stories.yml, line 21: metadata of the story 'either', which Rasa doesn't use, is left out",
        "domain, action 'action_unused': its settings (send_domain) are left out",
    }


def test_tests_among_the_training_data_and_edges_of_examples_are_told(project: Path) -> None:
    (project / "data/test_greet.yml").write_text("stories:\n- story: t\n  steps:\n  - intent: greet\n")
    example = {"text": " good day ", "intent": "greet", "entities": []}
    (project / "data/more.json").write_text(json.dumps({"rasa_nlu_data": {"common_examples": [example]}}))
    notes = read_project(project).notes
    assert any(note.startswith("data/test_greet.yml: its stories are tests") for note in notes)
    assert any(note.startswith("data/more.json: 'good day' is kept without white space") for note in notes)


def test_what_rasa_itself_passes_over_is_told(project: Path) -> None:
    add(project, "data/nlu.yml", "    - what does it cost\n", "    - what does it cost\n    without a dash\n")
    assert any("without a dash" in note and "skipped" in note for note in read_project(project).notes)


AWKWARD_STORIES = """
version: "3.1"
stories:
- story: two of a kind
  steps:
  - intent: inform
    entities:
    - city: Rome
      role: from
    - city: "New  York"
      role: to
  - action: utter_greet
- story: end to end
  steps:
  - user: take me to [Rome](city)
  - bot: here you go
- story: from a checkpoint
  steps:
  - checkpoint: asked
    slot_was_set:
    - city: Rome
  - intent: inform
    entities:
    - city: "a  b"
  - slot_was_set:
    - city: "two  blanks"
  - action: utter_greet
  - checkpoint: done
- story: with the whole name of a retrieval intent
  steps:
  - intent: faq/fees
  - action: utter_faq
rules:
- rule: at the start
  conversation_start: true
  wait_for_user_input: false
  steps:
  - intent: greet
  - action: utter_greet
- rule: the loop ends
  condition:
  - active_loop: trip_form
  steps:
  - active_loop: null
  - slot_was_set:
    - requested_slot: null
  - action: utter_card
"""


def test_awkward_stories_and_rules_come_back(project: Path, tmp_path: Path) -> None:
    (project / "data/stories.yml").write_text(AWKWARD_STORIES)
    again, notes = there_and_back(project, tmp_path)
    assert notes == ()
    assert stories_of(again) == stories_of(project)


@pytest.mark.parametrize(
    "text", ["  lead", "trail  ", "\u2028line", "\x07bell", "a\tb", "\xa0", "=1+1", "'x", "-", "2024", "_x0041_", ""]
)
def test_an_answer_comes_back_to_the_letter(project: Path, tmp_path: Path, text: str) -> None:
    quoted = json.dumps(text).replace("\\u00", "\\x")
    add(project, "domain.yml", "  utter_card:\n", f"  utter_odd:\n  - text: {quoted}\n  utter_card:\n")
    again, _ = there_and_back(project, tmp_path)
    assert Domain.load(str(again / "domain.yml")).responses["utter_odd"][0]["text"] == text


def test_line_ends_that_a_trained_model_would_change_are_told(project: Path, tmp_path: Path) -> None:
    add(project, "domain.yml", "  utter_card:\n", '  utter_odd:\n  - text: "a\\r\\nb"\n  utter_card:\n')
    again, notes = there_and_back(project, tmp_path)
    assert any("utter_odd" in note and "line ends" in note for note in notes)
    assert Domain.load(str(again / "domain.yml")).responses["utter_odd"][0]["text"] == "a\nb"


def test_odd_names_of_entities_lookups_and_regexes_come_back(project: Path, tmp_path: Path) -> None:
    odd = """
- intent: greet
  examples: |
    - my [first](9th) of [May]{"entity": "Big_Date.2", "value": "05", "group": "1"}
- lookup: two words
  examples: |
    - x
- regex: two words
  examples: |
    - \\bx  y\\s
"""
    (project / "data/odd.yml").write_text(f'version: "3.1"\nnlu:{odd}')
    again, _ = there_and_back(project, tmp_path)
    assert nlu_of(again) == nlu_of(project)


def test_examples_that_are_almost_the_same_come_back_or_are_told(project: Path, tmp_path: Path) -> None:
    more = "    - hi  there\n    - hi there\n    - Hi there\n"
    add(project, "data/nlu.yml", "    - =SUM(A1) in [NYC](city)\n", f"    - =SUM(A1) in [NYC](city)\n{more}")
    again, notes = there_and_back(project, tmp_path)
    assert nlu_of(again) == nlu_of(project)
    assert len(notes) == 1  # that of the story of the same name
    add(project, "data/nlu.yml", more, more + "    - hi [there](city)\n")
    told = "the example 'hi there' of 'inform' stands there with other entities; the first is kept"
    assert f"data/nlu.yml: {told}" in read_project(project).notes


def test_an_answer_comes_back_whose_name_goes_on_with_another_utter(project: Path, tmp_path: Path) -> None:
    add(project, "domain.yml", "  utter_card:\n", "  utter_utter_odd:\n  - text: odd\n  utter_card:\n")
    again, _ = there_and_back(project, tmp_path)
    assert Domain.load(str(again / "domain.yml")).responses["utter_utter_odd"] == [{"text": "odd"}]


def test_a_text_that_no_cell_holds_is_told_with_its_cell(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(project, "domain.yml", "  - text: Free.\n", f"  - text: {'x' * 32_768}\n")
    assert main(["--to-excel", str(tmp_path / "back.xlsx"), str(project)]) == 2
    assert "error: sheet 'answers' row 7, column 'answer': a text of 32,768 characters" in capsys.readouterr().err
    assert not (tmp_path / "back.xlsx").exists()


@pytest.mark.parametrize(
    ("pattern", "written"),
    [(" x", r"\x20x"), ("x\t", r"x\x09"), ("x\\ ", r"x\x20"), ("a\\\\ ", r"a\\\x20"), ("  ", r"\x20\x20")],
)
def test_blanks_at_the_edges_of_a_pattern_are_escaped(pattern: str, written: str, project: Path) -> None:
    data = {"rasa_nlu_data": {"common_examples": [], "regex_features": [{"name": "odd", "pattern": pattern}]}}
    (project / "data/odd.json").write_text(json.dumps(data))
    reading = read_project(project)
    assert reading.content.regexes["odd"] == (written,)
    assert any(written in note for note in reading.notes)


def test_a_domain_and_training_data_in_folders_of_their_own_are_read(project: Path, tmp_path: Path) -> None:
    whole, _ = there_and_back(project, tmp_path)
    (project / "domain/more").mkdir(parents=True)
    head, responses, rest = re.split(r"(?=^responses:)|(?=^actions:)", DOMAIN, flags=re.M)
    (project / "domain/a.yml").write_text(head)
    (project / "domain/more/b.yml").write_text(f'version: "3.1"\n{responses}')
    (project / "domain/c.yaml").write_text(f'version: "3.1"\n{rest}')
    (project / "domain.yml").unlink()
    (project / "data/deep/er").mkdir(parents=True)
    (project / "data/nlu.yml").rename(project / "data/deep/er/nlu.yml")
    (tmp_path / "split").mkdir()
    again, _ = there_and_back(project, tmp_path / "split")
    assert Domain.load(str(again / "domain.yml")).as_dict() == Domain.load(str(whole / "domain.yml")).as_dict()
    assert nlu_of(again) == nlu_of(whole)


def test_no_cell_of_the_workbook_is_a_formula(project: Path, tmp_path: Path) -> None:
    there_and_back(project, tmp_path)
    book = load_workbook(tmp_path / "back.xlsx")
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=SUM(A1)") for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
