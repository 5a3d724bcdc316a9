"""How well entities are marked: only the exact span with the right name counts. Shares are fractions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scripts.evaluation.intents import f1
from scripts.evaluation.judged import Judged


@dataclass(frozen=True)
class EntityRow:
    """`expected` spans of this entity, `found` by the model, `right` both; for `entity` "" of all entities."""

    entity: str
    expected: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """1 where nothing was to be found."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Over all entities, the micro average. 1 where nothing was to be found and nothing was."""
        return f1(right=self.right, found=self.found, expected=self.expected)


def all_entities(judged: Sequence[Judged]) -> EntityRow:
    rows = by_entity(judged)
    return EntityRow(
        "", sum(row.expected for row in rows), sum(row.found for row in rows), sum(row.right for row in rows)
    )


def by_entity(judged: Sequence[Judged]) -> list[EntityRow]:
    """A row for each entity that was expected or found, by name."""
    expected = Counter(name for one in judged for _, _, name in one.entities)
    found = Counter(name for one in judged for _, _, name in one.found)
    right = Counter(name for one in judged for _, _, name in one.entities & one.found)
    return [EntityRow(name, expected[name], found[name], right[name]) for name in sorted({*expected, *found})]
