"""The site over real adapters: a database, tokens as the channel checks them, log-outs over HTTP."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from adapters import demo_secrets
from adapters.channel_settings import ChannelSettings
from adapters.database.directory import Listed, everybody
from adapters.database.engine import open_engine
from adapters.database.migrate import upgrade_to_head
from adapters.database.schema import accounts, customers
from adapters.settings import Settings, SettingsError
from adapters.tokens import TokenVerifier
from advisor.repository import DataUnavailable
from tests.unit.advisor.world import TODAY
from tests.unit.web.site import csrf
from web.site.app import create_site
from web.site.real_parts import ending_chat, real_parts

SECRETS = ("FOLIO_TOKEN_SECRET", "FOLIO_TOKEN_PUBLIC_KEY", "FOLIO_TOKEN_JWKS_URL", "FOLIO_ACTION_SECRET")


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FOLIO_ENV", "demo")
    monkeypatch.setattr(demo_secrets, "FOLDER", tmp_path / "secrets")
    return Settings.from_environment({"FOLIO_ENV": "demo", "FOLIO_DATABASE_URL": f"sqlite:///{tmp_path / 'f.sqlite'}"})


def fill(settings: Settings) -> None:
    """Two customers, the first with two accounts, the second with none."""
    engine = open_engine(settings.database_url.reveal())
    upgrade_to_head(engine)
    person = {"email": "x@example.com", "risk_level": 5, "joined_on": TODAY, "currency": "USD"}
    account = {
        "customer_id": "C-2",
        "name": "Taxable",
        "type": "taxable",
        "opened_on": TODAY,
        "target_model": None,
        "advisory_fee_bps": Decimal(25),
    }
    with engine.begin() as connection:
        connection.execute(customers.insert(), [{"customer_id": one, "name": one, **person} for one in ("C-2", "C-1")])
        connection.execute(accounts.insert(), [{"account_id": one, **account} for one in ("A-1", "A-2")])
    engine.dispose()


def test_customers_are_listed_by_number_with_how_many_accounts_they_have(demo: Settings) -> None:
    fill(demo)
    assert everybody(open_engine(demo.database_url.reveal())) == [Listed("C-1", "C-1", 0), Listed("C-2", "C-2", 2)]


def test_customers_of_an_empty_database_cannot_be_listed(demo: Settings) -> None:
    with pytest.raises(DataUnavailable):
        everybody(open_engine(demo.database_url.reveal()))


def test_the_whole_site_logs_in_from_the_database_and_signs_what_the_channel_accepts(demo: Settings) -> None:
    fill(demo)
    browser = create_site(demo, chat_server="http://127.0.0.1:9").test_client()
    page = browser.get("/login")
    [password] = re.findall(r"<code>(demo-[0-9a-f]{6})</code>", page.text)
    answer = browser.post("/login", data={"customer": "C-2", "password": password, "csrf_token": csrf(page)})
    assert answer.location == "/portfolio"
    assert "$0.00" in browser.get("/portfolio").text
    token = browser.get("/chat/token").json["token"]
    identity = TokenVerifier.of(ChannelSettings.from_environment()).verify(token)
    assert (identity.customer_id, identity.visitor_id) == ("C-2", None)


def test_the_password_and_the_key_of_cookies_stay_over_a_restart(demo: Settings) -> None:
    first, second = (real_parts(demo, chat_server="http://127.0.0.1:9") for _ in range(2))
    assert (first.password, first.secret) == (second.password, second.secret)
    assert first.password.reveal() not in first.secret.reveal()


def test_tokens_that_only_another_site_could_sign_stop_the_start(
    demo: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOLIO_TOKEN_JWKS_URL", "https://example.com/keys")
    with pytest.raises(SettingsError, match="FOLIO_TOKEN_SECRET"):
        create_site(demo)


@contextmanager
def channel(status: int) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    """Something that answers every POST with `status`, and what it was asked."""
    asked: list[tuple[str, str | None]] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append((self.path, self.headers["Authorization"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_channel_is_told_of_a_log_out_with_a_token_of_that_session() -> None:
    with channel(204) as (address, asked):
        ending_chat(address)("a.b.c")
    assert asked == [("/webhooks/folio/logout", "Bearer a.b.c")]


def test_a_channel_that_refuses_or_is_away_keeps_nobody_logged_in(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="web.site.real_parts"):
        with channel(503) as (address, _):
            ending_chat(address)("a.b.c")
        ending_chat(address)("a.b.c")
    assert len(caplog.records) == 2
    assert "a.b.c" not in caplog.text
