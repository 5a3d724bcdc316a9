"""How often the right intent comes first. Shares are fractions; every function takes at least one message."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scripts.evaluation.judged import Judged


@dataclass(frozen=True)
class IntentRow:
    """`messages` that mean this intent, `found` that were taken for it."""

    intent: str
    messages: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """1 where nothing was taken for this intent."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """1 where no message means this intent."""
        return self.right / self.messages if self.messages else 1.0

    @property
    def f1(self) -> float:
        return f1(right=self.right, found=self.found, expected=self.messages)


@dataclass(frozen=True)
class Confusion:
    """Messages that mean one intent and were taken for another, the surest mistake first."""

    meant: str
    understood: str
    messages: Sequence[Judged]


def f1(*, right: int, found: int, expected: int) -> float:
    """Harmonic mean of precision and recall; 1 where nothing was to be found and nothing was."""
    return 2 * right / (found + expected) if found + expected else 1.0


def accuracy(judged: Sequence[Judged]) -> float:
    return sum(one.right for one in judged) / len(judged)


def by_intent(judged: Sequence[Judged]) -> list[IntentRow]:
    """A row for each intent that some message means, by name."""
    meant = Counter(one.intent for one in judged)
    found = Counter(one.predicted for one in judged)
    right = Counter(one.intent for one in judged if one.right)
    return [IntentRow(intent, meant[intent], found[intent], right[intent]) for intent in sorted(meant)]


def macro_f1(judged: Sequence[Judged]) -> float:
    """Mean F1 of the intents that some message means, each counting the same however many messages it has."""
    rows = by_intent(judged)
    return sum(row.f1 for row in rows) / len(rows)


def confusions(judged: Sequence[Judged]) -> list[Confusion]:
    """Most frequent first, then by name."""
    pairs: defaultdict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        if not one.right:
            pairs[one.intent, one.predicted].append(one)
    ordered = sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Confusion(*pair, sorted(found, key=lambda one: (-one.confidence, one.text))) for pair, found in ordered]
