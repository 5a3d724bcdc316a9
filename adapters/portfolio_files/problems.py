"""What is wrong in a dataset: collected with table, row and column, told all at once.

PortfolioFileError
└── raised once, after everything has been checked, with every problem in it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """`row` is the row that a person sees in Excel (the heading is row 1); None where the whole table is meant."""

    table: str
    what: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = f"table {self.table}" if self.table else ""
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: {self.what}" if place else self.what


@dataclass
class Findings:
    """Where checks put what they find: problems stop the load, warnings don't."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, table: str, what: str, *, row: int | None = None, column: str | None = None) -> None:
        self.problems.append(Problem(table, what, row, column))

    def warning(self, table: str, what: str, *, row: int | None = None, column: str | None = None) -> None:
        self.warnings.append(Problem(table, what, row, column))


class PortfolioFileError(Exception):
    """A dataset that can't be used; `problems` holds all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem], warnings: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        self.warnings = tuple(warnings)
        super().__init__("\n".join(str(problem) for problem in self.problems))
