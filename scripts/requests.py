"""What customers asked for, for the back office: list, show, export, say what became of it, deliver events."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from adapters.database.back_office import CASE_STATUSES, REQUEST_STATUSES, BackOffice, NoSuchRequest, NotPossible
from adapters.database.events import moment
from adapters.settings import OFFICE_ZONE, Settings, SettingsError
from adapters.wiring import open_back_office, open_delivery, open_outbox
from advisor.money import cents
from advisor.repository import DataUnavailable
from advisor.requests.kinds import REQUEST_KINDS

_EXAMPLES = """examples:
  python -m scripts.requests list --status open
  python -m scripts.requests show REQ-7F3K2
  python -m scripts.requests export --since 2026-11-01 requests.csv
  python -m scripts.requests confirm REQ-7F3K2 --note "sent to the bank"
  python -m scripts.requests close CASE-2K9PW --note "called back"
  python -m scripts.requests deliver --again

They read and write the database in FOLIO_DATABASE_URL. Nothing here moves money.
"""
COLUMNS = (
    *("reference", "kind", "status", "customer_id", "account_id", "amount", "currency", "summary", "details"),
    *("call_at", "requested_at", "changed_at", "note"),
)
# A spreadsheet takes a cell that begins like this for a formula and would run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_STATUS_OF = {"confirm": "confirmed", "decline": "declined", "done": "done", "close": "closed"}


class Refused(Exception):
    """What can't be done, in a sentence for the operator."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 done, 1 something is still undelivered, 2 refused with nothing changed."""
    options = _parse(arguments)
    try:
        run: Callable[[Settings, argparse.Namespace], int] = options.run
        return run(Settings.from_environment(), options)
    except (SettingsError, DataUnavailable, Refused, NotPossible) as error:
        _say(str(error))
    except NoSuchRequest as error:
        _say(f"{error}: there is no request and no case of that reference")
    except OSError as error:
        _say(f"{error.filename}: {error.strerror}; nothing was written")
    return 2


def list_all(settings: Settings, options: argparse.Namespace) -> int:
    with closing(open_back_office(settings)) as office:
        if options.cases:
            for row in office.cases(status=_case_status(options.status), since=_instant(options.since)):
                print(f"{row['reference']}  {row['status']:<9}  {moment(row['opened_at'])}  {_who(row)}  {row['kind']}")
                print(f"    {_one_line(row['reason'])}")
            return 0
        for row in _requests(office, options):
            print(f"{row['reference']}  {row['status']:<9}  {moment(row['requested_at'])}  {_who(row)}  {row['kind']}")
            print(f"    {_one_line(row['summary'])}")
    return 0


def show(settings: Settings, options: argparse.Namespace) -> int:
    with closing(open_back_office(settings)) as office:
        print(json.dumps(office.show(options.reference.upper()), ensure_ascii=False, indent=2))
    return 0


def export(settings: Settings, options: argparse.Namespace) -> int:
    with closing(open_back_office(settings)) as office:
        text = as_csv(_requests(office, options))
    if str(options.file) == "-":
        sys.stdout.write(text)
        return 0
    # With a mark by which Excel knows that it is UTF-8.
    options.file.write_text(text, encoding="utf-8-sig", newline="")
    _say(f"{options.file}: {text.count(chr(10)) - 1 if text else 0} lines written")
    return 0


def change(settings: Settings, options: argparse.Namespace) -> int:
    reference, status = options.reference.upper(), _STATUS_OF[options.command]
    if (status == "closed") != reference.startswith("CASE-"):
        raise Refused(f"{reference}: a case is closed (close); a request is confirmed, declined or done")
    with closing(open_back_office(settings)) as office:
        office.change(reference, status, at=settings.now(), note=options.note)
    print(f"{reference} is {status}")
    return 0


def deliver(settings: Settings, options: argparse.Namespace) -> int:
    """Hands over what is due, once; the action server does the same all the time."""
    delivery = open_delivery(settings)
    if delivery is None:
        raise Refused("FOLIO_WEBHOOK_URL: it is missing; set it, and FOLIO_WEBHOOK_SECRET, to have events delivered")
    with closing(delivery.outbox), closing(delivery.sender):
        if options.again:
            delivery.outbox.try_again(now=delivery.clock())
        arrived = failed = 0
        while True:
            done = delivery.deliver_due()
            arrived, failed = arrived + done.arrived, failed + done.postponed + done.given_up
            if not done.arrived + done.postponed + done.given_up:
                break
        left = delivery.outbox.waiting()
    print(f"{arrived} delivered, {failed} failed; {left.waiting} waiting, {left.given_up} given up")
    if left.last_error is not None:
        _say(f"the last failure: {left.last_error}")
    return 1 if left.waiting or left.given_up else 0


def waiting(settings: Settings, options: argparse.Namespace) -> int:
    with closing(open_outbox(settings)) as outbox:
        left = outbox.waiting()
    print(f"{left.waiting} events waiting, {left.given_up} given up")
    if left.last_error is not None:
        _say(f"the last failure: {left.last_error}")
    return 0


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Comma-separated with headings, lines ended as Excel does; same rows, same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_safe(_cell(name, row[name])) for name in COLUMNS])
    return text.getvalue()


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "amount":
        return str(cents(value))
    if name == "details":
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return moment(value) if isinstance(value, datetime) else str(value)


def _safe(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _requests(office: BackOffice, options: argparse.Namespace) -> Sequence[Mapping[str, Any]]:
    if options.status not in (None, *REQUEST_STATUSES):
        raise Refused(f"--status {options.status}: use one of {', '.join(REQUEST_STATUSES)}")
    return office.requests(
        status=options.status, kind=options.kind, customer_id=options.customer, since=_instant(options.since)
    )


def _case_status(status: str | None) -> str | None:
    if status not in (None, *CASE_STATUSES):
        raise Refused(f"--status {status}: use one of {', '.join(CASE_STATUSES)}")
    return status


def _instant(day: date | None) -> datetime | None:
    """The beginning of the day in the office."""
    return None if day is None else datetime.combine(day, time.min, OFFICE_ZONE)


def _who(row: Mapping[str, Any]) -> str:
    return row["customer_id"] or "visitor"


def _one_line(text: str) -> str:
    """Without what could move a terminal's cursor: customers wrote it."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.requests",
        description=__doc__,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="requests, oldest first; --cases for cases")
    listing.add_argument("--cases", action="store_true", help="complaints and calls for a person instead")
    exporting = commands.add_parser("export", help="requests as CSV")
    exporting.add_argument("file", type=Path, help="file to write, - for the terminal")
    for command, run in ((listing, list_all), (exporting, export)):
        command.add_argument("--status", help=f"one of {', '.join(REQUEST_STATUSES)}")
        command.add_argument("--kind", choices=sorted(REQUEST_KINDS), metavar="KIND", help="for example deposit")
        command.add_argument("--customer", metavar="ID", help="only of this customer")
        command.add_argument("--since", type=_day, metavar="DATE", help="asked for on this day or later")
        command.set_defaults(run=run)
    showing = commands.add_parser("show", help="everything about one request or case, as JSON")
    showing.add_argument("reference")
    showing.set_defaults(run=show)
    helps = {
        "confirm": "say that a request is taken on",
        "decline": "say that it won't be carried out",
        "done": "say that it was carried out",
        "close": "close a case",
    }
    for name, text in helps.items():
        changing = commands.add_parser(name, help=text)
        changing.add_argument("reference")
        changing.add_argument("--note", help="kept with it, and told to the webhook")
        changing.set_defaults(run=change)
    delivering = commands.add_parser("deliver", help="send the webhook's events that are due")
    delivering.add_argument("--again", action="store_true", help="also those given up, at once")
    delivering.set_defaults(run=deliver)
    commands.add_parser("waiting", help="how many events wait for the webhook").set_defaults(run=waiting)
    return parser.parse_args(arguments)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-20") from None


def _say(text: str) -> None:
    print(f"requests: {text}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
