"""The pictures of an evaluation, as SVG files of the same bytes for the same figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from scripts.evaluation.confidence import Bin
from scripts.evaluation.history import History
from scripts.evaluation.judged import Judged
from scripts.evaluation.scope import Point

INK, RIGHT, WRONG, PALE = "#26323b", "#0b5d4b", "#c2452d", "#d5dde0"
STYLE = {
    "svg.hashsalt": "folio",  # else names within the file are drawn anew each time
    "svg.fonttype": "path",  # looks the same whatever fonts a machine has
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def nll_by_epoch(path: Path, histories: Sequence[History]) -> None:
    """One line for each component, or for each fold of one."""

    def draw(axes: Axes) -> None:
        for history in histories:
            axes.plot([row.epoch for row in history.epochs], [row.nll for row in history.epochs], marker="o")
            last = history.epochs[-1]
            axes.annotate(
                history.component, (last.epoch, last.nll), (-4, 8), textcoords="offset points", fontsize=9, ha="right"
            )
        axes.set(xlabel="epoch", ylabel="negative log-likelihood (nats)", ylim=(0, None))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))

    _drawn(path, draw)


def reliability(path: Path, bins: Sequence[Bin]) -> None:
    """How often the likeliest intent was right, by its confidence; what lies under the diagonal is too sure."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle=":")
        most = max(one.messages for one in bins)
        sizes = [30 + 300 * one.messages / most for one in bins]
        axes.plot([one.confidence for one in bins], [one.accuracy for one in bins], color=PALE, zorder=1)
        axes.scatter([one.confidence for one in bins], [one.accuracy for one in bins], s=sizes, color=RIGHT, zorder=2)
        for one in bins:
            axes.annotate(
                f"{one.messages:,}", (one.confidence, one.accuracy), (0, -20), textcoords="offset points",
                ha="center", fontsize=8,
            )  # fmt: skip
        axes.set(xlabel="mean confidence of a bin", ylabel="share that was right", xlim=(0, 1.03), ylim=(0, 1.05))

    _drawn(path, draw)


def confidence_histogram(path: Path, judged: Sequence[Judged]) -> None:
    """Right and wrong messages by confidence; logarithmic, because nearly all are right and sure."""

    def draw(axes: Axes) -> None:
        right = [one.confidence for one in judged if one.right]
        wrong = [one.confidence for one in judged if not one.right]
        axes.hist([right, wrong], bins=20, range=(0, 1), color=[RIGHT, WRONG], label=["right", "wrong"])
        axes.set(xlabel="confidence", ylabel="messages (logarithmic)", xlim=(0, 1))
        axes.set_yscale("symlog", linthresh=1)
        axes.legend(frameon=False)

    _drawn(path, draw)


def out_of_scope(path: Path, curve: Sequence[Point], best: Point | None) -> None:
    def draw(axes: Axes) -> None:
        axes.plot([point.wrongly for point in curve], [point.rightly for point in curve], color=RIGHT)
        axes.axvline(0.03, color=INK, linewidth=1, linestyle=":")
        if best is not None:
            axes.scatter([best.wrongly], [best.rightly], color=WRONG, zorder=3)
            text = f"threshold {best.threshold:.2f}: {best.rightly:.1%} (in scope {best.wrongly:.1%})"
            axes.annotate(text, (best.wrongly, best.rightly), (10, -14), textcoords="offset points", fontsize=9)
        axes.set(xlabel="in scope, wrongly rejected", ylabel="out of scope, rejected", ylim=(0, 1.03))
        axes.set_xlim(0, 0.3)  # beyond, nobody would set the threshold

    _drawn(path, draw)


def confusion_matrix(path: Path, judged: Sequence[Judged], intents: Sequence[str]) -> None:
    """Rows: meant; columns: understood. Mistakes are red with their number, right ones grey."""
    counts = Counter((one.intent, one.predicted) for one in judged)
    place = {intent: number for number, intent in enumerate(intents)}
    side = max(4.5, 0.23 * len(intents) + 2.5)

    def draw(axes: Axes) -> None:
        most = max((count for (meant, taken), count in counts.items() if meant != taken), default=1)
        for (meant, taken), count in counts.items():
            if meant not in place or taken not in place:
                continue
            colour, shade = (PALE, 1.0) if meant == taken else (WRONG, 0.35 + 0.65 * count / most)
            corner = (place[taken] - 0.5, place[meant] - 0.5)
            axes.add_patch(Rectangle(corner, 1, 1, color=colour, alpha=shade, linewidth=0))
            white = meant != taken and shade > 0.6
            axes.text(
                place[taken], place[meant], str(count), ha="center", va="center", fontsize=7,
                color="white" if white else INK,
            )  # fmt: skip
        axes.set_xticks(range(len(intents)))
        axes.set_xticklabels(intents, rotation=90, fontsize=8)
        axes.set_yticks(range(len(intents)))
        axes.set_yticklabels(intents, fontsize=8)
        axes.set(xlim=(-0.5, len(intents) - 0.5), ylim=(len(intents) - 0.5, -0.5), xlabel="understood", ylabel="meant")
        axes.grid(color=PALE, linewidth=0.4)
        axes.set_axisbelow(True)

    _drawn(path, draw, size=(side, side))


def confused_intents(judged: Sequence[Judged], most: int) -> list[str]:
    """Those that take part in most mistakes, at most `most`, by name."""
    mistakes: Counter[str] = Counter()
    for one in judged:
        if not one.right:
            mistakes.update([one.intent, one.predicted])
    ordered = sorted(mistakes, key=lambda name: (-mistakes[name], name))
    return sorted(ordered[:most])


def _drawn(path: Path, draw: Callable[[Axes], None], *, size: tuple[float, float] = (6.4, 4.4)) -> None:
    with rc_context(STYLE):
        figure = Figure(figsize=size)
        draw(figure.add_subplot())
        figure.savefig(path, metadata={"Date": None}, bbox_inches="tight", facecolor="white")
