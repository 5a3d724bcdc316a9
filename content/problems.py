"""Problems in content: collected with their places, told all at once.

ContentError
└── raised once at the end of reading, with every problem in it
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where it is, what is wrong, what to do."""

    place: str  # "content.xlsx, sheet 'FAQ' row 12, column C" or "intents.json, $.intents[3].patterns[0]"
    what: str
    mend: str = ""

    def __str__(self) -> str:
        text = f"{self.place}: {self.what}" if self.place else self.what
        return f"{text}; {self.mend}" if self.mend else text


class ContentError(Exception):
    """Content that can't be converted; `problems` holds all of them, `notes` the warnings that may say why."""

    def __init__(self, problems: list[Problem], notes: tuple[str, ...] = ()) -> None:
        self.problems = problems
        self.notes = notes
        super().__init__("\n".join(str(problem) for problem in problems))
