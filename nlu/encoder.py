"""A BERT encoder: texts in, one vector per word piece out.

Conventions: a *piece* is a unit of BERT's own vocabulary, including the `[CLS]` and `[SEP]` that frame each text;
`width` is the encoder's hidden size (384 for all-MiniLM-L6-v2). Vectors are float32, exactly the encoder's last hidden
state: pooling and scaling are the caller's business.

Any folder or hub id of model type `bert` will do (Devlin et al. 2019, https://arxiv.org/abs/1810.04805); weights may be
safetensors. TensorFlow runs it as one graph for all batch sizes and lengths.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class EncoderError(Exception):
    """The encoder can't be loaded; the message says which file and how to mend it."""


@dataclass(frozen=True)
class Encoded:
    """One text: `vectors` (pieces, width) and, beside them, the characters `spans` (pieces, 2) that each piece covers.

    `[CLS]` and `[SEP]` cover no character: their span is (0, 0).
    """

    vectors: Vectors
    spans: npt.NDArray[np.int64]


class BertEncoder:
    """Loads a BERT once and runs it batch-wise.

    Args:
        model: a folder with `config.json`, `tokenizer.json` or `vocab.txt`, and weights; or a hub id.
        batch_size: texts computed together; texts of like length share a batch, so little is spent on padding.
        max_pieces: longer texts are cut there (BERT itself admits 512).

    Raises:
        EncoderError: nothing usable under that name, or not a BERT.
    """

    def __init__(self, model: str, *, batch_size: int = 64, max_pieces: int = 256) -> None:
        self.model = model
        self._batch_size = batch_size
        self._tokenizer, self._network = _load(model)
        self.width = int(self._network.config.hidden_size)
        self._max_pieces = min(max_pieces, int(self._network.config.max_position_embeddings))
        self._forward = self._as_graph()

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """The vectors of each text, in the order given; an empty list for no texts."""
        results: list[Encoded | None] = [None] * len(texts)
        for places, encoded in self.batches(texts):
            for place, one in zip(places, encoded, strict=True):
                results[place] = one
        return [one for one in results if one is not None]

    def batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[Encoded]]]:
        """The same, batch by batch and shortest first: positions in `texts`, and their vectors."""
        if not texts:
            return
        pieces = self._tokenizer(
            list(texts), truncation=True, max_length=self._max_pieces, return_offsets_mapping=True, verbose=False
        )
        by_length = sorted(range(len(texts)), key=lambda place: len(pieces["input_ids"][place]))
        for first in range(0, len(by_length), self._batch_size):
            places = by_length[first : first + self._batch_size]
            hidden = self._run([pieces["input_ids"][place] for place in places])
            yield (
                places,
                [
                    Encoded(
                        vectors=hidden[row, : len(pieces["input_ids"][place])],
                        spans=np.asarray(pieces["offset_mapping"][place], dtype=np.int64),
                    )
                    for row, place in enumerate(places)
                ],
            )

    def _run(self, ids: list[list[int]]) -> Vectors:
        """Piece ids of a batch → last hidden state (batch, longest text's pieces, width)."""
        longest = max(len(one) for one in ids)
        padded = np.full((len(ids), longest), self._tokenizer.pad_token_id or 0, dtype=np.int32)
        mask = np.zeros((len(ids), longest), dtype=np.int32)
        for row, one in enumerate(ids):
            padded[row, : len(one)] = one
            mask[row, : len(one)] = 1
        hidden: Vectors = self._forward(padded, mask).numpy()
        return hidden

    def _as_graph(self) -> Any:
        import tensorflow as tf

        network = self._network
        signature = [tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, None], tf.int32)]

        @tf.function(input_signature=signature)  # type: ignore[untyped-decorator]
        def forward(input_ids: Any, attention_mask: Any) -> Any:
            output = network(input_ids=input_ids, attention_mask=attention_mask, training=False)
            return output.last_hidden_state

        return forward


def _load(model: str) -> tuple[Any, Any]:
    """The tokenizer and the TensorFlow network behind `model`."""
    from transformers import AutoConfig, AutoTokenizer, TFBertModel
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    if _looks_like_a_folder(model) and not (Path(model) / "config.json").is_file():
        raise EncoderError(
            f"BERT encoder: no file {Path(model) / 'config.json'}; prepare it with `make encoder` "
            "(and run Rasa in the project's folder), or name another BERT in config.yml under 'model'"
        )
    _check_sums(Path(model))
    try:
        config = AutoConfig.from_pretrained(model)
        if config.model_type != "bert":
            raise EncoderError(
                f"BERT encoder: '{model}' is of type '{config.model_type}'; name a model of type 'bert' in config.yml, "
                "or use Rasa's LanguageModelFeaturizer for others"
            )
        tokenizer = AutoTokenizer.from_pretrained(model, use_fast=True)
        network = TFBertModel.from_pretrained(model)
    except EncoderError:
        raise
    except Exception as error:  # transformers, safetensors and tokenizers raise a dozen unrelated kinds
        raise EncoderError(
            f"BERT encoder: '{model}' can't be loaded ({type(error).__name__}: {error}); "
            "if it is the one under models/, delete that folder and run `make encoder`"
        ) from error
    return tokenizer, network


def _check_sums(folder: Path) -> None:
    """Where the folder carries SHA256SUMS, its files must match: damaged weights load without a word otherwise."""
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        return
    for line in sums.read_text(encoding="utf-8").splitlines():
        expected, name = line.split(maxsplit=1)
        digest = hashlib.sha256((folder / name).read_bytes() if (folder / name).is_file() else b"").hexdigest()
        if digest != expected:
            raise EncoderError(
                f"BERT encoder: {folder / name} is damaged or missing; delete {folder} and run `make encoder`"
            )


def _looks_like_a_folder(model: str) -> bool:
    """Hub ids have at most one slash and never name something that exists or starts like a path."""
    return Path(model).exists() or model.startswith(("/", ".", "~", "models/"))
