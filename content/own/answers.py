"""Check answers, their buttons and the facts that they show."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from content.closest import closest, did_you_mean
from content.names import base_intent, is_intent_name, is_name
from content.own.draft import AnswerRow, ButtonRow, Draft
from content.records import Button, Intent, Response

_FACT = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MISSPELT = 85  # likeness from which a name that is no intent is a misspelt one


@dataclass
class _Wordings:
    """One response while its rows are collected."""

    texts: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    fills_slots: bool = False


def build_responses(draft: Draft, intents: Mapping[str, Intent]) -> tuple[Response, ...]:
    """Return the responses in the order of their sources, facts filled in."""
    facts = _facts(draft)
    used: set[str] = set()
    wordings: dict[str, _Wordings] = {}
    for row in draft.answers:
        if _answer_is_usable(row, draft):
            name = row.intent.removeprefix("utter_") if row.intent not in intents else row.intent
            text = _with_facts(row, facts, used, draft)
            here = wordings.setdefault(name, _Wordings())
            if text in here.texts:
                draft.note(row.place.at("answer"), f"'{name}' has this answer twice")
            here.texts.append(text)
            here.more.append(row.more)
            here.fills_slots |= row.fills_slots
    _check_names(draft, intents, wordings)
    for button in draft.buttons:
        _add_button(button, draft, intents, wordings)
    for fact in draft.facts:
        if fact.name and fact.name not in used:
            draft.note(fact.place, f"no answer shows the fact '{fact.name}'")
    return tuple(
        Response(
            name=f"utter_{name}",
            texts=tuple(found.texts),
            buttons=tuple(found.buttons),
            fills_slots=found.fills_slots,
            more=tuple(found.more) if any(found.more) else (),
        )
        for name, found in wordings.items()
    )


def _answer_is_usable(row: AnswerRow, draft: Draft) -> bool:
    if not row.intent:
        draft.problem(row.place.at("intent"), "the answer belongs to no intent", "fill the column 'intent'")
        return False
    if not is_intent_name(row.intent):
        draft.problem(
            row.place.at("intent"), f"'{row.intent}' can't name an answer", "use letters, digits, underscores"
        )
        return False
    if row.more:
        try:
            if not isinstance(json.loads(row.more), dict):
                raise ValueError("it is no object")
        except ValueError as error:
            draft.problem(
                row.place.at("more"), f"can't be read as JSON ({error})", 'write it like {"image": "https://…"}'
            )
            return False
    if not row.text and not row.more:
        draft.problem(
            row.place.at("answer"), f"intent '{row.intent}' has an empty answer", "write it or delete the row"
        )
        return False
    return True


def _facts(draft: Draft) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in draft.facts:
        if not is_name(row.name):
            draft.problem(row.place.at("name"), f"'{row.name}' can't name a fact", "use letters, digits, underscores")
        elif row.name in found:
            draft.problem(row.place.at("name"), f"the fact '{row.name}' stands there twice", "keep one of them")
        elif not row.value:
            draft.problem(row.place.at("value"), f"the fact '{row.name}' is empty", "fill the column 'value'")
        found[row.name] = str(row.value or "")
    return found


def _with_facts(row: AnswerRow, facts: Mapping[str, str], used: set[str], draft: Draft) -> str:
    """Replace `{{name}}` by the fact's text, once: nothing in a fact is read again."""
    if not draft.has_facts:
        return row.text

    def text_of(found: re.Match[str]) -> str:
        name = found[1]
        if name not in facts:
            mend = did_you_mean(name, facts, otherwise="add it to the sheet 'facts'")
            draft.problem(row.place.at("answer"), f"unknown fact '{{{{{name}}}}}'", mend)
            return found[0]
        used.add(name)
        fact = facts[name]
        return fact.replace("{", "{{").replace("}", "}}") if row.fills_slots else fact

    return _FACT.sub(text_of, row.text)


def _check_names(draft: Draft, intents: Mapping[str, Intent], wordings: Mapping[str, _Wordings]) -> None:
    """A name that is no intent is a response of its own, unless it looks like an intent that lacks an answer."""
    unanswered = [
        name
        for name, intent in intents.items()
        if name not in wordings and intent.action is None and not intent.only_in_stories
    ]
    first = {row.intent.removeprefix("utter_"): row.place.at("intent") for row in reversed(draft.answers)}
    for name in wordings:
        if name in intents:
            continue
        if near := closest(name, unanswered, at_least=_MISSPELT):
            draft.problem(first[name], f"unknown intent '{name}'", f"did you mean '{near}', which has no answer?")
        elif near := closest(name, intents, at_least=_MISSPELT + 5):
            draft.note(first[name], f"'{name}' is no intent, so it becomes a response of its own; '{near}' is near")


def _add_button(row: ButtonRow, draft: Draft, intents: Mapping[str, Intent], wordings: Mapping[str, _Wordings]) -> None:
    name = row.intent.removeprefix("utter_") if row.intent not in intents else row.intent
    if name not in wordings:
        if name in intents:
            mend = "write an answer or delete the button"
            draft.problem(row.place.at("intent"), f"intent '{name}' has buttons but no answer", mend)
        else:
            mend = did_you_mean(name, [*intents, *wordings], otherwise="it must have an answer")
            draft.problem(row.place.at("intent"), f"unknown intent '{name}'", mend)
        return
    if not row.title:
        draft.problem(row.place.at("title"), f"a button of '{name}' has no title", "write what the button shows")
        return
    wording = int(row.wording) if row.wording.isdigit() else None
    if row.wording and not (wording and wording <= len(wordings[name].texts)):
        what = f"'{row.wording}' is none of the {len(wordings[name].texts)} answers of '{name}'"
        draft.problem(row.place.at("wording"), what, "write the number of one, or nothing for all")
    _check_target(row, draft, intents)
    wordings[name].buttons.append(Button(row.title, row.sends, wording))


def _check_target(row: ButtonRow, draft: Draft, intents: Mapping[str, Intent]) -> None:
    """A button sends an intent, a payload `/intent{…}` of one, or a text in double quotes."""
    place = row.place.at("intent it sends")
    if not row.sends:
        draft.problem(place, f"the button '{row.title}' sends nothing", "fill the column 'intent it sends'")
    elif not (row.sends.startswith('"') and row.sends.endswith('"') and len(row.sends) > 2):
        target = re.split(r"[{@]", row.sends.removeprefix("/"), maxsplit=1)[0].strip()
        known = {*intents, *map(base_intent, intents), "restart", "back", "session_start"}
        if target not in known:
            mend = did_you_mean(target, intents, otherwise="name one of the sheet 'intents'")
            draft.problem(place, f"the button '{row.title}' sends the unknown intent '{target}'", mend)
