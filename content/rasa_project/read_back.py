"""Read what was written with Rasa's own readers and compare it with what was meant.

Done at every conversion: a difference is a mistake of ours (or a text that Rasa can't hold and that nobody foresaw),
and nothing is replaced then. Rasa's schema validation is left out (milliseconds per answer); its parsers aren't, and
they read everything, in pieces where it is much.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import yaml

from content.names import base_intent
from content.rasa_project.domain import NOT_ASCII, variations
from content.rasa_project.flow import derived_rules
from content.rasa_project.in_model import through_model
from content.rasa_project.pieces import pieces, read_in_pieces
from content.rasa_project.progress import Progress, silent
from content.records import Content, Story
from content.steps import split_slot_step, split_user_step


class ReadBackError(Exception):
    """What Rasa reads is not what was meant: an internal error, told with the first difference."""


def check_read_back(
    content: Content, files: Mapping[str, str], *, fallback: str | None, progress: Progress = silent
) -> None:
    """Raise ReadBackError unless Rasa reads `files` (by path in the project) as `content`."""
    with quiet():
        nlu_texts = [text for path, text in files.items() if path.startswith("data/nlu/")]
        story_texts = [text for path, text in files.items() if path.startswith(("data/rules/", "data/stories/"))]
        progress("reading back the examples")
        _compare("examples", _expected_examples(content), _read_examples(nlu_texts))
        _compare("values of entities", _expected_values(content), _read_values(nlu_texts))
        progress("reading back the answers")
        answers, forms = _read_domain(files["domain.yml"])
        _compare("answers", _expected_answers(content), answers)
        _compare("forms", {name: form.get("required_slots", []) for name, form in content.forms.items()}, forms)
        progress("reading back the rules and stories")
        expected, opaque = _expected_stories(content, fallback)
        read = _read_stories(story_texts)
        _compare("stories", expected, {name: events for name, events in read.items() if name not in opaque})


def check_yaml(data: Mapping[str, Mapping[str, Any]], files: Mapping[str, str]) -> None:
    """Raise ReadBackError unless a YAML reader that isn't Rasa's takes each of `files` in one and finds `data`.

    Rasa's reads long files in pieces here (see `pieces`); this one sees them whole.
    """
    for path, meant in data.items():
        try:
            read = yaml.load(files[path], yaml.CSafeLoader)
        except yaml.YAMLError as error:
            raise ReadBackError(f"{path} would be no YAML ({error}); nothing was written") from error
        if read != meant:
            _compare(f"data of {path}", meant, read)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Rasa's warnings off the screen: those that matter are compared here or told by the reader."""
    logger = logging.getLogger("rasa")
    level = logger.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            logger.setLevel(level)


def _compare(what: str, meant: Mapping[Any, Any], read: Mapping[Any, Any]) -> None:
    if meant == read:
        return
    for key in [*meant, *read]:
        if meant.get(key) != read.get(key):
            difference = f"{key!r}: meant {str(meant.get(key))[:300]}, read {str(read.get(key))[:300]}"
            raise ReadBackError(
                f"Rasa would not read the {what} as they were meant ({difference}); nothing was written"
            )


def _expected_examples(content: Content) -> dict[tuple[str, str], list[Any]]:
    return {
        (intent.name, example.text): [
            (s.start, s.end, s.entity, s.value or example.text[s.start : s.end], s.role, s.group)
            for s in sorted(example.entities, key=lambda span: (span.start, span.end))
        ]
        for intent in content.intents
        for example in intent.examples
    }


def _read_nlu(texts: list[str]) -> Iterator[Any]:
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

    class Reader(RasaYAMLReader):  # type: ignore[misc]
        def validate(self, string: str) -> None:
            """Leave the schema out, see the module."""

    for text in texts:
        for piece in pieces(text):
            yield Reader().reads(piece)


def _read_examples(texts: list[str]) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for data in _read_nlu(texts):
        for message in data.training_examples:
            name = message.get("intent")
            if key := message.get("intent_response_key"):
                name = key
            found[name, message.get("text")] = [
                (e["start"], e["end"], e["entity"], e["value"], e.get("role"), e.get("group"))
                for e in message.get("entities") or []
            ]
    return found


def _expected_values(content: Content) -> dict[str, Any]:
    synonyms = {way: value for (_, value), ways in content.synonyms.items() for way in ways}
    lookups = {f"lookup {entity}": list(values) for entity, values in content.lookups.items()}
    regexes = {f"regex {name}": list(patterns) for name, patterns in content.regexes.items()}
    return {f"synonym {way}": value for way, value in synonyms.items()} | lookups | regexes


def _read_values(texts: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for data in _read_nlu([text for text in texts if "\n- intent:" not in text]):
        found |= {f"synonym {way}": value for way, value in data.entity_synonyms.items()}
        found |= {f"lookup {table['name']}": list(table["elements"]) for table in data.lookup_tables}
        for pattern in data.regex_features:
            found.setdefault(f"regex {pattern['name']}", []).append(pattern["pattern"])
    return found


def _expected_answers(content: Content) -> dict[str, Any]:
    return {response.name: variations(response) for response in content.responses}


def _read_domain(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read the answers and the forms; the answers once more as Rasa writes them into a model."""
    from rasa.shared.core.domain import Domain
    from rasa.shared.utils.io import read_yaml

    read = read_in_pieces(text, read_yaml)
    domain = Domain.from_dict(read)
    _compare("answers in a trained model", *through_model(read, is_ascii=text.partition("\n")[2].isascii()))
    answers = {name: [_without_note(wording) for wording in wordings] for name, wordings in domain.responses.items()}
    return answers, {name: domain.required_slots_for_form(name) for name in domain.form_names}


def _without_note(wording: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in wording.items() if (key, value) != ("metadata", NOT_ASCII)}


def _expected_stories(content: Content, fallback: str | None) -> tuple[dict[str, Any], set[str]]:
    """Return the events by story; and the stories with steps of Rasa's own, which only `check_yaml` compares."""
    stories = {
        f"{'rule' if story.is_rule else 'story'} {story.name}": story
        for story in (*derived_rules(content, fallback=fallback), *content.stories)
    }
    opaque = {name for name, story in stories.items() if any(step.kind == "rasa" for step in story.steps)}
    return {name: _expected_steps(story) for name, story in stories.items() if name not in opaque}, opaque


def _expected_steps(story: Story) -> list[Any]:
    found: list[Any] = []
    for step in story.steps:
        if step.kind == "user":
            name, entities = split_user_step(step.what)
            found.append(("user", base_intent(name), [next(iter(entity.items())) for entity in entities]))
        elif step.kind == "bot":
            found.append(("bot", step.what))
        else:
            found.append(("slot", *split_slot_step(step.what)))
    return found


def _read_stories(texts: list[str]) -> dict[str, Any]:
    from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
    from rasa.shared.core.training_data.structures import RuleStep

    found: dict[str, Any] = {}
    for text in texts:
        for piece in pieces(text):
            reader = YAMLStoryReader()
            reader.source_name = "stories.yml"  # else it fails at a full retrieval intent, of which it wants to warn
            for block in reader.read_from_string(piece, skip_validation=True):
                is_rule = isinstance(block, RuleStep)
                kind = "rule" if is_rule else "story"
                events = (_event(event, is_rule=is_rule) for event in block.events)
                found[f"{kind} {block.block_name}"] = [event for event in events if event]
    return found


def _event(event: Any, *, is_rule: bool) -> tuple[Any, ...] | None:
    from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered

    if isinstance(event, UserUttered):
        return ("user", event.intent_name, [(entity["entity"], entity["value"]) for entity in event.entities])
    if isinstance(event, SlotSet):
        return ("slot", event.key, event.value)
    if isinstance(event, ActionExecuted):
        return None if is_rule and event.action_name == "..." else ("bot", event.action_name)
    return ("other", str(event))
