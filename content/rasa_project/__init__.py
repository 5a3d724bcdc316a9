"""Content → a Rasa project: all files as text, checked by reading them back, then put in place at once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from content.own.code_names import ACTIONS_WITHOUT_INTENT, FORM_ENDING, FORM_SLOT, SLOTS_OF_CODE
from content.problems import ContentError, Problem
from content.rasa_project.domain import domain
from content.rasa_project.flow import flow_files
from content.rasa_project.light_config import config
from content.rasa_project.nlu_files import nlu_files
from content.rasa_project.progress import Progress, silent
from content.rasa_project.read_back import check_read_back, check_yaml
from content.rasa_project.swap import locked, recover, replace_files
from content.rasa_project.yaml_text import MARK, dump
from content.records import Content

CATALOGUE = "data/catalogue.json"
GENERATED_FOLDERS = ("data/nlu", "data/stories", "data/rules")
DID_YOU_MEAN = "action_did_you_mean"
FALLBACK_RESPONSE = "utter_default"


def own_project_files(content: Content, sources: Sequence[str], *, progress: Progress = silent) -> dict[str, str]:
    """Return the generated part of our own project: training data, domain and the catalogue for the action server."""
    requests = [intent.action for intent in content.intents if intent.kind == "request" and intent.action]
    forms = {action: {"required_slots": [FORM_SLOT]} for action in requests if action.endswith(FORM_ENDING)}
    form_slot = {FORM_SLOT: SLOTS_OF_CODE["request"]} if forms else {}
    with_code = replace(
        content,
        slots=content.slots | SLOTS_OF_CODE | form_slot,
        forms=content.forms | forms,
        actions=tuple(
            dict.fromkeys([*content.actions, *ACTIONS_WITHOUT_INTENT, *(f"validate_{form}" for form in forms)])
        ),
    )
    files = _checked(with_code, sources, fallback=DID_YOU_MEAN, progress=progress)
    catalogue = {
        intent.name: {"title": intent.title, "kind": intent.kind, "action": intent.action} for intent in content.intents
    }
    return files | {CATALOGUE: json.dumps(catalogue, ensure_ascii=False, indent=2) + "\n"}


def whole_project_files(
    content: Content, sources: Sequence[str], *, answers_unknown: bool, progress: Progress = silent
) -> dict[str, str]:
    """Return a project that trains as it is, without code of ours.

    `answers_unknown`: what isn't understood is answered with `utter_default` where there is one.
    """
    has_default = any(response.name == FALLBACK_RESPONSE for response in content.responses)
    fallback = "action_default_fallback" if answers_unknown and has_default else None
    files = _checked(content, sources, fallback=fallback, progress=progress)
    files["config.yml"] = dump(config(content), sources)
    files["credentials.yml"] = dump({"rest": None}, sources)
    files["endpoints.yml"] = dump({"tracker_store": {"type": "InMemory"}}, sources)
    return files


def _checked(content: Content, sources: Sequence[str], *, fallback: str | None, progress: Progress) -> dict[str, str]:
    progress("putting the files together")
    data = nlu_files(content) | flow_files(content, fallback=fallback)
    data["domain.yml"] = domain(content, fallback=fallback)
    files = {path: dump(found, sources) for path, found in data.items()}
    progress("reading back the files")
    check_yaml(data, files)
    check_read_back(content, files, fallback=fallback, progress=progress)
    return files


def write_project(root: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    """Put `files` into `root`, all or none, and delete what an earlier conversion wrote and this one doesn't.

    Files by hand are never replaced nor deleted: one that stands in the way raises ContentError, others in the folders
    of training data are returned, because Rasa reads them too.
    """
    existed = root.exists()
    root.mkdir(parents=True, exist_ok=True)
    try:
        with locked(root):
            return _replace(root, files)
    except BaseException:
        if not existed:
            shutil.rmtree(root)
        raise


def _replace(root: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    recover(root)
    in_the_way = [path for path in files if (root / path).exists() and not is_generated(root, path)]
    if in_the_way:
        mend = "move it away; what people write belongs into the sources"
        raise ContentError([Problem((root / path).as_posix(), "was not generated", mend) for path in in_the_way])
    there = [
        path.relative_to(root).as_posix()
        for folder in GENERATED_FOLDERS
        for path in sorted((root / folder).rglob("*.y*ml"))
    ]
    stale = [path for path in there if path not in files and is_generated(root, path)]
    replace_files(root, files, stale)
    return tuple(path for path in there if path not in files and path not in stale)


def is_generated(root: Path, path: str) -> bool:
    """True where the first line says so; the catalogue, JSON without comments, is always ours."""
    if path == CATALOGUE:
        return True
    with (root / path).open(encoding="utf-8", errors="replace") as file:
        return file.readline().startswith(MARK)
