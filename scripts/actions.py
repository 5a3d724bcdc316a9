"""Starts the action server: `python -m scripts.actions`. It answers only those who show FOLIO_ACTION_SECRET."""

from __future__ import annotations

import argparse
import os
import sys

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from adapters.channel_settings import action_secret, tracker_url
from adapters.database.migrate import DatabaseTooNew
from adapters.retention.loop import DeletingLoop
from adapters.settings import Settings, SettingsError
from adapters.webhook.loop import DeliveringLoop
from adapters.wiring import open_delivery, open_probe, open_retention, prepare_requests
from scripts.ports import Ports, port
from scripts.quiet import quiet_environment


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 stopped, 2 refused to start."""
    options = parse(arguments)
    os.environ.update(quiet_environment())
    try:
        settings = Settings.from_environment()
        secret = action_secret()
        conversations = tracker_url()
        Ports.from_environment().check()
    except SettingsError as error:
        for problem in error.problems:
            print(f"actions: {problem}", file=sys.stderr)
        return 2
    try:
        prepare_requests(settings)
    except DatabaseTooNew as error:
        print(f"actions: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"actions: the database's folder can't be used: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    except SQLAlchemyError as error:
        reason = str(error.orig if isinstance(error, DBAPIError) else error).strip()
        print(
            f"actions: the database can't be used yet, it is tried again when it is needed: {reason}", file=sys.stderr
        )
    delivery = open_delivery(settings)
    if delivery is not None:
        DeliveringLoop(delivery).start()
    DeletingLoop(open_retention(settings, conversations)).start()
    # These import Rasa's libraries, whose noise the environment above stops.
    from actions.probe import Probe
    from actions.server import create_app

    create_app(secret, probe=Probe(open_probe(settings))).run(options.host, options.port, access_log=False, motd=False)
    return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.actions",
        description="Start the action server, on this machine only unless told otherwise; Ctrl-C ends it.",
        epilog="example: FOLIO_ENV=demo python -m scripts.actions --port 5055",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port",
        type=port,
        default=Ports.from_environment().actions,
        help="port to listen on (%(default)s, or FOLIO_ACTION_PORT)",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
