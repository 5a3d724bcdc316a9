"""Each known weakness of Rasa's stock channels: shown to work there, and to fail here."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests
import socketio
from rasa.core.channels.rest import RestInput
from rasa.core.channels.socketio import SocketIOInput

from channels.folio import FolioChannel
from tests.fakes.agent import FakeAgent
from tests.unit.channels.server import ISSUER, TOKEN_SECRET, Clock, Server, serving, settings, token

EVIL = "https://evil.example"
KEY = TOKEN_SECRET.reveal()


@pytest.fixture
def stock(tmp_path: Path) -> Iterator[Server]:
    """Rasa's own REST and socket.io channels, with a JWT key."""
    agent = FakeAgent(f"sqlite:///{tmp_path / 'stock.sqlite'}")
    with serving(agent, [RestInput(), SocketIOInput(jwt_key=KEY)]) as running:
        yield running


def stock_post(stock: Server, body: Any, query: str = "", **more: Any) -> requests.Response:
    return requests.post(f"{stock.address}/webhooks/rest/webhook{query}", json=body, **{"timeout": 20, **more})


class StockSocket:
    def __init__(self, stock: Server, bearer: str, **more: Any) -> None:
        self.client = socketio.Client(reconnection=False)
        self.heard = threading.Event()
        self.client.on("bot_uttered", lambda *_: self.heard.set())
        self.client.connect(stock.address, auth={"token": bearer}, transports=["polling"], wait_timeout=3, **more)

    def say(self, text: str, **more: Any) -> bool:
        """Whether it is answered."""
        self.client.emit("user_uttered", {"message": text, **more})
        return self.heard.wait(5)


CLAIMS = {"sender": "C-9", "session_id": "C-9", "input_channel": "cmdline", "metadata": {"customer_id": "C-9"}}


def test_anybody_is_whoever_they_say_over_stock_rest(stock: Server, server: Server) -> None:
    assert stock_post(stock, {"message": "hi", **CLAIMS}).json()
    believed = stock.agent.heard[-1]
    assert (believed.sender_id, believed.input_channel, believed.metadata["customer_id"]) == ("C-9", "cmdline", "C-9")

    assert server.post({"id": "1", "message": "hi", **CLAIMS}, bearer=token("C-1")).status_code == 200
    heard = server.agent.heard[-1]
    assert heard.input_channel == "folio" and "C-9" not in json.dumps([heard.sender_id, heard.metadata])
    server.say("hi", id="2", bearer=token("C-1"))
    assert server.agent.heard[-1].sender_id == heard.sender_id
    server.say("hi", bearer=token("C-9"))
    assert server.agent.heard[-1].sender_id != heard.sender_id


def test_nobody_needs_to_show_anything_over_stock_rest(stock: Server, server: Server) -> None:
    assert stock_post(stock, {"message": "hi", "sender": "C-1"}).status_code == 200
    for headers in ({}, {"Authorization": ""}, {"Authorization": "Bearer "}, {"Authorization": f"Basic {token()}"}):
        for method, path in (("POST", "messages"), ("GET", "history"), ("POST", "logout")):
            address = f"{server.address}/webhooks/folio/{path}"
            body = {"id": "1", "message": "hi"} if method == "POST" else None
            answer = requests.request(method, address, json=body, headers=headers, timeout=5)
            assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == "Bearer"
    assert not server.agent.heard


def test_people_without_a_name_share_one_conversation_over_stock_rest(stock: Server, server: Server) -> None:
    stock_post(stock, {"message": "my secret"})
    stock_post(stock, {"message": "what was said?"})
    assert {message.sender_id for message in stock.agent.heard} == {"default"}

    for visitor in ("v-1", "v-2"):
        server.say("hi", bearer=token(None, visitor_id=visitor))
    assert len({message.sender_id for message in server.agent.heard}) == 2


def test_a_failure_is_an_empty_success_over_stock_rest(stock: Server, server: Server) -> None:
    assert stock_post(stock, {"message": "boom"}).json() == []
    assert stock_post(stock, {"message": "mute"}).json() == []
    assert server.say("boom", id="1").status_code == 503
    assert server.say("mute", id="2").status_code == 503


def test_a_stream_that_fails_hangs_over_stock_rest(stock: Server, server: Server) -> None:
    with pytest.raises(requests.RequestException):
        stock_post(stock, {"message": "boom"}, "?stream=true", timeout=2)
    answer = requests.post(
        f"{server.address}/webhooks/folio/messages?stream=true",
        json={"id": "1", "message": "boom"},
        headers={"Authorization": f"Bearer {token()}"},
        timeout=2,
    )
    assert answer.status_code == 503


def test_twenty_megabytes_are_accepted_over_stock_rest(stock: Server, server: Server) -> None:
    words = "x" * 20_000_000
    stock_post(stock, {"message": words})
    assert len(stock.agent.heard[-1].text) == 20_000_000
    try:
        assert server.post({"id": "1", "message": words}).status_code == 413
    except requests.ConnectionError:
        assert not server.agent.heard  # hung up on while it was sending
    assert server.say("hi").status_code == 200


def test_a_slash_forges_any_intent_over_stock_rest(stock: Server, server: Server) -> None:
    forged = '/portfolio_value{"account": "A-9"}'
    assert stock_post(stock, {"message": forged}).json()[0]["text"] == "intent portfolio_value"
    assert server.say(forged).json()["messages"][0]["text"].startswith("You said: ")


@pytest.mark.parametrize("half", ["\\ud800", "C-1\\udfff"])
def test_half_a_character_in_the_sender_ends_a_server_with_stock_rest(
    stock: Server, server: Server, half: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[Any] = []
    monkeypatch.setattr("rasa.shared.utils.cli.print_error_and_exit", lambda *_, **__: ended.append(True))
    raw = f'{{"sender": "{half}", "message": "hi"}}'.encode()
    requests.post(f"{stock.address}/webhooks/rest/webhook", data=raw, timeout=10)
    assert ended

    ended.clear()
    raw = f'{{"sender": "{half}", "session_id": "{half}", "id": "1", "message": "hi"}}'.encode()
    assert server.post(raw).status_code == 200
    for member in ("id", "message", "payload"):
        members = {"id": '"1"', "message": '"hi"', member: f'"{half}"'}
        if member == "payload":
            del members["message"]
        raw = ("{" + ", ".join(f'"{name}": {value}' for name, value in members.items()) + "}").encode()
        assert 400 <= server.post(raw).status_code < 500
    assert not ended


def test_any_page_may_connect_to_stock_socketio(stock: Server, server: Server) -> None:
    good = jwt.encode({"sub": "C-1"}, KEY, "HS256")
    assert StockSocket(stock, good, headers={"Origin": EVIL}).say("hi")
    with pytest.raises(socketio.exceptions.ConnectionError):
        server.connect(headers={"Origin": EVIL})
    for path in ("/socket.io/?EIO=4&transport=polling", "/webhooks/folio/history", "/webhooks/folio/health"):
        headers = {"Origin": EVIL, "Authorization": f"Bearer {token()}"}
        answer = requests.get(server.address + path, headers=headers, timeout=5)
        assert answer.status_code == 403 and "Access-Control-Allow-Origin" not in answer.headers
    headers = {"Origin": EVIL, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    headers["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
    address = f"{server.address}/socket.io/?EIO=4&transport=websocket"
    assert requests.get(address, headers=headers, timeout=5).status_code == 403


class InAnHour(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> InAnHour:
        return super().now(tz) + timedelta(hours=1)


def test_a_token_is_good_for_ever_on_a_stock_socket(
    stock: Server, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    bearer = jwt.encode({"exp": time.time() + 1800}, KEY, "HS256")
    old = StockSocket(stock, bearer)
    monkeypatch.setattr("jwt.api_jwt.datetime", InAnHour)
    with pytest.raises(socketio.exceptions.ConnectionError):
        StockSocket(stock, bearer)
    assert old.say("hi")

    clock = Clock()
    with serving(server.agent, [FolioChannel(settings(), clock=clock)]) as ours:
        here = ours.connect(token(now=clock.now, lifetime=600))
        clock.now += 599
        assert here.send({"id": "1", "message": "hi"}).get("accepted")
        clock.now += 1
        refused = here.send({"id": "2", "message": "hi"})
        assert refused["error"]["status"] == 401 and here.expired.wait(30)


def test_tokens_without_issuer_audience_or_end_are_good_on_a_stock_socket(stock: Server, server: Server) -> None:
    now = int(time.time())
    whole = {"iss": ISSUER, "aud": "folio", "sub": "C-1", "iat": now, "exp": now + 600}
    assert StockSocket(stock, jwt.encode({"sub": "C-1"}, KEY, "HS256")).say("hi")
    for claim in whole:
        lacking = {name: value for name, value in whole.items() if name != claim}
        with pytest.raises(socketio.exceptions.ConnectionError):
            server.connect(jwt.encode(lacking, KEY, "HS256"))
    assert server.connect(jwt.encode(whole, KEY, "HS256")).send({"id": "1", "message": "hi"})["accepted"]


def test_a_token_with_an_audience_is_refused_by_a_stock_socket_and_needed_here(stock: Server, server: Server) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        StockSocket(stock, token())
    assert server.connect(token()).client.connected


def test_the_person_is_the_connection_and_not_the_token_on_a_stock_socket(stock: Server, server: Server) -> None:
    bearer = jwt.encode({"sub": "C-1"}, KEY, "HS256")
    for _ in range(2):
        assert StockSocket(stock, bearer).say("hi")
    assert len({message.sender_id for message in stock.agent.heard}) == 2  # one customer, two conversations

    for number in range(2):
        device = server.connect(token("C-1"))
        device.send({"id": str(number), "message": "hi"})
        device.wait()
    stranger = server.connect(token("C-2"))
    stranger.send({"id": "1", "message": "hi", **CLAIMS, "session_id": "C-1"})
    stranger.wait()
    first, second, other = (message.sender_id for message in server.agent.heard)
    assert first == second != other and "C-" not in first


def test_another_s_room_can_be_joined_on_a_stock_socket_with_its_rooms_mended(tmp_path: Path, server: Server) -> None:
    agent = FakeAgent(f"sqlite:///{tmp_path / 'rooms.sqlite'}")
    channel = SocketIOInput(jwt_key=KEY, session_persistence=True)
    with serving(agent, [channel]) as stock:
        sio: Any = channel.sio
        enter, awaited = sio.enter_room, []
        sio.enter_room = lambda *rest: awaited.append(sio.start_background_task(enter, *rest))
        bearer = jwt.encode({"sub": "C-1"}, KEY, "HS256")
        victim, thief = StockSocket(stock, bearer), StockSocket(stock, bearer)
        for client in (victim, thief):
            client.client.emit("session_request", {"session_id": "C-1"})
        time.sleep(0.5)
        assert victim.say("hi", session_id="C-1") and thief.heard.wait(3)

    customer, other = server.connect(token("C-1")), server.connect(token("C-2"))
    other.client.emit("session_request", {"session_id": "C-1"})
    customer.send({"id": "1", "message": "hi", "session_id": "C-2"})
    customer.wait()
    time.sleep(0.3)
    assert not other.replies
