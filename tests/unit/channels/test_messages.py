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

from channels.folio import FolioChannel
from tests.fakes.agent import FakeAgent
from tests.unit.channels.server import Server, is_problem, serving, settings, token


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
