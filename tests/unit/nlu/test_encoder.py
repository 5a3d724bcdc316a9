"""The encoder gives what transformers itself gives, whatever is batched with what."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from nlu.encoder import BertEncoder, EncoderError

TEXTS = [
    "hows my portfolio doing since march",
    "why",
    "Für 1,250 € — ¿qué? \N{SMILING FACE WITH SUNGLASSES}",
    "I put 500 into my Roth IRA last Tuesday and I can't see it anywhere; could you please look where it went?",
    "VTI vs VXUS",
    "\N{ZERO WIDTH SPACE}",
]


def reference_vectors(folder: Path, text: str) -> np.ndarray:
    """Last hidden state by transformers' own classes: eager, one text at a time, no padding."""
    from transformers import AutoTokenizer, TFBertModel

    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    network = TFBertModel.from_pretrained(str(folder))
    return network(**tokenizer(text, return_tensors="tf")).last_hidden_state.numpy()[0]


def test_vectors_equal_those_of_transformers_within_1e_4(encoder: BertEncoder, encoder_folder: Path) -> None:
    for text, encoded in zip(TEXTS, encoder.encode(TEXTS), strict=True):
        np.testing.assert_allclose(encoded.vectors, reference_vectors(encoder_folder, text), atol=1e-4, rtol=0)


def test_a_text_has_the_same_vectors_alone_and_among_others(encoder: BertEncoder) -> None:
    together = encoder.encode(TEXTS)
    for text, encoded in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(encoder.encode([text])[0].vectors, encoded.vectors, atol=1e-4, rtol=0)


def test_results_come_in_the_order_of_the_texts_though_batches_go_by_length(encoder: BertEncoder) -> None:
    texts = [f"{'very ' * (n % 7)}long message number {n}" for n in range(150)]
    lengths = [len(one.vectors) for one in encoder.encode(texts)]
    assert lengths == [len(encoder.encode([text])[0].vectors) for text in texts]


def test_spans_point_at_the_characters_of_the_text(encoder: BertEncoder) -> None:
    text = "sell VTI now"
    spans = encoder.encode([text])[0].spans
    assert tuple(spans[0]) == tuple(spans[-1]) == (0, 0)
    assert {text[start:end] for start, end in spans[1:-1]} >= {"sell", "now"}


def test_longer_texts_are_cut(encoder_folder: Path) -> None:
    short = BertEncoder(str(encoder_folder), max_pieces=8)
    assert short.encode(["word " * 100])[0].vectors.shape == (8, 384)


def test_no_texts_give_no_vectors(encoder: BertEncoder) -> None:
    assert encoder.encode([]) == []


def test_a_missing_folder_says_how_to_mend_it() -> None:
    with pytest.raises(EncoderError, match=r"no file models/nowhere/config.json; prepare it with `make encoder`"):
        BertEncoder("models/nowhere")


def test_a_damaged_weight_file_says_how_to_mend_it(encoder_folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(encoder_folder, broken)
    weights = broken / "model.safetensors"
    with weights.open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"\0" * 64)
    with pytest.raises(EncoderError, match=r"model.safetensors is damaged or missing; delete .* run `make encoder`"):
        BertEncoder(str(broken))


def test_another_kind_of_model_is_refused_by_name(encoder_folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "gpt"
    other.mkdir()
    (other / "config.json").write_text(json.dumps({"model_type": "gpt2"}))
    with pytest.raises(EncoderError, match="is of type 'gpt2'"):
        BertEncoder(str(other))
