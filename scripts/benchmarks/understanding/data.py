"""The messages to learn from and to measure on.

Two forms of folder: `train.csv` and `test.csv` with the columns `text` and `intent`, and perhaps `oos_test.csv` with
messages that belong to none of the intents (other files, such as `valid.csv`, are not read: nothing is chosen here);
or Rasa's NLU files, with held-out messages in another folder, where the intent `out_of_scope` plays that part.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

OUT_OF_SCOPE = "out_of_scope"
_TRAIN, _TEST, _OUT_OF_SCOPE_TEST = "train.csv", "test.csv", "oos_test.csv"
_SEED = 7


class DataError(Exception):
    """The folder can't be measured on; the message says which file and why."""


@dataclass(frozen=True)
class Labelled:
    text: str
    intent: str


@dataclass(frozen=True)
class Data:
    """One set. `training` is what Rasa reads: the content of a JSON file in Rasa's format, entities and all.

    `test` has what is in scope; where `out_of_scope` is an intent that is learned, it has those messages as well.
    """

    name: str
    training: dict[str, Any]
    test: Sequence[Labelled]
    out_of_scope: Sequence[str]

    @property
    def examples(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.training["rasa_nlu_data"]["common_examples"]
        return found

    @property
    def marked(self) -> bool:
        """Whether any message to learn from has an entity."""
        return any(example.get("entities") for example in self.examples)

    @property
    def intents(self) -> frozenset[str]:
        return frozenset(str(example["intent"]) for example in self.examples)

    def digest(self) -> str:
        """The same for the same messages, whatever folder they came from."""
        test = [[one.text, one.intent] for one in self.test]
        parts = json.dumps([self.training, test, list(self.out_of_scope)], sort_keys=True)
        return hashlib.sha256(parts.encode("utf-8")).hexdigest()


def read(folder: Path, *, test: Path) -> list[Data]:
    """The set in `folder`, or each of the sets in its subfolders. `test` is for Rasa's NLU files alone.

    Raises:
        DataError: no set there, or a broken one.
    """
    if not folder.is_dir():
        raise DataError(f"{folder} is no folder; --data takes one with {_TRAIN} and {_TEST}, or with Rasa's NLU files")
    if (folder / _TRAIN).is_file():
        return [_from_tables(folder)]
    if any(folder.glob("*.yml")):
        return [_from_rasa(folder, test)]
    inside = sorted(one for one in folder.iterdir() if (one / _TRAIN).is_file())
    if not inside:
        raise DataError(f"{folder} has neither {_TRAIN} nor Rasa's NLU files (*.yml), nor has a folder in it")
    return [_from_tables(one) for one in inside]


def subset(data: Data, *, examples: int, test: int) -> Data:
    """At most so many messages, drawn by chance but always the same, of as many intents as keep 15 examples each."""
    chance = random.Random(_SEED)
    intents = sorted(data.intents - {OUT_OF_SCOPE})
    kept = set(chance.sample(intents, min(len(intents), max(2, examples // 15)))) | {OUT_OF_SCOPE}
    training = _drawn(chance, [one for one in data.examples if one["intent"] in kept], examples)
    still = {str(one["intent"]) for one in training}
    rasa = {**data.training["rasa_nlu_data"], "common_examples": training}
    return replace(
        data,
        name=f"{data.name}-quick",
        training={"rasa_nlu_data": rasa},
        test=_drawn(chance, [one for one in data.test if one.intent in still], test),
        out_of_scope=_drawn(chance, list(data.out_of_scope), test),
    )


def _drawn(chance: random.Random, items: list[Any], most: int) -> list[Any]:
    """In their order."""
    places = sorted(chance.sample(range(len(items)), min(len(items), most)))
    return [items[place] for place in places]


def _from_tables(folder: Path) -> Data:
    training = [{"text": one.text, "intent": one.intent} for one in _table(folder / _TRAIN)]
    outside = folder / _OUT_OF_SCOPE_TEST
    data = Data(
        folder.name,
        {"rasa_nlu_data": {"common_examples": training}},
        _table(folder / _TEST),
        [one.text for one in _table(outside)] if outside.is_file() else [],
    )
    return _checked(data, folder)


def _table(path: Path) -> list[Labelled]:
    if not path.is_file():
        raise DataError(f"{path} is missing")
    rows: list[Labelled] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if not {"text", "intent"} <= set(reader.fieldnames or ()):
                raise DataError(f"{path} needs the columns text and intent; it has {reader.fieldnames or 'none'}")
            for row in reader:
                text, intent = (row["text"] or "").strip(), (row["intent"] or "").strip()
                if not text or not intent:
                    raise DataError(f"{path} line {reader.line_num}: text or intent is empty")
                rows.append(Labelled(text, intent))
    except (csv.Error, UnicodeDecodeError) as error:
        raise DataError(f"{path} is no CSV file in UTF-8 ({error})") from error
    return rows


def _from_rasa(folder: Path, test: Path) -> Data:
    """Rasa reads its own files, and says what is wrong with them."""
    from rasa.shared.nlu.training_data.loading import load_data

    if not test.is_dir():
        raise DataError(f"{test} is no folder; --test takes one with held-out messages in Rasa's NLU format")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # Rasa 4 will drop JSON, which keeps texts as they are
        training = json.loads(load_data(str(folder)).nlu_as_json())
    heldout = [Labelled(one.get("text"), one.get("intent")) for one in load_data(str(test)).intent_examples]
    data = Data(
        "-".join(folder.parts[-2:]),
        training,
        heldout,
        [one.text for one in heldout if one.intent == OUT_OF_SCOPE],
    )
    return _checked(data, folder)


def _checked(data: Data, folder: Path) -> Data:
    if len(data.intents) < 2:
        raise DataError(f"{folder} has examples of {len(data.intents)} intents; two are the least to tell apart")
    if not data.test:
        raise DataError(f"{folder}: there are no messages to measure on")
    unknown = sorted({one.intent for one in data.test} - data.intents)
    if unknown:
        raise DataError(f"{folder}: to be measured on, but never learned: {', '.join(unknown)}")
    return data
