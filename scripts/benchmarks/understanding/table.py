"""The figures of all sides as a table for people: medians of the runs, and how many times Folio does better."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scripts.benchmarks.machine import machine, versions
from scripts.benchmarks.understanding.cache import LIBRARIES
from scripts.benchmarks.understanding.data import Data
from scripts.benchmarks.understanding.run import Measured
from scripts.benchmarks.understanding.sides import SIDES

BUSY = 0.2  # cores taken by other processes, from which on times are told to be doubtful
_Figure = Callable[[Measured], float]


def as_markdown(data: Data, results: Mapping[str, Sequence[Measured]], command: str) -> list[str]:
    """A row for each side; ratios only where stock was measured as well."""
    runs = " to ".join(str(number) for number in sorted({len(measured) for measured in results.values()}))
    outside = f", {len(data.out_of_scope):,} out of scope" if data.out_of_scope else ""
    lines = [
        f"Measured with `{command}` on {machine()}; "
        f"{', '.join(f'{name} {number}' for name, number in versions(LIBRARIES).items())}. "
        f"{len(data.examples):,} messages of {len(data.intents)} intents to learn from, "
        f"{len(data.test):,} to measure on{outside}. Medians; trainings of each side: {runs}.",
        "",
        "| | accuracy | NLL | out of scope, AUROC | `rasa train nlu` | stock ÷ this | one message, median | "
        "95 % within | stock ÷ this | memory |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    stock = results.get("stock")
    for side, measured in results.items():
        lines.append(_row(SIDES[side], measured, stock))
    others = [one.others for measured in results.values() for one in measured if one.others is not None]
    if others and max(others) > BUSY:
        lines += ["", f"Other processes kept up to {max(others):.1f} cores busy meanwhile, so times are doubtful."]
    return lines


def _row(title: str, measured: Sequence[Measured], stock: Sequence[Measured] | None) -> str:
    def middle(figure: _Figure, of: Sequence[Measured] = measured) -> float:
        return statistics.median(figure(one) for one in of)

    def ratio(figure: _Figure) -> str:
        return f"{middle(figure, stock) / middle(figure):.1f}" if stock else "–"

    scope = [one.auroc for one in measured if one.auroc is not None]
    cells = [
        title,
        f"{middle(lambda one: one.accuracy):.2%}".replace("%", " %"),
        f"{middle(lambda one: one.nll):.3f}",
        f"{statistics.median(scope):.3f}" if scope else "–",
        duration(middle(lambda one: one.train_seconds)),
        ratio(lambda one: one.train_seconds),
        f"{middle(lambda one: one.message_median_ms):.1f} ms",
        f"{middle(lambda one: one.message_p95_ms):.1f} ms",
        ratio(lambda one: one.message_median_ms),
        f"{middle(lambda one: one.memory_mb):,.0f} MB",
    ]
    return f"| {' | '.join(cells)} |"


def duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def command(folder: Path, name: str, *, quick: bool, more: Sequence[str] = ()) -> str:
    """How the figures of one set are made again; `more` are the options that `make benchmark` has not."""
    place = folder if folder.name == name or not (folder / name).is_dir() else folder / name
    if more:
        parts = ["python -m scripts.benchmark understanding --data", place.as_posix(), *more]
        return " ".join([*parts, "--quick"] if quick else parts)
    return f"make benchmark WHAT=understanding DATA={place.as_posix()}{' QUICK=1' if quick else ''}"
