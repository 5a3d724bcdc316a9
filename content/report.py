"""What a conversion did, for people (Markdown) and for programs (JSON)."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from content.counting import counted
from content.problems import ContentError, Problem
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


def check_report(path: Path, *, sources: Iterable[Path], made_folder: Path | None, made_file: Path | None) -> None:
    """Raise ContentError where `write_report` would fail or overwrite what it must not; nothing is left behind.

    `sources` are files and folders that are read; `made_folder` is the folder that the conversion makes where it isn't
    there yet, `made_file` a file that it writes.
    """
    try:
        problem = _report_problem(path, sources, made_folder, made_file)
    except OSError as error:
        problem = (error.strerror or str(error)).lower(), _OTHER
    if problem:
        what, mend = problem
        raise ContentError([Problem(path.as_posix(), f"the report can't be written there: {what}", mend)])


def check_report_stands_alone(path: Path, root: Path, files: Iterable[str]) -> None:
    """Raise ContentError where the report would overwrite one of the project's `files`, paths below `root`."""
    if path.resolve() in {(root / file).resolve() for file in files}:
        what = "the report can't be written there: it is a file of the project"
        raise ContentError([Problem(path.as_posix(), what, _OTHER)])


_OTHER = "give --report another file"


def _report_problem(
    path: Path, sources: Iterable[Path], made_folder: Path | None, made_file: Path | None
) -> tuple[str, str] | None:
    target = path.resolve()
    if path.is_dir():
        return "it is a folder", "give --report a file, such as report.md"
    if any(_is_source(path, source, is_project=made_file is not None) for source in sources):
        return "it is a source, or would be read as one next time", _OTHER
    if made_file is not None and target == made_file.resolve():
        return "it is the workbook", _OTHER
    if made_folder is not None and target == made_folder.resolve():
        return "it is the folder of the project", _OTHER
    if not target.parent.is_dir():
        coming = made_folder is not None and target.parent == made_folder.resolve()
        return None if coming else ("there is no such folder", f"make the folder {path.parent.as_posix()} first")
    if path.exists() and not path.is_file():
        return None  # a device such as /dev/stdout
    if path.exists() and not os.access(path, os.W_OK):
        return "it is write-protected", _OTHER
    with tempfile.TemporaryFile(dir=target.parent, prefix=path.name):
        return None


def _is_source(path: Path, source: Path, *, is_project: bool) -> bool:
    """Whether `path` is the file `source`, or stands in the folder `source` by a name that is read there."""
    if not source.is_dir():
        return path.resolve() == source.resolve() or (path.exists() and source.exists() and path.samefile(source))
    if is_project:
        return path.suffix.lower() in (".yml", ".yaml") and path.resolve().is_relative_to(source.resolve())
    return path.suffix.lower() in (".json", ".xlsx", ".xlsm") and path.resolve().parent == source.resolve()


def write_report(report: Report, path: Path) -> None:
    """Write JSON where `path` ends in .json, else Markdown; what stands there is replaced when all is written."""
    text = _json(report) if path.suffix.lower() == ".json" else _markdown(report)
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")  # a device such as /dev/stdout
        return
    fresh = path.with_name(f".{path.name}.part")
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


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
