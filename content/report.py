"""What a conversion did, for people (Markdown) and for programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from content.counting import counted
from content.records import Content

_SINGULAR = {
    "intents": "intent",
    "examples": "example",
    "answers": "answer",
    "stories": "story",
    "rules of their own": "rule of its own",
    "synonyms": "synonym",
    "lookup values": "lookup value",
}


@dataclass(frozen=True)
class Report:
    sources: tuple[str, ...]
    target: str
    counts: Mapping[str, int]
    files: tuple[str, ...]
    renames: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()

    def summary(self) -> str:
        """Return one line: what came out, and where it is."""
        counts = ", ".join(counted(count, _SINGULAR[name]) for name, count in self.counts.items())
        return f"{counts} → {self.target} ({counted(len(self.files), 'file')})"


def counts_of(content: Content) -> dict[str, int]:
    return {
        "intents": len(content.intents),
        "examples": sum(len(intent.examples) for intent in content.intents),
        "answers": sum(len(response.texts) for response in content.responses),
        "stories": sum(not story.is_rule for story in content.stories),
        "rules of their own": sum(story.is_rule for story in content.stories),
        "synonyms": sum(map(len, content.synonyms.values())),
        "lookup values": sum(map(len, content.lookups.values())),
    }


def write_report(report: Report, path: Path) -> None:
    """Write JSON where `path` ends in .json, else Markdown."""
    text = _json(report) if path.suffix.lower() == ".json" else _markdown(report)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _json(report: Report) -> str:
    found = {
        "sources": report.sources,
        "target": report.target,
        "counts": report.counts,
        "renames": report.renames,
        "notes": list(report.notes),
        "files": report.files,
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _markdown(report: Report) -> str:
    parts = [
        f"# Conversion of {', '.join(report.sources)}\n",
        f"Written to `{report.target}`: {', '.join(f'`{path}`' for path in report.files)}.\n",
        "| what | how many |\n|---|---|",
        *(f"| {name} | {count:,} |" for name, count in report.counts.items()),
        "",
    ]
    if report.renames:
        parts += ["## Renamed\n", "| in the source | intent |\n|---|---|"]
        parts += [f"| {_cell(old)} | `{new}` |" for old, new in report.renames.items()]
        parts.append("")
    parts += [f"## Notes ({len(report.notes)})\n"]
    parts += [f"- {' '.join(note.split())}" for note in report.notes] or ["Nothing to tell."]
    return "\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
