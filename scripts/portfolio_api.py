"""A portfolio API to try and to copy from: what the database holds, over HTTP, as docs/portfolio-api.yaml says."""

from __future__ import annotations

import argparse
import hmac
import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import waitress  # type: ignore[import-untyped]
from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, HTTPException, ServiceUnavailable, Unauthorized

from adapters.database.reading import SqlReading
from adapters.portfolio_api.service import VERSION_HEADER
from adapters.settings import Secret, Settings, SettingsError
from adapters.web_address import is_loopback
from adapters.wiring import has_portfolio, open_database
from advisor.model import PriceSeries
from advisor.repository import DataUnavailable, Repository

ROOT = "/v1"
_EXAMPLE = """example, with the demo portfolio (`make load`) in the database:
  export FOLIO_ENV=demo FOLIO_TODAY=2026-11-20 FOLIO_PORTFOLIO_API_TOKEN=any-words-without-blanks
  python -m scripts.portfolio_api &
  FOLIO_PORTFOLIO_API=http://127.0.0.1:8090/v1 make run

It reads FOLIO_DATABASE_URL. Callers must bear FOLIO_PORTFOLIO_API_TOKEN; without that setting one is made and told.
"""

Document = Mapping[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 stopped by Ctrl-C, 2 refused to start."""
    options = _parse(arguments)
    try:
        settings = Settings.from_environment(_own_environment())
        if not has_portfolio(settings):
            return _refuse("the database holds no portfolio; run `make load`, or name another in FOLIO_DATABASE_URL")
    except SettingsError as error:
        return _refuse(str(error))
    token = settings.portfolio_api_token
    if token is None:
        if settings.env == "production":
            return _refuse("FOLIO_PORTFOLIO_API_TOKEN is missing; production needs it")
        token = Secret(secrets.token_urlsafe(24))
        print(f"FOLIO_PORTFOLIO_API_TOKEN={token.reveal()}  # made for this run", file=sys.stderr)
    if not is_loopback(options.host):
        print("warning: this server speaks plain HTTP; put TLS in front of it", file=sys.stderr)
    try:
        server = waitress.create_server(
            create_app(open_database(settings), token), host=options.host, port=options.port, threads=8, ident="folio"
        )
    except OSError as error:
        return _refuse(f"can't listen on {options.host}, port {options.port}: {error.strerror}")
    print(f"FOLIO_PORTFOLIO_API=http://{options.host}:{options.port}{ROOT}  # Ctrl-C ends it", file=sys.stderr)
    server.run()
    return 0


def create_app(repository: Repository, token: Secret) -> Flask:
    """The API over `repository`; every call must bear `token`. Connects to nothing by itself."""
    app = Flask(__name__)
    expected = f"Bearer {token.reveal()}".encode()

    @app.before_request
    def check_token() -> None:
        given = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, expected):
            raise Unauthorized("bear the token: Authorization: Bearer TOKEN")

    @app.errorhandler(HTTPException)
    def tell(error: HTTPException) -> Response:
        body = {"title": error.name, "status": error.code, "detail": error.description}
        return Response(json.dumps(body), status=error.code or 500, mimetype="application/problem+json")

    @app.errorhandler(DataUnavailable)
    def tell_unavailable(error: DataUnavailable) -> Response:
        return tell(ServiceUnavailable("the database can't answer now"))

    for path, answer in ANSWERS.items():
        app.add_url_rule(f"{ROOT}{path}", path, _view(repository, answer))
    return app


def _view(repository: Repository, answer: Callable[[Repository], Document]) -> Callable[[], Response]:
    def view() -> Response:
        with repository.reading() as snapshot:
            document = answer(snapshot)
            version = snapshot.version() if isinstance(snapshot, SqlReading) else None
        body = json.dumps(document, default=_plain, ensure_ascii=False, separators=(",", ":"))
        return Response(body, mimetype="application/json", headers={} if version is None else {VERSION_HEADER: version})

    return view


def _customer(repository: Repository) -> Document:
    found = repository.customer(_text("customer_id"))
    return {"customer": None if found is None else asdict(found)}


def _target_model(repository: Repository) -> Document:
    return {"weights": dict(repository.target_model(_text("model")))}


def _last_price_date(repository: Repository) -> Document:
    return {"last_price_date": repository.last_price_date(until=_day("until"))}


def _prices(repository: Repository) -> Document:
    start = _day("start") if "start" in request.args else None
    return _price_table(repository.prices(request.args.getlist("ticker"), until=_day("until"), start=start))


def _price_table(found: Mapping[str, PriceSeries]) -> Document:
    """Every date once, and beside them each ticker's closes, null where it has none."""
    days = sorted({int(ordinal) for series in found.values() for ordinal in series.ordinals})
    closes: dict[str, list[str | None]] = {}
    for ticker, series in found.items():
        column = [f"{micro // 1_000_000}.{micro % 1_000_000:06d}" for micro in series.micros.tolist()]
        if len(column) == len(days):
            closes[ticker] = [*column]
        else:
            known = dict(zip(series.ordinals.tolist(), column, strict=True))
            closes[ticker] = [known.get(day) for day in days]
    return {"dates": [date.fromordinal(day) for day in days], "closes": closes}


def _rows(member: str, rows: Sequence[Any]) -> Document:
    return {member: [asdict(row) for row in rows]}


ANSWERS: Mapping[str, Callable[[Repository], Document]] = {
    "/customer": _customer,
    "/accounts": lambda data: _rows("accounts", data.accounts(_text("customer_id"))),
    "/transactions": lambda data: _rows("transactions", data.transactions(_account_ids(), until=_day("until"))),
    "/securities": lambda data: _rows("securities", data.securities()),
    "/prices": _prices,
    "/last-price-date": _last_price_date,
    "/target-model": _target_model,
    "/transfers": lambda data: _rows("transfers", data.transfers(_account_ids(), until=_day("until"))),
    "/recurring-deposits": lambda data: _rows("recurring_deposits", data.recurring_deposits(_account_ids())),
    "/goals": lambda data: _rows("goals", data.goals(_text("customer_id"))),
    "/documents": lambda data: _rows("documents", data.documents(_text("customer_id"))),
}


def _text(name: str) -> str:
    value = request.args.get(name)
    if value is None:
        raise BadRequest(f"parameter {name} is missing")
    return value


def _day(name: str) -> date:
    try:
        return date.fromisoformat(_text(name))
    except ValueError:
        raise BadRequest(f"parameter {name} is not a date such as 2026-03-31") from None


def _account_ids() -> list[str]:
    _text("account_id")
    return request.args.getlist("account_id")


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def _own_environment() -> dict[str, str]:
    """Without the addresses of services: this one reads the database, whatever Folio is told to read."""
    return {key: value for key, value in os.environ.items() if key not in ("FOLIO_PORTFOLIO_API", "FOLIO_PRICE_API")}


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.portfolio_api",
        description=__doc__,
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s, this machine)")
    parser.add_argument("--port", type=int, default=8090, help="port to listen at (default: %(default)s)")
    return parser.parse_args(arguments)


def _refuse(why: str) -> int:
    print(f"portfolio_api: {why}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
