"""What the channel and the server themselves refuse over REST, always as a problem document."""

from __future__ import annotations

import contextlib
import http.client
import json
from typing import Any

import pytest
import requests

from tests.unit.channels.server import ORIGIN, Server, is_problem

UNACCEPTABLE = ["", " ", "\u00a0", "a" * 1001, "a\0b", "\0", "a\nb", "a\tb", "\x1b[31m", "a\x7fb", "a\x85b"]


@pytest.mark.parametrize("words", UNACCEPTABLE)
def test_text_that_is_none_is_refused(server: Server, words: str) -> None:
    assert is_problem(server.say(words), 422)
    assert not server.agent.heard and server.say("hello", id="2").status_code == 200


DEEP = b'{"id": "1", "message": "hi", "more": ' + b"[" * 5000 + b"]" * 5000 + b"}"
MALFORMED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"1",
    b'"hello"',
    b'{"message": "hi"}',
    b'{"id": "1"}',
    b'{"id": "1", "message": null}',
    b'{"id": "1", "message": "hi", "payload": "x"}',
    b'{"id": 1, "message": "hi"}',
    b'{"id": "", "message": "hi"}',
    b'{"id": "a b", "message": "hi"}',
    b'{"id": "1\\n", "message": "hi"}',
    b'{"id": "' + b"a" * 65 + b'", "message": "hi"}',
    '{"id": "é", "message": "hi"}'.encode(),
    b'{"id": "1", "message": 1}',
    b'{"id": "1", "message": ["hi"]}',
    b'{"id": "1", "message": {"text": "hi"}}',
    b'{"id": "1", "message": true}',
    b'{"id": "1", "payload": 7}',
    b'{"id": "1", "message": "\xff\xfe"}',
    b'{"id": "1", "message": "hi", "n": ' + b"9" * 5000 + b"}",
    b'{"id": "1", "message": "hi", "n": 1e999}',
    b'{"id": "1", "message": "hi", "n": NaN}',
    b'\xef\xbb\xbf{"id": "1", "message": "hi"}',
    DEEP,
]


@pytest.mark.parametrize("body", MALFORMED, ids=lambda body: body[:40].decode(errors="replace"))
def test_a_body_that_is_no_message_is_refused(server: Server, body: bytes) -> None:
    assert is_problem(server.post(body), 400)
    assert not server.agent.heard and server.say("hello").status_code == 200


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff", "a\\ud83d", "\\ude00\\ud83d"])
def test_half_a_character_is_refused(server: Server, half: str) -> None:
    assert is_problem(server.post(f'{{"id": "1", "message": "{half}"}}'.encode()), 422)


@pytest.mark.parametrize("size", [16 * 1024, 100_000, 900_000])
def test_a_large_body_is_refused(server: Server, size: int) -> None:
    body = b'{"id": "1", "message": "hi", "more": "' + b"x" * size + b'"}'
    assert is_problem(server.post(body), 413)


def test_a_body_of_megabytes_is_not_even_read(server: Server) -> None:
    with contextlib.suppress(requests.ConnectionError):  # hung up on while sending: refused, too
        assert server.post(b"x" * 20_000_000).status_code == 413
    assert server.say("hello").status_code == 200


def test_a_body_just_under_the_limit_is_read(server: Server) -> None:
    start, end = b'{"id": "1", "message": "hi", "more": "', b'"}'
    assert server.post(start + b"x" * (16 * 1024 - 1 - len(start) - len(end)) + end).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/webhooks/folio/nothing", 404),
        ("GET", "/webhooks/folio", 404),
        ("POST", "/webhooks/folio/messages/1", 404),
        ("GET", "/webhooks/folio/messages", 405),
        ("PUT", "/webhooks/folio/history", 405),
        ("FOLIO", "/webhooks/folio/health", 405),
        ("PUT", "/socket.io/?EIO=4&transport=polling", 405),
        ("GET", "/socket.io/nothing", 404),
        ("GET", "/socket.io/", 400),
        ("GET", "/socket.io/?EIO=3&transport=polling", 400),
        ("GET", "/socket.io/?EIO=4&transport=websocket", 400),
        ("GET", "/socket.io/?EIO=4&transport=polling&sid=ended", 400),
        ("POST", "/socket.io/?EIO=4&transport=polling&sid=ended", 400),
    ],
)
def test_what_the_server_itself_refuses_is_a_problem_that_a_listed_page_can_read(
    server: Server, method: str, path: str, status: int
) -> None:
    answer = requests.request(method, server.address + path, headers={"Origin": ORIGIN}, timeout=5)
    assert is_problem(answer, status)
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN and answer.headers["Vary"] == "Origin"
    if status == 405:
        assert set(answer.headers["Allow"].split(", ")) <= {"GET", "POST"}
    elsewhere = requests.request(method, server.address + path, headers={"Origin": "https://evil.example"}, timeout=5)
    assert "Access-Control-Allow-Origin" not in elsewhere.headers


def test_the_server_s_other_paths_are_not_ours(server: Server) -> None:
    for path in ("/", "/webhooks/folio2/messages", "/socket.iox"):
        answer = requests.get(server.address + path, timeout=5)
        assert answer.status_code == 404 and "problem" not in answer.headers["content-type"]


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("Content-Length: many", 400),
        ("no header", 400),
        ("Content-Length: 2\r\nExpect: nothing", 417),
        ("Authorization: Bearer " + "x" * 20_000, 413),
    ],
    ids=["a length that is none", "a header that is none", "an expectation", "a long header"],
)
def test_a_head_that_can_t_be_read_is_a_problem(server: Server, head: str, status: int) -> None:
    host, port = server.address.removeprefix("http://").split(":")
    with contextlib.closing(http.client.HTTPConnection(host, int(port), timeout=5)) as connection:
        connection.connect()
        connection.sock.sendall(f"POST /webhooks/folio/messages HTTP/1.1\r\nHost: {host}\r\n{head}\r\n\r\n".encode())
        response = http.client.HTTPResponse(connection.sock, method="POST")
        response.begin()
        problem = json.loads(response.read())
    assert response.headers["content-type"] == "application/problem+json"
    assert response.status == problem["status"] == status
    assert problem["title"] and problem["detail"] and problem["reference"]


def test_a_fault_of_the_server_is_a_problem_with_a_reference_in_the_log(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("my-secret-words")

    monkeypatch.setattr("channels.folio.Door.preflight_headers", fail)
    answer = requests.options(f"{server.address}/webhooks/folio/messages", headers={"Origin": ORIGIN}, timeout=5)
    assert is_problem(answer, 503) and answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.json()["reference"] in caplog.text and "my-secret-words" not in caplog.text
