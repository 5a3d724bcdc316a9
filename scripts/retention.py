"""Deletes old conversations, and requests and cases that ended long ago; the action server does the same each day."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing

from adapters.channel_settings import tracker_url
from adapters.retention.periods import CONVERSATION_DAYS, RECORD_YEARS
from adapters.retention.retention import Retention
from adapters.settings import Settings, SettingsError
from adapters.wiring import open_retention
from advisor.repository import DataUnavailable
from scripts.progress import Progress

_EXAMPLES = f"""examples:
  python -m scripts.retention --dry-run
  python -m scripts.retention

What was said goes after {CONVERSATION_DAYS} days, from the database in FOLIO_TRACKER_URL. Requests that are done,
declined or withdrawn and cases that are closed go {RECORD_YEARS} years after that, from the database in
FOLIO_DATABASE_URL; those that are open or confirmed stay. The real date counts, not FOLIO_TODAY.

exit codes: 0 done, 1 a database could not be used, 2 the settings can't be used and nothing has changed
"""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    try:
        retention = open_retention(Settings.from_environment(), tracker_url())
    except SettingsError as error:
        for problem in error.problems:
            _say(problem)
        return 2
    with closing(retention):
        # Both are tried: one that is down doesn't keep the other from being cleared.
        done = [_tried(part, retention, options.dry_run) for part in (_conversations, _records)]
    return 0 if all(done) else 1


def _conversations(retention: Retention, dry_run: bool) -> None:
    progress = Progress()
    gone = retention.old_conversations(dry_run=dry_run, told=lambda count: progress.tell(f"{count:,} events deleted"))
    progress.end()
    if gone is None:
        print("no conversations: FOLIO_TRACKER_URL names a database in which Rasa has kept none")
        return
    before = retention.conversations_before().date()
    print(f"{_counted(gone.messages, 'message')} of conversations {_deleted(dry_run)}, older than {before}", end="")
    print(f" ({_counted(gone.all, 'event')} in all)")


def _records(retention: Retention, dry_run: bool) -> None:
    gone = retention.old_records(dry_run=dry_run)
    if gone is None:
        print("requests and cases left alone: FOLIO_TODAY is set, so their dates don't tell how old they are")
        return
    what = f"{_counted(gone.requests, 'request')} and {_counted(gone.cases, 'case')}"
    print(f"{what} {_deleted(dry_run)}, ended before {retention.records_before().date()}")


def _tried(part: Callable[[Retention, bool], None], retention: Retention, dry_run: bool) -> bool:
    try:
        part(retention, dry_run)
    except DataUnavailable as error:
        _say(str(error))
        return False
    return True


def _deleted(dry_run: bool) -> str:
    return "would be deleted" if dry_run else "deleted"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.retention",
        description=__doc__,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--dry-run", action="store_true", help="only tell how much would go")
    return parser.parse_args(arguments)


def _say(sentence: str) -> None:
    print(f"retention: {sentence}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
