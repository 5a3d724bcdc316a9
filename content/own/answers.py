"""Check answers, their buttons and the facts that they show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from content.closest import closest
from content.counting import counted
from content.names import base_intent, is_intent_name
from content.nesting import loads
from content.own.draft import UNREAD, AnswerRow, ButtonRow, Draft, Mention
from content.own.facts import read_facts, tell_facts_without_sheet, tell_unknown_facts, tell_unused_facts, with_facts
from content.own.listing import listed
from content.records import Button, Intent, Response

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
    facts = read_facts(draft)
    tell_facts_without_sheet(draft)
    wordings: dict[str, _Wordings] = {}
    for row in draft.answers:
        if row.intent == UNREAD:
            _tell_more(row, draft)
            with_facts(row, facts, draft)
        elif _answer_is_usable(row, draft):
            name = row.intent.removeprefix("utter_") if row.intent not in intents else row.intent
            text = with_facts(row, facts, draft)
            here = wordings.setdefault(name, _Wordings())
            if text in here.texts:
                draft.note(row.place.at("answer"), f"'{name}' has this answer twice")
            here.texts.append(text)
            here.more.append(row.more)
            here.fills_slots |= row.fills_slots
    _check_names(draft, intents, wordings)
    silent: dict[str, list[str]] = {}  # intent without answer → places of its buttons
    for button in draft.buttons:
        _add_button(button, draft, intents, wordings, silent)
    for name, places in silent.items():
        what = f"intent '{name}' has buttons ({listed(places)}) but no answer"
        draft.problem(places[0], what, "write an answer or delete the buttons")
    tell_unknown_facts(draft, facts)
    tell_unused_facts(draft, facts)
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
    usable = _tell_more(row, draft)
    if not row.intent:
        mend = "name it with 'tag'" if row.place.is_json else "fill the column 'intent'"
        draft.problem(row.place.at("intent"), "the answer belongs to no intent", mend)
        return False
    if not is_intent_name(row.intent):
        draft.problem(
            row.place.at("intent"), f"'{row.intent}' can't name an answer", "use letters, digits, underscores"
        )
        usable = False
    if not row.text and not row.more:
        draft.problem(row.place.at("answer"), f"intent '{row.intent}' has an empty answer", "write it or delete it")
        usable = False
    if not usable:
        draft.told_answers.add(row.intent.removeprefix("utter_"))
    return usable


def _tell_more(row: AnswerRow, draft: Draft) -> bool:
    """Return whether `more` can be read, tell where it can't."""
    try:
        if row.more and not isinstance(loads(row.more), dict):
            raise ValueError("it is no object")
    except ValueError as error:
        place = row.place.at("more")
        draft.problem(place, f"can't be read as JSON ({error})", 'write it like {"image": "https://…"}')
        return False
    return True


def _check_names(draft: Draft, intents: Mapping[str, Intent], wordings: Mapping[str, _Wordings]) -> None:
    """A name that is no intent is a response of its own, unless it looks like an intent that lacks an answer."""
    unanswered = [
        name
        for name, intent in intents.items()
        if name not in wordings and intent.action is None and not intent.only_in_stories
    ]
    if "intents" in draft.incomplete:
        return
    first = {row.intent.removeprefix("utter_"): row for row in reversed(draft.answers) if row.intent != UNREAD}
    asked = {mention.name for mention in draft.unknown_intents}  # they have examples: told with those
    for name in wordings:
        if name not in intents and name not in asked and (near := closest(name, unanswered, at_least=_MISSPELT)):
            place, written = first[name].place.at("intent"), first[name].intent
            draft.problem(place, f"unknown intent '{written}'", f"did you mean '{near}', which has no answer?")
            draft.told_answers |= {name, near}


def _add_button(
    row: ButtonRow,
    draft: Draft,
    intents: Mapping[str, Intent],
    wordings: Mapping[str, _Wordings],
    silent: dict[str, list[str]],
) -> None:
    name = row.intent.removeprefix("utter_") if row.intent not in intents else row.intent
    if not row.title:
        what = "a button has no title" if name == UNREAD else f"a button of '{name}' has no title"
        draft.problem(row.place.at("title"), what, "write what the button shows")
    _check_target(row, draft, intents)
    if name == UNREAD or not row.title:
        return
    if name not in wordings:
        if "answers" in draft.incomplete:
            return
        if name not in intents:
            told = f"unknown intent '{row.intent}'"
            draft.unknown_intents.append(Mention(name, "button", row.place.at("intent"), told))
        elif intents[name].action or intents[name].only_in_stories or intents[name].kind not in ("faq", "chat"):
            silent.setdefault(name, []).append(row.place.at("intent"))
        return  # that any other intent has no answer is told with the intents
    wording = int(row.wording) if row.wording.isdigit() else None
    if row.wording and not (wording and wording <= len(wordings[name].texts)):
        what = (
            f"there is no answer '{row.wording}' of '{name}', which has {counted(len(wordings[name].texts), 'answer')}"
        )
        draft.problem(row.place.at("wording"), what, "write the number of one, or nothing for all")
    wordings[name].buttons.append(Button(row.title, row.sends, wording))


def _check_target(row: ButtonRow, draft: Draft, intents: Mapping[str, Intent]) -> None:
    """A button sends an intent, a payload `/intent{…}` of one, or a text in double quotes."""
    place = row.place.at("intent it sends")
    if row.sends == UNREAD:
        return
    if not row.sends:
        mend = "name an intent with 'sends'" if row.place.is_json else "fill the column 'intent it sends'"
        draft.problem(place, f"the button '{row.title}' sends nothing", mend)
    elif not (row.sends.startswith('"') and row.sends.endswith('"') and len(row.sends) > 2):
        target = re.split(r"[{@]", row.sends.removeprefix("/"), maxsplit=1)[0].strip()
        known = {*intents, *map(base_intent, intents), "restart", "back", "session_start"}
        if target not in known:
            told = f"the button '{row.title}' sends the unknown intent '{target}'"
            draft.unknown_intents.append(Mention(target, "button", place, told))
