"""The way back: a Rasa 3 project's training data, answers, rules and stories as content.

What our workbook can't hold is left out and told in the notes: forms and what steers them, checkpoints, alternatives
(`or`), end-to-end messages, rules with conditions, settings of intents and sessions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from content.from_rasa.nlu import NluReading, read_nlu
from content.from_rasa.responses import read_responses
from content.from_rasa.stories import read_stories
from content.names import base_intent, is_name
from content.problems import ContentError, Problem
from content.rasa_project.domain import SESSION_MINUTES
from content.rasa_project.flow import rule_name
from content.rasa_project.read_back import quiet
from content.records import Content, Intent, Story

_TRAINING_DATA = {".yml", ".yaml", ".json"}  # all that Rasa looks at
_STORED_KEYS = {"version", "intents", "entities", "slots", "responses", "actions", "session_config"}


@dataclass(frozen=True)
class RasaReading:
    content: Content
    notes: tuple[str, ...]


def read_project(root: Path) -> RasaReading:
    """Read the project in `root`. Raises ContentError where it is none, or where Rasa can't read it."""
    from rasa.shared.exceptions import RasaException

    data, domain_files = root / "data", _domain_files(root)
    if not data.is_dir() and not domain_files:
        mend = "name the folder that holds domain.yml and data"
        raise ContentError([Problem(root.as_posix(), "holds no Rasa project", mend)])
    notes: list[str] = []
    files = sorted(path for path in data.rglob("*") if path.is_file() and path.suffix in _TRAINING_DATA)
    try:
        with quiet():
            content = _content(root, files, domain_files, notes)
    except RasaException as error:
        raise ContentError([Problem(root.as_posix(), f"Rasa can't read it: {error}")]) from error
    if not content.intents and not content.responses:
        raise ContentError([Problem(root.as_posix(), "holds no intents and no answers, so nothing to convert")])
    return RasaReading(content, tuple(notes))


def _domain_files(root: Path) -> list[Path]:
    single = [path for path in (root / "domain.yml", root / "domain.yaml") if path.is_file()]
    return single or sorted((root / "domain").rglob("*.y*ml"))


def _content(root: Path, files: list[Path], domain_files: list[Path], notes: list[str]) -> Content:
    from rasa.shared.utils.io import read_file, read_yaml

    domain: dict[str, Any] = {}
    for path in domain_files:
        _merge(domain, read_yaml(read_file(path)))
    texts = {path.relative_to(root).as_posix(): path for path in files if path.suffix in (".yml", ".yaml")}
    parsed: dict[str, Mapping[str, Any]] = {}
    for name, path in texts.items():
        found = read_yaml(read_file(path))
        if isinstance(found, Mapping) and not path.name.startswith("test_"):
            parsed[name] = found
            _merge(domain, {"responses": found.get("responses") or {}})
    nlu = read_nlu(files, notes)
    slots = _slots(domain, notes)
    stories = read_stories(parsed, notes)
    intents, stories = _attach_rules(_all_intents(nlu, domain, stories, notes), stories)
    known = {base_intent(intent.name) for intent in intents}
    responses = read_responses(domain.get("responses") or {}, known, notes)
    _note_the_rest(domain, notes)
    used = {intent.action for intent in intents}
    used |= {step.what for story in stories for step in story.steps if step.kind == "bot"}
    actions = [next(iter(a)) if isinstance(a, Mapping) else str(a) for a in domain.get("actions") or []]
    return Content(
        intents=intents,
        responses=responses,
        synonyms=nlu.synonyms,
        lookups=nlu.lookups,
        stories=stories,
        regexes=nlu.regexes,
        slots=slots,
        actions=tuple(name for name in dict.fromkeys(actions) if name not in used and is_name(name)),
    )


def _merge(domain: dict[str, Any], more: Any) -> None:
    """Rasa merges several domain files: lists are joined, maps updated."""
    for key, value in (more or {}).items():
        if isinstance(value, list):
            domain[key] = [*(domain.get(key) or []), *value]
        elif isinstance(value, Mapping):
            domain[key] = {**(domain.get(key) or {}), **value}
        elif value is not None:
            domain[key] = value


def _all_intents(
    nlu: NluReading, domain: Mapping[str, Any], stories: tuple[Story, ...], notes: list[str]
) -> tuple[Intent, ...]:
    """Add those that only buttons or code send: the domain or a story names them, nobody says them."""
    found = list(nlu.intents)
    known = {base_intent(intent.name) for intent in found}
    for item in domain.get("intents") or []:
        name = next(iter(item)) if isinstance(item, Mapping) else str(item)
        if isinstance(item, Mapping):
            notes.append(f"domain, intent '{name}': its settings (use_entities, ignore_entities) are left out")
        if name not in known and is_name(name):
            known.add(name)
            found.append(Intent(name, place="domain.yml"))
    return tuple(found)


def _attach_rules(
    intents: tuple[Intent, ...], stories: tuple[Story, ...]
) -> tuple[tuple[Intent, ...], tuple[Story, ...]]:
    """Fold rules that our converter derives back into their intents; all other intents are left to their stories."""
    derived: dict[str, str] = {}
    others: list[Story] = []
    names = {base_intent(intent.name) for intent in intents}
    for story in stories:
        user = story.steps[0].what if story.steps else ""
        simple = story.is_rule and [step.kind for step in story.steps] == ["user", "bot"]
        if simple and story.name == rule_name(user) and user in names:
            derived[user] = story.steps[1].what
        else:
            others.append(story)
    return tuple(_with_rule(intent, derived) for intent in intents), tuple(others)


def _with_rule(intent: Intent, derived: Mapping[str, str]) -> Intent:
    action = derived.get(base_intent(intent.name))
    if action is None:
        return replace(intent, only_in_stories=True)
    return intent if action == f"utter_{base_intent(intent.name)}" else replace(intent, action=action)


def _slots(domain: Mapping[str, Any], notes: list[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, definition in (domain.get("slots") or {}).items():
        if is_name(name) and isinstance(definition, Mapping):
            found[name] = dict(definition)
        else:
            notes.append(f"domain, slot '{name}': left out")
    return found


def _note_the_rest(domain: Mapping[str, Any], notes: list[str]) -> None:
    for key, value in domain.items():
        if key not in _STORED_KEYS and value:
            names = f" ({', '.join(map(str, value))})" if isinstance(value, Mapping) else ""
            notes.append(f"domain, '{key}'{names}: left out, the workbook has no place for it")
    session = domain.get("session_config") or {}
    ours = {"session_expiration_time": SESSION_MINUTES, "carry_over_slots_to_new_session": True}
    if session and {**ours, **session} != ours:
        notes.append("domain, 'session_config': left out; converting writes 60 minutes and carries slots over")
