"""What is right by its form and probably a slip: told as warnings, with what may have been meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from content.closest import closest
from content.names import DEFAULT_ACTIONS
from content.own.code_names import ACTIONS_OF_CODE, ANSWERS_OF_CODE, ANSWERS_OF_RASA, ASKS_FOR_SLOT
from content.own.draft import UNREAD, Draft
from content.own.unknown import LIKELY
from content.records import Intent, Story

_NEAR = 80  # per cent of likeness: "securty" for "security" has 93, "action_gret" for "action_greet" 96
_RARE = 3  # an entity that occurs so often at most may be a slip …
_TIMES = 3  # … for one that occurs this many times as often


def tell_unused_answers(draft: Draft, intents: Mapping[str, Intent], stories: Collection[Story]) -> None:
    """Answers of their own that no story, action or button refers to, nor the code or Rasa."""
    referred = {step.what for story in stories for step in story.steps if step.kind == "bot"}
    referred |= {intent.action for intent in intents.values() if intent.action}
    sent = {button.sends.removeprefix("/") for button in draft.buttons}
    told = {mention.name for mention in draft.unknown_intents} | draft.told_answers
    for row in draft.answers:
        name = row.intent.removeprefix("utter_")
        if row.intent == UNREAD:
            continue
        if row.intent in intents or name in intents or name in told or f"utter_{name}" in referred or name in sent:
            continue
        told.add(name)
        if not name or name in ANSWERS_OF_CODE | ANSWERS_OF_RASA or name.startswith(ASKS_FOR_SLOT):
            continue
        near = closest(name, [*intents, *ANSWERS_OF_CODE], at_least=LIKELY)
        mend = f"; did you mean '{near}'?" if near else ""
        what = f"'{row.intent}' is no intent, and no story, rule, action or button refers to it{mend}"
        draft.note(row.place.at("intent"), what)


def tell_rare_entities(draft: Draft, intents: Mapping[str, Intent]) -> None:
    """An entity that hardly occurs and is spelt much like one that does."""
    found = Counter(span.entity for intent in intents.values() for e in intent.examples for span in e.entities)
    declared = {row.entity for row in (*draft.synonyms, *draft.lookups) if row.entity}
    first: dict[str, str] = {}
    for intent in intents.values():
        for example in intent.examples:
            for span in example.entities:
                first.setdefault(span.entity, example.place)
    for entity, count in found.items():
        if count > _RARE or entity in declared:
            continue
        commoner = [name for name in {**found, **dict.fromkeys(declared)} if name != entity]
        commoner = [name for name in commoner if name in declared or found[name] >= _TIMES * count]
        if near := closest(entity, commoner, at_least=_NEAR):
            often = "only here" if count == 1 else f"{count} times only"
            draft.note(first[entity], f"the entity '{entity}' occurs {often}; did you mean '{near}'?")


def tell_near_actions(draft: Draft, intents: Mapping[str, Intent]) -> None:
    """An action that is much like one of the code and isn't one."""
    portfolio = {f"action_{intent.name}" for intent in intents.values() if intent.kind == "portfolio"}
    known = portfolio | ACTIONS_OF_CODE | DEFAULT_ACTIONS | {row.name for row in draft.actions}
    for row in draft.intents:
        if not row.action.startswith("action_") or row.action in known:
            continue
        if near := closest(row.action, sorted(portfolio | ACTIONS_OF_CODE), at_least=_NEAR):
            what = f"the action '{row.action}' is none that the code has; did you mean '{near}'?"
            draft.note(row.place.at("action"), what)
