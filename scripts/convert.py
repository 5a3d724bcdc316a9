"""Convert content (Excel, JSON, CSV) into a Rasa project, and a Rasa project back into a workbook."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.counting import counted
from content.foreign import read_foreign
from content.from_rasa import read_project
from content.own import is_own_form, read_own
from content.own.skipped import tell_skipped
from content.problems import ContentError, Problem
from content.rasa_project import is_generated, own_project_files, whole_project_files, write_project
from content.rasa_project.progress import silent
from content.rasa_project.read_back import ReadBackError
from content.rasa_project.swap import BusyError
from content.records import Content
from content.report import Report, check_report, check_report_stands_alone, counts_of, write_report
from content.workbook_writer import write_workbook

OWN_SOURCES = Path("data/source")
_MANY_EXAMPLES = 1000  # from here on it takes more than two seconds, so it tells what it is doing
_LARGE = 2_000_000  # bytes, likewise

EXAMPLES = """examples:
  python -m scripts.convert
      the project's own content, data/source, into data/nlu, data/stories, data/rules and domain.yml
  python -m scripts.convert --out my-bot --report my-bot.md intents.json
      somebody's chatbot file into a Rasa project of its own, in which `rasa train` runs as it is
  python -m scripts.convert --out faq-bot --columns question=Frage,answer=Antwort faq.csv
  python -m scripts.convert --to-excel content.xlsx path/to/rasa-project
      the way back: a Rasa 3 project as a workbook
"""


@dataclass(frozen=True)
class _Reading:
    content: Content
    notes: tuple[str, ...]
    renames: Mapping[str, str]
    files: tuple[str, ...]
    is_own: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Return 0, 1 for a mistake of ours, 2 for content or arguments that can't be converted."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    warnings.simplefilter("ignore")  # libraries' deprecations are no business of who converts a file
    try:
        if options.report:
            check_report(
                options.report,
                sources=options.source or [OWN_SOURCES],
                made_folder=options.out,
                made_file=options.to_excel,
            )
        report = _to_excel(options) if options.to_excel else _to_rasa(options)
        if options.report:
            write_report(report, options.report)
    except ContentError as error:
        _tell(*(f"warning: {note}" for note in error.notes), *(f"error: {problem}" for problem in error.problems))
        _tell(f"{counted(len(error.problems), 'error')}, nothing was written")
        return 2
    except BusyError as error:
        _tell(f"error: {error}")
        return 2
    except OSError as error:
        _tell(f"error: {error.filename or ''}: {error.strerror or error}")
        return 2
    except ReadBackError as error:
        _tell(f"internal error: {error}")
        return 1
    _tell(*(f"warning: {note}" for note in report.notes))
    print(report.summary())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.convert",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "source",
        nargs="*",
        type=Path,
        metavar="SOURCE",
        help=f"files or folders to convert; the project's own ({OWN_SOURCES}) where none is given; "
        "with --to-excel the Rasa project (default: this one)",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a self-contained Rasa project there")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write what was done: .json for programs, else Markdown"
    )
    parser.add_argument(
        "--columns",
        type=_columns,
        metavar="question=Q,answer=A",
        help="name the columns of a table where its headings don't tell (question, answer, intent, …)",
    )
    parser.add_argument(
        "--on-conflict",
        choices=("drop", "first"),
        default="drop",
        help="an example under two intents is kept under none (drop, the default) or under the first",
    )
    parser.add_argument(
        "--guard",
        action=argparse.BooleanOptionalAction,
        help="look the examples over with the encoder and warn of all mix-ups, copies and too little variety; without "
        f"either, that is done for {OWN_SOURCES} alone, and the clearest are told",
    )
    parser.add_argument("--to-excel", type=Path, metavar="FILE", help="write a Rasa project as a workbook")
    return parser


def _columns(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.split(","):
        name, equals, heading = part.partition("=")
        if not equals or not name.strip() or not heading.strip():
            raise argparse.ArgumentTypeError(f"'{part}' is not of the form name=heading, such as question=Q,answer=A")
        found[name.strip()] = heading.strip()
    return found


def _to_rasa(options: argparse.Namespace) -> Report:
    if options.source and not options.out:
        names = " ".join(path.as_posix() for path in options.source)
        raise _refusal(names, "needs --out DIR", "a folder for the Rasa project, such as --out my-bot")
    if options.out:
        _check_target(options.out)
    reading = _read(options)
    examples = sum(len(intent.examples) for intent in reading.content.intents)
    progress = _tell_step if examples > _MANY_EXAMPLES else silent
    root: Path = options.out or Path()
    if options.out:
        unknown = not reading.is_own
        files = whole_project_files(reading.content, reading.files, answers_unknown=unknown, progress=progress)
    else:
        files = own_project_files(reading.content, reading.files, progress=progress)
    if options.report:
        check_report_stands_alone(options.report, root, files)
    by_hand = write_project(root, files)
    hints: tuple[str, ...] = ()
    if options.guard or (options.guard is None and not options.source and not options.out):
        from content.guard import MOST  # numpy and the encoder; most conversions need neither
        from scripts.look_over import looked_over

        hints = looked_over(reading.content, most=None if options.guard else MOST)
    return Report(
        sources=reading.files,
        target=root.as_posix(),
        counts=counts_of(reading.content),
        files=tuple(sorted(files)),
        renames=reading.renames,
        notes=(
            *reading.notes,
            *(f"{path}: written by hand, left as it is; Rasa reads it too" for path in by_hand),
            *hints,
        ),
    )


def _read(options: argparse.Namespace) -> _Reading:
    sources: list[Path] = options.source or [OWN_SOURCES]
    missing = [path for path in sources if not path.exists()]
    if missing:
        raise ContentError([Problem(path.as_posix(), "there is no such file or folder") for path in missing])
    if not options.source or is_own_form(sources):
        if options.columns or options.on_conflict != "drop":
            raise _refusal("--columns and --on-conflict", "are for files of others", "leave them out")
        own = read_own(sources)
        skipped = (note for path in sources if path.is_dir() for note in tell_skipped(path))
        return _Reading(own.content, (*own.notes, *skipped), {}, tuple(path.name for path in own.files), is_own=True)
    if sum(path.stat().st_size for path in sources) > _LARGE:
        _tell_step("reading")
    foreign = read_foreign(sources, columns=options.columns, on_conflict=options.on_conflict)
    names = tuple(path.name for path in sources)
    return _Reading(foreign.content, foreign.notes, foreign.renames, names, is_own=False)


def _check_target(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise _refusal(out.as_posix(), "is a file", "--out takes a folder")
    if out.is_dir() and any(out.iterdir()):
        earlier = (out / "domain.yml").is_file() and is_generated(out, "domain.yml")
        if not earlier and not (out / ".convert").is_dir():
            raise _refusal(out.as_posix(), "is not empty and no earlier conversion", "choose another folder")


def _to_excel(options: argparse.Namespace) -> Report:
    if options.out or options.columns or options.on_conflict != "drop" or options.guard:
        raise _refusal("--to-excel", "takes no --out, --columns, --on-conflict or --guard", "leave them out")
    if len(options.source) > 1:
        raise _refusal("--to-excel", "takes one project", "name one folder")
    if options.to_excel.suffix.lower() != ".xlsx":
        raise _refusal(options.to_excel.as_posix(), "is no name of a workbook", "let it end in .xlsx")
    root: Path = options.source[0] if options.source else Path()
    reading = read_project(root)
    options.to_excel.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(reading.content, {}, options.to_excel)
    return Report(
        sources=(root.as_posix(),),
        target=options.to_excel.as_posix(),
        counts=counts_of(reading.content),
        files=(options.to_excel.name,),
        notes=reading.notes,
    )


def _refusal(place: str, what: str, mend: str) -> ContentError:
    return ContentError([Problem(place, what, mend)])


def _tell_step(doing: str) -> None:
    _tell(f"{doing} …")


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
