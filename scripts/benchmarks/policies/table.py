"""The figures of all sides as tables for people: what a side costs, and what it gets right."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from scripts.benchmarks.machine import machine, versions
from scripts.benchmarks.policies.compare import PARTS, Asked
from scripts.benchmarks.policies.run import SETS, Material, Measured, total
from scripts.benchmarks.policies.sides import EPOCHS, MAX_HISTORY, OWN, SIDES, TED
from scripts.benchmarks.understanding.table import duration

LIBRARIES = ("rasa", "tensorflow", "numpy")
BUSY = 0.2  # cores taken by other processes, from which on times are told to be doubtful
Results = Mapping[str, Sequence[Measured]]


def as_markdown(given: Material, results: Results, command: str) -> list[str]:
    """`results`: side → its trainings."""
    lines = [
        f"Measured with `{command}` on {measured_on()}. {len(given.rules)} rules, {len(given.stories)} conversations; "
        f"TED with {given.epochs} epochs and a history of {MAX_HISTORY}, in {given.parts} parts. Medians of a side's "
        "trainings; one prediction at the median.",
        "",
        "| | learns from | trainings | `rasa train core` | model | memory | one prediction | "
        "of it Folio's policies | of it TED |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
        *(_cost(side, measured) for side, measured in results.items()),
        "",
    ]
    for name, title in SETS.items():
        lines += [
            f"| {title} | conversations right | actions right | decided by TED | of these right | "
            "TED by itself, conversations | actions |",
            "|---|--:|--:|--:|--:|--:|--:|",
            *(_quality(side, measured, name) for side, measured in results.items()),
            "",
        ]
    others = [one.others for measured in results.values() for one in measured if one.others is not None]
    if others and max(others) > BUSY:
        lines += [f"Other processes kept up to {max(others):.1f} cores busy meanwhile, so times are doubtful.", ""]
    return lines[:-1]


def as_json(given: Material, results: Results) -> dict[str, object]:
    return {
        "machine": measured_on(),
        "epochs": given.epochs,
        "parts": given.parts,
        "sides": {side: [asdict(one) for one in measured] for side, measured in results.items()},
    }


def measured_on() -> str:
    return f"{machine()}; {', '.join(f'{name} {number}' for name, number in versions(LIBRARIES).items())}"


def _cost(side: str, measured: Sequence[Measured]) -> str:
    def middle(figure: Callable[[Measured], float]) -> float:
        return statistics.median(figure(one) for one in measured)

    def part(names: Sequence[str]) -> str:
        found = any(name in one.milliseconds for name in names for one in measured)
        taken = middle(lambda one: sum(one.milliseconds.get(name, 0.0) for name in names))
        return f"{taken:.1f} ms" if found else "–"

    return _row(
        SIDES[side].title,
        "rules and stories" if SIDES[side].learns else "rules",
        f"{len(measured)}",
        duration(middle(lambda one: one.train_seconds)),
        f"{middle(lambda one: one.model_mb):.1f} MB",
        f"{middle(lambda one: one.memory_mb):,.0f} MB",
        part(["all"]),
        part(OWN),
        part([TED]),
    )


def _quality(side: str, measured: Sequence[Measured], name: str) -> str:
    found = total(measured, name)
    decided = found.ted_right + found.ted_wrong
    return _row(
        SIDES[side].title,
        _of(found.conversations_right, found.conversations),
        _of(found.actions_right, found.actions),
        f"{decided:,}" if SIDES[side].ted else "–",
        _of(found.ted_right, decided) if decided else "–",
        _of(found.alone_conversations_right, found.conversations) if SIDES[side].ted else "–",
        _of(found.alone_actions_right, found.actions) if SIDES[side].ted else "–",
    )


def _of(right: int, all_of_them: int) -> str:
    """Both numbers and the share, which is never rounded up to all."""
    share = int(right * 1000 / all_of_them) / 10 if all_of_them else 0.0
    return f"{right:,} of {all_of_them:,} ({share:.1f} %)"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def command(asked: Asked) -> str:
    """How the figures are made again; what `make benchmark` can't say is written out."""
    usual = Asked(tuple(SIDES), EPOCHS, PARTS, asked.reports, asked.scratch, quick=asked.quick)
    if asked.quick and asked.sides == usual.sides:
        return "make benchmark WHAT=policies QUICK=1"
    if asked == usual:
        return "make benchmark WHAT=policies"
    more = [] if asked.sides == usual.sides else ["--sides", ",".join(asked.sides)]
    for name, value, default in (("epochs", asked.epochs, EPOCHS), ("parts", asked.parts, PARTS)):
        more += [] if value == default or asked.quick else [f"--{name}", str(value)]
    return " ".join(["python -m scripts.benchmark policies", *more, *(["--quick"] if asked.quick else [])])
