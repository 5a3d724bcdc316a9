"""All sides of all sets, one run after the other; what earlier invocations have measured is not measured again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmarks.process import Tell
from scripts.benchmarks.understanding import cache
from scripts.benchmarks.understanding.data import Data
from scripts.benchmarks.understanding.run import Measured, run
from scripts.benchmarks.understanding.sides import SIDES, configuration, encoder_in

QUICK_EXAMPLES, QUICK_TEST = 600, 300
CODE = Path("nlu")  # what Folio's sides run besides libraries


@dataclass(frozen=True)
class Asked:
    """`folder` keeps the figures; `scratch` is for training; `own` is Folio's configuration.

    `tune_epochs`, where it is given, stands in for that configuration's passes of tuning.
    """

    sides: Sequence[str]
    runs: int
    own: Path
    folder: Path
    scratch: Path
    again: bool
    tune_epochs: int | None = None


def compared(data: Data, asked: Asked, tell: Tell) -> Mapping[str, list[Measured]]:
    """Side → its runs. The sides take turns, so that a slow hour of the machine hits all of them.

    Raises:
        ConfigError, OtherOrigin, RunFailed: see there; before anything is trained but for the last.
    """
    sides = [side for side in SIDES if side in asked.sides]
    configs = {side: configuration(side, asked.own, tune_epochs=asked.tune_epochs) for side in sides}
    files = {side: asked.folder / data.name / f"{side}.json" for side in configs}
    origins = {
        side: cache.origin(
            data, config, code=() if side == "stock" else CODE.rglob("*.py"), encoder=encoder_in(asked.own)
        )
        for side, config in configs.items()
    }
    results = {side: [] if asked.again else cache.load(files[side], origins[side])[: asked.runs] for side in configs}
    for number in range(asked.runs):
        for side, config in configs.items():
            if len(results[side]) > number:
                continue

            def told(what: str, side: str = side, number: int = number) -> None:
                tell(f"{data.name}, {SIDES[side]}, run {number + 1} of {asked.runs}: {what}")

            results[side].append(run(data, config, folder=asked.scratch, tell=told))
            cache.save(files[side], origins[side], results[side])
    return results
