"""Load a portfolio, an Excel workbook or a folder of CSV files, in place of the one in the database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from adapters.database.migrate import DatabaseTooNew
from adapters.portfolio_files.dataset import Dataset, read_dataset
from adapters.portfolio_files.problems import PortfolioFileError, Problem
from adapters.settings import Settings, SettingsError
from adapters.wiring import has_portfolio, store_portfolio
from scripts.progress import Progress

_EXAMPLES = """examples:
  python -m scripts.load_portfolio data/demo/portfolio.xlsx
  python -m scripts.load_portfolio exports/2026-11-20 --check

The file replaces the whole portfolio that is in the database; with any error nothing changes.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 loaded (or checked, or nothing to do), 2 refused with nothing changed."""
    options = _parse(arguments)
    try:
        return load(options.path, check=options.check, if_empty=options.if_empty, shown=options.errors)
    except SettingsError as error:
        _say(str(error))
    except OSError as error:
        _say(f"{error.filename}: {error.strerror}; nothing has changed")
    except (DatabaseTooNew, SQLAlchemyError) as error:
        # Without the statement and its parameters, which hold customers' data.
        reason = error.orig if isinstance(error, DBAPIError) else error
        _say(f"the database can't be used, nothing has changed: {str(reason).strip()}")
    return 2


def load(path: Path, *, check: bool, if_empty: bool, shown: int) -> int:
    settings = Settings.from_environment()
    if if_empty and not check and has_portfolio(settings):
        _say("the database holds a portfolio already; nothing to load")
        return 0
    progress = Progress()
    try:
        dataset = read_dataset(path, progress=lambda table, rows: progress.tell(f"reading {table}: {rows:,} rows"))
    except PortfolioFileError as error:
        progress.end()
        _tell_all("warning: ", error.warnings, shown)
        _tell_all("", error.problems, shown)
        count = len(error.problems)
        _say(f"{path}: {count:,} {'error' if count == 1 else 'errors'}, nothing has changed")
        return 2
    _tell_all("warning: ", dataset.warnings, shown)
    if not check:
        store_portfolio(settings, dataset, written=lambda table, rows: progress.tell(f"writing {table}: {rows:,} rows"))
    progress.end()
    print(_summary(path, dataset, loaded=not check, seconds=progress.seconds()))
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.load_portfolio",
        description=__doc__,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("path", type=Path, metavar="FILE_OR_FOLDER", help="workbook (.xlsx) or folder of TABLE.csv")
    parser.add_argument("--check", action="store_true", help="only check; change nothing")
    parser.add_argument("--if-empty", action="store_true", help="do nothing where the database holds customers already")
    parser.add_argument("--errors", type=int, default=200, metavar="N", help="print at most N errors (default: 200)")
    return parser.parse_args(arguments)


def _tell_all(prefix: str, problems: Sequence[Problem], shown: int) -> None:
    for problem in problems[:shown]:
        _say(f"{prefix}{problem}")
    if len(problems) > shown:
        _say(f"{prefix}and {len(problems) - shown:,} more")


def _summary(path: Path, dataset: Dataset, *, loaded: bool, seconds: float) -> str:
    counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in dataset.counts().items())
    return f"{path}: {'loaded' if loaded else 'no errors;'} {counts} ({seconds:.1f} s)"


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
