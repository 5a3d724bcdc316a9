"""socket.io: acknowledgements, replies to all devices, expiry, renewal, log-out, and packets that are none."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import socketio
import websockets
from sanic.exceptions import ServiceUnavailable

from channels.folio import FolioChannel
from channels.rest import of_server
from channels.sockets import GRACE_SECONDS
from tests.fakes.agent import FakeAgent
from tests.unit.channels.server import ORIGIN, Clock, Server, serving, settings, token


def test_a_message_is_acknowledged_and_its_replies_bear_its_id(server: Server) -> None:
    here = server.connect()
    assert here.send({"id": "a-1", "message": "the facts"}) == {"id": "a-1", "accepted": True}
    first, second = here.wait(2)
    assert first["id"] == second["id"] == "a-1" and first["text"] and "last" not in first
    assert second["custom"]["facts"] and second["last"] is True and second["seq"] > first["seq"]


UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def test_a_client_that_goes_without_a_word_is_no_error(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "channels.rest")
    place = urlsplit(server.address)
    with socket.create_connection((place.hostname, place.port)) as closing_page:
        closing_page.sendall(UPGRADE.encode())
        assert b" 101 " in closing_page.recv(1000)
    until = time.monotonic() + 10
    while not (told := [one for one in caplog.records if one.name == "channels.rest"]) and time.monotonic() < until:
        time.sleep(0.05)
    assert [(one.levelno, "was cut off" in one.getMessage()) for one in told] == [(logging.INFO, True)]


def test_a_request_that_takes_too_long_is_an_error(caplog: pytest.LogCaptureFixture) -> None:
    problem = of_server(ServiceUnavailable("Response Timeout"))
    assert problem.status == 503 and problem.reference in caplog.text
    assert [one.levelno for one in caplog.records] == [logging.ERROR]


def test_a_repeat_is_answered_again_but_asked_once(server: Server) -> None:
    here = server.connect()
    here.send({"id": "1", "message": "hi"})
    first = here.wait(1)[0]
    assert here.send({"id": "1", "message": "hi"})["accepted"]
    assert here.wait(2)[1] == first and len(server.agent.heard) == 1
    assert here.send({"id": "1", "message": "ho"})["error"]["status"] == 409


def test_a_repeat_while_the_answer_is_under_way_is_answered_once(server: Server) -> None:
    here = server.connect()
    here.send({"id": "1", "message": "held"})
    assert here.send({"id": "1", "message": "held"})["accepted"]
    server.agent.gate.set()
    here.wait(1)
    here.send({"id": "2", "message": "hi"})
    assert [reply["id"] for reply in here.wait(2)] == ["1", "2"] and len(server.agent.heard) == 2


def test_a_repeat_of_what_another_process_answers_is_answered_here_too(agent: FakeAgent, tmp_path: Path) -> None:
    elsewhere = FakeAgent(f"sqlite:///{tmp_path / 'tracker.sqlite'}")
    elsewhere.lock_store = agent.lock_store
    with (
        serving(agent, [FolioChannel(settings())]) as one,
        serving(elsewhere, [FolioChannel(settings())]) as other,
    ):
        first, second = one.connect(), other.connect()
        assert first.send({"id": "1", "message": "held facts"})["accepted"]
        assert second.send({"id": "1", "message": "held facts"})["accepted"]  # as yet it has no answer
        agent.gate.set()
        assert second.wait(2) == first.wait(2) and not elsewhere.heard
        assert second.send({"id": "1", "message": "held facts"})["accepted"]  # now it has one
        assert second.wait(4)[2:] == first.replies and not elsewhere.heard
        assert other.say("held facts", id="1").json() == one.say("held facts", id="1").json()
        assert second.send({"id": "1", "message": "other words"})["error"]["status"] == 409


@pytest.mark.parametrize(
    "between", [{"id": "0", "message": "hi"}, {"id": "x", "payload": "A" * 32}], ids=["a repeat", "a refusal"]
)
def test_nothing_overtakes_what_came_before_a_repeat_or_a_refusal(server: Server, between: dict[str, str]) -> None:
    here = server.connect()
    assert here.send({"id": "0", "message": "hi"})["accepted"] and here.wait(1)
    assert here.send({"id": "1", "message": "held"})["accepted"]
    assert here.send({"id": "2", "message": "second"})["accepted"]
    server.post(between)  # is over when it is answered
    assert here.send({"id": "3", "message": "third"})["accepted"]
    server.agent.gate.set()
    assert [reply["id"] for reply in here.wait(4)] == ["0", "1", "2", "3"]
    assert [message.text for message in server.agent.heard] == ["hi", "held", "second", "third"]


def test_all_devices_of_a_customer_get_the_answer_and_nobody_else(server: Server) -> None:
    one, two, other = server.connect(), server.connect(), server.connect(token("C-2"))
    one.send({"id": "1", "message": "hi"})
    assert one.wait() == two.wait() and not other.replies


def test_whoever_reconnects_meanwhile_gets_the_answer(server: Server) -> None:
    first = server.connect()
    first.send({"id": "1", "message": "held"})
    first.client.disconnect()
    second = server.connect()
    assert second.send({"id": "1", "message": "held"})["accepted"]
    server.agent.gate.set()
    assert second.wait()[0]["text"] == "You said: held" and len(server.agent.heard) == 1


def test_rest_and_sockets_are_one_conversation(server: Server) -> None:
    here = server.connect()
    over_rest = server.say("hi", id="1").json()["messages"][0]
    assert here.wait()[0] == {**over_rest, "id": "1", "last": True}
    here.send({"id": "1", "message": "hi"})
    assert here.wait(2)[1] == {**over_rest, "id": "1", "last": True}


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ({"id": "1", "message": ""}, 422),
        ({"id": "1", "message": "a\0b"}, 422),
        ({"id": "1", "message": "x" * 1001}, 422),
        ({"id": "1", "payload": "/help"}, 422),
        ({"id": "1"}, 400),
        ({"message": "hi"}, 400),
        ({"id": ["1"], "message": "hi"}, 400),
        ("hi", 400),
        (None, 400),
        ([1, 2], 400),
        (7, 400),
    ],
)
def test_what_is_no_message_is_acknowledged_with_a_problem(server: Server, document: Any, status: int) -> None:
    here = server.connect()
    answer = here.send(document)
    assert answer["error"]["status"] == status and answer["error"]["reference"] and "accepted" not in answer
    assert here.send({"id": "2", "message": "hi"})["accepted"]


def test_a_turn_that_fails_is_told_with_a_reference(server: Server) -> None:
    here = server.connect()
    assert here.send({"id": "1", "message": "mute"})["accepted"]
    (failed,) = here.wait()
    assert failed["id"] == "1" and failed["last"] and failed["error"]["status"] == 503
    assert failed["error"]["reference"] in failed["text"] and "seq" not in failed


def test_too_many_messages_are_acknowledged_with_when_to_go_on(agent: FakeAgent) -> None:
    with serving(agent, [FolioChannel(settings(per_customer=2))]) as server:
        here = server.connect()
        answers = [here.send({"id": str(number), "message": "hi"}) for number in range(3)]
        assert answers[2]["error"]["status"] == 429 and answers[2]["error"]["retry_after"] >= 1


def test_a_renewed_token_keeps_the_conversation(agent: FakeAgent) -> None:
    clock = Clock()
    with serving(agent, [FolioChannel(settings(), clock=clock)]) as server:
        here = server.connect(token(now=clock.now, lifetime=600))
        clock.now += 599
        assert here.renew(token(now=clock.now, lifetime=600)) == {"renewed": True, "expires_at": clock.now + 600}
        clock.now += 599
        assert here.send({"id": "1", "message": "hi"})["accepted"] and not here.expired.is_set()


def test_an_expired_socket_gets_no_reply_until_it_has_renewed(agent: FakeAgent) -> None:
    clock = Clock()
    with serving(agent, [FolioChannel(settings(), clock=clock)]) as server:
        here = server.connect(token(now=clock.now, lifetime=600))
        other = server.connect(token(now=clock.now, lifetime=900))
        assert here.send({"id": "1", "message": "held facts"})["accepted"]
        clock.now += 600
        agent.gate.set()
        answer = other.wait(2)
        assert here.expired.wait(30)
        # Its acknowledgement comes behind whatever was sent before.
        assert here.send({"id": "2", "message": "hi"})["error"]["status"] == 401 and not here.replies
        assert here.renew(token(now=clock.now))["renewed"]
        assert here.wait(2) == answer
        assert here.send({"id": "3", "message": "hi"})["accepted"] and here.wait(3)[2]["id"] == "3"


def test_an_expired_socket_is_not_told_of_a_failure_either(agent: FakeAgent) -> None:
    clock = Clock()
    with serving(agent, [FolioChannel(settings(), clock=clock)]) as server:
        here = server.connect(token(now=clock.now, lifetime=600))
        assert here.send({"id": "1", "message": "held and mute"})["accepted"]
        clock.now += 600
        agent.gate.set()
        assert server.say("hi", id="2", bearer=token(now=clock.now)).status_code == 200  # so that the first is over
        assert here.send({"id": "3", "message": "hi"})["error"]["status"] == 401 and not here.replies
        assert here.renew(token(now=clock.now))["renewed"]
        assert [reply["id"] for reply in here.wait(2)] == ["1", "2"]


def test_a_token_of_somebody_else_or_an_old_one_renews_nothing(server: Server) -> None:
    here = server.connect()
    for bad in (token("C-2"), token(None, visitor_id="C-1"), token(now=time.time() - 600), "x"):
        assert here.renew(bad)["error"]["status"] == 401
    assert here.send({"id": "1", "message": "hi"})["accepted"] and here.wait()
    server.say("hi", id="2")
    assert {message.sender_id for message in server.agent.heard} == {server.agent.heard[0].sender_id}


def test_an_expired_socket_is_told_and_then_hung_up_on(agent: FakeAgent) -> None:
    clock = Clock()
    with serving(agent, [FolioChannel(settings(), clock=clock)]) as server:
        here = server.connect(token(now=clock.now, lifetime=600))
        clock.now += 600
        assert here.expired.wait(30) and not here.gone.is_set()
        clock.now += GRACE_SECONDS + 1
        assert here.gone.wait(30)


def log_out(server: Server, bearer: str) -> requests.Response:
    address = f"{server.address}/webhooks/folio/logout"
    return requests.post(address, headers={"Authorization": f"Bearer {bearer}"}, timeout=5)


def test_a_log_out_closes_the_sockets_of_that_log_in_at_once(server: Server) -> None:
    mine, elsewhere = token(session="s-1"), token(session="s-2")
    here, there, other = server.connect(mine), server.connect(elsewhere), server.connect(token("C-2", session="s-1"))
    assert log_out(server, token(session="s-1")).status_code == 204
    assert here.expired.wait(30) and here.gone.wait(30)
    assert server.say("hi", bearer=mine).status_code == 401
    assert server.history(bearer=mine).status_code == 401
    with pytest.raises(socketio.exceptions.ConnectionError):
        server.connect(mine)
    for still in (there, other):
        assert still.send({"id": "1", "message": "hi"})["accepted"]


def test_a_log_out_without_a_session_ends_all_tokens_until_then(server: Server) -> None:
    before = token(now=time.time() - 5)
    here = server.connect(before)
    log_out(server, before)
    assert here.gone.wait(30) and server.say("hi", bearer=before).status_code == 401
    assert server.say("hi", bearer=token(now=time.time() + 1)).status_code == 200


def test_a_refused_connection_says_why(server: Server) -> None:
    client, problems = socketio.Client(reconnection=False), []
    client.on("connect_error", problems.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(server.address, auth={"token": "x"}, transports=["polling"])
    assert problems[0]["data"]["status"] == 401


@pytest.mark.parametrize(
    "auth", [None, {}, {"token": None}, {"token": 1}, {"token": ["x"]}, "x", [], {"token": "a" * 9000}]
)
def test_nobody_connects_without_a_token(server: Server, auth: Any) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        socketio.Client(reconnection=False).connect(server.address, auth=auth, transports=["polling"])


def test_visitors_can_be_kept_out(agent: FakeAgent) -> None:
    visitor = token(None, visitor_id="v-1")
    with serving(agent, [FolioChannel(settings(visitors=False))]) as server:
        assert server.say("hi", bearer=visitor).status_code == 401
        with pytest.raises(socketio.exceptions.ConnectionError):
            server.connect(visitor)
        assert server.connect().send({"id": "1", "message": "hi"})["accepted"]


def test_one_person_has_so_many_connections_and_not_more(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.sockets.MOST_OF_ONE", 3)
    for _ in range(3):
        server.connect()
    with pytest.raises(socketio.exceptions.ConnectionError):
        server.connect()
    assert server.connect(token("C-2")).client.connected


class Websocket:
    """A bare websocket, to send what no client would."""

    def __init__(self, server: Server) -> None:
        self.address = server.address.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"

    async def talk(self, *frames: str | bytes, hello: bool = True, seconds: float = 2) -> list[Any]:
        """What comes back until the server hangs up, or nothing more comes."""
        heard: list[Any] = []
        async with websockets.connect(self.address, origin=ORIGIN) as socket:
            if hello:
                await socket.send("40" + json.dumps({"token": token()}))
                heard += [await socket.recv(), await socket.recv()]
            try:
                for frame in frames:
                    await socket.send(frame)
                while True:
                    heard.append(await asyncio.wait_for(socket.recv(), seconds))
            except asyncio.TimeoutError:
                heard.append("silence")
            except websockets.ConnectionClosed:
                heard.append("hung up")
        return heard


def test_websockets_work_too(server: Server) -> None:
    heard = asyncio.run(Websocket(server).talk('420["message",{"id":"1","message":"hi"}]', seconds=0.5))
    assert any(frame.startswith('430[{"id":"1","accepted":true}]') for frame in heard)
    assert any("You said: hi" in frame for frame in heard)


ODD = {
    "no packet": ["x"],
    "nothing": ["4"],
    "empty": [""],
    "binary": [b"\x00\x01\x02"],
    "binary event": ['451-["message",{"_placeholder":true,"num":0}]'],
    "endless attachments": ['459999999999-["message",{"_placeholder":true,"num":0}]', *[b"x" * 16000] * 50],
    "an event of ours": ['42["disconnect"]', '42["connect",{"token":"x"}]'],
    "an event without a name": ["42[]", "42{}", "42", "42[null]", '42[["message"],1]', '42[{"message":1},1]'],
    "too many arguments": ['42["message",1,2,3]', '42["message"]'],
    "another namespace": ["40/admin,", '42/admin,["message",{}]'],
    "who it is twice": ['40{"token":"x"}', "40"],
    "an error": ['44{"message":"x"}'],
    "acknowledgements": ["43[]", "4399999999999999999999[1]", "430[1]"],
    "deep": ["42" + "[" * 8000],
    "deep and whole": ['42["message",' + "[" * 5000 + "]" * 5000 + "]"],
    "deep beneath": ["4" + "[" * 8000],
    "a long number": ['42["message",' + "9" * 9000 + "]"],
    "a long id": ["42" + "9" * 9000 + '["message",1]'],
    "not finite": ['42["message",NaN]', '42["message",1e999]'],
    "too large": ['42["message","' + "x" * 20_000 + '"]'],
    "much too large": ['42["message","' + "x" * 2_000_000 + '"]'],
    "closed twice": ["1", "1", "41", "41"],
    "upgrades": ["5", "2probe", "3", "6", "0{}"],
    "half a character": ['42["\\ud800",{"id":"\\ud800","message":"\\ud800"}]', '42["message",{"message":"\\ud800"}]'],
    "a flood": ["42[1]"] * 400,
    "a flood of pongs": ["3"] * 2000,
}


@pytest.mark.parametrize("frames", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("hello", [True, False], ids=["known", "unknown"])
def test_odd_packets_cost_nobody_else_anything(server: Server, frames: list[str | bytes], hello: bool) -> None:
    asyncio.run(Websocket(server).talk(*frames, hello=hello, seconds=0.2))
    here = server.connect(token("C-2"))
    assert here.send({"id": "1", "message": "hi"})["accepted"] and here.wait()
    assert all(message.text == "hi" for message in server.agent.heard)


def test_who_sends_odd_packets_is_hung_up_on(server: Server) -> None:
    for frames in (ODD["endless attachments"], ODD["an event of ours"], ODD["a flood"], ODD["binary"], ODD["deep"]):
        assert asyncio.run(Websocket(server).talk(*frames))[-1] == "hung up"


def test_who_does_not_say_who_they_are_is_hung_up_on(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.socket_server.SECONDS_TO_CONNECT", 0.5)
    assert asyncio.run(Websocket(server).talk(hello=False, seconds=3))[-1] == "hung up"


@pytest.mark.parametrize(
    "body",
    [b"x", b"4" + b"[" * 9000, b"\xff\xfe", b"b!!!", b"4" + b"x" * 20_000, b"\x1e" * 50, b"d=x", b"d", "4½".encode()],
    ids=lambda body: repr(body[:10]),
)
def test_odd_bodies_over_polling_cost_nobody_else_anything(server: Server, body: bytes) -> None:
    address = f"{server.address}/socket.io/?EIO=4&transport=polling"
    opened = json.loads(requests.get(address, timeout=5).text[1:])
    requests.post(f"{address}&sid={opened['sid']}", data=body, timeout=5)
    for query in ("?EIO=3&transport=polling", "?transport=nothing", "?EIO=4&transport=polling&sid=x", "?j=x&EIO=4"):
        answer = requests.get(f"{server.address}/socket.io/{query}", timeout=5)
        assert 400 <= answer.status_code < 500
    assert server.connect().send({"id": "1", "message": "hi"})["accepted"]
