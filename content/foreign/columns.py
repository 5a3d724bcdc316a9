"""Which key or heading plays which role: by the alias table, or as the caller names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from content.foreign.aliases import (
    ANSWERS,
    BUTTONS,
    FILTERS,
    PATTERNS,
    SETS,
    SURE_NAMES,
    WEAK_NAMES,
    Role,
    Tiers,
    best,
    is_any,
    key_form,
)
from content.problems import ContentError, Problem

_TIERS: Final[dict[Role, Tiers]] = {
    "pattern": PATTERNS,
    "answer": ANSWERS,
    "set": SETS,
    "filter": FILTERS,
    "button": BUTTONS,
}
_MAX_LISTED: Final = 30


@dataclass(frozen=True)
class Columns:
    """`named` maps role to the name the caller gave; a role named by the caller is looked for under that name alone."""

    named: Mapping[Role, str]

    @classmethod
    def from_options(cls, columns: Mapping[str, str] | None) -> Columns:
        """From `question=Q,answer=A,intent=I`; raises ContentError for another word than these three."""
        named: dict[Role, str] = {}
        problems: list[Problem] = []
        for word, column in (columns or {}).items():
            form = key_form(word)
            if is_any(form, PATTERNS):
                named["pattern"] = column
            elif is_any(form, ANSWERS):
                named["answer"] = column
            elif is_any(form, SURE_NAMES, WEAK_NAMES):
                named["name"] = column
            else:
                problems.append(Problem("--columns", f"'{word}' is no role", "use question=…, answer=… and intent=…"))
        if named and "pattern" not in named:
            problems.append(Problem("--columns", "names no question column", "add question=…"))
        if problems:
            raise ContentError(problems)
        return cls(named)

    def find(self, role: Role, keys: list[str]) -> list[str]:
        """The keys that play `role`, best tier only; for a named role the named key."""
        if role in self.named:
            wanted = self.named[role]
            exact = [key for key in keys if key.strip() == wanted.strip()]
            return exact[:1] or [key for key in keys if _same(key, wanted)][:1]
        if self.named and role in ("pattern", "answer", "name"):
            return []  # who names columns names all that count
        tiers = SURE_NAMES if role == "name" else _TIERS[role]
        return best(keys, tiers)

    def find_weak_name(self, keys: list[str]) -> list[str]:
        return [] if self.named else best(keys, WEAK_NAMES)[:1]

    def missing(self, place: str, seen: Iterable[str]) -> list[Problem]:
        """A problem for every named column that none of `seen` is, listing those that there are."""
        keys = [key for key in dict.fromkeys(seen) if key.strip()]
        listed = ", ".join(f"'{key}'" for key in keys[:_MAX_LISTED]) or "none with a heading"
        return [
            Problem(place, f"has no column '{wanted}'", f"columns there are: {listed}")
            for wanted in self.named.values()
            if not any(_same(key, wanted) for key in keys)
        ]


def _same(key: str, wanted: str) -> bool:
    return " ".join(key.split()).casefold() == " ".join(wanted.split()).casefold()
