"""Which examples lie nearest to each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from content.guard.gathered import Gathered

NEAREST = 10
_BLOCK = 1024  # examples compared with all others at a time: (1024, examples) numbers in memory


@dataclass(frozen=True)
class Neighbours:
    """For each example its nearest others, nearest first: `places` and `cosines`, both (examples, at most NEAREST)."""

    places: npt.NDArray[np.int64]
    cosines: npt.NDArray[np.float32]


def neighbours(found: Gathered) -> Neighbours:
    """An example is not its own neighbour. Of equally near ones the earlier comes first."""
    count = len(found.examples)
    nearest = max(0, min(NEAREST, count - 1))
    places = np.zeros((count, nearest), dtype=np.int64)
    cosines = np.zeros((count, nearest), dtype=np.float32)
    for first in range(0, count if nearest else 0, _BLOCK):
        last = min(count, first + _BLOCK)
        block = found.vectors[first:last] @ found.vectors.T
        block[np.arange(last - first), np.arange(first, last)] = -np.inf
        some = np.argpartition(-block, nearest - 1, axis=1)[:, :nearest]
        some.sort(axis=1)
        values = np.take_along_axis(block, some, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        places[first:last] = np.take_along_axis(some, order, axis=1)
        cosines[first:last] = np.take_along_axis(values, order, axis=1)
    return Neighbours(places, cosines)
