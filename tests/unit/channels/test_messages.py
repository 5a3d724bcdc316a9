"""Messages over REST: the contract's answers, ids, order, history, and what is refused."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from channels.folio import FolioChannel
from tests.fakes.agent import FakeAgent
from tests.unit.channels.server import ORIGIN, Server, serving, settings, token


def is_problem(answer: requests.Response, status: int) -> bool:
    """Whether the answer is a problem document as the contract has it."""
    body = answer.json()
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert body["status"] == answer.status_code and body["title"] and body["detail"] and body["reference"]
    return answer.status_code == status


def test_a_message_is_answered_with_what_the_assistant_says(server: Server) -> None:
    answer = server.say("the facts, please", id="a-1")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    body = answer.json()
    first, second = body["messages"]
    assert body["id"] == "a-1" and first["text"] == "You own one thing."
    assert second["custom"] == {"facts": {"kind": "holdings"}} and second["seq"] > first["seq"]


def test_the_same_id_gets_the_same_answer_without_being_asked_again(server: Server) -> None:
    first, again = server.say("hello", id="once"), server.say("hello", id="once")
    assert first.json() == again.json() and len(server.agent.heard) == 1


def test_the_same_id_gets_the_same_answer_after_a_restart(server: Server, tmp_path: Path) -> None:
    first = server.say("some buttons", id="once").json()
    restarted = FakeAgent(f"sqlite:///{tmp_path / 'tracker.sqlite'}")
    with serving(restarted, [FolioChannel(settings())]) as later:
        assert later.say("some buttons", id="once").json() == first
        assert not restarted.heard
        assert is_problem(later.say("something else", id="once"), 409)


def test_the_same_id_with_another_body_is_a_conflict(server: Server) -> None:
    server.say("hello", id="once")
    assert is_problem(server.say("hello!", id="once"), 409)
    assert is_problem(server.post({"id": "once", "payload": "hello"}), 409)


def test_the_same_id_of_another_customer_is_another_message(server: Server) -> None:
    server.say("hello", id="once")
    other = server.say("good day", id="once", bearer=token("C-2"))
    assert other.json()["messages"][0]["text"] == "You said: good day"


def test_one_id_sent_twice_at_once_is_answered_once(server: Server) -> None:
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda: answers.append(server.say("slow", id="once").json())) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.agent.heard) == 1 and len(answers) == 5 and all(answer == answers[0] for answer in answers)


def test_messages_of_one_conversation_run_one_after_the_other(server: Server) -> None:
    here = server.connect()
    for number in range(3):
        assert here.send({"id": f"n-{number}", "message": f"held {number}"})["accepted"]
    server.agent.gate.set()
    assert server.say("hi", id="last").status_code == 200
    said = [message["text"] for message in server.history().json()["messages"]]
    words = [*(f"held {number}" for number in range(3)), "hi"]
    assert said == [one for word in words for one in (word, f"You said: {word}")]


def test_a_client_that_leaves_does_not_cancel_its_turn(server: Server) -> None:
    host, port = server.address.removeprefix("http://").split(":")
    with contextlib.closing(http.client.HTTPConnection(host, int(port), timeout=30)) as connection:
        body = json.dumps({"id": "gone", "message": "held"})
        connection.request("POST", "/webhooks/folio/messages", body, {"Authorization": f"Bearer {token()}"})
        assert server.agent.hears.wait(30)
    server.agent.gate.set()
    assert server.say("hi", id="next").status_code == 200  # so that the one before is over
    assert server.history().json()["messages"][1]["text"] == "You said: held"
    assert server.say("held", id="gone").json()["messages"] and len(server.agent.heard) == 2


@pytest.mark.parametrize("words", ["boom", "mute"])
def test_silence_is_no_answer_and_may_be_tried_again(
    server: Server, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = server.say(f"{words} my-secret-words", id="again")
    assert is_problem(answer, 503)
    assert answer.json()["reference"] in caplog.text and "my-secret-words" not in caplog.text
    failed_once = server.agent.heard[-1]
    assert failed_once.text == f"{words} my-secret-words"


def test_what_failed_once_is_answered_when_it_works_again_and_was_said_once(server: Server) -> None:
    server.agent.mute = True
    assert server.say("hello", id="again").status_code == 503
    server.say("another", id="between")
    server.agent.mute = False
    assert server.say("hello", id="again").json()["messages"][0]["text"] == "You said: hello"
    said = [message["text"] for message in server.history().json()["messages"]]
    assert said == ["another", "hello", "You said: hello"]


def test_without_a_model_the_answer_is_not_ready(server: Server) -> None:
    server.agent.ready = False
    assert is_problem(server.say("hello"), 503)


def test_a_turn_that_was_not_saved_is_no_answer(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    async def save(tracker: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(server.agent.store, "save", save)
    assert is_problem(server.say("hello"), 503)


def test_history_shows_both_sides_in_order_and_in_pages(server: Server) -> None:
    for number in range(5):
        server.say(f"new session, number {number}", id=f"n-{number}")
    everything = server.history(limit=100).json()
    assert len(everything["messages"]) == 10 and everything["more"] is False
    assert [message["from"] for message in everything["messages"]] == ["customer", "folio"] * 5
    seqs = [message["seq"] for message in everything["messages"]]
    assert seqs == sorted(set(seqs))
    assert all(datetime.fromisoformat(message["at"]).tzinfo for message in everything["messages"])
    pages, before = [], None
    while True:
        page = server.history(limit=3, **({} if before is None else {"before": before})).json()
        pages[:0] = page["messages"]
        if not page["more"]:
            break
        before = page["messages"][0]["seq"]
    assert pages == everything["messages"]


def test_history_gives_buttons_and_custom_back_as_they_were_sent(server: Server) -> None:
    sent = server.say("buttons", id="1").json()["messages"] + server.say("facts", id="2").json()["messages"]
    assert any("buttons" in message for message in sent) and any("custom" in message for message in sent)
    past = [message for message in server.history(limit=100).json()["messages"] if message["from"] == "folio"]
    assert [{name: message[name] for name in message if name not in ("at", "from")} for message in past] == sent


def test_history_of_nobody_yet_is_empty(server: Server) -> None:
    assert server.history().json() == {"messages": [], "more": False}


def test_answer_and_history_give_the_same_numbers(server: Server) -> None:
    answer = server.say("the facts").json()["messages"]
    past = {message["seq"]: message for message in server.history().json()["messages"]}
    for message in answer:
        assert message.items() <= past[message["seq"]].items()


@pytest.mark.parametrize(
    "parameters",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "x"},
        {"limit": "1.0"},
        {"limit": ""},
        {"limit": [5, 6]},
        {"limit": "٣"},
        {"before": 0},
        {"before": -1},
        {"before": "1e3"},
        {"before": ""},
        {"before": "9" * 30},
    ],
    ids=str,
)
def test_history_refuses_what_is_no_page(server: Server, parameters: dict[str, Any]) -> None:
    assert is_problem(server.history(**parameters), 400)


def test_a_button_sends_what_it_stands_for(server: Server) -> None:
    buttons = server.say("buttons", id="1").json()["messages"][0]["buttons"]
    assert [button["title"] for button in buttons] == ["By account", "Help"]
    assert not any("/" in button["payload"] or "{" in button["payload"] for button in buttons)
    clicked = server.post({"id": "2", "payload": buttons[0]["payload"]})
    assert clicked.json()["messages"][0]["text"] == "intent account_list"
    assert server.agent.heard[-1].text == '/account_list{"account": "A-1"}'
    assert server.history().json()["messages"][-2]["text"] == "By account"


def test_a_button_still_works_many_messages_later(server: Server) -> None:
    button = server.say("buttons", id="1").json()["messages"][0]["buttons"][1]
    for number in range(60):
        server.say("small talk", id=f"n-{number}")
    assert server.post({"id": "2", "payload": button["payload"]}).status_code == 200


def test_a_button_of_another_conversation_or_of_nobody_is_refused(server: Server) -> None:
    button = server.say("buttons", id="1").json()["messages"][0]["buttons"][0]["payload"]
    assert is_problem(server.post({"id": "2", "payload": button}, bearer=token("C-2")), 422)
    server.say("buttons", id="1", bearer=token("C-2"))
    assert is_problem(server.post({"id": "2", "payload": button}, bearer=token("C-2")), 422)
    for payload in ("/account_list", '/account_list{"account": "A-9"}', "By account", "A" * 32, "x" * 5000, "é", ""):
        assert is_problem(server.post({"id": "3", "payload": payload}), 422), payload
    assert not any(message.text.startswith("/") for message in server.agent.heard)


@pytest.mark.parametrize(
    "words",
    ["/restart", "/session_start", "/back", '/portfolio_value{"account": "A-9"}', " /help", "//help", "/", "///"],
)
def test_typed_text_that_begins_with_a_slash_is_text(server: Server, words: str) -> None:
    answer = server.say(words)
    assert answer.status_code == 200
    assert answer.json()["messages"][0]["text"].startswith("You said: ")
    assert server.history().json()["messages"][0]["text"] == words


ACCEPTED = [
    "a",
    "ä" * 1000,
    "😀" * 1000,
    "مرحبا",
    "a\u200bb",
    "\ud83d\ude00",
    "  padded  ",
    "<script>",
    "' OR 1=1 --",
    "${x}",
]


@pytest.mark.parametrize("words", ACCEPTED)
def test_text_of_any_script_is_accepted(server: Server, words: str) -> None:
    raw = json.dumps({"id": "1", "message": words}).encode()
    answer = server.post(raw)
    assert answer.status_code == 200, answer.text
    shown = server.history().json()["messages"][0]["text"]
    assert shown == json.loads(raw)["message"]


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


def test_a_customer_who_is_too_fast_is_told_when_to_go_on(agent: FakeAgent) -> None:
    with serving(agent, [FolioChannel(settings(per_customer=3))]) as server:
        answers = [server.say("hi", id=str(number)) for number in range(4)]
        assert [answer.status_code for answer in answers[:3]] == [200] * 3
        assert is_problem(answers[3], 429) and 1 <= int(answers[3].headers["Retry-After"]) <= 20
        assert server.say("hi", bearer=token("C-2")).status_code == 200


def test_an_address_that_is_too_fast_is_told_when_to_go_on(agent: FakeAgent) -> None:
    with serving(agent, [FolioChannel(settings(per_address=3))]) as server:
        answers = [server.say("hi", bearer=token(f"C-{number}")) for number in range(4)]
        assert is_problem(answers[3], 429) and answers[3].headers["Retry-After"]
        assert is_problem(server.say("hi", bearer="no token"), 429)
