"""How near a message lies to the nearest training message of each label, by the cosine of their BERT vectors.

What is learned of a label as a whole (a direction, a row of a matrix) blurs where people ask the same thing in very
different words. The nearest example doesn't: one like message is enough. Vectors are kept in the few dimensions that
hold most of them (principal axes of the training vectors, not centred, as their angles count), so that they take a
few MB and a fraction of a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

DIMENSIONS, EVENED_DIMENSIONS = 64, 128
EVENNESS = 0.15  # 0.5 would let all axes hold as much
SCALE = 20.0  # cosines × this are the scores of a softmax
LEAST_LENGTH = 1e-12

Floats = npt.NDArray[np.float32]


class NearestMessages:
    """`labels` are sorted; `vectors` (messages, dimensions), of unit length, lie label by label in that order.

    `starts` (labels,) says where each label's begin. One of BERT's vectors (width,) becomes such a vector by taking
    `centre` (width,) off and multiplying by `axes` (width, dimensions).
    """

    def __init__(
        self, labels: Sequence[str], centre: Floats, axes: Floats, vectors: Floats, starts: npt.NDArray[np.int64]
    ) -> None:
        self.labels = list(labels)
        self._centre = centre
        self._axes = axes
        self._vectors = vectors
        self._starts = starts

    @classmethod
    def fitted(
        cls, vectors: Floats, labels: Sequence[str], *, evened: bool = False, dimensions: int | None = None
    ) -> NearestMessages:
        """From the messages' vectors (messages, width), of any length, and their labels; at least one message.

        `evened` as the module says; `dimensions` to keep, `DIMENSIONS` or `EVENED_DIMENSIONS` without it.
        """
        kept = dimensions or (EVENED_DIMENSIONS if evened else DIMENSIONS)
        centre = vectors.mean(axis=0) if evened else np.zeros(vectors.shape[1], dtype=np.float32)
        spread = _unit(vectors - centre) if evened else vectors
        moments = spread.T.astype(np.float64) @ spread  # (width, width)
        held, axes = np.linalg.eigh(moments)
        held, axes = held[::-1][:kept], axes[:, ::-1][:, :kept]  # the largest came last
        if evened:
            axes = axes * np.maximum(held / max(held[0], LEAST_LENGTH), LEAST_LENGTH) ** -EVENNESS
        axes = axes.astype(np.float32)
        order = np.argsort(np.array(labels), kind="stable")
        names, starts = np.unique(np.array(labels)[order], return_index=True)
        placed = _unit(((vectors - centre) @ axes)[order])
        return cls([str(name) for name in names], centre, axes, placed, starts.astype(np.int64))

    def probabilities(self, vector: Floats) -> dict[str, float]:
        """Label → probability for a message's vector (width,)."""
        cosines = self._vectors @ _unit((vector - self._centre) @ self._axes)
        scores = SCALE * np.maximum.reduceat(cosines, self._starts)
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return dict(zip(self.labels, shares.tolist(), strict=True))

    def write(self, file: Any) -> None:
        """All of it, as numpy's arrays, into a file or its path."""
        np.savez(
            file,
            labels=np.array(self.labels),
            centre=self._centre,
            axes=self._axes,
            vectors=self._vectors,
            starts=self._starts,
        )

    @classmethod
    def read(cls, file: Any) -> NearestMessages:
        """What `write` wrote."""
        with np.load(file, allow_pickle=False) as arrays:
            labels = [str(label) for label in arrays["labels"]]
            return cls(labels, arrays["centre"], arrays["axes"], arrays["vectors"], arrays["starts"])


def _unit(vectors: Floats) -> Floats:
    """The same directions, each of length 1; a vector of no length stays one."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Floats = (vectors / np.maximum(lengths, LEAST_LENGTH)).astype(np.float32)
    return unit
