"""Content as records: what every reader produces and every writer takes.

Readers (our workbook and JSON, files of others, Rasa projects) build a `Content`; writers (Rasa YAML, workbook) take
one. Texts are plain: an example's entities are spans beside it, never markup inside it, so that brackets and braces
in somebody's text stay what they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["chat", "faq", "portfolio", "request"]
StepKind = Literal["user", "bot", "slot", "rasa"]


@dataclass(frozen=True)
class Span:
    """An entity in an example: characters `start` (inclusive) to `end` (exclusive) of the plain text."""

    start: int
    end: int
    entity: str
    value: str | None = None  # what the span means, where that is not its own text
    role: str | None = None  # Rasa's role and group, which tell spans of one entity apart
    group: str | None = None


@dataclass(frozen=True)
class Example:
    text: str
    entities: tuple[Span, ...] = ()
    place: str = ""  # where it was read, for messages: "content.xlsx, sheet 'examples' row 12"


@dataclass(frozen=True)
class Button:
    """`sends` is the intent that a click stands for, a Rasa payload (`/intent{"entity": "value"}`), or a
    text in double quotes.

    `wording` is the number (from 1) of the one variation it belongs to; None where it stands under all of them.
    """

    title: str
    sends: str
    wording: int | None = None


@dataclass(frozen=True)
class Response:
    """What the assistant says: `texts` are variations of one another, Rasa picks one at random.

    `name` is Rasa's name and starts with `utter_`. Texts are what the reader sees, braces included; where `fills_slots`
    they are Rasa's templates instead and `{name}` is filled from a slot. `more` is empty or as long as `texts`: what
    else Rasa keeps with that variation (image, channel, condition …) as a JSON object, "" where nothing.
    """

    name: str
    texts: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    fills_slots: bool = False
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intent:
    """One thing a user can mean.

    `action` is the Rasa action that answers; None where a response `utter_<name>` does, or nothing. Where
    `only_in_stories` there is no rule of its own: its stories say what follows. `more` is what else the domain says of
    the intent (`use_entities`, `ignore_entities`) as a JSON object, "" where nothing.
    """

    name: str
    title: str = ""
    kind: Kind = "faq"
    action: str | None = None
    examples: tuple[Example, ...] = ()
    place: str = ""
    only_in_stories: bool = False
    more: str = ""


@dataclass(frozen=True)
class Step:
    """A line of a story: `user` an intent, `bot` an action or response, `slot` `name=value`, `rasa` whatever else.

    An intent may carry entities as a payload does: `inform{"city": "Rome"}`. A slot's value is read as JSON where it is
    JSON (`true`, `3`, `null`, `"true"`), else as text. A `rasa` step is Rasa's own as a JSON object:
    `{"active_loop": "trip_form"}`, `{"or": […]}`, `{"checkpoint": "asked"}`; `condition`, `conversation_start` and
    `wait_for_user_input` belong to the whole rule.
    """

    kind: StepKind
    what: str


@dataclass(frozen=True)
class Story:
    """`is_rule` where the steps hold whatever came before."""

    name: str
    steps: tuple[Step, ...]
    is_rule: bool = False


@dataclass(frozen=True)
class Content:
    """Everything that is converted, in the order of its source.

    `synonyms` maps (entity, value) to the ways to say it; `lookups` an entity to its known values; `regexes` a name to
    patterns. `slots`, `forms` and `entities` map a name to its definition as the domain has it (entities: those that
    examples and stories don't tell); `actions` are those that neither an intent nor a story names.
    """

    intents: tuple[Intent, ...] = ()
    responses: tuple[Response, ...] = ()
    synonyms: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    lookups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stories: tuple[Story, ...] = ()
    regexes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    slots: dict[str, dict[str, Any]] = field(default_factory=dict)
    actions: tuple[str, ...] = ()
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    entities: dict[str, dict[str, Any]] = field(default_factory=dict)
