"""How fast Folio is: `python -m scripts.benchmark answers`."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.progress import Progress

_EXAMPLE = """examples:
  python -m scripts.benchmark answers
  python -m scripts.benchmark answers --quick

The machine should have nothing else to do meanwhile. --quick takes a smaller firm and fewer runs, for a look while
working; it leaves the document alone.
"""
_SIZES, _RUNS = (100, 100_000), 25
_QUICK_SIZES, _QUICK_RUNS = (100, 5_000), 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 measured, 1 measured and slower than aimed at, 2 not measured or not written."""
    options = _parse(arguments)
    return _answers(options)


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
        lines = report.as_markdown(result)
        print("\n".join(lines))
        try:
            options.report.parent.mkdir(parents=True, exist_ok=True)
            options.report.write_text(json.dumps(report.as_json(result), indent=2) + "\n", encoding="utf-8")
            if not options.quick:
                report.put_between_marks(options.document, lines)
        except (OSError, report.NoPlace) as error:
            print(f"benchmark: {error}", file=sys.stderr)
            return 2
        written = str(options.report) if options.quick else f"{options.document} and {options.report}"
        print(f"\nWritten to {written}; it took {progress.seconds():.0f} s.")
        return 0 if report.slowest(result) <= report.TARGET else 1


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
    answers.add_argument("--folder", type=Path, default=Path("var"), help="for the databases, removed at the end (var)")
    answers.add_argument("--document", type=Path, default=Path("docs/benchmarks.md"), help="(%(default)s)")
    answers.add_argument("--report", type=Path, default=Path("results/benchmark-answers.json"), help="(%(default)s)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
