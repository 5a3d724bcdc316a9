"""A BERT's weights, read from a folder as transformers writes it. The only place that knows that format.

Safetensors are read as they are, under the names that PyTorch's and TensorFlow's classes share, with or without the
prefix `bert.` and with the older `gamma` and `beta`. Weights in another format are converted by transformers itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


class EncoderError(Exception):
    """The encoder can't be loaded; the message says which file and how to mend it."""


@dataclass(frozen=True)
class Layer:
    """One transformer layer.

    `qkv` (width, 3 × width) and its bias hold query, key and value side by side; `attended` (width, width) joins the
    heads; `up` (width, inner) and `down` (inner, width) are the feed-forward part. Each `…_norm` has scale and offset,
    both (width,).
    """

    qkv: Array
    qkv_bias: Array
    attended: Array
    attended_bias: Array
    attended_norm: Array
    attended_norm_bias: Array
    up: Array
    up_bias: Array
    down: Array
    down_bias: Array
    down_norm: Array
    down_norm_bias: Array


LAYER_FIELDS = tuple(Layer.__dataclass_fields__)


@dataclass(frozen=True)
class Weights:
    """`words` (vocabulary, width), `positions` (longest, width), `kind` (width,): that of the first sentence."""

    words: Array
    positions: Array
    kind: Array
    norm: Array
    norm_bias: Array
    layers: tuple[Layer, ...]
    heads: int
    epsilon: float
    activation: str

    @property
    def width(self) -> int:
        return int(self.words.shape[1])

    @property
    def longest(self) -> int:
        return int(self.positions.shape[0])

    def with_layers(self, upper: Mapping[int, Layer]) -> Weights:
        """The same with some layers, counted from 0, put in place of its own."""
        return replace(self, layers=tuple(upper.get(place, layer) for place, layer in enumerate(self.layers)))


def folder_of(model: str) -> Path:
    """The folder of `model`; a hub id is fetched, or taken from the hub's cache.

    Raises:
        EncoderError: nothing usable under that name.
    """
    if _looks_like_a_folder(model):
        folder = Path(model).expanduser()
        if not (folder / "config.json").is_file():
            raise EncoderError(
                f"BERT encoder: no file {folder / 'config.json'}; prepare it with `make encoder` "
                "(and run Rasa in the project's folder), or name another BERT in config.yml under 'model'"
            )
        return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, allow_patterns=["*.json", "vocab.txt", "*.safetensors", "*.h5"]))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise EncoderError(
            f"BERT encoder: '{model}' is no folder here and can't be fetched ({type(error).__name__}: {error}); "
            "name a folder with a BERT, or a hub id that this machine can reach, in config.yml under 'model'"
        ) from error


@dataclass(frozen=True)
class Shape:
    """What `config.json` tells: hidden size, the most pieces a text may have, and how many layers there are."""

    width: int
    longest: int
    depth: int


def read_shape(folder: Path) -> Shape:
    """Raises EncoderError where this is no BERT that can be run here."""
    config = _config(folder)
    return Shape(int(config["hidden_size"]), int(config["max_position_embeddings"]), int(config["num_hidden_layers"]))


def read_weights(folder: Path) -> Weights:
    """Reads configuration and weights.

    Raises:
        EncoderError: a file is missing or damaged, or the model is no BERT that can be run here.
    """
    config = _config(folder)
    check_sums(folder, "model.safetensors")
    try:
        return _weights(_tensors(folder), config)
    except Exception as error:  # safetensors, h5py and transformers raise a dozen unrelated kinds
        raise _unusable(folder, error) from error


def _config(folder: Path) -> dict[str, Any]:
    check_sums(folder, "config.json")
    try:
        config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unusable(folder, error) from error
    kind = config.get("model_type")
    if kind != "bert":
        raise EncoderError(
            f"BERT encoder: '{folder}' is of type '{kind}'; name a model of type 'bert' in config.yml, "
            "or use Rasa's LanguageModelFeaturizer for others"
        )
    if config.get("position_embedding_type", "absolute") != "absolute":
        raise EncoderError(f"BERT encoder: '{folder}' has relative positions; name one with absolute positions")
    if config.get("hidden_act") not in ("gelu", "gelu_new", "relu"):
        raise EncoderError(f"BERT encoder: the activation {config.get('hidden_act')!r} of '{folder}' is unknown")
    return config


def _unusable(folder: Path, error: Exception) -> EncoderError:
    return EncoderError(
        f"BERT encoder: '{folder}' can't be loaded ({type(error).__name__}: {error}); "
        "if it is the one under models/, delete that folder and run `make encoder`"
    )


def check_sums(folder: Path, *names: str) -> None:
    """Where the folder carries SHA256SUMS, the files `names` must match: damaged weights load without a word otherwise.

    Raises:
        EncoderError: a file differs or is missing.
    """
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        return
    for line in sums.read_text(encoding="utf-8").splitlines():
        expected, name = line.split(maxsplit=1)
        if name not in names:
            continue
        digest = hashlib.sha256((folder / name).read_bytes() if (folder / name).is_file() else b"").hexdigest()
        if digest != expected:
            raise EncoderError(
                f"BERT encoder: {folder / name} is damaged or missing; delete {folder} and run `make encoder`"
            )


def fingerprint(folder: Path) -> str:
    """Tells encoders apart, so that layers tuned from one aren't put into another."""
    told = [folder / name for name in ("config.json", "SHA256SUMS") if (folder / name).is_file()]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in told)).hexdigest()


def _looks_like_a_folder(model: str) -> bool:
    """Hub ids have at most one slash and never name something that exists or starts like a path."""
    return Path(model).exists() or model.startswith(("/", ".", "~", "models/"))


def _tensors(folder: Path) -> dict[str, Array]:
    """Name → array, as PyTorch has them: (outputs, inputs), without the prefix."""
    from safetensors.numpy import load_file

    files = sorted(folder.glob("*.safetensors"))
    if not files:
        return _converted(folder)
    found: dict[str, Array] = {}
    for file in files:
        for name, array in load_file(str(file)).items():
            found[_plain_name(name)] = array
    return found


def _converted(folder: Path) -> dict[str, Array]:
    """Weights that only transformers can read (tf_model.h5), in PyTorch's shapes."""
    from transformers import TFBertModel

    network = TFBertModel.from_pretrained(str(folder))
    found: dict[str, Array] = {}
    for variable in network.weights:
        name = variable.name.split("/", 2)[2].removesuffix(":0").replace("/", ".").replace("layer_._", "layer.")
        array = variable.numpy()
        if name.endswith(".kernel"):
            name, array = name.removesuffix("kernel") + "weight", array.T
        found[_plain_name(name)] = array
    return found


def _plain_name(name: str) -> str:
    plain = name.removeprefix("bert.").replace("LayerNorm.gamma", "LayerNorm.weight")
    plain = plain.replace("LayerNorm.beta", "LayerNorm.bias")
    for table in ("word", "position", "token_type"):
        plain = plain.replace(f"{table}_embeddings.embeddings", f"{table}_embeddings.weight")
    return plain


def _weights(tensors: Mapping[str, Array], config: Mapping[str, Any]) -> Weights:
    def take(name: str) -> Array:
        return np.ascontiguousarray(tensors[name], dtype=np.float32)

    def dense(name: str) -> tuple[Array, Array]:
        return np.ascontiguousarray(take(f"{name}.weight").T), take(f"{name}.bias")

    layers = []
    for number in range(int(config["num_hidden_layers"])):
        at = f"encoder.layer.{number}"
        parts = [dense(f"{at}.attention.self.{part}") for part in ("query", "key", "value")]
        attended, up, down = (dense(f"{at}.{part}.dense") for part in ("attention.output", "intermediate", "output"))
        layers.append(
            Layer(
                qkv=np.concatenate([weight for weight, _ in parts], axis=1),
                qkv_bias=np.concatenate([bias for _, bias in parts]),
                attended=attended[0],
                attended_bias=attended[1],
                attended_norm=take(f"{at}.attention.output.LayerNorm.weight"),
                attended_norm_bias=take(f"{at}.attention.output.LayerNorm.bias"),
                up=up[0],
                up_bias=up[1],
                down=down[0],
                down_bias=down[1],
                down_norm=take(f"{at}.output.LayerNorm.weight"),
                down_norm_bias=take(f"{at}.output.LayerNorm.bias"),
            )
        )
    return Weights(
        words=take("embeddings.word_embeddings.weight"),
        positions=take("embeddings.position_embeddings.weight"),
        kind=take("embeddings.token_type_embeddings.weight")[0],
        norm=take("embeddings.LayerNorm.weight"),
        norm_bias=take("embeddings.LayerNorm.bias"),
        layers=tuple(layers),
        heads=int(config["num_attention_heads"]),
        epsilon=float(config.get("layer_norm_eps", 1e-12)),
        activation=str(config["hidden_act"]),
    )
