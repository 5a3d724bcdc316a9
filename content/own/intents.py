"""Check intents and their examples."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import cast

from content.closest import did_you_mean
from content.markup import MarkupError, parse
from content.names import FALLBACK_INTENT, is_intent_name, is_name, suggest_name
from content.nesting import loads
from content.own.draft import UNREAD, Draft, ExampleRow, IntentRow, Mention
from content.own.listing import listed
from content.records import Example, Intent, Kind, Span
from content.sheets import IN_STORIES, KINDS
from content.texts import one_line


def build_intents(draft: Draft) -> dict[str, Intent]:
    """Return the intents by name, in the order of their sources, with their examples."""
    found: dict[str, Intent] = {}
    for row in draft.intents:
        if row.name == UNREAD:
            _intent(row, draft)
        elif not row.name:
            draft.problem(row.place.at("intent"), "the intent has no name", "name it, such as faq_fees")
        elif not is_intent_name(row.name) or row.name == FALLBACK_INTENT:
            suggestion = suggest_name(row.name)
            mend = f"write '{suggestion}'" if is_intent_name(suggestion) else "use letters, digits and underscores"
            draft.problem(row.place.at("intent"), f"'{row.name}' can't name an intent", mend)
        elif row.name in found:
            what = f"intent '{row.name}' stands there and in {found[row.name].place}"
            draft.problem(row.place.at("intent"), what, "keep it in one place")
        else:
            found[row.name] = _intent(row, draft)
    _add_examples(draft, found)
    return found


def check_exampled(draft: Draft, intents: Mapping[str, Intent], excused: Collection[str]) -> None:
    """Every intent needs examples, but for those that only buttons send; `excused` are told of already.

    So is an intent all of whose examples are wrong.
    """
    tried = {row.intent for row in draft.examples}
    for intent in intents.values():
        if intent.name in excused or intent.name in tried:
            continue
        if intent.only_in_stories:
            draft.note(
                draft.place_of(intent, "intent"), f"intent '{intent.name}' has no examples, so only buttons can send it"
            )
        elif "examples" not in draft.incomplete or ", $" in intent.place:
            place = draft.place_of(intent, "intent")
            draft.problem(place, f"intent '{intent.name}' has no examples", "write some, ten or more are good")


def _intent(row: IntentRow, draft: Draft) -> Intent:
    kind = row.kind.casefold() or "faq"
    if kind not in KINDS:
        mend = did_you_mean(kind, KINDS, otherwise=f"use {', '.join(KINDS[:-1])} or {KINDS[-1]}")
        draft.problem(row.place.at("kind"), f"unknown kind '{row.kind}'", mend)
        kind = "faq"
    in_stories = row.action.casefold() == IN_STORIES
    action = None if in_stories else row.action or None
    if action and not is_name(action):
        draft.problem(row.place.at("action"), f"'{action}' can't name an action", "write it like action_fees_paid")
    if row.more:
        try:
            if not isinstance(loads(row.more), dict):
                raise ValueError("it is no object")
        except ValueError as error:
            mend = 'write it like {"use_entities": []}'
            draft.problem(row.place.at("more"), f"can't be read as JSON ({error})", mend)
    return Intent(
        name=row.name,
        title=row.title,
        kind=cast("Kind", kind),
        action=action,
        place=row.place.row,
        only_in_stories=in_stories,
        more=row.more,
    )


def _add_examples(draft: Draft, intents: dict[str, Intent]) -> None:
    examples: dict[str, list[Example]] = {name: [] for name in intents}
    refused = {row.name for row in draft.intents}  # those that aren't in `intents` either are told of there
    seen: dict[str, tuple[str, Example]] = {}  # folded text → intent, example
    again: dict[str, list[str]] = {}  # intent → places of examples that another one is almost
    commands: list[str] = []
    for row in draft.examples:
        example = _example(row, draft)
        if row.intent == UNREAD:
            continue
        if not row.intent:
            mend = "name it with 'tag'" if row.place.is_json else "fill the column 'intent'"
            draft.problem(row.place.at("intent"), "the example belongs to no intent", mend)
            continue
        if row.intent not in intents:
            if row.intent not in refused:
                told = f"unknown intent '{row.intent}'"
                draft.unknown_intents.append(Mention(row.intent, "example", row.place.at("intent"), told))
            continue
        if not row.annotated:
            draft.problem(row.place.at("example"), f"intent '{row.intent}' has an empty example", "write or delete it")
        if example is None:
            continue
        text = example.text
        folded = one_line(text).casefold()
        other, first = seen.setdefault(folded, (row.intent, example))
        if other != row.intent:
            what = f"'{text}' stands under the intent '{row.intent}' and in {first.place} under '{other}'"
            draft.problem(row.place.at("example"), what, "keep it under one of them")
        elif first is not example and first.text == text:
            draft.problem(row.place.at("example"), f"'{text}' stands in {first.place} already", "delete one")
        else:
            examples[row.intent].append(example)
            if first is not example:
                again.setdefault(row.intent, []).append(row.place.row)
            if text.startswith("/"):
                commands.append(row.place.row)
    for intent, places in again.items():
        one = f"an example of '{intent}' differs"
        many = f"{len(places)} examples of '{intent}' ({listed(places)}) differ"
        draft.note(places[0], f"{one if len(places) == 1 else many} from another in capitals or white space only")
    if commands:
        start = "an example starts" if len(commands) == 1 else f"{len(commands)} examples ({listed(commands)}) start"
        draft.note(commands[0], f"{start} with '/', which Rasa reads as a command when a user types it; kept as text")
    for name, found in examples.items():
        intents[name] = replace(intents[name], examples=tuple(found))


def _example(row: ExampleRow, draft: Draft) -> Example | None:
    """Return the example, None where it is empty or its marks are wrong, which is told."""
    if not row.annotated or row.annotated == UNREAD:
        return None
    try:
        text, spans = parse(row.annotated)
    except MarkupError as error:
        draft.problem(row.place.at("example"), str(error), "write it like [last year](period)")
        return None
    return _without_edges(Example(text, spans, row.place.row))


def _without_edges(example: Example) -> Example:
    """Leave out white space at the edges of the plain text (inside of an annotation it survives the first cleaning)."""
    left = len(example.text) - len(example.text.lstrip())
    text = example.text.strip()
    if text == example.text:
        return example
    spans = (_clip(span, left, len(text)) for span in example.entities)
    return replace(example, text=text, entities=tuple(span for span in spans if span.end > span.start))


def _clip(span: Span, left: int, length: int) -> Span:
    return replace(span, start=max(0, span.start - left), end=min(length, span.end - left))
