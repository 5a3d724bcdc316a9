"""Tuned layers and labels' directions in a file: safetensors, with the fingerprint of the encoder they came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from nlu.bert.weights import LAYER_FIELDS, EncoderError, Layer
from nlu.tuned_head import TunedHead

_FROM, _LABELS, _DIRECTIONS = "tuned_from", "labels", "directions"


def save_tuned(file: Path, layers: Mapping[int, Layer], head: TunedHead, *, encoder: str) -> None:
    """Writes `layers`, by their number counted from 0, and `head`; `encoder` is the fingerprint."""
    arrays = {
        f"{number}.{name}": np.ascontiguousarray(getattr(layer, name))
        for number, layer in layers.items()
        for name in LAYER_FIELDS
    }
    arrays[_DIRECTIONS] = np.ascontiguousarray(head.directions)
    save_file(arrays, str(file), metadata={_FROM: encoder, _LABELS: json.dumps(list(head.labels))})


def load_tuned(file: Path, *, encoder: str) -> tuple[dict[int, Layer], TunedHead]:
    """What `save_tuned` wrote.

    Raises:
        EncoderError: it was tuned from another encoder, or before labels were kept.
    """
    opening: Any = safe_open  # it has no types
    with opening(str(file), "np") as opened:
        told = opened.metadata() or {}
        if told.get(_FROM) != encoder:
            raise EncoderError("BERT encoder: the model was tuned from another BERT than the present one; train again")
        if _LABELS not in told:
            raise EncoderError("BERT encoder: the model was tuned by an earlier Folio, without intents; train again")
        numbers = sorted({int(key.split(".")[0]) for key in opened.keys() if key != _DIRECTIONS})  # noqa: SIM118  # it is no dictionary
        layers = {
            number: Layer(**{name: opened.get_tensor(f"{number}.{name}") for name in LAYER_FIELDS})
            for number in numbers
        }
        return layers, TunedHead(json.loads(told[_LABELS]), opened.get_tensor(_DIRECTIONS))
