"""Examples that say almost the same words: under one intent they teach nothing, under two they contradict."""

from __future__ import annotations

from content.guard.gathered import Gathered
from content.guard.neighbours import Neighbours
from content.guard.words import plain_words

SAME = 0.98  # cosine from which two examples of one intent say the same
SAME_ACROSS = 0.93  # the same for two intents, where being alike does harm


def tell_copies(found: Gathered, near: Neighbours) -> tuple[list[str], frozenset[int]]:
    """Warnings, and the positions of the examples that those across intents are about.

    Those across intents come first; among them, and among those within one, the most alike.
    """
    likeness = {**_same_vectors(found, near), **dict.fromkeys(_same_words(found), 1.0)}
    pairs = sorted(likeness, key=lambda pair: (-likeness[pair], pair))
    across = [(one, other) for one, other in pairs if found.intents[one] != found.intents[other]]
    within = [(one, other) for one, other in pairs if found.intents[one] == found.intents[other]]
    warnings = [
        f"{found.place(other)}: {found.shown(other)} of '{found.name(other)}' is almost {found.shown(one)} of "
        f"'{found.name(one)}' ({found.place(one)}); delete the one that is under the wrong intent, or tell them apart"
        for one, other in across
    ]
    warnings += [
        f"{found.place(other)}: {found.shown(other)} says the same as {found.shown(one)} ({found.place(one)}); "
        "say it in other words, or delete it"
        for one, other in _each_once(within)
    ]
    return warnings, frozenset(place for pair in across for place in pair)


def _same_words(found: Gathered) -> set[tuple[int, int]]:
    """Each example beside the first one with its words."""
    first: dict[str, int] = {}
    pairs = set()
    for place, text in enumerate(found.texts):
        words = plain_words(text)
        if (earlier := first.setdefault(words, place)) != place:
            pairs.add((earlier, place))
    return pairs


def _same_vectors(found: Gathered, near: Neighbours) -> dict[tuple[int, int], float]:
    """Two positions, the earlier first → their cosine."""
    pairs = {}
    for place, (others, cosines) in enumerate(zip(near.places, near.cosines, strict=True)):
        for other, cosine in zip(others.tolist(), cosines.tolist(), strict=True):
            least = SAME if found.intents[place] == found.intents[other] else SAME_ACROSS
            if cosine >= least and _same_values(found, place, other):
                pairs[min(place, other), max(place, other)] = cosine
    return pairs


def _same_values(found: Gathered, one: int, other: int) -> bool:
    """Whether both name the same entities: "how much VTI" and "how much BND" are one pattern with two values."""

    def values(place: int) -> set[tuple[str, str]]:
        example = found.examples[place]
        return {(span.entity, example.text[span.start : span.end].casefold()) for span in example.entities}

    return values(one) == values(other)


def _each_once(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first pair for each example that could go."""
    told: set[int] = set()
    kept = []
    for one, other in pairs:
        if other not in told:
            told.add(other)
            kept.append((one, other))
    return kept
