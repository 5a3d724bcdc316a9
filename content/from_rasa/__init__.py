"""The way back: a Rasa 3 project's training data, answers, rules and stories as content.

What our workbook can't hold is left out and told in the notes: metadata, settings of actions and sessions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from content.counting import joined
from content.from_rasa.files import Source, check_schema, is_training_data, json_files, read_yaml_files
from content.from_rasa.nlu import NluReading, read_nlu
from content.from_rasa.responses import read_responses
from content.from_rasa.stories import read_stories
from content.names import DEFAULT_INTENTS, base_intent, is_name
from content.nesting import json_text
from content.problems import ContentError, Problem
from content.rasa_project.domain import SESSION_MINUTES, entities
from content.rasa_project.flow import rule_name
from content.rasa_project.read_back import quiet
from content.records import Content, Intent, Story
from content.steps import actions_of, intents_of
from content.texts import one_line

_YAML = {".yml", ".yaml"}
_STORED_KEYS = {"version", "intents", "entities", "slots", "responses", "forms", "actions", "session_config"}


@dataclass(frozen=True)
class RasaReading:
    content: Content
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Project:
    """`domain` is that of all its files, merged; `training` are the YAML files below data."""

    domain_sources: Sequence[Source]
    domain: Mapping[str, Any]
    training: Sequence[Source]
    nlu: NluReading
    stories: Mapping[str, Story]  # by place


def read_project(root: Path) -> RasaReading:
    """Read the project in `root`. Raises ContentError with every problem of its files at once."""
    problems: list[Problem] = []
    notes: list[str] = []
    with quiet():
        project = _read(root, problems, notes)
        if not problems:
            _check_names(project, problems)
        if problems:
            raise ContentError(problems)
        content = _content(project, notes)
    if not content.intents and not content.responses:
        raise ContentError([Problem(root.as_posix(), "holds no intents and no answers, so nothing to convert")])
    return RasaReading(content, tuple(notes))


def _read(root: Path, problems: list[Problem], notes: list[str]) -> _Project:
    from rasa.shared.constants import DOMAIN_SCHEMA_FILE
    from rasa.shared.core.domain import ALL_DOMAIN_KEYS
    from rasa.shared.core.training_data.story_reader.yaml_story_reader import CORE_SCHEMA_FILE

    data, domain_files = root / "data", _domain_files(root)
    if not domain_files:
        what = "holds no domain (domain.yml)" if data.is_dir() else "holds no Rasa project"
        raise ContentError([Problem(root.as_posix(), what, "name the folder that holds domain.yml and data")])
    domain_sources = read_yaml_files(root, domain_files, problems, notes)
    for source in domain_sources:
        check_schema(source, DOMAIN_SCHEMA_FILE, problems)
    if not problems and not any(source.data.keys() & set(ALL_DOMAIN_KEYS) for source in domain_sources):
        names = joined([path.relative_to(root).as_posix() for path in domain_files])
        problems.append(Problem(names, "is no domain of Rasa's", "write there which intents, responses … it has"))
    files = sorted(path for path in data.rglob("*") if path.is_file())
    training = [
        source
        for source in read_yaml_files(root, [path for path in files if path.suffix in _YAML], problems, notes)
        if is_training_data(source, notes)
    ]
    for source in training:
        if source.data.keys() & {"stories", "rules"}:
            check_schema(source, CORE_SCHEMA_FILE, problems)
    nlu_files = {source.name: source.path for source in training if source.data.keys() & {"nlu", "responses"}}
    nlu_files |= json_files(root, [path for path in files if path.suffix == ".json"], problems, notes)
    nlu = read_nlu(nlu_files, problems, notes)
    if problems:
        return _Project(domain_sources, {}, training, nlu, {})
    domain: dict[str, Any] = {}
    for source in domain_sources:
        _merge(domain, source.data)
    for source in training:
        _merge(domain, {"responses": source.data.get("responses") or {}})
    _check_domain(domain, ", ".join(source.name for source in domain_sources), problems)
    stories = [source for source in training if not source.path.name.startswith("test_")]
    for source in training:
        if source not in stories and source.data.keys() & {"stories", "rules"}:
            notes.append(f"{source.name}: its stories are tests by the file's name, left out as Rasa does")
    return _Project(domain_sources, domain, training, nlu, read_stories(stories, notes))


def _domain_files(root: Path) -> list[Path]:
    single = [path for path in (root / "domain.yml", root / "domain.yaml") if path.is_file()]
    return single or sorted(path for path in (root / "domain").rglob("*") if path.suffix in _YAML)


def _check_domain(domain: Mapping[str, Any], name: str, problems: list[Problem]) -> None:
    """Let Rasa judge the whole: slots without a type that it knows, names that stand there twice."""
    from rasa.shared.core.domain import Domain
    from rasa.shared.exceptions import RasaException

    try:
        Domain.from_dict(deepcopy(dict(domain)))
    except RasaException as error:
        problems.append(Problem(name, f"Rasa can't read it: {one_line(str(error))}"))


def _check_names(project: _Project, problems: list[Problem]) -> None:
    """Intents and answers that the domain doesn't list: Rasa wouldn't train."""
    domain = project.domain
    listed = {next(iter(item)) if isinstance(item, Mapping) else str(item) for item in domain.get("intents") or []}
    intents = {base_intent(name) for name in listed} | DEFAULT_INTENTS
    responses = {str(name) for name in domain.get("responses") or {}}
    known_answers = {*responses, *map(base_intent, responses), *_actions(domain)}
    told: set[str] = set()

    def tell(name: str, what: str, place: str) -> None:
        if name not in told:
            told.add(name)
            problems.append(Problem(place, f"the domain has no {what} '{name}'", "add it to domain.yml"))

    for intent in project.nlu.intents:
        if base_intent(intent.name) not in intents:
            tell(base_intent(intent.name), "intent", _place_of(intent, project.training))
    for place, story in project.stories.items():
        for step in story.steps:
            for name in map(base_intent, intents_of(step)):
                if name not in intents:
                    tell(name, "intent", place)
            for name in actions_of(step):
                if name.startswith("utter_") and name not in known_answers:
                    tell(name, "response", place)


def _place_of(intent: Intent, training: Sequence[Source]) -> str:
    for source in training:
        for number, item in enumerate(source.data.get("nlu") or []):
            if item.get("intent") == intent.name:
                return source.at("nlu", number)
    return intent.place


def _content(project: _Project, notes: list[str]) -> Content:
    domain, nlu = project.domain, project.nlu
    slots = _slots(domain, notes)
    stories = tuple(project.stories.values())
    intents, stories = _attach_rules(_all_intents(nlu, domain), stories)
    known = {base_intent(intent.name) for intent in intents}
    responses = read_responses(domain.get("responses") or {}, known, notes)
    _note_the_rest(domain, notes)
    forms = {str(name): dict(definition or {}) for name, definition in (domain.get("forms") or {}).items()}
    used = {intent.action for intent in intents} | forms.keys()
    used |= {name for story in stories for step in story.steps for name in actions_of(step)}
    content = Content(
        intents=intents,
        responses=responses,
        synonyms=nlu.synonyms,
        lookups=nlu.lookups,
        stories=stories,
        regexes=nlu.regexes,
        slots=slots,
        actions=tuple(name for name in _actions(domain) if name not in used and is_name(name)),
        forms=forms,
    )
    return replace(content, entities=_entities_that_nothing_tells(domain, content))


def _actions(domain: Mapping[str, Any]) -> list[str]:
    actions = [next(iter(a)) if isinstance(a, Mapping) else str(a) for a in domain.get("actions") or []]
    return [*dict.fromkeys(actions), *map(str, domain.get("forms") or {})]


def _entities_that_nothing_tells(domain: Mapping[str, Any], content: Content) -> dict[str, dict[str, Any]]:
    told = entities(content)
    declared: dict[str, dict[str, Any]] = {}
    for item in domain.get("entities") or []:
        name, definition = next(iter(item.items())) if isinstance(item, Mapping) else (str(item), {})
        declared[name] = dict(definition or {})
    return {name: found for name, found in declared.items() if is_name(name) and told.get(name) != found}


def _merge(domain: dict[str, Any], more: Any) -> None:
    """Rasa merges several domain files: lists are joined, maps updated."""
    for key, value in (more or {}).items():
        if isinstance(value, list):
            domain[key] = [*(domain.get(key) or []), *value]
        elif isinstance(value, Mapping):
            domain[key] = {**(domain.get(key) or {}), **value}
        elif value is not None:
            domain[key] = value


def _all_intents(nlu: NluReading, domain: Mapping[str, Any]) -> tuple[Intent, ...]:
    """Add those that only buttons or code send: the domain names them, nobody says them; and their settings."""
    found = list(nlu.intents)
    known = {base_intent(intent.name) for intent in found}
    more: dict[str, str] = {}
    for item in domain.get("intents") or []:
        name = next(iter(item)) if isinstance(item, Mapping) else str(item)
        if isinstance(item, Mapping) and item[name]:
            more[name] = json_text(item[name])
        if name not in known and is_name(name):
            known.add(name)
            found.append(Intent(name, place="domain.yml"))
    return tuple(replace(intent, more=more.get(base_intent(intent.name), "")) for intent in found)


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
    for action in domain.get("actions") or []:
        if isinstance(action, Mapping):
            notes.append(f"domain, action '{next(iter(action))}': its settings (send_domain) are left out")
    for key, value in domain.items():
        if key not in _STORED_KEYS and value:
            names = f" ({', '.join(map(str, value))})" if isinstance(value, Mapping) else ""
            notes.append(f"domain, '{key}'{names}: left out, the workbook has no place for it")
    session = domain.get("session_config") or {}
    ours = {"session_expiration_time": SESSION_MINUTES, "carry_over_slots_to_new_session": True}
    if session and {**ours, **session} != ours:
        notes.append("domain, 'session_config': left out; converting writes 60 minutes and carries slots over")
