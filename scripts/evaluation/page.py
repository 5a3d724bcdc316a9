"""The page of an evaluation: figures and tables in HTML, with the pictures that lie beside it.

It loads nothing from elsewhere and has no script. Every text that isn't this file's own is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from scripts.evaluation.history import History
from scripts.evaluation.intents import by_intent, confusions
from scripts.evaluation.judged import Judged
from scripts.evaluation.spans import all_entities, by_entity
from scripts.evaluation.summary import NAMES, Figures, slowest, written

PAIRS, EACH, SLOWEST = 25, 6, 10

STYLE = """
:root { color-scheme: light dark; --ink: #26323b; --ground: #fff; --line: #d5dde0; --accent: #0b5d4b }
@media (prefers-color-scheme: dark) { :root { --ink: #dfe6e9; --ground: #161c20; --line: #3a464e; --accent: #6fcab3 } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); max-width: 70rem;
  margin: 2rem auto; padding: 0 1rem }
a { color: var(--accent) }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .7rem; text-align: left; vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
figure { display: inline-block; margin: .5rem 1rem .5rem 0; vertical-align: top; max-width: 100% }
figure img { background: #fff; border-radius: .5rem; max-width: 100%; max-height: 46rem }
figcaption { max-width: 30rem; font-size: .9rem }
.wide { overflow-x: auto }
"""


@dataclass(frozen=True)
class Picture:
    """`file` lies beside the page; `alt` tells who can't see it what it shows."""

    file: str
    title: str
    alt: str


@dataclass(frozen=True)
class Section:
    """One set of messages. Where not `shown`, the page has figures of it and no message."""

    name: str
    judged: Sequence[Judged]
    figures: Figures
    pictures: Sequence[Picture]
    files: Sequence[str]
    shown: bool = True


def page(model: str, sections: Sequence[Section], histories: Sequence[History], training: Sequence[Picture]) -> str:
    links = " · ".join(f'<a href="#set-{number}">{escape(one.name)}</a>' for number, one in enumerate(sections))
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>How well {escape(model)} understands</title><style>{STYLE}</style></head><body><main>",
        f"<h1>How well {escape(model)} understands</h1>",
        f'<p>{links} · <a href="#training">training</a> · <a href="figures.json">figures.json</a></p>',
        _figures(sections),
        "<p>Shares are of the messages; the negative log-likelihood is the mean of −ln p(intent meant), lower is "
        "better. What a ranking leaves out shares evenly what its probabilities leave of 1.</p>",
        *(_section(number, one) for number, one in enumerate(sections)),
        _training(histories, training),
        "</main></body></html>\n",
    ]
    return "\n".join(parts)


def _figures(sections: Sequence[Section]) -> str:
    rows = [[label, *(written(one.figures, name) for one in sections)] for name, (label, _) in NAMES.items()]
    return _table(["", *(one.name for one in sections)], rows)


def _section(number: int, one: Section) -> str:
    parts = [
        f'<section><h2 id="set-{number}">{escape(one.name)}</h2>',
        *(_picture(picture) for picture in one.pictures),
    ]
    if one.files:
        parts.append("<p>" + " · ".join(_link(file, file) for file in one.files) + "</p>")
    if one.shown:
        parts += [
            "<h3>Most confused</h3>", _confusions(one.judged),
            "<h3>Slowest messages</h3>",
            _table(["message", "ms"], [[m.text, f"{m.seconds * 1e3:.1f}"] for m in slowest(one.judged, SLOWEST)]),
        ]  # fmt: skip
    else:
        pairs = [[f"{c.meant} → {c.understood}", f"{len(c.messages)}"] for c in confusions(one.judged)[:PAIRS]]
        parts += [
            "<p>This set is for reports: its messages aren't shown, so that nothing is fitted to them.</p>",
            "<h3>Most confused</h3>", _table(["meant → understood", "messages"], pairs),
        ]  # fmt: skip
    parts += ["<h3>Entities</h3>", _entities(one.judged), "<details><summary>Each intent</summary>"]
    return "\n".join([*parts, _intents(one.judged), "</details></section>"])


def _confusions(judged: Sequence[Judged]) -> str:
    found = confusions(judged)
    if not found:
        return "<p>None: every message was understood.</p>"
    rows = "".join(
        f"<tr><td>{escape(one.meant)} → {escape(one.understood)}</td><td class=n>{len(one.messages)}</td><td>"
        + "<br>".join(f"{escape(m.text)} ({m.confidence:.2f})" for m in one.messages[:EACH])
        + ("<br>…" if len(one.messages) > EACH else "")
        + "</td></tr>"
        for one in found[:PAIRS]
    )
    head = "<th>meant → understood</th><th class=n>messages</th><th>which (confidence)</th>"
    return f"<div class=wide><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"


def _entities(judged: Sequence[Judged]) -> str:
    rows = [
        [row.entity or "all", f"{row.expected}", f"{row.found}", f"{row.right}",
         f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1:.3f}"]
        for row in [*by_entity(judged), all_entities(judged)]
    ]  # fmt: skip
    return _table(["entity", "marked", "found", "right", "precision", "recall", "F1"], rows)


def _intents(judged: Sequence[Judged]) -> str:
    rows = [
        [row.intent, f"{row.messages}", f"{row.found}", f"{row.right}", f"{row.precision:.3f}", f"{row.recall:.3f}",
         f"{row.f1:.3f}"]
        for row in sorted(by_intent(judged), key=lambda row: (row.f1, row.intent))
    ]  # fmt: skip
    return _table(["intent", "messages", "understood as this", "right", "precision", "recall", "F1"], rows)


def _training(histories: Sequence[History], pictures: Sequence[Picture]) -> str:
    if not histories:
        told = "<p>No component of this model kept what its epochs saw.</p>"
    else:
        rows = [
            [one.component, f"{row.epoch}", f"{row.loss:.4f}", f"{row.nll:.4f}", f"{row.accuracy:.2%}"]
            for one in histories
            for row in one.epochs
        ]
        told = _table(["component", "epoch", "loss", "negative log-likelihood", "accuracy"], rows) + (
            "<p>Over the messages of each pass as they were learned from, so lower than on held-out messages. Tuning "
            "leaves most of the messages that it is sure of out of later passes. Components that kept nothing of their "
            "epochs aren't listed.</p>"
        )
    return '<section><h2 id="training">Training</h2>' + "\n".join(map(_picture, pictures)) + told + "</section>"


def _picture(one: Picture) -> str:
    image = f'<img src="{quote(one.file)}" alt="{escape(one.alt)}">'
    return f'<figure><a href="{quote(one.file)}">{image}</a><figcaption>{escape(one.title)}</figcaption></figure>'


def _link(file: str, text: str) -> str:
    return f'<a href="{quote(file)}">{escape(text)}</a>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first column is text, the others figures."""

    def cells(values: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{tag}{' class=n' if place else ''}>{escape(value)}</{tag}>" for place, value in enumerate(values)
        )

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return f"<div class=wide><table><thead><tr>{cells(head, 'th')}</tr></thead><tbody>{body}</tbody></table></div>"
