"""The vectors of a whole message, as featurizers leave them on Rasa's messages."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import md5

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

LOWER_VECTOR = "lower_vector"  # the property of a message that holds one of a lower layer

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class LowerVector:
    """What a layer below BERT's top made of a message, (width,): no feature, as DIET would take it for one."""

    values: Floats

    def fingerprint(self) -> str:
        """Rasa asks for it where it compares training messages; of an array's own text it would make too much."""
        return md5(self.values.tobytes()).hexdigest()


def message_vector(message: Message) -> Floats | None:
    """The one dense feature of the sentence, (width,); None where there is none, or where sparse ones stand beside."""
    sparse = message.get_sparse_features(TEXT)
    dense = message.get_dense_features(TEXT)[1]
    if dense is None or any(found is not None for found in sparse):
        return None
    vector: Floats = np.asarray(dense.features, dtype=np.float32)[-1]
    return vector


def lower_vector(message: Message) -> Floats | None:
    """What a layer below BERT's top made of it, (width,); None where none was asked."""
    found: LowerVector | None = message.get(LOWER_VECTOR)
    return found.values if found is not None else None
