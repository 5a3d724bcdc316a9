"""A Rasa project as a workbook, and that workbook as a project again: the same training data."""

from __future__ import annotations

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
from content.problems import ContentError
from content.rasa_project import own_project_files, whole_project_files, write_project
from content.workbook_writer import write_workbook
from tests.unit.content.samples import SMALL

DOMAIN = """
version: "3.1"
intents:
- inform:
    use_entities: []
- greet
- only_by_button
- faq
entities:
- city:
    roles: [from, to]
slots:
  city:
    type: text
    influence_conversation: true
    mappings:
    - type: from_entity
      entity: city
forms:
  trip_form:
    required_slots: [city]
responses:
  utter_greet:
  - text: "Hi {city}, {{literal}}!"
  - text: |
      Two
      lines
    channel: slack
    condition:
    - type: slot
      name: city
      value: Rome
  utter_ask_city:
  - text: "Where {{to}}?"
    image: "https://example.org/x.png"
    buttons:
    - title: Rome
      payload: '/inform{{"city": "Rome"}}'
    - title: talk
      payload: hello there
  - text: "And?"
  utter_card:
  - custom:
      blocks: [1, {a: b}]
  utter_faq/fees:
  - text: Free.
actions:
- action_search
- action_unused
"""
NLU = """
version: "3.1"
nlu:
- intent: inform
  examples: |
    - from [Rome]{"entity": "city", "role": "from"} to [oslo]{"entity": "city", "role": "to", "value": "Oslo"}
    - =SUM(A1) in [NYC](city)
- intent: greet
  examples:
  - text: |
      hi
  - text: "[hey][] you"
- intent: faq/fees
  examples: |
    - what does it cost
- synonym: New York
  examples: |
    - NYC
    - big apple
- lookup: city
  examples: |
    - New York
- regex: zip
  examples: |
    - \\d{5}
"""
STORIES = """
version: "3.1"
stories:
- story: trip
  steps:
  - intent: inform
    entities:
    - city: Rome
  - slot_was_set:
    - city: Rome
  - action: action_search
- story: trip
  steps:
  - intent: greet
  - action: utter_greet
- story: with a form
  steps:
  - intent: greet
  - action: trip_form
  - active_loop: trip_form
- story: either
  steps:
  - or:
    - intent: greet
    - intent: inform
  - action: utter_greet
rules:
- rule: greet
  steps:
  - intent: greet
  - action: utter_greet
- rule: faq
  steps:
  - intent: faq
  - action: utter_faq
- rule: only when
  condition:
  - slot_was_set:
    - city: Rome
  steps:
  - intent: only_by_button
  - action: utter_ask_city
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "data").mkdir(parents=True)
    (root / "domain.yml").write_text(DOMAIN)
    (root / "data/nlu.yml").write_text(NLU)
    (root / "data/stories.yml").write_text(STORIES)
    return root


def there_and_back(root: Path, tmp_path: Path) -> tuple[Path, tuple[str, ...]]:
    """Convert `root` to a workbook and that to a project; return its folder and the notes."""
    reading = read_project(root)
    book = tmp_path / "back.xlsx"
    write_workbook(reading.content, {}, book)
    again = tmp_path / "again"
    write_project(again, whole_project_files(read_own([book]).content, [book.name], answers_unknown=False))
    return again, reading.notes


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


def test_what_a_workbook_cannot_hold_is_told(project: Path) -> None:
    told = "\n".join(read_project(project).notes)
    for expected in (
        "'forms' (trip_form)",
        "'active_loop'",
        "'or'",
        "'condition'",
        "use_entities",
        "renamed to 'trip (2)'",
    ):
        assert expected in told, expected


def test_no_cell_of_the_workbook_is_a_formula(project: Path, tmp_path: Path) -> None:
    there_and_back(project, tmp_path)
    book = load_workbook(tmp_path / "back.xlsx")
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=SUM(A1)") for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="holds no Rasa project"):
        read_project(tmp_path)
