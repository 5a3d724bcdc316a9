"""The site over the small firm, with what it told the channel, and a browser as far as pages go."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.channel_settings import TokenKey
from adapters.database.directory import Listed
from adapters.settings import Secret, Settings
from adapters.tokens import TokenVerifier, sign_token
from advisor.repository import Repository
from tests.fakes.portfolio import customer
from tests.unit.advisor.world import INVESTED, TODAY, repository
from web.site.app import create_site
from web.site.parts import Parts

DEMO = Settings.from_environment({"FOLIO_ENV": "demo", "FOLIO_TODAY": "2026-11-20"})
SECRET = Secret("s" * 43)
TOKEN_SECRET = Secret("t" * 43)
PASSWORD = "demo-a1b2c3"
CHAT = "http://localhost:5005"
VERIFIER = TokenVerifier(TokenKey(secret=TOKEN_SECRET), issuer="folio-demo")
FIRM = repository(*INVESTED, customers=[customer(), customer("C-2")])


@dataclass
class World:
    """`ended` are the tokens that the channel was told to refuse; `now` is the site's clock, in seconds."""

    browser: FlaskClient
    ended: list[str] = field(default_factory=list)
    now: float = 1000.0

    def another_browser(self) -> FlaskClient:
        return self.browser.application.test_client()


def site(folder: Path, *, data: Repository = FIRM, **changes: Any) -> World:
    world = World(FlaskClient.__new__(FlaskClient))

    def sign(**whom: str | None) -> str:
        return sign_token(TOKEN_SECRET, issuer="folio-demo", **whom)  # type: ignore[arg-type]

    parts = Parts(
        **{
            "repository": data,
            "people": lambda: [Listed("C-1", "First", 2), Listed("C-2", "Second", 1)],
            "sign": sign,
            "end_chat": world.ended.append,
            "secret": SECRET,
            "password": Secret(PASSWORD),
            "today": lambda: TODAY,
            "chat_server": CHAT,
            "widget": folder,
            "clock": lambda: world.now,
            **changes,
        }
    )
    (folder / "folio-chat.js").write_text("// the widget", encoding="utf-8")
    world.browser = create_site(DEMO, parts=parts).test_client()
    return world


def csrf(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found is not None, "the page has no form"
    return found[1]


def log_in(
    browser: FlaskClient, customer_id: str = "C-1", password: str = PASSWORD, *, following: str = ""
) -> TestResponse:
    """Through the form, as a browser does."""
    form = {"customer": customer_id, "password": password, "next": following}
    return browser.post("/login", data={**form, "csrf_token": csrf(browser.get("/login"))})


def log_out(browser: FlaskClient) -> TestResponse:
    return browser.post("/logout", data={"csrf_token": csrf(browser.get("/portfolio"))})


def claims(token: str) -> dict[str, Any]:
    """Of a token that the channel accepts."""
    VERIFIER.verify(token)
    return jwt.decode(token, options={"verify_signature": False})
