"""The encoder gives what transformers itself gives, whatever is batched with what."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from nlu.bert.network import TrainableLayers
from nlu.bert.tuned_file import load_tuned, save_tuned
from nlu.encoder import BertEncoder, Encoded, EncoderError
from nlu.tuned_head import TunedHead
from nlu.tuning import pad

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


@pytest.mark.parametrize("name", ["layers.onnx", "model.safetensors"])
def test_a_damaged_file_says_how_to_mend_it(name: str, encoder_folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(encoder_folder, broken)
    with (broken / name).open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"\0" * 64)
    with pytest.raises(EncoderError, match=rf"{name} is damaged or missing; delete .* run `make encoder`"):
        _ = BertEncoder(str(broken)).weights


def test_a_folder_with_weights_alone_gives_the_same_vectors(
    encoder: BertEncoder, encoder_folder: Path, tmp_path: Path
) -> None:
    for name in ("config.json", "vocab.txt", "tokenizer_config.json", "model.safetensors"):
        shutil.copyfile(encoder_folder / name, tmp_path / name)
    for here, there in zip(BertEncoder(str(tmp_path)).encode(TEXTS), encoder.encode(TEXTS), strict=True):
        np.testing.assert_allclose(here.vectors, there.vectors, atol=1e-5, rtol=0)
        assert here.spans.tolist() == there.spans.tolist()


def test_eight_bits_point_the_same_way(encoder: BertEncoder, encoder_folder: Path) -> None:
    small = BertEncoder(str(encoder_folder), quantised=True)
    for here, there in zip(small.encode(TEXTS[:2]), encoder.encode(TEXTS[:2]), strict=True):
        one, other = here.vectors.mean(axis=0), there.vectors.mean(axis=0)
        assert one @ other / np.linalg.norm(one) / np.linalg.norm(other) > 0.95


def test_eight_bits_that_nobody_prepared_are_asked_for(encoder_folder: Path, tmp_path: Path) -> None:
    shutil.copyfile(encoder_folder / "config.json", tmp_path / "config.json")
    with pytest.raises(EncoderError, match="run `make encoder`, or set 'quantised' to false"):
        BertEncoder(str(tmp_path), quantised=True)


def test_layers_put_in_place_are_run_and_the_encoder_itself_stays(encoder: BertEncoder) -> None:
    own = encoder.weights.layers[5]
    changed = encoder.tuned({5: replace(own, down=own.down * 0.5)})
    before, after = encoder.encode(TEXTS[:1])[0].vectors, changed.encode(TEXTS[:1])[0].vectors
    assert np.abs(before - after).max() > 0.1
    np.testing.assert_array_equal(encoder.encode(TEXTS[:1])[0].vectors, before)
    np.testing.assert_allclose(encoder.tuned({5: own}).encode(TEXTS[:1])[0].vectors, before, atol=1e-6)


def test_what_was_tuned_is_read_as_it_was_written_and_refused_for_another_encoder(
    encoder: BertEncoder, tmp_path: Path
) -> None:
    layer, head = encoder.weights.layers[5], TunedHead(["fees", "frais élevés"], np.eye(2, 384, dtype=np.float32))
    save_tuned(tmp_path / "own", {5: layer}, head, encoder=encoder.fingerprint)
    layers, read = load_tuned(tmp_path / "own", encoder=encoder.fingerprint)
    np.testing.assert_array_equal(layers[5].down, layer.down)
    assert list(layers) == [5]
    assert read.labels == head.labels
    np.testing.assert_array_equal(read.directions, head.directions)
    save_tuned(tmp_path / "others", {5: layer}, head, encoder="another one")
    with pytest.raises(EncoderError, match="tuned from another BERT than the present one; train again"):
        load_tuned(tmp_path / "others", encoder=encoder.fingerprint)
    save_file({"5.down": layer.down}, str(tmp_path / "old"), metadata={"tuned_from": encoder.fingerprint})
    with pytest.raises(EncoderError, match="by an earlier Folio, without intents; train again"):
        load_tuned(tmp_path / "old", encoder=encoder.fingerprint)


def test_a_label_is_likelier_the_nearer_its_direction() -> None:
    head = TunedHead(["fees", "value"], np.eye(2, dtype=np.float32))
    shares = head.probabilities(np.array([0.8, 0.6], dtype=np.float32))
    assert shares["fees"] / shares["value"] == pytest.approx(np.exp(20 * 0.2), rel=1e-4)
    assert sum(shares.values()) == pytest.approx(1)


def test_the_network_for_training_computes_what_the_graph_does(encoder: BertEncoder) -> None:
    first = 2
    network = TrainableLayers(encoder.weights, first=first)
    texts = TEXTS[:4]
    states = [one.vectors for _, batch in encoder.lower_states(texts, layers=first) for one in batch]
    order = [place for places, _ in encoder.lower_states(texts, layers=first) for place in places]
    top = network(*pad(states), training=False).numpy()
    for row, place in enumerate(order):
        expected = encoder.encode([texts[place]])[0].vectors
        np.testing.assert_allclose(top[row, : len(expected)], expected, atol=1e-4)


def test_upper_layers_go_on_from_what_lower_ones_made(encoder: BertEncoder) -> None:
    below = {}
    for places, encoded in encoder.lower_states(TEXTS, layers=4):
        below.update(zip(places, encoded, strict=True))
    expected = encoder.encode(TEXTS)
    for places, encoded in encoder.upper_states([below[place] for place in range(len(TEXTS))], layers=4):
        for place, one in zip(places, encoded, strict=True):
            np.testing.assert_allclose(one.vectors, expected[place].vectors, atol=1e-5)
            assert one.spans.tolist() == expected[place].spans.tolist()


def test_the_mean_of_a_lower_layer_comes_along_however_a_text_is_computed(
    encoder: BertEncoder, encoder_folder: Path
) -> None:
    both = BertEncoder(str(encoder_folder), lower_layer=4)
    expected: dict[int, np.ndarray] = {}
    for places, encoded in encoder.lower_states(TEXTS, layers=4):
        expected.update((place, one.vectors.mean(axis=0)) for place, one in zip(places, encoded, strict=True))
    below: dict[int, Encoded] = {}
    for places, encoded in both.lower_states(TEXTS, layers=2):
        below.update(zip(places, encoded, strict=True))
    further = [below[place] for place in range(len(TEXTS))]
    for batches in (both.batches(TEXTS), both.upper_states(further, layers=2)):
        for places, encoded in batches:
            for place, one in zip(places, encoded, strict=True):
                assert one.lower is not None
                np.testing.assert_allclose(one.lower, expected[place], atol=1e-5)
    for plain, one in zip(encoder.encode(TEXTS), both.encode(TEXTS), strict=True):
        assert plain.lower is None
        np.testing.assert_allclose(one.vectors, plain.vectors, atol=1e-5)
    assert all(one.lower is None for _, encoded in both.upper_states(further, layers=4) for one in encoded)


@pytest.mark.parametrize("layer", [-1, 6])
def test_a_lower_layer_that_is_none_is_refused(layer: int, encoder_folder: Path) -> None:
    with pytest.raises(EncoderError, match=rf"has 6 layers; 'lower_layer' must be .* 1 to 5, .* not {layer}"):
        BertEncoder(str(encoder_folder), lower_layer=layer)


def test_a_tuned_lower_layer_is_the_tuned_one(encoder_folder: Path) -> None:
    both = BertEncoder(str(encoder_folder), lower_layer=5)
    layer = both.weights.layers[3]
    changed = both.tuned({3: replace(layer, down=layer.down * np.float32(0.5))})
    before, after = both.encode(TEXTS[:1])[0].lower, changed.encode(TEXTS[:1])[0].lower
    assert before is not None
    assert after is not None
    assert float(np.abs(before - after).max()) > 0.01


def test_a_text_is_remembered_and_the_oldest_forgotten(encoder: BertEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlu.encoder.REMEMBERED", 2)
    yes = encoder.one("yes")
    assert encoder.one("yes") is yes
    for text in ("no", "maybe"):
        encoder.one(text)
    assert encoder.one("yes") is not yes


def test_another_kind_of_model_is_refused_by_name(encoder_folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "gpt"
    other.mkdir()
    (other / "config.json").write_text(json.dumps({"model_type": "gpt2"}))
    with pytest.raises(EncoderError, match="is of type 'gpt2'"):
        BertEncoder(str(other))
