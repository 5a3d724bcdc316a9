"""The sheets of our workbook and their columns: one table that reader, writer and messages share."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("chat", "faq", "portfolio", "request")
STEP_KINDS = ("user", "bot", "slot", "rasa")
IN_STORIES = "stories"  # in the column `action`: no rule of its own, its stories say what follows
NOTES_SHEET = "read me"


@dataclass(frozen=True)
class Column:
    """`aliases` are other headings that mean the same; all are compared without regard to case."""

    name: str
    required: bool = True
    aliases: tuple[str, ...] = ()
    width: int = 24


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: tuple[Column, ...]
    optional: bool = False  # written only where it holds something

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


_INTENT = Column("intent", width=26)

SHEETS = (
    Sheet(
        "intents",
        (
            _INTENT,
            Column("title", required=False, width=34),
            Column("kind", required=False, width=12),
            Column("action", required=False, aliases=("action or empty",), width=30),
            Column("more", required=False, width=40),
        ),
    ),
    Sheet("examples", (_INTENT, Column("example", aliases=("examples",), width=90))),
    Sheet(
        "answers",
        (
            _INTENT,
            Column("answer", aliases=("answers",), width=110),
            Column("fills slots", required=False, width=11),
            Column("more", required=False, width=40),
        ),
    ),
    Sheet(
        "buttons",
        (
            _INTENT,
            Column("title", width=34),
            Column("intent it sends", aliases=("sends", "sends intent", "intent sent", "payload"), width=34),
            Column("wording", required=False, width=9),
        ),
    ),
    Sheet("synonyms", (Column("entity", required=False), Column("value"), Column("synonym", aliases=("synonyms",)))),
    Sheet("lookups", (Column("entity"), Column("value", aliases=("values",), width=40))),
    Sheet(
        "stories",
        (
            Column("story", width=40),
            Column("step", required=False, width=8),
            Column(
                "user or bot or slot",
                required=False,
                aliases=("kind", "who", "type", "user/bot/slot", "user, bot or slot"),
                width=18,
            ),
            Column("what", width=60),
            Column("rule", required=False, aliases=("is rule",), width=8),
        ),
    ),
    Sheet("facts", (Column("name", aliases=("fact",)), Column("value", width=60)), optional=True),
    Sheet("regexes", (Column("name"), Column("pattern", width=60)), optional=True),
    Sheet("entities", (Column("entity", aliases=("name",)), Column("definition", width=90)), optional=True),
    Sheet("slots", (Column("slot", aliases=("name",)), Column("definition", width=90)), optional=True),
    Sheet("forms", (Column("form", aliases=("name",)), Column("definition", width=90)), optional=True),
    Sheet("actions", (Column("action", aliases=("name",), width=40),), optional=True),
)
SHEETS_BY_NAME = {sheet.name: sheet for sheet in SHEETS}
