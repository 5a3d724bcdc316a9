"""Everything that is set from outside, read once from environment variables with the prefix FOLIO_.

FOLIO_ENV             demo | production; unset means production, the safe choice
FOLIO_TODAY           ISO date that counts as today; unset means the real date
FOLIO_DATABASE_URL    sqlite:///FILE, postgresql://… or postgres://…; unset means var/folio.sqlite of this project
FOLIO_SHELL_CUSTOMER  customer id on whose behalf `rasa shell` asks
FOLIO_PORTFOLIO_API   https://… of a portfolio API (docs/portfolio-api.yaml) to read instead of the database
FOLIO_PRICE_API       https://… of a service that gives only prices, instead of those beside the accounts
FOLIO_PORTFOLIO_API_TOKEN, FOLIO_PRICE_API_TOKEN  what they know Folio by
FOLIO_WEBHOOK_URL     https://… that is told of each request and case (docs/webhook.md); unset means nobody is
FOLIO_WEBHOOK_SECRET  what these events are signed with, at least 32 bytes
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any, Literal, cast, get_args
from zoneinfo import ZoneInfo

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from adapters.web_address import problem_with

PREFIX = "FOLIO_"
_LEAST_SECRET = 32  # bytes
OFFICE_ZONE = ZoneInfo("America/Chicago")
Environment = Literal["demo", "production"]

PROJECT = Path(__file__).resolve().parent.parent
_DRIVERS = {"sqlite": "sqlite", "postgres": "postgresql+psycopg2", "postgresql": "postgresql+psycopg2"}


class SettingsError(Exception):
    """The environment holds settings that can't be used; `problems` has a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Secret:
    """A text that shows itself only when asked: `reveal()`."""

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


@dataclass(frozen=True)
class Webhook:
    """Where events go, and what they are signed with."""

    address: str
    secret: Secret


@dataclass(frozen=True)
class Settings:
    """`database_url` names its driver and may hold a password; `fixed_today` is None where the real date counts."""

    env: Environment
    fixed_today: date | None
    database_url: Secret
    shell_customer: str | None
    portfolio_api: str | None = None
    portfolio_api_token: Secret | None = None
    price_api: str | None = None
    price_api_token: Secret | None = None
    webhook: Webhook | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read and check all settings; an empty value counts as unset.

        Raises `SettingsError` with every problem at once.
        """
        reader = Reader(os.environ if environ is None else environ)
        settings = cls(
            env=reader.env(),
            fixed_today=reader.today(),
            database_url=reader.database_url(),
            shell_customer=reader.text("SHELL_CUSTOMER"),
            portfolio_api=reader.address("PORTFOLIO_API"),
            portfolio_api_token=reader.token("PORTFOLIO_API_TOKEN", needed_for="PORTFOLIO_API"),
            price_api=reader.address("PRICE_API"),
            price_api_token=reader.token("PRICE_API_TOKEN"),
            webhook=reader.webhook(),
        )
        if reader.problems:
            raise SettingsError(reader.problems)
        return settings

    def today(self) -> date:
        """The date that questions are answered for: asked anew each time, so that a server lives past midnight."""
        return self.fixed_today or date.today()

    def now(self) -> datetime:
        """The present moment, with its zone; where the date is fixed, the real time of day of that date in the office.

        Office hours and appointments are told by it.
        """
        now = datetime.now(OFFICE_ZONE)
        if self.fixed_today is not None:
            now = datetime.combine(self.fixed_today, now.time(), OFFICE_ZONE)
        return now.astimezone(timezone.utc)


class Reader:
    """Reads settings of one environment, and collects what is wrong with them in `problems`."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def text(self, key: str) -> str | None:
        return self.environ.get(PREFIX + key, "").strip() or None

    def env(self) -> Environment:
        value = self.text("ENV") or "production"
        if value not in get_args(Environment):
            self.refuse("ENV", value, "use demo or production")
        return cast(Environment, value)

    def today(self) -> date | None:
        value = self.text("TODAY")
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.refuse("TODAY", value, "use a date such as 2026-11-20, or leave it unset for the real date")
            return None

    def database_url(self, key: str = "DATABASE_URL", *, file: str = "folio.sqlite") -> Secret:
        value = self.text(key)
        if value is None:
            return Secret(f"sqlite:///{PROJECT / 'var' / file}")
        allowed = "use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"
        try:
            url = make_url(value)
        except (ArgumentError, ValueError):
            self.refuse(key, None, f"it is not a database URL; {allowed}")
            return Secret("")
        family = url.drivername.partition("+")[0]
        if family not in _DRIVERS:
            self.refuse(key, url.render_as_string(hide_password=True), allowed)
        elif family == "sqlite" and url.database in (None, "", ":memory:"):
            self.refuse(key, value, f"a database in memory is lost with its connection; {allowed}")
        else:
            url = url.set(drivername=_DRIVERS[family])
        return Secret(_with_password(url))

    def port(self, key: str, *, default: int) -> int:
        value = self.text(key)
        if value is None:
            return default
        if not is_port(value):
            self.refuse(key, value, "use a port from 1 to 65535")
            return default
        return int(value)

    def address(self, key: str, **options: Any) -> str | None:
        """`options` are those of `problem_with`."""
        value = self.text(key)
        demo = self.text("ENV") == "demo"
        problem = None if value is None else problem_with(value, plain_http_anywhere=demo, **options)
        if problem is not None:
            self.refuse(key, None, problem)  # not repeated: it may hold a password
        return value

    def token(self, key: str, *, needed_for: str | None = None) -> Secret | None:
        """In production, customers' data (`needed_for`) are not read from a service that lets anybody in."""
        value = self.text(key)
        if value is None:
            if needed_for is not None and self.text(needed_for) is not None and self.text("ENV") != "demo":
                self.refuse(key, None, f"it is missing; {PREFIX}{needed_for} needs it in production")
            return None
        if not all("!" <= character <= "~" for character in value):
            self.refuse(key, None, "a token has printable ASCII characters and no blanks; copy it anew")
        return Secret(value)

    def webhook(self) -> Webhook | None:
        """Address and secret, both or none: what nobody could check is not sent. https:// also in the demo."""
        address, secret = self.text("WEBHOOK_URL"), self.text("WEBHOOK_SECRET")
        if address is None and secret is None:
            return None
        if address is None:
            self.refuse("WEBHOOK_URL", None, f"it is missing; {PREFIX}WEBHOOK_SECRET is set")
        elif (problem := problem_with(address, plain_http_anywhere=False)) is not None:
            self.refuse("WEBHOOK_URL", None, problem)
        if secret is None:
            self.refuse("WEBHOOK_SECRET", None, f"it is missing; {PREFIX}WEBHOOK_URL needs it to sign what it sends")
        elif len(secret.encode()) < _LEAST_SECRET:
            advice = 'python -c "import secrets; print(secrets.token_urlsafe(32))" makes a good one'
            self.refuse("WEBHOOK_SECRET", None, f"it is shorter than {_LEAST_SECRET} bytes; {advice}")
        return Webhook(address or "", Secret(secret or ""))

    def refuse(self, key: str, value: str | None, allowed: str) -> None:
        shown = "" if value is None else f"={value!r}"
        self.problems.append(f"{PREFIX}{key}{shown}: {allowed}")


def is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536


def _with_password(url: URL) -> str:
    return url.render_as_string(hide_password=False)
