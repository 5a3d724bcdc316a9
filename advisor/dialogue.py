"""What goes into the advisor and what comes out: a question as it was understood, and the reply to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mention:
    """An entity as it was understood: `text` is what the customer wrote, `value` what synonyms made of it."""

    entity: str
    text: str
    value: str


@dataclass(frozen=True)
class Question:
    """`kind` is the intent; `text` the whole message; `mentions` include what earlier turns left standing.

    `rows_before`: so many rows of the answer's list were shown before, and the rest is asked for.
    """

    kind: str
    customer_id: str
    text: str
    mentions: tuple[Mention, ...] = ()
    rows_before: int = 0


@dataclass(frozen=True)
class ReplyButton:
    """A click sends `intent` with `entities` (entity → value), as if the customer had asked exactly that.

    With `says`, a click is that message instead, as if the customer had typed it.
    """

    title: str
    intent: str
    entities: Mapping[str, str]
    says: str | None = None


@dataclass(frozen=True)
class Topic:
    """What was talked about last, so that a follow-up can keep it.

    `mentions` maps each entity that was heeded to words that read as the same again. After a question back, `asked` is
    the entity that was asked for and `choices` are what it may be, in the order of the buttons; `before` and `after`
    hold what was named beside it, and stay. `listing`: single entries were asked for, not a sum. `rows_shown` of a list
    are told and there are more; 0 where nothing is left.
    """

    kind: str
    mentions: Mapping[str, str] = field(default_factory=dict)
    asked: str | None = None
    choices: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    listing: bool = False
    rows_shown: int = 0


@dataclass(frozen=True)
class Reply:
    """`facts` and `chart` hold JSON values only. A question back has buttons and no facts."""

    text: str
    facts: Mapping[str, object] | None = None
    chart: Mapping[str, object] | None = None
    buttons: tuple[ReplyButton, ...] = ()
    topic: Topic | None = None
