"""The folder of an evaluation: `index.html`, `figures.json`, pictures, and every mistake as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scripts.evaluation import pictures
from scripts.evaluation.confidence import equal_width_bins, unlisted
from scripts.evaluation.history import History
from scripts.evaluation.judged import Judged
from scripts.evaluation.page import Picture, Section, page
from scripts.evaluation.scope import scope_of
from scripts.evaluation.summary import NAMES, Figures, written

CONFUSED = 40  # intents in the smaller confusion matrix
FOR_REPORTS_ONLY = "_fresh"  # at the end of a folder's name: its messages are not to be looked at


@dataclass(frozen=True)
class Measured:
    """A set of messages by its name, what was made of them, and that in figures."""

    name: str
    judged: Sequence[Judged]
    figures: Figures

    @property
    def shown(self) -> bool:
        return not any(part.endswith(FOR_REPORTS_ONLY) for part in Path(self.name).parts)


def write_report(folder: Path, *, model: str, sets: Sequence[Measured], histories: Sequence[History]) -> Path:
    """Writes over what an earlier evaluation left there; returns the page. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    sections = [_section(folder, one) for one in sets]
    training = []
    if histories:
        pictures.nll_by_epoch(folder / "nll-by-epoch.svg", histories)
        alt = "Negative log-likelihood after each epoch of training; the table below has the values."
        training = [Picture("nll-by-epoch.svg", "Negative log-likelihood by epoch", alt)]
    figures = {
        "model": model,
        "sets": {one.name: {"figures": asdict(one.figures), "unlisted": unlisted(one.judged)} for one in sets},
        "training": [asdict(one) for one in histories],
    }
    _write_json(folder / "figures.json", figures)
    index = folder / "index.html"
    index.write_text(page(model, sections, histories, training), encoding="utf-8")
    return index


def as_text(sets: Sequence[Measured]) -> str:
    """A column for each set."""
    width = max([12, *(len(one.name) for one in sets)])
    lines = [f"  {'':34}" + "".join(f"{one.name:>{width + 2}}" for one in sets)]
    for name, (label, _) in NAMES.items():
        lines.append(f"  {label:34}" + "".join(f"{written(one.figures, name):>{width + 2}}" for one in sets))
    return "\n".join(lines)


def _section(folder: Path, one: Measured) -> Section:
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", one.name).strip("-")
    drawn, files = _pictures(folder, stem, one), []
    if one.shown:
        files = [f"{stem}-mistakes.json"]
        _write_json(folder / files[0], _mistakes(one.judged))
    return Section(one.name, one.judged, one.figures, drawn, files, one.shown)


def _pictures(folder: Path, stem: str, one: Measured) -> list[Picture]:
    figures = one.figures
    pictures.reliability(folder / f"{stem}-reliability.svg", equal_width_bins(one.judged))
    pictures.confidence_histogram(folder / f"{stem}-confidence.svg", one.judged)
    drawn = [
        Picture(
            f"{stem}-reliability.svg",
            "Reliability: how often the likeliest intent was right, by its confidence. Under the dotted line: too "
            "sure. The figures are numbers of messages.",
            f"Reliability diagram; the expected calibration error is {written(figures, 'calibration_error')}.",
        ),
        Picture(
            f"{stem}-confidence.svg",
            "Confidence of messages understood rightly and wrongly",
            f"Histogram of confidence; {written(figures, 'accuracy')} of the messages were understood rightly.",
        ),
    ]
    scope = scope_of(one.judged)
    if scope is not None:
        pictures.out_of_scope(folder / f"{stem}-out-of-scope.svg", scope.curve, scope.best)
        drawn.append(
            Picture(
                f"{stem}-out-of-scope.svg",
                "Out of scope: what each threshold rejects, rightly and wrongly. The dotted line is at 3 %.",
                "Curve of messages out of scope that are rejected against those in scope that are; at 3 % of the "
                f"latter: {written(figures, 'rejected_at_3_percent')}.",
            )
        )
    confused = pictures.confused_intents(one.judged, CONFUSED)
    if confused:
        everything = sorted({name for m in one.judged for name in (m.intent, m.predicted)})
        pictures.confusion_matrix(folder / f"{stem}-confusion.svg", one.judged, confused)
        pictures.confusion_matrix(folder / f"{stem}-confusion-all.svg", one.judged, everything)
        drawn += [
            Picture(
                f"{stem}-confusion.svg",
                f"Confusion matrix of the {len(confused)} intents with most mistakes",
                "Confusion matrix; the table below lists the pairs.",
            ),
            Picture(
                f"{stem}-confusion-all.svg",
                f"All {len(everything)} intents (open it for its full size)",
                "Confusion matrix of all intents.",
            ),
        ]
    return drawn


def _mistakes(judged: Sequence[Judged]) -> dict[str, Any]:
    return {
        "intents": [
            {"text": one.text, "meant": one.intent, "understood": one.predicted, "confidence": round(one.confidence, 4)}
            for one in judged
            if not one.right
        ],
        "entities": [
            {"text": one.text, "expected": sorted(one.entities), "found": sorted(one.found)}
            for one in judged
            if one.entities != one.found
        ],
    }


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
