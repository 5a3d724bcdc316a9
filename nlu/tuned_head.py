"""What tuning learned beside the encoder's layers: one direction per label, which a message is compared with by cosine.

A DIET that is trained on the tuned vectors sees messages that lie almost where they should, and learns little from
them; the directions were learned together with the layers, while messages still lay apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SCALE = 20.0  # cosines × this are the scores of a softmax, in training and after it
TUNED_INTENTS = "tuned_intents"  # the property of a message that holds them: label → probability

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TunedHead:
    """`directions` (labels, width), each of unit length, in the order of `labels`."""

    labels: Sequence[str]
    directions: Vectors

    def probabilities(self, unit: Vectors) -> dict[str, float]:
        """Label → probability for a message's mean-pooled vector of unit length, (width,)."""
        scores = SCALE * (self.directions @ unit)
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return dict(zip(self.labels, shares.tolist(), strict=True))
