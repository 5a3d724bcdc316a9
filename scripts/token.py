"""Prints a token of a demo customer, to try the channel with: `python -m scripts.token C-1002`."""

from __future__ import annotations

import argparse
import sys

from adapters.channel_settings import ChannelSettings
from adapters.settings import SettingsError
from adapters.tokens import LONGEST_LIFE, sign_token

_EXAMPLE = """example:
  token=$(FOLIO_ENV=demo python -m scripts.token C-1002)
  curl -s http://localhost:5005/webhooks/folio/messages -H "Authorization: Bearer $token" \\
    -d '{"id": "1", "message": "how is my portfolio doing since March"}'
"""


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 printed, 2 refused."""
    options = parse(arguments)
    try:
        settings = ChannelSettings.from_environment()
    except SettingsError as error:
        return _refuse(str(error))
    if settings.env != "demo":
        return _refuse(
            "tokens are printed in the demo only (FOLIO_ENV=demo); in production the advisor's site signs them"
        )
    secret = settings.token_key.secret
    if secret is None:
        return _refuse("FOLIO_TOKEN_PUBLIC_KEY or FOLIO_TOKEN_JWKS_URL is set; only the site can sign for it")
    if not 0 < options.lifetime <= LONGEST_LIFE:
        return _refuse(f"--lifetime: a token lives 1 to {LONGEST_LIFE} seconds")
    who = {"visitor_id": options.name} if options.visitor else {"customer_id": options.name}
    print(sign_token(secret, issuer=settings.issuer, session=options.session, lifetime=options.lifetime, **who))
    return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.token",
        description="Print a token for the channel, as the advisor's site would sign it. Demo only.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", metavar="CUSTOMER_ID", help="for example C-1002; with --visitor any name")
    parser.add_argument("--visitor", action="store_true", help="somebody who has not logged in")
    parser.add_argument("--session", help="the log-in that a log-out ends (claim ses)")
    parser.add_argument("--lifetime", type=int, default=600, help="seconds until it expires (%(default)s)")
    return parser.parse_args(arguments)


def _refuse(sentence: str) -> int:
    print(f"token: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
