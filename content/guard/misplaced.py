"""Examples that lie among another intent's, as if they had been written on the wrong row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from content.guard.gathered import Gathered
from content.guard.neighbours import Neighbours

VOTERS = 3  # the nearest of an intent that speak for it
MARGIN = 0.12  # by how much (cosine) the other intent's are nearer on average
MOSTLY = 0.9  # share of the nearest examples (as many as it has, at most ten) that belong to the other intent
NOT_OURS = "out_of_scope"  # its examples lie beside every other intent, and are there for that
FEWEST = 4  # examples below which an intent has no neighbourhood of its own


@dataclass(frozen=True)
class _Misplaced:
    place: int
    nearest: int  # of the other intent
    margin: float


def tell_misplaced(found: Gathered, near: Neighbours, *, but: Collection[int] = ()) -> list[str]:
    """Warnings, clearest first; `but` are examples about which something else is told already."""
    if not near.places.shape[1]:
        return []
    candidates = np.flatnonzero(found.intents[near.places[:, 0]] != found.intents).tolist()
    misplaced = sorted(
        (one for place in candidates if place not in but and (one := _misplaced(found, near, place))),
        key=lambda one: (-one.margin, one.place),
    )
    return [_warning(found, one) for one in misplaced]


def _misplaced(found: Gathered, near: Neighbours, place: int) -> _Misplaced | None:
    """Of an example whose nearest is another intent's."""
    own = int(found.intents[place])
    intents = found.intents[near.places[place]]
    other = int(intents[0])
    sizes = len(found.of(own)), len(found.of(other))
    if found.names[own] == NOT_OURS or min(sizes) < FEWEST:
        return None
    nearest_few = intents[: sizes[1]]  # a small intent can't fill them all
    if np.count_nonzero(nearest_few == other) < MOSTLY * len(nearest_few):
        return None
    cosines = found.vectors @ found.vectors[place]
    cosines[place] = -np.inf
    theirs, ours = (np.sort(cosines[found.of(intent)])[::-1][:VOTERS].copy() for intent in (other, own))
    ours = ours[np.isfinite(ours)]
    margin = float(theirs.mean() - ours.mean())
    return _Misplaced(place, int(near.places[place][0]), margin) if margin >= MARGIN else None


def _warning(found: Gathered, one: _Misplaced) -> str:
    other = found.name(one.nearest)
    return (
        f"{found.place(one.place)}: {found.shown(one.place)} of '{found.name(one.place)}' is nearer to the examples of "
        f"'{other}', such as {found.shown(one.nearest)} ({found.place(one.nearest)}); move it there, or say it so that "
        f"it can only mean '{found.name(one.place)}'"
    )
