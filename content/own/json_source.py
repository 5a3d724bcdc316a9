"""Read one of our JSON files into the draft: the widespread form with `tag`, `patterns`, `responses`, and some more.

At the root besides `intents`: `synonyms` {entity: {value: [synonym, …]}}, `lookups` {entity: [value, …]}, `stories`
[{"story": name, "rule": bool, "steps": [{"user": intent} | {"bot": action} | {"slot": "name=value"} |
{"rasa": Rasa's step}]}], `slots`, `forms` and `entities` {name: definition as in a Rasa domain}, `facts` {name: text},
`actions` [name, …], `answers` {name: [text, …]} for responses that belong to no intent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from content.closest import closest
from content.nesting import json_text, loads
from content.own.draft import AnswerRow, ButtonRow, Draft, ExampleRow, IntentRow, NamedRow, Place, StepRow, ValueRow
from content.sheets import KINDS, STEP_KINDS
from content.texts import clean, has_unholdable, one_line

_ROOT_KEYS = (
    "intents",
    "synonyms",
    "lookups",
    "stories",
    "slots",
    "forms",
    "entities",
    "facts",
    "actions",
    "answers",
    "regexes",
    "version",
)
_INTENT_KEYS = (
    "tag",
    "patterns",
    "responses",
    "title",
    "kind",
    "action",
    "buttons",
    "context_set",
    "context_filter",
)
_STORY_KEYS = ("story", "rule", "steps")
_OWN_KEYS = {"lookups", "stories", "slots", "facts"}
_TYPO = 75


class _Repeated(ValueError):
    pass


def is_own_json(path: Path) -> bool:
    """True where the file has what only ours has: a kind that we know, or our keys at the root."""
    try:
        root = loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return False
    if not isinstance(root, dict) or not isinstance(root.get("intents"), list):
        return False
    own = (isinstance(intent, dict) and intent.get("kind") in KINDS for intent in root["intents"])
    return bool(_OWN_KEYS & set(root)) or any(own)


def read_json(path: Path, draft: Draft) -> None:
    """Add everything in `path` to `draft`, problems too; raises nothing."""
    try:
        root = loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_no_repeats)
    except UnicodeDecodeError as error:
        draft.problem(path.name, f"is not UTF-8 (byte {error.start})", "save it as UTF-8")
        return
    except json.JSONDecodeError as error:
        draft.problem(f"{path.name}, line {error.lineno} column {error.colno}", f"is no JSON: {error.msg}")
        return
    except (ValueError, OSError) as error:
        draft.problem(path.name, str(error) or "can't be read")
        return
    _Reader(path.name, draft).read(root)


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise _Repeated(f"the key {json.dumps(repeated)} stands twice in one object; keep one of them")
    return found


class _Reader:
    def __init__(self, file: str, draft: Draft) -> None:
        self._file = file
        self._draft = draft

    def _at(self, path: str) -> str:
        return f"{self._file}, {path}"

    def read(self, root: Any) -> None:
        if not isinstance(root, dict):
            self._wrong("$", "must be an object with the key 'intents'")
            return
        root = self._check_keys(root, _ROOT_KEYS, "$")
        for number, intent in enumerate(self._list(root.get("intents", []), "$.intents")):
            self._intent(intent, f"$.intents[{number}]")
        for entity, values in self._object(root.get("synonyms", {}), "$.synonyms").items():
            for value, synonyms in self._object(values, f"$.synonyms.{entity}").items():
                for text, path in self._texts(synonyms, f"$.synonyms.{entity}.{value}"):
                    row = ValueRow(one_line(entity), one_line(value), one_line(text), Place(self._at(path)))
                    self._draft.synonyms.append(row)
        for key, rows in (("lookups", self._draft.lookups), ("regexes", self._draft.regexes)):
            for name, values in self._object(root.get(key, {}), f"$.{key}").items():
                for text, path in self._texts(values, f"$.{key}.{name}"):
                    # White space counts in a pattern.
                    value = text if key == "regexes" else one_line(text)
                    rows.append(ValueRow(one_line(name), "", value, Place(self._at(path))))
        for number, story in enumerate(self._list(root.get("stories", []), "$.stories")):
            self._story(story, f"$.stories[{number}]")
        self._named(root)

    def _named(self, root: dict[str, Any]) -> None:
        definitions = {"slots": self._draft.slots, "forms": self._draft.forms, "entities": self._draft.entities}
        for key, defined in definitions.items():
            for name, definition in self._object(root.get(key, {}), f"$.{key}").items():
                defined.append(NamedRow(name, definition, Place(self._at(f"$.{key}.{name}"))))
        self._draft.has_facts |= "facts" in root
        for name, fact in self._object(root.get("facts", {}), "$.facts").items():
            text = self._text(fact, f"$.facts.{name}")
            self._draft.facts.append(NamedRow(name, text, Place(self._at(f"$.facts.{name}"))))
        for text, path in self._texts(root.get("actions", []), "$.actions"):
            self._draft.actions.append(NamedRow(text, None, Place(self._at(path))))
        for name, texts in self._object(root.get("answers", {}), "$.answers").items():
            for text, path in self._texts(texts, f"$.answers.{name}"):
                self._draft.answers.append(AnswerRow(name, text, Place(self._at(path))))

    def _intent(self, intent: Any, path: str) -> None:
        if not isinstance(intent, dict):
            self._wrong(path, "must be an object with 'tag', 'patterns' and 'responses'")
            return
        intent = self._check_keys(intent, _INTENT_KEYS, path)
        place = Place(
            self._at(path),
            {"intent": self._at(f"{path}.tag")} | {key: self._at(f"{path}.{key}") for key in ("kind", "action")},
        )
        name = one_line(self._text(intent.get("tag", ""), f"{path}.tag"))
        title, kind, action = (
            one_line(self._text(intent.get(key) or "", f"{path}.{key}")) for key in ("title", "kind", "action")
        )
        self._draft.intents.append(IntentRow(name, title, kind, action, place))
        for text, where in self._texts(intent.get("patterns", []), f"{path}.patterns"):
            self._draft.examples.append(ExampleRow(name, text, Place(self._at(where))))
        for text, where in self._texts(intent.get("responses", []), f"{path}.responses"):
            self._draft.answers.append(AnswerRow(name, text, Place(self._at(where))))
        for number, button in enumerate(self._list(intent.get("buttons", []), f"{path}.buttons")):
            self._button(name, button, f"{path}.buttons[{number}]")
        for key, rows in (("context_set", self._draft.context_sets), ("context_filter", self._draft.context_filters)):
            for context, where in self._texts(intent.get(key) or [], f"{path}.{key}"):
                if context:
                    rows.append(NamedRow(context, name, Place(self._at(where))))

    def _button(self, intent: str, button: Any, path: str) -> None:
        if isinstance(button, dict):
            button = self._check_keys(button, ("title", "sends", "intent", "payload"), path)
            sends = button.get("sends") or button.get("intent") or button.get("payload") or ""
            title = button.get("title", "")
        elif isinstance(button, list) and len(button) == 2:
            title, sends = button
        else:
            self._wrong(path, 'must be an object such as {"title": "My fees", "sends": "fees_paid"}')
            return
        texts = one_line(self._text(title, f"{path}.title")), self._text(sends, f"{path}.sends")
        self._draft.buttons.append(ButtonRow(intent, *texts, Place(self._at(path))))

    def _story(self, story: Any, path: str) -> None:
        if not isinstance(story, dict):
            self._wrong(path, "must be an object with 'story' and 'steps'")
            return
        story = self._check_keys(story, _STORY_KEYS, path)
        name = one_line(self._text(story.get("story", ""), f"{path}.story"))
        rule = story.get("rule", False)
        if not isinstance(rule, bool):
            self._wrong(f"{path}.rule", "must be true or false")
        for number, step in enumerate(self._list(story.get("steps", []), f"{path}.steps")):
            where = f"{path}.steps[{number}]"
            if not isinstance(step, dict) or len(step) != 1 or not set(step) <= set(STEP_KINDS):
                self._wrong(where, 'must be {"user": intent}, {"bot": action}, {"slot": "name=value"} or {"rasa": {…}}')
                continue
            kind, what = next(iter(step.items()))
            text = json_text(what) if kind == "rasa" else self._text(what, f"{where}.{kind}")
            self._draft.steps.append(StepRow(name, kind, text, rule is True, Place(self._at(where))))

    def _check_keys(self, found: dict[str, Any], known: tuple[str, ...], path: str) -> dict[str, Any]:
        """Return `found` with misspelt keys, which are told, as they were meant: nothing more follows from them."""
        meant = dict(found)
        for key, value in found.items():
            if key not in known:
                near = closest(key, [name for name in known if name not in meant], at_least=_TYPO)
                if near:
                    self._draft.problem(self._at(f"{path}.{key}"), f"unknown key '{key}'", f"did you mean '{near}'?")
                    meant[near] = value
                else:
                    self._draft.note(self._at(f"{path}.{key}"), "is not a key that is read; left out")
        return meant

    def _list(self, value: Any, path: str) -> list[Any]:
        if isinstance(value, list):
            return value
        self._wrong(path, "must be a list")
        return []

    def _object(self, value: Any, path: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._wrong(path, "must be an object")
        return {}

    def _texts(self, value: Any, path: str) -> Iterator[tuple[str, str]]:
        """Yield the texts of a list (or of one text) with their paths; a text of nothing but space as ""."""
        if isinstance(value, str):
            yield self._text(value, path), path
            return
        for number, item in enumerate(self._list(value, path)):
            yield self._text(item, f"{path}[{number}]"), f"{path}[{number}]"

    def _text(self, value: Any, path: str) -> str:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            self._wrong(path, "must be a text")
            return ""
        if has_unholdable(value):
            self._draft.note(self._at(path), "control characters are left out")
        return clean(value)

    def _wrong(self, path: str, what: str) -> None:
        self._draft.problem(self._at(path), what)
