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
        self.depth = int(self._network.config.num_hidden_layers)
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
        batches, spans = self._batches_of_ids(texts)
        for places, ids in batches:
            hidden: Vectors = self._forward(*self._pad(ids)).numpy()
            yield (
                places,
                [
                    Encoded(vectors=hidden[row, : len(one)], spans=np.asarray(spans[place], dtype=np.int64))
                    for row, (place, one) in enumerate(zip(places, ids, strict=True))
                ],
            )

    def lower_states(self, texts: Sequence[str], *, layers: int) -> list[Vectors]:
        """What the embeddings and the lowest `layers` make of each text: (pieces, width) each, in the order given."""
        import tensorflow as tf

        signature = [tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, None], tf.int32)]

        @tf.function(input_signature=signature)  # type: ignore[untyped-decorator]
        def lower(input_ids: Any, attention_mask: Any) -> Any:
            states = self._network.bert.embeddings(input_ids=input_ids, training=False)
            return self._layers(states, tf.cast(attention_mask, tf.float32), range(layers), training=False)

        results: list[Vectors] = [np.zeros((0, self.width), dtype=np.float32)] * len(texts)
        for places, ids in self._batches_of_ids(texts)[0]:
            hidden = lower(*self._pad(ids)).numpy()
            for row, (place, one) in enumerate(zip(places, ids, strict=True)):
                results[place] = hidden[row, : len(one)]
        return results

    def upper_layers(self, states: Any, mask: Any, *, first: int, training: bool) -> Any:
        """Continues from `lower_states` (batch, pieces, width) of `first` layers; `mask` 1.0 for pieces, 0.0 beyond."""
        return self._layers(states, mask, range(first, self.depth), training=training)

    def upper_variables(self, first: int) -> list[Any]:
        """The trainable weights from layer `first` (counted from 0) to the top."""
        return list(self._named_from(first).values())

    def save_upper_layers(self, file: Path, *, first: int) -> None:
        """Writes the weights from layer `first` to the top as safetensors."""
        from safetensors.numpy import save_file

        save_file({name: variable.numpy() for name, variable in self._named_from(first).items()}, str(file))

    def load_upper_layers(self, file: Path) -> None:
        """Takes over what `save_upper_layers` wrote.

        Raises:
            EncoderError: they were tuned from another encoder.
        """
        from safetensors.numpy import load_file

        tuned, own = load_file(str(file)), self._named_from(0)
        for name, weights in tuned.items():
            if name not in own or tuple(own[name].shape) != weights.shape:
                raise EncoderError(f"BERT encoder: tuned from another BERT than '{self.model}'; train again")
            own[name].assign(weights)

    def _named_from(self, first: int) -> dict[str, Any]:
        """Layer and position of each weight → the variable, from layer `first` to the top."""
        return {
            f"{number}.{place}": variable
            for number in range(first, self.depth)
            for place, variable in enumerate(self._network.bert.encoder.layer[number].trainable_variables)
        }

    def _layers(self, states: Any, mask: Any, which: range, *, training: bool) -> Any:
        far = (1.0 - mask[:, None, None, :]) * -10000.0  # added to attention scores: what is beyond the text gets none
        for number in which:
            states = self._network.bert.encoder.layer[number](
                hidden_states=states,
                attention_mask=far,
                head_mask=None,
                encoder_hidden_states=None,
                encoder_attention_mask=None,
                past_key_value=None,
                output_attentions=False,
                training=training,
            )[0]
        return states

    def _batches_of_ids(
        self, texts: Sequence[str]
    ) -> tuple[list[tuple[list[int], list[list[int]]]], list[list[tuple[int, int]]]]:
        """Batches, shortest texts first, of positions and piece ids; and for each text the spans of its pieces."""
        if not texts:
            return [], []
        pieces = self._tokenizer(
            list(texts), truncation=True, max_length=self._max_pieces, return_offsets_mapping=True, verbose=False
        )
        ids = pieces["input_ids"]
        by_length = sorted(range(len(texts)), key=lambda place: len(ids[place]))
        chunks = [by_length[first : first + self._batch_size] for first in range(0, len(texts), self._batch_size)]
        return [(places, [ids[place] for place in places]) for places in chunks], pieces["offset_mapping"]

    def _pad(self, ids: list[list[int]]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Piece ids of a batch → ids and mask, both (batch, longest text's pieces)."""
        longest = max(len(one) for one in ids)
        padded = np.full((len(ids), longest), self._tokenizer.pad_token_id or 0, dtype=np.int32)
        mask = np.zeros((len(ids), longest), dtype=np.int32)
        for row, one in enumerate(ids):
            padded[row, : len(one)] = one
            mask[row, : len(one)] = 1
        return padded, mask

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
