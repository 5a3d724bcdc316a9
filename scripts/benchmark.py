"""How fast Folio is, and how well it understands and decides: `python -m scripts.benchmark WHAT`."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from scripts.benchmarks.document import NoPlace, has_place, put_between_marks
from scripts.progress import Progress

_EXAMPLE = """examples:
  python -m scripts.benchmark answers --quick
  python -m scripts.benchmark understanding --data data/nlu --quick
  python -m scripts.benchmark understanding --data ../shared/benchmarks/hwu64 --sides stock,frozen
  python -m scripts.benchmark understanding --data ../shared/benchmarks/hwu64 --sides tuned --tune-epochs 10
  python -m scripts.benchmark server --train
  python -m scripts.benchmark policies --quick

The machine should have nothing else to do meanwhile. --quick takes less of everything, for a look while working; it
leaves the document alone, but for a set that has a place there by the name of its quick part ("banking77-quick").
"""
_SIZES, _RUNS = (100, 100_000), 25
_QUICK_SIZES, _QUICK_RUNS = (100, 5_000), 5
_USUAL = {"sides": "stock,baseline,frozen,tuned", "runs": "1", "config": "None", "tune-epochs": "None"}
OWN_CONFIG, PUBLIC_CONFIG = Path("config.yml"), Path("scripts/benchmarks/public.yml")
PUBLIC_SETS = Path("../shared/benchmarks")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 measured, 1 measured and slower than aimed at, 2 not measured or not written."""
    options = _parse(arguments)
    commands = {"answers": _answers, "understanding": _understanding, "server": _server, "policies": _policies}
    try:
        return commands[options.command](options)
    except KeyboardInterrupt:
        resumes = "; the same command goes on after the last training that was measured"
        return _refused(f"interrupted{resumes if options.command == 'understanding' else ''}")
    except (OSError, NoPlace) as error:
        return _refused(str(error))


def _answers(options: argparse.Namespace) -> int:
    """Heavy libraries are imported here, so that --help stays quick."""
    from scripts.benchmarks import report
    from scripts.benchmarks.answers import measured

    # A connection to nowhere, a broken row: the measurement stops on them, and a line for each run would bury it.
    logging.getLogger("rasa_sdk").setLevel(logging.ERROR)
    progress = Progress()
    sizes, runs = (_QUICK_SIZES, _QUICK_RUNS) if options.quick else (_SIZES, _RUNS)
    with measured(sizes=sizes, runs=runs, folder=options.folder, tell=progress.tell) as result:
        progress.end()
        _write(options, "answers", report.as_markdown(result), report.as_json(result))
        print(f"It took {progress.seconds():.0f} s.")
        return 0 if report.slowest(result) <= report.TARGET else 1


def _understanding(options: argparse.Namespace) -> int:
    from scripts.benchmarks.process import RunFailed
    from scripts.benchmarks.understanding import compare, data, table
    from scripts.benchmarks.understanding.cache import OtherOrigin
    from scripts.benchmarks.understanding.sides import ConfigError

    folder: Path = options.data or PUBLIC_SETS
    if options.data is None and not folder.is_dir():
        return _refused(
            f"there is no folder {folder} with public sets; name one with --data (train.csv and test.csv with the "
            "columns text and intent), or --data data/nlu for Folio's own content"
        )
    progress = Progress()
    try:
        for one in data.read(folder, test=options.test):
            if options.quick:
                one = data.subset(one, examples=compare.QUICK_EXAMPLES, test=compare.QUICK_TEST)
            config = options.config or (OWN_CONFIG if one.marked else PUBLIC_CONFIG)
            asked = compare.Asked(
                options.sides,
                options.runs,
                config,
                options.results,
                options.folder,
                options.again,
                tune_epochs=options.tune_epochs,
            )
            results = compare.compared(one, asked, _tell)
            command = table.command(folder, one.name, quick=options.quick, more=_unusual(options))
            lines = table.as_markdown(one, results, command)
            print(f"\n{one.name}\n\n" + "\n".join(lines))
            what = f"understanding of {one.name}"
            if has_place(options.document, what):
                put_between_marks(options.document, what, lines)
                print(f"\nWritten to {options.document}.")
    except (data.DataError, ConfigError, OtherOrigin, RunFailed) as error:
        return _refused(str(error))
    print(f"\nEach side's figures are in {options.results}; it took {table.duration(progress.seconds())}.")
    return 0


def _server(options: argparse.Namespace) -> int:
    from scripts.benchmarks import server
    from scripts.benchmarks.memory import MemoryUnknown

    if not options.train and not options.model.is_file():
        return _refused(f"{options.model} is missing; run `make train`, or let --train train one")
    try:
        result = server.measured(
            options.model, runs=options.runs, train=options.train, folder=options.folder, tell=_tell
        )
    except (server.ServerFailed, MemoryUnknown) as error:
        return _refused(str(error))
    command = "make benchmark WHAT=server" if options.train else "python -m scripts.benchmark server"
    _write(options, "server", server.as_markdown(result, command), server.as_json(result))
    return 0


def _policies(options: argparse.Namespace) -> int:
    from scripts.benchmarks.memory import MemoryUnknown
    from scripts.benchmarks.policies import compare, table
    from scripts.benchmarks.policies.conversations import ConversationsError
    from scripts.benchmarks.policies.sides import ConfigError
    from scripts.benchmarks.process import RunFailed

    progress = Progress()
    asked = compare.Asked(
        options.sides, options.epochs, options.parts, options.results, options.folder, quick=options.quick
    )
    try:
        given, results = compare.compared(asked, _tell)
    except (ConversationsError, ConfigError, RunFailed, MemoryUnknown) as error:
        return _refused(str(error))
    command = table.command(asked)
    _write(options, "policies", table.as_markdown(given, results, command), table.as_json(given, results))
    print(f"What each side got wrong is in {options.results}; it took {progress.seconds() / 60:.1f} min.")
    return 0


def _write(options: argparse.Namespace, what: str, lines: Sequence[str], figures: Mapping[str, object]) -> None:
    """Figures go into the report, and but for quick ones into the document. Raises NoPlace, OSError."""
    print("\n".join(lines))
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if not options.quick:
        put_between_marks(options.document, what, lines)
    print(f"\nWritten to {options.report if options.quick else f'{options.document} and {options.report}'}.")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.benchmark",
        description=__doc__,
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="WHAT")
    answers = commands.add_parser("answers", help="answers from a portfolio, with few customers and with many")
    answers.add_argument("--quick", action="store_true", help="a smaller firm and fewer runs; under a minute")
    answers.add_argument("--report", type=Path, default=Path("results/benchmark-answers.json"), help="(%(default)s)")

    understanding = commands.add_parser(
        "understanding", help="Rasa's stock pipeline, Folio's and a plain baseline, on the same messages"
    )
    understanding.add_argument(
        "--data", type=Path, metavar="DIR", help=f"train.csv, test.csv, or NLU files ({PUBLIC_SETS}, each set in it)"
    )
    understanding.add_argument(
        "--test", type=Path, default=Path("tests/nlu"), help="held-out messages where --data has NLU files (tests/nlu)"
    )
    understanding.add_argument("--quick", action="store_true", help="600 messages to learn from; some minutes")
    understanding.add_argument(
        "--sides", type=_sides, default=_USUAL["sides"], help="those to measure (%(default)s); frozen8: 8 bits"
    )
    understanding.add_argument(
        "--runs", type=_positive, default=_USUAL["runs"], help="trainings of each side (%(default)s)"
    )
    understanding.add_argument(
        "--config", type=Path, help=f"Folio's ({OWN_CONFIG}; {PUBLIC_CONFIG} for sets without entities)"
    )
    understanding.add_argument(
        "--tune-epochs", type=_positive, metavar="N", help="passes of tuning, instead of the configuration's"
    )
    understanding.add_argument(
        "--results", type=Path, default=Path("results/understanding"), help="keeps what is measured (%(default)s)"
    )
    understanding.add_argument("--again", action="store_true", help="measure anew what is kept there")

    server = commands.add_parser("server", help="start, memory and replies of the running server")
    server.add_argument("--model", type=Path, default=Path("models/folio.tar.gz"), help="(%(default)s)")
    server.add_argument("--train", action="store_true", help="train first, with an empty cache, and run that model")
    server.add_argument("--runs", type=_positive, default=3, help="starts (%(default)s)")
    server.add_argument("--quick", action="store_true", help="leave the document alone")
    server.add_argument("--report", type=Path, default=Path("results/benchmark-server.json"), help="(%(default)s)")

    policies = commands.add_parser("policies", help="what Rasa's TED adds over the policies that are shipped")
    policies.add_argument("--quick", action="store_true", help="some conversations and 5 epochs; some minutes")
    policies.add_argument(
        "--sides", type=_policy_sides, default="all", help="those to measure, by name, with commas (%(default)s)"
    )
    policies.add_argument("--epochs", type=_positive, default=100, help="of TED (%(default)s)")
    policies.add_argument(
        "--parts", type=_parts, default=3, help="TED learns from all parts of the conversations but one (%(default)s)"
    )
    policies.add_argument("--results", type=Path, default=Path("results/policies"), help="what failed (%(default)s)")
    policies.add_argument("--report", type=Path, default=Path("results/benchmark-policies.json"), help="(%(default)s)")

    for command in (answers, understanding, server, policies):
        command.add_argument("--folder", type=Path, default=Path("var"), help="for what is removed at the end (var)")
        command.add_argument("--document", type=Path, default=Path("docs/benchmarks.md"), help="(%(default)s)")
    return parser.parse_args(arguments)


def _unusual(options: argparse.Namespace) -> list[str]:
    """The options that make a run other than `make benchmark` makes it, as they were typed."""
    typed = {
        "sides": ",".join(options.sides),
        "runs": str(options.runs),
        "config": str(options.config),
        "tune-epochs": str(options.tune_epochs),
    }
    return [part for name, value in typed.items() if value != _USUAL[name] for part in (f"--{name}", value)]


def _sides(text: str) -> tuple[str, ...]:
    from scripts.benchmarks.understanding.sides import SIDES

    return _among(SIDES, text)


def _policy_sides(text: str) -> tuple[str, ...]:
    from scripts.benchmarks.policies.sides import SIDES

    return tuple(SIDES) if text == "all" else _among(SIDES, text)


def _among(known: Collection[str], text: str) -> tuple[str, ...]:
    asked = tuple(part.strip() for part in text.split(","))
    unknown = [part for part in asked if part not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no side {unknown[0]!r}; there are {', '.join(known)}")
    return asked


def _parts(text: str) -> int:
    if (number := _positive(text)) < 2:
        raise argparse.ArgumentTypeError("with one part there would be nothing left to learn from")
    return number


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 1 or more")
    return int(text)


def _end(number: int, frame: object) -> None:
    """Ended from outside: as an exception, so that what was started ends as well and what it wrote is removed."""
    raise KeyboardInterrupt


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _refused(sentence: str) -> int:
    print(f"benchmark: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main())
