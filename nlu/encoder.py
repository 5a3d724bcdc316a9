"""A BERT encoder: texts in, one vector per word piece out.

Conventions: a *piece* is a unit of BERT's own vocabulary, including the `[CLS]` and `[SEP]` that frame each text;
`width` is the encoder's hidden size (384 for all-MiniLM-L6-v2). Vectors are float32, exactly the encoder's last hidden
state: pooling and scaling are the caller's business. Layers are counted from 1 where one is named for what it makes of
a text.

ONNX Runtime runs it, for any batch size and length. A folder that was prepared (`scripts/prepare_encoder.py`) holds the
graph beside the weights; for any other BERT, a folder or hub id, the graph is made when it is loaded.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.bert.outputs import STATES, output_of
from nlu.bert.weights import (
    LAYER_FIELDS,
    EncoderError,
    Layer,
    Weights,
    check_sums,
    fingerprint,
    folder_of,
    read_shape,
    read_weights,
)

__all__ = ["BertEncoder", "Encoded", "EncoderError", "whole_words"]

GRAPH, QUANTISED = "layers.onnx", "layers-int8.onnx"
REMEMBERED = 2048  # texts whose vectors are kept: "yes" and "no" need not be computed anew

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Encoded:
    """One text: `vectors` (pieces, width) and, beside them, the characters `spans` (pieces, 2) that each piece covers.

    `[CLS]` and `[SEP]` cover no character: their span is (0, 0). `lower` (width,) is the mean over all pieces of what
    the encoder's `lower_layer` made of them; None where no such layer is named.
    """

    vectors: Vectors
    spans: npt.NDArray[np.int64]
    lower: Vectors | None = None


class BertEncoder:
    """Loads a BERT once and runs it batch-wise.

    Args:
        model: a folder with `config.json`, `tokenizer.json` or `vocab.txt`, and weights; or a hub id.
        batch_size: texts computed together; texts of like length share a batch, so little is spent on padding.
        max_pieces: longer texts are cut there (BERT itself admits 512).
        quantised: take 8-bit weights, where the folder has been prepared with them: faster, a little less exact.
        threads: cores to use; 0 leaves it to ONNX Runtime, which takes all.
        tuned: layers to put in place of the encoder's own, by their number counted from 0.
        lower_layer: a layer below the top whose mean is given as well; 0 for none.

    Raises:
        EncoderError: nothing usable under that name, or not a BERT, or one without such a layer.
    """

    def __init__(
        self,
        model: str,
        *,
        batch_size: int = 64,
        max_pieces: int = 256,
        quantised: bool = False,
        threads: int = 0,
        tuned: Mapping[int, Layer] | None = None,
        lower_layer: int = 0,
    ) -> None:
        self.model = model
        self._folder = folder_of(model)
        self._batch_size = batch_size
        self._threads = threads
        self._tuned: dict[int, Layer] = dict(tuned or {})
        self._graph = self._graph_file(quantised)
        self._weights: Weights | None = None
        self._opened: Any = None
        shape = read_shape(self._folder)
        self.width = shape.width
        self.depth = shape.depth
        if not 0 <= lower_layer < shape.depth:
            raise EncoderError(
                f"BERT encoder: {self._folder} has {shape.depth} layers; 'lower_layer' must be one below the top, "
                f"1 to {shape.depth - 1}, or 0 for none, not {lower_layer}"
            )
        self._lower_layer = lower_layer
        self._tokenizer = _tokenizer(self._folder, min(max_pieces, shape.longest))
        self._remembered: OrderedDict[str, Encoded] = OrderedDict()

    @property
    def weights(self) -> Weights:
        """All weights, the tuned layers in place; read at the first use."""
        if self._weights is None:
            self._weights = read_weights(self._folder)
        return self._weights.with_layers(self._tuned)

    @property
    def fingerprint(self) -> str:
        """The same for the same encoder, before tuning."""
        return fingerprint(self._folder)

    def open(self) -> None:
        """Loads the graph now, rather than with the first text."""
        if self._opened is None:
            self._opened = self._open()

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """The vectors of each text, in the order given; an empty list for no texts."""
        results: list[Encoded | None] = [None] * len(texts)
        for places, encoded in self.batches(texts):
            for place, one in zip(places, encoded, strict=True):
                results[place] = one
        return [one for one in results if one is not None]

    def one(self, text: str) -> Encoded:
        """The vectors of one text, remembered for the next time it comes."""
        found = self._remembered.get(text)
        if found is None:
            found = self._remembered[text] = self.encode([text])[0]
            if len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        else:
            self._remembered.move_to_end(text)
        return found

    def batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[Encoded]]]:
        """The same, batch by batch and shortest first: positions in `texts`, and their vectors."""
        self.open()
        return self._run(self._opened, texts, lower=self._lower_layer)

    def lower_states(self, texts: Sequence[str], *, layers: int) -> Iterator[tuple[list[int], list[Encoded]]]:
        """As `batches`, what the embeddings and the lowest `layers` make of each text."""
        from nlu.bert.graph import to_graph

        return self._run(self._session_of(to_graph(self.weights, layers=layers).SerializeToString()), texts)

    def upper_states(self, below: Sequence[Encoded], *, layers: int) -> Iterator[tuple[list[int], list[Encoded]]]:
        """Goes on from `lower_states` with that many layers: the same as `batches` of their texts, for less work.

        Where `lower_layer` is one of those, what it made is not known any more: there is no `lower`.
        """
        from nlu.bert.graph import to_upper_graph

        names = _outputs(self._lower_layer if self._lower_layer > layers else 0)
        session = self._session_of(to_upper_graph(self.weights, first=layers).SerializeToString())
        for places in self._places([len(one.vectors) for one in below]):
            lengths = np.array([len(below[place].vectors) for place in places], dtype=np.int32)
            padded = np.zeros((len(places), int(lengths.max()), self.width), dtype=np.float32)
            for row, place in enumerate(places):
                padded[row, : lengths[row]] = below[place].vectors
            states = session.run(names, {"below": padded, "lengths": lengths})
            yield (
                places,
                [_encoded(states, row, lengths[row], below[place].spans) for row, place in enumerate(places)],
            )

    def tuned(self, layers: Mapping[int, Layer]) -> BertEncoder:
        """The same encoder with `layers` in place of its own."""
        return BertEncoder(
            self.model,
            batch_size=self._batch_size,
            max_pieces=self._tokenizer.truncation["max_length"],
            threads=self._threads,
            tuned={**self._tuned, **layers},
            lower_layer=self._lower_layer,
        )

    def _run(self, session: Any, texts: Sequence[str], *, lower: int = 0) -> Iterator[tuple[list[int], list[Encoded]]]:
        pieces = self._tokenizer.encode_batch(list(texts)) if texts else []
        names = _outputs(lower)
        for places in self._places([len(one.ids) for one in pieces]):
            ids, mask = _padded([pieces[place].ids for place in places])
            states = session.run(names, {"ids": ids, "mask": mask})
            yield (
                places,
                [
                    _encoded(states, row, len(pieces[place].ids), np.asarray(pieces[place].offsets, dtype=np.int64))
                    for row, place in enumerate(places)
                ],
            )

    def _places(self, lengths: Sequence[int]) -> list[list[int]]:
        """Positions in batches of like length, shortest first."""
        by_length = sorted(range(len(lengths)), key=lambda place: lengths[place])
        return [by_length[first : first + self._batch_size] for first in range(0, len(lengths), self._batch_size)]

    def _graph_file(self, quantised: bool) -> Path | None:
        """The prepared graph; None where there is none, and for tuned 8-bit ones, which nobody prepared."""
        file = self._folder / (QUANTISED if quantised else GRAPH)
        if file.is_file():
            check_sums(self._folder, file.name, "config.json", "tokenizer.json")
            return file
        if quantised:
            raise EncoderError(f"BERT encoder: no file {file}; run `make encoder`, or set 'quantised' to false")
        return None

    def _open(self) -> Any:
        if self._graph is not None:
            return self._session_of(str(self._graph), replaced=self._tuned)
        from nlu.bert.graph import to_graph

        return self._session_of(to_graph(self.weights).SerializeToString())

    def _session_of(self, graph: str | bytes, *, replaced: Mapping[int, Layer] | None = None) -> Any:
        """A session on a file or a serialised graph; layers of `replaced` take the place of those in the graph."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # it keeps the memory of the largest batch ever seen
        options.intra_op_num_threads = self._threads
        # Waiting threads would burn the core that the rest of a turn needs.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._kept = []  # ONNX Runtime reads these arrays where they are
        for number, layer in (replaced or {}).items():
            for name in LAYER_FIELDS:
                value = onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(getattr(layer, name)))
                self._kept.append(value)
                options.add_initializer(f"{number}.{name}", value)
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def whole_words(model: str) -> frozenset[str]:
    """The words that a BERT's vocabulary has in one piece, in lower case. Raises EncoderError as BertEncoder does."""
    folder = folder_of(model)
    vocabulary = _tokenizer(folder, read_shape(folder).longest).get_vocab()
    return frozenset(piece.lower() for piece in vocabulary if not piece.startswith("##"))


def _outputs(lower_layer: int) -> list[str]:
    """The graph's outputs to ask for: the top's states, and those of `lower_layer` where there is one."""
    return [STATES, output_of(lower_layer)] if lower_layer else [STATES]


def _encoded(states: Sequence[Vectors], row: int, length: int, spans: npt.NDArray[np.int64]) -> Encoded:
    """One text of a batch: its `row` in the top's and perhaps a lower layer's states, and how many pieces it has."""
    lower = states[1][row, :length].mean(axis=0) if len(states) > 1 else None
    return Encoded(states[0][row, :length].copy(), spans, lower)


def _padded(ids: list[list[int]]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Piece ids of a batch → ids and mask, both (batch, longest text's pieces)."""
    longest = max(len(one) for one in ids)
    padded = np.zeros((len(ids), longest), dtype=np.int32)
    mask = np.zeros((len(ids), longest), dtype=np.int32)
    for row, one in enumerate(ids):
        padded[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return padded, mask


def _tokenizer(folder: Path, longest: int) -> Any:
    """BERT's word pieces from `tokenizer.json`, or from `vocab.txt` alone; texts are cut at `longest` pieces."""
    import json

    from tokenizers import Tokenizer
    from tokenizers.implementations import BertWordPieceTokenizer

    if (folder / "tokenizer.json").is_file():
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    elif (folder / "vocab.txt").is_file():
        settings = folder / "tokenizer_config.json"
        told = json.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
        tokenizer = BertWordPieceTokenizer(
            str(folder / "vocab.txt"),
            lowercase=told.get("do_lower_case", True),
            strip_accents=told.get("strip_accents"),
            handle_chinese_chars=told.get("tokenize_chinese_chars", True),
        )
    else:
        raise EncoderError(f"BERT encoder: neither tokenizer.json nor vocab.txt in {folder}; add one of them")
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return tokenizer
