"""What the channel, the action server and the advisor's site have to agree on, from variables with the prefix FOLIO_.

FOLIO_TOKEN_SECRET          what the site signs tokens with (HS256), 32 bytes or more; or instead of it
FOLIO_TOKEN_PUBLIC_KEY      public key, PEM or a file with it (RS256, ES256 or EdDSA by its kind); or instead
FOLIO_TOKEN_JWKS_URL        https://… where the site publishes its public keys
FOLIO_TOKEN_ISSUER          the `iss` of the site's tokens
FOLIO_ACTION_SECRET         shared by Rasa and its action server, at least 32 bytes
FOLIO_ACTION_URL            where Rasa finds the action server; unset means on this machine
FOLIO_CONVERSATION_SECRET   what conversations are named with; unset means derived from the action secret
FOLIO_ORIGINS               https://… origins of the pages that may talk to the channel, separated by commas
FOLIO_VISITORS              on | off: whether people without a login may chat; unset means on
FOLIO_TRACKER_URL           database of the conversations; unset means var/tracker.sqlite of this project
FOLIO_MESSAGES_PER_MINUTE   of one customer (60) and FOLIO_MESSAGES_PER_MINUTE_ADDRESS of one address (1200)
FOLIO_PROXIES               how many reverse proxies stand before the channel (0): which X-Forwarded-For to believe

In the demo, what is missing is made at the first start (demo_secrets.py), and a token secret that is too short is only
warned about. In production both are errors.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from adapters.demo_secrets import UnusableSecret, demo_secret
from adapters.public_keys import UnusableKey, read_public_key
from adapters.settings import PREFIX, Environment, Reader, Secret, SettingsError
from adapters.web_address import is_loopback, problem_with, same_origin

DEMO_ISSUER = "folio-demo"
DEMO_SITE_PORT = "8000"
_LEAST_BYTES = 32
_HOW_TO_MAKE = 'python -c "import secrets; print(secrets.token_urlsafe(32))" makes a good one'
_ACTION_EXAMPLE = "http://HOST:PORT/webhook"
_JWKS_EXAMPLE = "https://www.example.com/.well-known/jwks.json"


@dataclass(frozen=True)
class TokenKey:
    """Exactly one of the three: how the site's tokens are checked."""

    secret: Secret | None = None
    public_key: str | None = None  # PEM
    jwks_url: str | None = None


@dataclass(frozen=True)
class ChannelSettings:
    env: Environment
    token_key: TokenKey
    issuer: str
    action_secret: Secret
    conversation_secret: Secret
    origins: tuple[str, ...]
    visitors: bool
    tracker_url: Secret
    per_customer: int  # messages a minute
    per_address: int
    proxies: int
    action_url: str | None = None  # None: the one that is started beside Rasa
    warnings: tuple[str, ...] = ()  # what is let pass in the demo, and would be refused in production

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str] | None = None, *, secrets_folder: Path | None = None
    ) -> ChannelSettings:
        """Read and check all; in the demo, secrets that are missing are made.

        Raises:
            SettingsError: with a sentence for each problem, and one that names all secrets that are missing.
        """
        reader = _ChannelReader(os.environ if environ is None else environ, secrets_folder)
        env = reader.env()
        action_secret = reader.long_secret("ACTION_SECRET", demo_name="action-secret")
        settings = cls(
            env=env,
            token_key=reader.token_key(),
            issuer=reader.issuer(),
            action_secret=action_secret,
            conversation_secret=reader.conversation_secret(action_secret),
            origins=reader.origins(),
            visitors=reader.switch("VISITORS", default=True),
            tracker_url=reader.tracker_url(),
            per_customer=reader.count("MESSAGES_PER_MINUTE", default=60, least=1),
            per_address=reader.count("MESSAGES_PER_MINUTE_ADDRESS", default=1200, least=1),
            proxies=reader.count("PROXIES", default=0, least=0),
            action_url=reader.action_url(),
            warnings=tuple(reader.warnings),
        )
        reader.report()
        return settings


def action_secret(environ: Mapping[str, str] | None = None, *, secrets_folder: Path | None = None) -> Secret:
    """What Rasa and its action server share, for those who need nothing else.

    Raises:
        SettingsError: it is missing in production, or too short.
    """
    reader = _ChannelReader(os.environ if environ is None else environ, secrets_folder)
    found = reader.long_secret("ACTION_SECRET", demo_name="action-secret")
    reader.report()
    return found


def tracker_url(environ: Mapping[str, str] | None = None) -> Secret:
    """Where the conversations are, for those who need nothing else.

    Raises:
        SettingsError: it can't be used.
    """
    reader = _ChannelReader(os.environ if environ is None else environ, None)
    found = reader.tracker_url()
    reader.report()
    return found


class _ChannelReader(Reader):
    def __init__(self, environ: Mapping[str, str], secrets_folder: Path | None) -> None:
        super().__init__(environ)
        self._secrets_folder = secrets_folder
        self._missing: list[str] = []
        self.warnings: list[str] = []

    def report(self) -> None:
        if self._missing:
            verb, they = ("is", "it") if len(self._missing) == 1 else ("are", "them")
            self.problems.insert(0, f"{_listed(self._missing)} {verb} missing; production needs {they}")
        if self.problems:
            raise SettingsError(self.problems)

    def in_demo(self) -> bool:
        return self.text("ENV") == "demo"

    def long_secret(self, key: str, *, demo_name: str, short_in_demo: bool = False) -> Secret:
        """With `short_in_demo`, one that is too short is only warned about there."""
        value = self.text(key)
        if value is None:
            return self._made(demo_name, missing=PREFIX + key)
        size = len(value.encode(errors="replace"))
        if size < _LEAST_BYTES:
            short = f"it has {size} bytes and could be guessed; production needs {_LEAST_BYTES} or more: {_HOW_TO_MAKE}"
            if short_in_demo and self.in_demo():
                self.warnings.append(f"{PREFIX}{key}: {short}")
            else:
                self.refuse(key, None, short)
        elif not all("!" <= character <= "~" for character in value):
            self.refuse(key, None, "a secret has printable ASCII characters and no blanks; make it anew")
        return Secret(value)

    def token_key(self) -> TokenKey:
        keys = ("TOKEN_SECRET", "TOKEN_PUBLIC_KEY", "TOKEN_JWKS_URL")
        given = [key for key in keys if self.text(key) is not None]
        if len(given) > 1:
            self.refuse(given[0], None, f"{_listed([PREFIX + key for key in given[1:]])} is set, too; keep one of them")
            return TokenKey()
        if given == ["TOKEN_PUBLIC_KEY"]:
            return TokenKey(public_key=self._public_key())
        if given == ["TOKEN_JWKS_URL"]:
            return TokenKey(jwks_url=self.address("TOKEN_JWKS_URL", query=True, example=_JWKS_EXAMPLE))
        if not given and not self.in_demo():
            self._missing.append(" or ".join(PREFIX + key for key in keys))
            return TokenKey()
        return TokenKey(secret=self.long_secret("TOKEN_SECRET", demo_name="token-secret", short_in_demo=True))

    def issuer(self) -> str:
        value = self.text("TOKEN_ISSUER")
        if value is None and not self.in_demo():
            self._missing.append(PREFIX + "TOKEN_ISSUER")
        return value or DEMO_ISSUER

    def conversation_secret(self, action_secret: Secret) -> Secret:
        if self.text("CONVERSATION_SECRET") is not None:
            return self.long_secret("CONVERSATION_SECRET", demo_name="")
        derived = hmac.new(action_secret.reveal().encode(errors="replace"), b"folio conversations", hashlib.sha256)
        return Secret(derived.hexdigest())

    def action_url(self) -> str | None:
        """http:// to another machine is let pass: who speaks is known by the secret, and the way is the operator's."""
        value = self.text("ACTION_URL")
        problem = value and problem_with(value, plain_http_anywhere=True, example=_ACTION_EXAMPLE)
        if value and not problem and not urlsplit(value).path.endswith("/webhook"):
            problem = f"the action server answers at /webhook; use an address such as {_ACTION_EXAMPLE}"
        if problem:
            self.refuse("ACTION_URL", None, problem)
        return value

    def tracker_url(self) -> Secret:
        return self.database_url("TRACKER_URL", file="tracker.sqlite")

    def origins(self) -> tuple[str, ...]:
        value = self.text("ORIGINS")
        if value is None:
            port = self.text("SITE_PORT") or DEMO_SITE_PORT
            return (f"http://localhost:{port}", f"http://127.0.0.1:{port}") if self.in_demo() else ()
        origins = [same_origin(origin.strip().rstrip("/")) for origin in value.split(",") if origin.strip()]
        for origin in origins:
            if not _is_origin(origin, plain_http_anywhere=self.in_demo()):
                self.refuse("ORIGINS", origin, "use origins such as https://www.example.com, separated by commas")
        return tuple(dict.fromkeys(origins))

    def switch(self, key: str, *, default: bool) -> bool:
        value = self.text(key)
        if value is not None and value not in ("on", "off"):
            self.refuse(key, value, "use on or off")
        return default if value is None else value == "on"

    def count(self, key: str, *, default: int, least: int) -> int:
        value = self.text(key)
        if value is None:
            return default
        if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) >= least):
            self.refuse(key, value, f"use a whole number, {least} or more")
            return default
        return int(value)

    def _made(self, name: str, *, missing: str) -> Secret:
        if self.in_demo():
            try:
                return demo_secret(name, self._secrets_folder)
            except UnusableSecret as error:
                self.problems.append(str(error))
                return Secret("")
        self._missing.append(missing)
        return Secret("")

    def _public_key(self) -> str | None:
        value = self.text("TOKEN_PUBLIC_KEY") or ""
        if value.startswith("-----BEGIN"):
            pem = value.replace("\\n", "\n")  # as it stands in files of variables
        else:
            try:
                pem = Path(value).read_text(encoding="ascii")
            except (OSError, ValueError):
                self.refuse("TOKEN_PUBLIC_KEY", None, "it is neither a PEM public key nor a file that can be read")
                return None
        try:
            read_public_key(pem)
        except UnusableKey as error:
            self.refuse("TOKEN_PUBLIC_KEY", None, str(error))
        return pem


def _is_origin(origin: str, *, plain_http_anywhere: bool) -> bool:
    try:
        parts = urlsplit(origin)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or not origin.isascii() or origin != f"{parts.scheme}://{parts.netloc}" or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and (plain_http_anywhere or is_loopback(host)))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
