"""What has been measured of a data set so far, a file for each side: a full run may be interrupted and goes on.

A file keeps, beside the figures, everything that they depend on. Figures of another machine, of other versions,
messages, settings or code are refused, never mixed with new ones.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scripts.benchmarks.machine import machine, versions
from scripts.benchmarks.understanding.data import Data
from scripts.benchmarks.understanding.run import Measured
from scripts.sentence_vectors import fingerprint_of

LIBRARIES = ("rasa", "tensorflow", "transformers", "onnxruntime", "scikit-learn", "numpy")


class OtherOrigin(Exception):
    """A file holds figures that can't be compared with those of now; the message says what differs."""


def origin(data: Data, config: Mapping[str, Any], *, code: Iterable[Path], encoder: Path) -> dict[str, str]:
    """What figures depend on, each by a name that a person can act on. An `encoder` that is no folder is a hub's."""
    return {
        "machine": machine(),
        "versions": ", ".join(f"{name} {number}" for name, number in versions(LIBRARIES).items()),
        "messages": data.digest()[:16],
        "encoder": fingerprint_of(encoder)[:16] if encoder.is_dir() else str(encoder),
        "settings": _digest(json.dumps(config, sort_keys=True).encode("utf-8")),
        "code": _digest(*(part for path in sorted(code) for part in (path.as_posix().encode(), path.read_bytes()))),
    }


def load(path: Path, now: Mapping[str, str]) -> list[Measured]:
    """The runs in `path`, none without such a file.

    Raises:
        OtherOrigin: they were measured elsewhere or on something else, or the file is no such file.
    """
    if not path.is_file():
        return []
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        then, runs = kept["origin"], [Measured(**one) for one in kept["runs"]]
    except (ValueError, KeyError, TypeError) as error:
        raise OtherOrigin(f"{path} can't be read as earlier figures ({error}); {_MEND}") from error
    differing = [name for name in now if then.get(name) != now[name]]
    if differing:
        parts = "; ".join(f"{name} was {then.get(name)}, is {now[name]}" for name in differing)
        raise OtherOrigin(f"{path} has figures of another origin: {parts}; {_MEND}")
    return runs


def save(path: Path, now: Mapping[str, str], runs: Iterable[Measured]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"origin": dict(now), "runs": [asdict(one) for one in runs]}, indent=2)
    staging = path.with_suffix(".part")
    staging.write_text(f"{text}\n", encoding="utf-8")
    staging.replace(path)  # an interrupted run leaves the old file whole


_MEND = "start over with --again, or keep them elsewhere"


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
