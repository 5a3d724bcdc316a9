"""Tuned layers in a file: safetensors, with the fingerprint of the encoder that they were tuned from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from nlu.bert.weights import LAYER_FIELDS, EncoderError, Layer

_FROM = "tuned_from"


def save_layers(file: Path, layers: Mapping[int, Layer], *, encoder: str) -> None:
    """Writes `layers`, by their number counted from 0; `encoder` is the fingerprint."""
    arrays = {
        f"{number}.{name}": np.ascontiguousarray(getattr(layer, name))
        for number, layer in layers.items()
        for name in LAYER_FIELDS
    }
    save_file(arrays, str(file), metadata={_FROM: encoder})


def load_layers(file: Path, *, encoder: str) -> dict[int, Layer]:
    """What `save_layers` wrote.

    Raises:
        EncoderError: they were tuned from another encoder.
    """
    opening: Any = safe_open  # it has no types
    with opening(str(file), "np") as opened:
        if (opened.metadata() or {}).get(_FROM) != encoder:
            raise EncoderError("BERT encoder: the model was tuned from another BERT than the present one; train again")
        numbers = sorted({int(key.split(".")[0]) for key in opened.keys()})  # noqa: SIM118  # it is no dictionary
        return {
            number: Layer(**{name: opened.get_tensor(f"{number}.{name}") for name in LAYER_FIELDS})
            for number in numbers
        }
