"""Origins, addresses and limits: who gets to ask at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import pytest
import requests
from sanic.compat import Header

from adapters.tokens import TokenVerifier
from channels.door import Door, bearer
from channels.folio import FolioChannel
from channels.limits import Limiter
from channels.problems import Problem
from tests.fakes.agent import FakeAgent
from tests.unit.channels.server import ORIGIN, Server, serving, settings, token

PATHS = ["/webhooks/folio/messages", "/webhooks/folio/history", "/socket.io/?EIO=4&transport=polling"]
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}


@pytest.fixture(params=[None, "*"], ids=["as started", "with --cors '*'"])
def server(agent: FakeAgent, request: pytest.FixtureRequest) -> Iterator[Server]:
    """Also where Rasa was started with its own, open CORS."""
    with serving(agent, [FolioChannel(settings())], cors=request.param) as running:
        yield running


@pytest.mark.parametrize("path", PATHS)
def test_a_listed_page_may_ask(server: Server, path: str) -> None:
    answer = requests.options(server.address + path, headers={"Origin": ORIGIN, **PREFLIGHT}, timeout=5)
    assert answer.status_code == 204 and answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"].lower()
    assert answer.headers["Vary"] == "Origin"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", ORIGIN + ".evil.example", "http://www.site.example"]
)
def test_another_page_may_not(server: Server, path: str, origin: str) -> None:
    headers = {"Origin": origin, "Authorization": f"Bearer {token()}"}
    preflight = requests.options(server.address + path, headers={**headers, **PREFLIGHT}, timeout=5)
    answer = requests.get(server.address + path, headers=headers, timeout=5)
    for refused in (preflight, answer):
        assert "Access-Control-Allow-Origin" not in refused.headers
    assert answer.status_code in (403, 405) and preflight.status_code == 403
    assert preflight.headers["content-type"] == "application/problem+json" and preflight.json()["reference"]


def test_answers_to_a_listed_page_can_be_read_by_it(server: Server) -> None:
    answers = [
        server.post({"id": "1", "message": "hi"}, headers={"Origin": ORIGIN}),
        server.post({"id": "1", "message": ""}, headers={"Origin": ORIGIN}),
        server.post({"id": "1", "message": "hi"}, headers={"Origin": ORIGIN}, bearer="x"),
        requests.get(f"{server.address}/socket.io/?EIO=4&transport=polling", headers={"Origin": ORIGIN}, timeout=5),
    ]
    for answer in answers:
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN


def test_programs_send_no_origin_and_need_none(server: Server) -> None:
    answer = server.say("hi")
    assert answer.status_code == 200 and "Access-Control-Allow-Origin" not in answer.headers


def test_without_listed_origins_no_page_may_ask(agent: FakeAgent) -> None:
    with serving(agent, [FolioChannel(settings(origins=()))]) as server:
        for path in PATHS[1:]:
            answer = requests.get(server.address + path, headers={"Origin": ORIGIN}, timeout=5)
            assert answer.status_code == 403
        assert server.say("hi").status_code == 200 and server.connect().client.connected


def door(**changes: Any) -> Door:
    chosen = settings(**changes)
    return Door(chosen, TokenVerifier.of(chosen))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6", "6.6.6.6"),
        (1, "1.1.1.1, 6.6.6.6", "6.6.6.6"),
        (2, "1.1.1.1, 6.6.6.6, 10.0.0.2", "6.6.6.6"),
        (2, "6.6.6.6", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "6.6.6.6:5678", "6.6.6.6"),
        (1, "[::1]:80", "::1"),
        (1, "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2:3:4:5:6]", "2001:db8:1:2::/64"),
        (1, "::ffff:6.6.6.6", "6.6.6.6"),
        (1, "[::ffff:6.6.6.6]:80", "6.6.6.6"),
        (1, "fe80::1%eth0", "fe80::/64"),
        (1, "6.6.6.6, unknown", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed_about_addresses(proxies: int, forwarded: str, address: str) -> None:
    assert door(proxies=proxies).address("10.0.0.1", {"x-forwarded-for": forwarded}) == address


def test_each_proxy_may_add_a_header_line_of_its_own() -> None:
    lines = Header([("X-Forwarded-For", "1.1.1.1"), ("X-Forwarded-For", "6.6.6.6:80"), ("X-Forwarded-For", "10.0.0.2")])
    assert door(proxies=1).address("10.0.0.1", lines) == "10.0.0.2"
    assert door(proxies=2).address("10.0.0.1", lines) == "6.6.6.6"
    assert door(proxies=4).address("10.0.0.1", lines) == "10.0.0.1"


@pytest.mark.parametrize(
    ("peer", "address"), [("::ffff:6.6.6.6", "6.6.6.6"), ("fe80::1%eth0", "fe80::/64"), ("", ""), ("::1", "::1")]
)
def test_the_peer_is_known_however_it_is_written(peer: str, address: str) -> None:
    assert door().address(peer, {}) == address


def test_a_client_s_own_header_buys_no_more_requests(agent: FakeAgent) -> None:
    """As a proxy passes it on that adds a line of its own."""
    with serving(agent, [FolioChannel(settings(proxies=1, per_address=1))]) as server:
        port = int(server.address.rpartition(":")[2])
        statuses = [history_by_proxy(port, [own, "6.6.6.6"]) for own in ("9.9.9.1", "9.9.9.2:80", "9.9.9.3, 9.9.9.4")]
        assert statuses == [200, 429, 429]
        assert history_by_proxy(port, ["6.6.6.6", "7.7.7.7"]) == 200


def history_by_proxy(port: int, forwarded: list[str]) -> int:
    """The status of a request with these lines of X-Forwarded-For."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", "/webhooks/folio/history")
    connection.putheader("Authorization", f"Bearer {token()}")
    for line in forwarded:
        connection.putheader("X-Forwarded-For", line)
    connection.endheaders()
    with closing(connection):
        return connection.getresponse().status


@pytest.mark.parametrize("origin", [ORIGIN + ":443", ORIGIN.upper()])
def test_an_origin_is_the_same_with_its_scheme_s_own_port(server: Server, origin: str) -> None:
    for path in PATHS[1:]:
        headers = {"Origin": origin, "Authorization": f"Bearer {token()}"}
        assert requests.get(server.address + path, headers=headers, timeout=5).status_code == 200


@pytest.mark.parametrize(
    ("header", "found"), [(None, None), ("", None), ("Bearer", None), ("Basic x", None), ("bearer  a.b.c", "a.b.c")]
)
def test_tokens_are_borne(header: str | None, found: str | None) -> None:
    assert bearer(header) == found


def test_a_bucket_fills_at_an_even_pace_up_to_a_minute_s_worth() -> None:
    now = [0.0]
    limiter = Limiter(60, clock=lambda: now[0])

    def taken() -> int:
        count = 0
        try:
            while True:
                limiter.take("x")
                count += 1
        except Problem as problem:
            assert problem.status == 429 and problem.retry_after == 1
        return count

    assert taken() == 60
    now[0] += 5
    assert taken() == 5
    now[0] += 3600
    assert taken() == 60
