"""What our own files say, row by row and unchecked, each row with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from content.problems import Problem
from content.records import Intent

# Stands for a cell that can't be read, or whose column is missing, where the rest of its row is still checked. It is a
# character for private use, which no text holds.
UNREAD = "\ue000"


@dataclass(frozen=True)
class Place:
    """Where a row stands; `at` narrows it to one of its fields (a column, or a key of a JSON object)."""

    row: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def at(self, name: str) -> str:
        return self.fields.get(name, self.row)

    def __str__(self) -> str:
        return self.row

    @property
    def is_json(self) -> bool:
        return ", $" in self.row


@dataclass(frozen=True)
class IntentRow:
    name: str
    title: str
    kind: str
    action: str
    place: Place
    more: str = ""


@dataclass(frozen=True)
class ExampleRow:
    intent: str
    annotated: str
    place: Place


@dataclass(frozen=True)
class AnswerRow:
    intent: str
    text: str
    place: Place
    fills_slots: bool = False
    more: str = ""


@dataclass(frozen=True)
class ButtonRow:
    intent: str
    title: str
    sends: str
    place: Place
    wording: str = ""


@dataclass(frozen=True)
class ValueRow:
    """A synonym (`entity` may be unknown), a lookup's value, a regex's pattern: `text` belongs to `entity`, `value`."""

    entity: str
    value: str
    text: str
    place: Place


@dataclass(frozen=True)
class StepRow:
    story: str
    kind: str
    what: str
    is_rule: bool
    place: Place
    number: str = ""  # by which the steps of a story are ordered


@dataclass(frozen=True)
class NamedRow:
    """A name and what stands for it: a fact's text, a slot's definition, the intent that sets or needs a context."""

    name: str
    value: Any
    place: Place


@dataclass(frozen=True)
class Mention:
    """An intent that is named and unknown, by an "example", "button" or "step"; `told` says it for this one alone."""

    name: str
    by: str
    place: str
    told: str


@dataclass
class Draft:
    """Filled by the readers of all files, then checked and assembled as one.

    `incomplete` holds sheets of which rows are missing for a reason that is told already: what follows from that isn't.
    """

    intents: list[IntentRow] = field(default_factory=list)
    examples: list[ExampleRow] = field(default_factory=list)
    answers: list[AnswerRow] = field(default_factory=list)
    buttons: list[ButtonRow] = field(default_factory=list)
    synonyms: list[ValueRow] = field(default_factory=list)
    lookups: list[ValueRow] = field(default_factory=list)
    regexes: list[ValueRow] = field(default_factory=list)
    steps: list[StepRow] = field(default_factory=list)
    facts: list[NamedRow] = field(default_factory=list)
    entities: list[NamedRow] = field(default_factory=list)
    slots: list[NamedRow] = field(default_factory=list)
    forms: list[NamedRow] = field(default_factory=list)
    actions: list[NamedRow] = field(default_factory=list)
    context_sets: list[NamedRow] = field(default_factory=list)
    context_filters: list[NamedRow] = field(default_factory=list)
    has_facts: bool = False  # a sheet of facts is there, be it empty
    books: list[str] = field(default_factory=list)  # names of the workbooks that could be opened
    sheets: set[str] = field(default_factory=set)  # those of ours that were read
    unknown_sheets: list[str] = field(default_factory=list)  # titles of those that weren't
    incomplete: set[str] = field(default_factory=set)
    unknown_intents: list[Mention] = field(default_factory=list)
    told_answers: set[str] = field(default_factory=set)  # names of answers that a problem is about
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def place_of(self, intent: Intent, column: str) -> str:
        """Return the cell of an intent's row; in JSON the object, because what isn't there has no key."""
        if ", $" in intent.place:
            return intent.place
        return next(row.place.at(column) for row in self.intents if row.place.row == intent.place)

    def problem(self, place: object, what: str, mend: str = "") -> None:
        self.problems.append(Problem(str(place), what, mend))

    def note(self, place: object, what: str) -> None:
        self.notes.append(f"{place}: {what}")
