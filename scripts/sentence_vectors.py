"""Sentence vectors of the project's BERT encoder, kept from one command to the next.

A text is encoded once for each encoder: its vector is kept in a file under the encoder's fingerprint and the text's
hash, so that looking over thousands of examples takes seconds after the first time. The file may be deleted at will.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scripts.quiet import QUIET

ENCODER, KEPT = Path("models/encoder"), Path("var/sentence-vectors.npz")
Vectors = npt.NDArray[np.float32]
Tell = Callable[[str], None]


class SentenceVectors:
    """Called with texts: their mean-pooled vectors at unit length, (texts, width).

    `tell` hears how far encoding is. What is kept is what the last call asked for: texts that are gone are forgotten.
    """

    def __init__(self, tell: Tell, *, encoder: Path = ENCODER, kept: Path = KEPT) -> None:
        self._tell = tell
        self._encoder = encoder
        self._kept = kept

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Raises EncoderError of `nlu.encoder` where it can't be loaded, OSError where nothing can be kept."""
        if not texts:
            return np.zeros((0, 0), np.float32)
        fingerprint = fingerprint_of(self._encoder)
        known = self._known(fingerprint)
        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            known.update(zip(missing, self._encoded(list(missing.values())), strict=True))
        if missing or len(known) > len(set(keys)):
            self._keep(fingerprint, {key: known[key] for key in keys})
        vectors = np.stack([known[key] for key in keys]).astype(np.float32)
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit

    def _encoded(self, texts: list[str]) -> list[npt.NDArray[np.float16]]:
        """Heavy libraries are imported here: mostly there is nothing to encode."""
        os.environ.update({key: value for key, value in QUIET.items() if key not in os.environ})
        from nlu.encoder import BertEncoder

        encoder, done = BertEncoder(str(self._encoder)), 0
        found: list[npt.NDArray[np.float16]] = [np.zeros(0, np.float16)] * len(texts)
        for places, batch in encoder.batches(texts):
            for place, one in zip(places, batch, strict=True):
                mean = one.vectors.mean(axis=0)
                found[place] = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float16)
            done += len(places)
            self._tell(f"looking at {done:,} of {len(texts):,} examples")
        return found

    def _known(self, fingerprint: str) -> dict[str, npt.NDArray[np.float16]]:
        """By the texts' hashes; nothing from another encoder, nor from a file that is no such file."""
        try:
            with np.load(self._kept, allow_pickle=False) as kept:
                if str(kept["encoder"]) != fingerprint:
                    return {}
                return dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
            self._tell(f"{self._kept} can't be read ({error}), so all examples are encoded anew")
            return {}

    def _keep(self, fingerprint: str, known: dict[str, npt.NDArray[np.float16]]) -> None:
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        staging = self._kept.with_name(f".{os.getpid()}-{self._kept.name}")
        try:
            np.savez(staging, encoder=fingerprint, texts=np.array(list(known)), vectors=np.stack(list(known.values())))
            staging.replace(self._kept)  # two commands at once leave one whole file
        finally:
            staging.unlink(missing_ok=True)


def fingerprint_of(encoder: Path) -> str:
    """Of the files' checksums where the folder carries them, as `make encoder` writes; else of the files."""
    sums = encoder / "SHA256SUMS"
    files = [sums] if sums.is_file() else sorted(path for path in encoder.iterdir() if path.is_file())
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
