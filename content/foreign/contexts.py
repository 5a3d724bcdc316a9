"""Contexts to stories: where one intent sets what another asks for, the two make a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from content.foreign.notes import Notes, quoted
from content.records import Step, Story

MAX_STORIES_PER_CONTEXT: Final = 200


@dataclass(frozen=True)
class Turn:
    """An intent as far as contexts concern it. `response` None where it has no answer."""

    original: str
    intent: str
    response: str | None
    sets: tuple[str, ...]
    filters: tuple[str, ...]
    place: str


def stories_of(turns: list[Turn], notes: Notes) -> tuple[Story, ...]:
    """A story for each setter and asker of one context; contexts that never meet are told.

    A context may be asked for by an intent of its own name: so does the form with one key `context`.
    """
    askers: dict[str, list[Turn]] = {}
    named: dict[str, Turn] = {}
    for turn in turns:
        named.setdefault(turn.original.casefold(), turn)
        for context in turn.filters:
            askers.setdefault(context.casefold(), []).append(turn)
    stories: dict[tuple[str, str], Story] = {}
    met: set[str] = set()
    for setter in turns:
        for context in setter.sets:
            form = context.casefold()
            pairs = askers.get(form) or ([named[form]] if form in named else [])
            if not pairs:
                notes.tell(setter.place, f"sets the context {quoted(context)}, which no intent asks for; no story")
            for asker in pairs:
                met.add(form)
                if asker is setter or (setter.intent, asker.intent) in stories:
                    continue
                if setter.response is None or asker.response is None:
                    notes.tell(
                        setter.place, f"context {quoted(context)} meets without an answer on both sides; no story"
                    )
                elif len(stories) < MAX_STORIES_PER_CONTEXT * max(1, len(met)):
                    stories[setter.intent, asker.intent] = _story(setter.intent, setter.response, asker)
                else:
                    notes.count(f"more than {MAX_STORIES_PER_CONTEXT} stories for one context; left out", setter.place)
    for turn in turns:
        for context in turn.filters:
            if context.casefold() not in met:
                notes.tell(turn.place, f"asks for the context {quoted(context)}, which no intent sets; no story")
    return tuple(stories.values())


def _story(intent: str, response: str, asker: Turn) -> Story:
    steps = (
        Step("user", intent),
        Step("bot", response),
        Step("user", asker.intent),
        Step("bot", asker.response or ""),
    )
    return Story(f"{intent} then {asker.intent}", steps)
