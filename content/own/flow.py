"""Check stories, slots and actions, and that every intent is answered."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from content.closest import did_you_mean
from content.counting import joined
from content.names import DEFAULT_ACTIONS, DEFAULT_INTENTS, DEFAULT_SLOTS, base_intent, is_name
from content.nesting import loads
from content.own.draft import UNREAD, Draft, Mention, NamedRow, StepRow
from content.own.rasa_steps import check_rasa_step
from content.own.step_order import in_order
from content.records import Intent, Step, StepKind, Story
from content.sheets import STEP_KINDS
from content.steps import forms_of, intents_of
from content.texts import one_line

_USER = re.compile(r"(?P<intent>[^{\s]+)\s*(?P<entities>\{.*\})?", re.DOTALL)


@dataclass(frozen=True)
class Known:
    """What a step may name."""

    intents: Collection[str]
    responses: Collection[str]
    actions: Collection[str]
    slots: Collection[str]  # empty: none declared, stories declare them by using them
    forms: Collection[str]


def build_slots(draft: Draft) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in draft.slots:
        if not is_name(row.name):
            draft.problem(row.place.at("slot"), f"'{row.name}' can't name a slot", "use letters, digits, underscores")
        elif row.name in found:
            draft.problem(row.place.at("slot"), f"the slot '{row.name}' stands there twice", "keep one of them")
        elif not isinstance(row.value, dict) or not isinstance(row.value.get("type"), str):
            draft.problem(row.place.at("definition"), f"the slot '{row.name}' has no type", 'such as {"type": "text"}')
        else:
            found[row.name] = row.value
    return found


def build_definitions(rows: list[NamedRow], what: str, draft: Draft) -> dict[str, dict[str, Any]]:
    """Return forms or entities (`what`, in the singular), each with its definition as Rasa's domain has it."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if not is_name(row.name):
            draft.problem(row.place.at(what), f"'{row.name}' can't name a {what}", "use letters, digits, underscores")
        elif row.name in found:
            draft.problem(row.place.at(what), f"the {what} '{row.name}' stands there twice", "keep one of them")
        elif not isinstance(row.value, dict):
            draft.problem(
                row.place.at("definition"), f"the {what} '{row.name}' has no object as definition", "write {}"
            )
        else:
            found[row.name] = row.value
    return found


def build_actions(draft: Draft) -> tuple[str, ...]:
    for row in draft.actions:
        if not is_name(row.name):
            draft.problem(
                row.place.at("action"), f"'{row.name}' can't name an action", "write it like action_fees_paid"
            )
    return tuple(dict.fromkeys(row.name for row in draft.actions))


def build_stories(draft: Draft, known: Known) -> tuple[Story, ...]:
    """Return the stories in order; a story is a rule where a row says so or its name begins with "rule ".

    Steps stand in the order of their numbers, in that of their rows where a story has none.
    """
    steps: dict[str, list[Step]] = {}
    rules: set[str] = set()
    for row in in_order(draft.steps, draft):
        if not row.story:
            mend = "name it with 'story'" if row.place.is_json else "fill the column 'story'"
            draft.problem(row.place.at("story"), "the step belongs to no story", mend)
            continue
        if row.story == UNREAD:
            _step(row, draft, known)
            continue
        here = steps.setdefault(row.story, [])
        if row.is_rule or row.story.casefold().startswith("rule "):
            rules.add(row.story)
        if step := _step(row, draft, known):
            here.append(step)
    return tuple(Story(name, tuple(found), name in rules) for name, found in steps.items())


def _step(row: StepRow, draft: Draft, known: Known) -> Step | None:
    kind = row.kind.casefold()
    if kind not in STEP_KINDS:
        mend = did_you_mean(row.kind, STEP_KINDS, otherwise="write user, bot, slot or rasa")
        draft.problem(row.place.at("user or bot or slot"), f"unknown kind of step '{row.kind}'", mend)
        return None
    if row.what == UNREAD:
        return None
    if not row.what:
        mend = "write what it is" if row.place.is_json else "fill the column 'what'"
        draft.problem(row.place.at("what"), f"a step of the story '{row.story}' is empty", mend)
        return None
    check = {"user": _check_user, "bot": _check_bot, "slot": _check_slot, "rasa": _check_rasa}[kind]
    what = check(row, draft, known)
    return Step(cast("StepKind", kind), what)


def _check_user(row: StepRow, draft: Draft, known: Known) -> str:
    found = _USER.fullmatch(row.what)
    name = found["intent"] if found else row.what
    _mention(name, row, draft, known)
    if found and found["entities"]:
        try:
            loads(found["entities"])
        except ValueError as error:
            draft.problem(row.place.at("what"), f"entities are no JSON ({error})", 'such as inform{"city": "Rome"}')
    return row.what


def _check_bot(row: StepRow, draft: Draft, known: Known) -> str:
    name = one_line(row.what)
    if name in known.responses or name in DEFAULT_ACTIONS or name in known.actions:
        return name
    if f"utter_{name}" in known.responses:
        return f"utter_{name}"
    if name.startswith("action_") and is_name(name):
        return name
    if "answers" in draft.incomplete:
        return name
    candidates = [*known.responses, *known.actions]
    mend = did_you_mean(name, candidates, otherwise="add an answer of that name, or name an action (action_…)")
    draft.problem(row.place.at("what"), f"unknown answer or action '{name}' in the story '{row.story}'", mend)
    return name


def _check_slot(row: StepRow, draft: Draft, known: Known) -> str:
    name = row.what.partition("=")[0].strip()
    if not is_name(name):
        draft.problem(row.place.at("what"), f"'{row.what}' sets no slot", "write it like risk_level=7")
    elif known.slots and name not in known.slots and name not in DEFAULT_SLOTS:
        mend = did_you_mean(name, known.slots, otherwise="declare it with the others")
        draft.problem(row.place.at("what"), f"unknown slot '{name}' in the story '{row.story}'", mend)
    return row.what


def _check_rasa(row: StepRow, draft: Draft, known: Known) -> str:
    try:
        check_rasa_step(row.what)
    except ValueError as error:
        draft.problem(row.place.at("what"), f"a step of the story '{row.story}' {error}")
        return "{}"
    step = Step("rasa", row.what)
    for intent in intents_of(step):
        _mention(base_intent(intent.removeprefix("/")), row, draft, known)
    for form in forms_of(step):
        if form not in known.forms and form not in known.actions:
            mend = did_you_mean(form, known.forms, otherwise="add it to the sheet 'forms'")
            draft.problem(row.place.at("what"), f"unknown form '{form}' in the story '{row.story}'", mend)
    return row.what


def _mention(name: str, row: StepRow, draft: Draft, known: Known) -> None:
    if name not in known.intents and name not in DEFAULT_INTENTS:
        told = f"unknown intent '{name}' in the story '{row.story}'"
        draft.unknown_intents.append(Mention(name, "step", row.place.at("what"), told))


def check_answered(
    draft: Draft, intents: Mapping[str, Intent], responses: Collection[str], excused: Collection[str]
) -> None:
    """Every intent must lead somewhere: an answer, an action, or a story; `excused` are told of already."""
    answers_place = next((row.place.row.split(" row ")[0] for row in draft.answers if " row " in row.place.row), "")
    unanswered: dict[str, list[Intent]] = {}  # by the answer that isn't there
    for intent in intents.values():
        in_json = ", $" in intent.place
        if intent.only_in_stories or intent.name in excused or ("answers" in draft.incomplete and not in_json):
            continue
        if intent.action is None and f"utter_{intent.name}" not in responses:
            if intent.kind in ("faq", "chat"):
                place = intent.place if in_json else answers_place or "sheet 'answers'"
                mend = "add 'responses'" if in_json else "add a row"
                draft.problem(place, f"intent '{intent.name}' has no answer", mend)
            else:
                mend = "fill 'action'" if in_json else "fill the column 'action'"
                draft.problem(
                    draft.place_of(intent, "action"), f"intent '{intent.name}' has neither action nor answer", mend
                )
        elif intent.action and intent.action.startswith("utter_") and intent.action not in responses:
            unanswered.setdefault(intent.action, []).append(intent)
    for action, asking in unanswered.items() if "answers" not in draft.incomplete else ():
        mend = did_you_mean(action, responses, otherwise="write an answer of that name")
        names = joined([f"'{intent.name}'" for intent in asking])
        are = f"intent {names} is" if len(asking) == 1 else f"intents {names} are"
        draft.problem(draft.place_of(asking[0], "action"), f"{are} answered by the unknown '{action}'", mend)


def add_contexts(draft: Draft, intents: dict[str, Intent]) -> None:
    """Turn `context_set` and `context_filter` that meet into stories; a filtered intent has no rule of its own."""
    setters: dict[str, list[str]] = {}
    for row in draft.context_sets:
        setters.setdefault(row.name.casefold(), []).append(str(row.value))
    for row in draft.context_filters:
        follower = str(row.value)
        before = setters.get(row.name.casefold(), [])
        if not before:
            draft.note(row.place, f"no intent sets the context '{row.name}'; '{follower}' is answered anywhere")
        for leader in before:
            if leader not in intents or follower not in intents:
                continue
            story = f"{leader}, then {follower}"
            for name in (leader, follower):
                answer = intents[name].action or f"utter_{name}"
                draft.steps.append(StepRow(story, "user", base_intent(name), False, row.place))
                draft.steps.append(StepRow(story, "bot", answer, False, row.place))
            intents[follower] = replace(intents[follower], only_in_stories=True)
