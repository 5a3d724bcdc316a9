"""One side trained and measured, each in a process of its own.

A side that learns from stories is trained several times, on all conversations but one part, and decides that part: no
conversation is decided by what has learned it. A side that learns from rules alone is trained once and decides all.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from shutil import copytree
from time import perf_counter

import yaml

from scripts.benchmarks.machine import Others
from scripts.benchmarks.policies import conversations
from scripts.benchmarks.policies.conversations import Story
from scripts.benchmarks.policies.digressions import Digression, one_at_every_place, one_in_between
from scripts.benchmarks.policies.predicting import FAILED, Row
from scripts.benchmarks.policies.sides import TED, Side, configuration
from scripts.benchmarks.process import Tell, call

SETS = {
    "written": "as written",
    "one": "a question in between",
    "every": "a question at every place",
}


@dataclass(frozen=True)
class Material:
    """`sets`: of each set, for each story the conversations that are made of it."""

    rules: Sequence[Story]
    stories: Sequence[Story]
    sets: Mapping[str, Sequence[Sequence[Story]]]
    domain: Path
    config: Path
    epochs: int
    parts: int


@dataclass(frozen=True)
class Tally:
    """Of one set: what was right. `ted_right`, `ted_wrong`: actions for which TED's prediction was the one taken.

    `alone_…`: what TED's own choices would have had right, each after the actions that are.
    """

    conversations: int = 0
    conversations_right: int = 0
    actions: int = 0
    actions_right: int = 0
    ted_right: int = 0
    ted_wrong: int = 0
    alone_conversations_right: int = 0
    alone_actions_right: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))


@dataclass(frozen=True)
class Measured:
    """Of one training, with a tally for each set of which it had any conversations to decide.

    `milliseconds`: medians of a prediction, of all policies (`all`) and of each by its class.
    `others`: cores that other processes kept busy meanwhile; None where the system doesn't tell.
    """

    train_seconds: float
    model_mb: float
    memory_mb: float
    peak_memory_mb: float
    milliseconds: Mapping[str, float]
    tallies: Mapping[str, Tally]
    others: float | None


def material(
    stories: Sequence[Story],
    rules: Sequence[Story],
    known: Sequence[Digression],
    *,
    domain: Path,
    config: Path,
    epochs: int,
    parts: int,
) -> Material:
    sets = {
        "written": [[story] for story in stories],
        "one": one_in_between(stories, known),
        "every": one_at_every_place(stories, known),
    }
    return Material(rules, stories, sets, domain, config, epochs, parts)


def run(side: Side, given: Material, *, folder: Path, reports: Path, tell: Tell) -> list[Measured]:
    """One for each training. What failed is written under `reports`, in Rasa's own format. Raises RunFailed."""
    count = given.parts if side.learns else 1
    return [_run(side, given, number, count, folder, reports, tell) for number in range(count)]


def tally(conversations: Sequence[Sequence[Row]]) -> Tally:
    """Of what `predicting` wrote of one set."""
    found = Tally()
    for actions in conversations:
        right = [expected == predicted for expected, predicted, _, _ in actions]
        alone = [expected == choice for expected, _, _, choice in actions]
        by_ted = [correct for correct, (_, _, policy, _) in zip(right, actions, strict=True) if policy == TED]
        found += Tally(
            conversations=1,
            conversations_right=int(all(right)),
            actions=len(right),
            actions_right=sum(right),
            ted_right=sum(by_ted),
            ted_wrong=len(by_ted) - sum(by_ted),
            alone_conversations_right=int(all(alone)),
            alone_actions_right=sum(alone),
        )
    return found


def total(measured: Iterable[Measured], name: str) -> Tally:
    return sum((one.tallies.get(name, Tally()) for one in measured), Tally())


def training_stories(given: Material, number: int, count: int) -> list[Story]:
    """What a side learns that is to decide part `number`: the other parts, and each rule as a story of one turn."""
    told = [conversations.as_story_of_one_turn(rule) for rule in given.rules]
    return [*told, *(conversations.learnable(one) for one in conversations.others(given.stories, number, count))]


def _run(side: Side, given: Material, number: int, count: int, folder: Path, reports: Path, tell: Tell) -> Measured:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="benchmark-") as temporary:
        place = Path(temporary).resolve()
        learned, asked = place / "learned", place / "asked"
        conversations.write(learned / "rules.yml", "rules", given.rules)
        if side.learns:
            conversations.write(learned / "stories.yml", "stories", training_stories(given, number, count))
        for name, groups in given.sets.items():
            dealt = list(chain.from_iterable(conversations.part(groups, number, count)))
            if dealt:  # Rasa can't test nothing
                conversations.write(asked / name / "stories" / "test_stories.yml", "stories", dealt)
        config = place / "config.yml"
        config.write_text(yaml.safe_dump(configuration(side, given.config, epochs=given.epochs)), encoding="utf-8")
        others, what = Others(), f"{side.title}, training {number + 1} of {count}"
        tell(what)
        begin = perf_counter()
        command = ["scripts.rasa", "train", "core", "--config", config, "--domain", given.domain, "--stories", learned]
        call([*command, "--out", place, "--fixed-model-name", "model"], place, "training", tell)
        seconds, model = perf_counter() - begin, place / "model.tar.gz"
        tell(f"{what}: took {seconds:,.0f} s; deciding the conversations")
        module = "scripts.benchmarks.policies.predicting"
        call([module, model, asked, place / "found.json"], place, "measuring", tell)
        found = json.loads((place / "found.json").read_text(encoding="utf-8"))
        for name in found["sets"]:
            copytree(asked / name / FAILED, reports / f"{number + 1}" / name, dirs_exist_ok=True)
        return Measured(
            train_seconds=round(seconds, 1),
            model_mb=round(model.stat().st_size / 1e6, 2),
            memory_mb=round(found["memory_mb"]),
            peak_memory_mb=round(found["peak_memory_mb"]),
            milliseconds={name: round(statistics.median(t) * 1e3, 3) for name, t in found["seconds"].items()},
            tallies={name: tally(one) for name, one in found["sets"].items()},
            others=others.cores(),
        )
