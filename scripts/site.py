"""Starts the demo advisor's web site on this machine: `python -m scripts.site`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import waitress  # type: ignore[import-untyped]

from adapters.settings import Reader, Settings, SettingsError
from scripts.ports import HOST, Ports, port
from web.site.app import CHAT_SERVER, create_site
from web.site.files import ENTRY
from web.site.parts import WIDGET

_EXAMPLE = """example, beside a running Folio (`make run` starts all three):
  FOLIO_ENV=demo FOLIO_TODAY=2026-11-20 python -m scripts.site --port 8000

Where the site is moved, the channel must know: set FOLIO_SITE_PORT for both.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 stopped by Ctrl-C, 2 refused to start."""
    try:
        options = _parse(arguments)
        site = create_site(Settings.from_environment(), chat_server=options.chat_server)
    except SettingsError as error:
        return _refuse(str(error))
    if not (WIDGET / ENTRY).is_file():
        return _refuse(f"{WIDGET.name}/{ENTRY} is missing; run `make widget`")
    try:
        server = waitress.create_server(
            site, host=HOST, port=options.port, threads=8, ident=None, max_request_body_size=1 << 16
        )
    except OSError as error:
        return _refuse(f"can't listen on {HOST}, port {options.port}: {error.strerror}")
    server.run()
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.site",
        description="Serve the demo advisor's web site on this machine, for FOLIO_ENV=demo only; Ctrl-C ends it.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--port", type=port, default=_environment_port(), help="port of the site (%(default)s; or FOLIO_SITE_PORT)"
    )
    parser.add_argument("--chat-server", default=CHAT_SERVER, type=_address, help="Rasa's address (%(default)s)")
    return parser.parse_args(arguments)


def _environment_port() -> int:
    reader = Reader(os.environ)
    found = reader.port("SITE_PORT", default=Ports.site)
    if reader.problems:
        raise SettingsError(reader.problems)
    return found


def _address(text: str) -> str:
    scheme, _, rest = text.partition("://")
    if scheme not in ("http", "https") or not rest or any(character in rest for character in "/?#@ ;,'\""):
        raise argparse.ArgumentTypeError("use an address such as http://localhost:5005")
    return text


def _refuse(sentence: str) -> int:
    print(f"site: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
