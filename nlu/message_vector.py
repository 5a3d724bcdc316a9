"""The vector of a whole message, as featurizers leave it on Rasa's messages."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message


def message_vector(message: Message) -> npt.NDArray[np.float32] | None:
    """The one dense feature of the sentence, (width,); None where there is none, or where sparse ones stand beside."""
    sparse = message.get_sparse_features(TEXT)
    dense = message.get_dense_features(TEXT)[1]
    if dense is None or any(found is not None for found in sparse):
        return None
    vector: npt.NDArray[np.float32] = np.asarray(dense.features, dtype=np.float32)[-1]
    return vector
