"""What each epoch of training saw, as the trained components keep it in the model's archive."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = "training.json"  # {"epochs": [{"epoch": 1, "loss": …, "nll": …, "accuracy": …}, …]}


class ModelUnreadable(Exception):
    """The file is no archive of a trained model, or its training history is broken; the message says which."""


@dataclass(frozen=True)
class EpochRow:
    """Means over the messages of one pass."""

    epoch: int
    loss: float
    nll: float
    accuracy: float


@dataclass(frozen=True)
class History:
    component: str
    epochs: Sequence[EpochRow]


def histories(model: Path) -> list[History]:
    """One for each component that kept any epoch, by name; empty for a model of components that keep none.

    Raises:
        ModelUnreadable: see there.
    """
    try:
        with tarfile.open(model) as archive:
            found = [
                _history(member.name, archive.extractfile(member).read())  # type: ignore[union-attr]  # isfile()
                for member in archive.getmembers()
                if member.isfile() and Path(member.name).name == FILE
            ]
    except (OSError, tarfile.TarError) as error:
        raise ModelUnreadable(f"{model} is no archive of a trained model ({error})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelUnreadable(f"{model}: a component's {FILE} can't be read ({error!r})") from error
    return sorted((one for one in found if one.epochs), key=lambda one: one.component)


def _history(name: str, content: bytes) -> History:
    """The folder's name is "train_", the component's, and its place in the pipeline."""
    component = Path(name).parent.name.removeprefix("train_").rstrip("0123456789").rpartition(".")[2]
    rows = [
        EpochRow(int(row["epoch"]), float(row["loss"]), float(row["nll"]), float(row["accuracy"]))
        for row in json.loads(content)["epochs"]
    ]
    return History(component, rows)
