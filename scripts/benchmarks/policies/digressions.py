"""Paths that no story has: a question about the service put into a conversation, where it changes nothing else.

The question is answered by its rule; where a form waits, the form asks its open question again. What follows stays as
it was written. That holds between any two turns, but where a later message goes on from an answer before the place
("and the Roth?"): a question in between ends that topic, and another answer would be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import yaml

from scripts.benchmarks.policies.conversations import Step, Story

FOLLOW_UP, TOPIC = "action_follow_up", "topic"
_PREFIX, _ANSWER = "faq_", "utter_"
_SHORTEST = 5  # words of a question that is whole by itself, and ends like one


@dataclass(frozen=True)
class Digression:
    intent: str
    text: str
    action: str

    def steps(self, form: str | None) -> list[Step]:
        """The turn; with the form that waits, if one does."""
        turn: list[Step] = [{"user": self.text, "intent": self.intent}, {"action": self.action}]
        return turn if form is None else [*turn, {"action": form}, {"active_loop": form}]


def digressions(rules: Iterable[Story], examples: Mapping[str, Sequence[str]]) -> list[Digression]:
    """One for each question about the service with a fixed answer: its first example that is a whole question."""
    found = []
    for rule in rules:
        intent, action = rule["steps"][0].get("intent", ""), rule["steps"][1].get("action", "")
        texts = [text for text in examples.get(intent, ()) if _is_whole(text)]
        if intent.startswith(_PREFIX) and action == f"{_ANSWER}{intent}" and texts:
            found.append(Digression(intent, texts[0], action))
    return found


def read_examples(folder: Path) -> dict[str, list[str]]:
    """Intent → its training messages without entities, in their order."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in one:
                lines = (line.removeprefix("- ").strip() for line in one["examples"].splitlines())
                found.setdefault(one["intent"], []).extend(line for line in lines if "[" not in line)
    return found


def places(story: Story) -> list[int]:
    """Numbers of the turns that a digression may stand before, 1 for the second; never before the first."""
    turns = _turns(story)[1:]
    return [place for place in range(1, len(turns)) if not _goes_on(turns[place:])]


def with_digressions(story: Story, asked: Mapping[int, Digression]) -> Story:
    """The story with a digression before each of the turns numbered. What is said there stands in its name."""
    opening, *turns = _turns(story)
    steps, form = list(opening), _form_after(None, opening)
    for number, turn in enumerate(turns):
        if number in asked:
            steps += asked[number].steps(form)
        steps += turn
        form = _form_after(form, turn)
    said = ", ".join(f"{one.intent} before turn {number + 1}" for number, one in sorted(asked.items()))
    return {"story": f"{story['story']} ({said})", "steps": steps}


def one_in_between(stories: Iterable[Story], known: Sequence[Digression]) -> list[list[Story]]:
    """For each story a conversation for each of its places; the questions take turns."""
    turn = cycle(known)
    return [[with_digressions(story, {place: next(turn)}) for place in places(story)] for story in stories]


def one_at_every_place(stories: Iterable[Story], known: Sequence[Digression]) -> list[list[Story]]:
    """For each story one conversation with a digression at all its places; none where these are fewer than two."""
    turn = cycle(known)
    found = [(story, places(story)) for story in stories]
    return [
        [with_digressions(story, {place: next(turn) for place in at})] if len(at) > 1 else [] for story, at in found
    ]


def _is_whole(text: str) -> bool:
    return text.endswith("?") and len(text.split()) >= _SHORTEST


def _turns(story: Story) -> list[list[Step]]:
    """What stands before the first message, and then each message with what follows it."""
    turns: list[list[Step]] = [[]]
    for step in story["steps"]:
        if "user" in step or "intent" in step:
            turns.append([])
        turns[-1].append(step)
    return turns


def _form_after(form: str | None, turn: Iterable[Step]) -> str | None:
    for step in turn:
        form = step.get("active_loop", form)
    return form


def _goes_on(turns: Iterable[Iterable[Step]]) -> bool:
    """Whether the first follow-up among these turns goes on from a topic that was set before them."""
    for step in _steps(turns):
        if step.get("action") == FOLLOW_UP:
            return True
        if any(TOPIC in slot for slot in step.get("slot_was_set", ())):
            return False
    return False


def _steps(turns: Iterable[Iterable[Step]]) -> Iterator[Step]:
    for turn in turns:
        yield from turn
