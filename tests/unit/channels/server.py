"""Channels on a small server over real sockets, with a stand-in for Rasa's agent behind them."""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
import socketio
from rasa.core.channels.channel import InputChannel, register
from rasa.server import configure_cors
from sanic import Sanic
from sanic.touchup.service import TouchUp

from adapters.channel_settings import ChannelSettings, TokenKey
from adapters.settings import Secret
from adapters.tokens import sign_token
from tests.fakes.agent import FakeAgent

TOKEN_SECRET = Secret("the-site-s-secret-of-at-least-32-bytes")
ISSUER = "https://site.example"
ORIGIN = "https://www.site.example"
_names = itertools.count()
# Sanic rewrites methods of its own when a server starts, and can do so only once in a process.
_rewrite_once = TouchUp.run
_rewritten: list[bool] = []


def _touch_up(app: Sanic) -> None:
    if not _rewritten:
        _rewritten.append(True)
        _rewrite_once(app)


TouchUp.run = _touch_up  # type: ignore[method-assign]


def settings(**changes: Any) -> ChannelSettings:
    values: dict[str, Any] = {
        "env": "production",
        "token_key": TokenKey(secret=TOKEN_SECRET),
        "issuer": ISSUER,
        "action_secret": Secret("the-action-server-s-secret-of-32-bytes"),
        "conversation_secret": Secret("what conversations are named with"),
        "origins": (ORIGIN,),
        "visitors": True,
        "tracker_url": Secret("unused"),
        "per_customer": 10_000,
        "per_address": 10_000,
        "proxies": 0,
    }
    return ChannelSettings(**{**values, **changes})


def token(customer_id: str | None = "C-1", **more: Any) -> str:
    return sign_token(TOKEN_SECRET, issuer=ISSUER, customer_id=customer_id, **more)


class Clock:
    """Stands still until it is set forward."""

    def __init__(self) -> None:
        self.now = float(int(time.time()))

    def __call__(self) -> float:
        return self.now


@dataclass
class Server:
    """A running server."""

    address: str
    agent: FakeAgent
    _sockets: list[socketio.Client] = field(default_factory=list)

    def post(self, body: Any, *, bearer: str | None = None, **more: Any) -> requests.Response:
        """One message; `body` is sent as it is where it is bytes."""
        headers = {"Authorization": f"Bearer {token() if bearer is None else bearer}", **more.pop("headers", {})}
        content = {"data": body} if isinstance(body, bytes) else {"json": body}
        return requests.post(f"{self.address}/webhooks/folio/messages", headers=headers, timeout=30, **content, **more)

    def say(self, text: str, *, id: str = "1", bearer: str | None = None) -> requests.Response:
        return self.post({"id": id, "message": text}, bearer=bearer)

    def history(self, *, bearer: str | None = None, **parameters: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {token() if bearer is None else bearer}"}
        return requests.get(f"{self.address}/webhooks/folio/history", headers=headers, params=parameters, timeout=30)

    def connect(self, bearer: str | None = None, **more: Any) -> Socket:
        client = Socket(self.address, token() if bearer is None else bearer, **more)
        self._sockets.append(client.client)
        return client

    def close(self) -> None:
        for client in self._sockets:
            client.disconnect()


class Socket:
    """A client that keeps what it receives."""

    def __init__(self, address: str, bearer: str, **more: Any) -> None:
        self.client = socketio.Client(reconnection=False)
        self.replies: list[dict[str, Any]] = []
        self.expired = threading.Event()
        self.gone = threading.Event()
        self._news = threading.Condition()
        self.client.on("reply", self._keep)
        self.client.on("expired", lambda *_: self.expired.set())
        self.client.on("disconnect", lambda *_: self.gone.set())
        self.client.connect(address, auth={"token": bearer}, transports=["polling"], **more)

    def send(self, document: Any) -> dict[str, Any]:
        """The acknowledgement."""
        answer: dict[str, Any] = self.client.call("message", document, timeout=10)
        return answer

    def renew(self, bearer: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.call("renew", {"token": bearer}, timeout=10)
        return answer

    def wait(self, count: int = 1, seconds: float = 10) -> list[dict[str, Any]]:
        """The replies, once there are `count` of them."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.replies) >= count, seconds), self.replies
            return list(self.replies)

    def _keep(self, reply: dict[str, Any]) -> None:
        with self._news:
            self.replies.append(reply)
            self._news.notify_all()


@contextmanager
def serving(agent: FakeAgent, channels: Sequence[InputChannel], *, cors: Any = None) -> Iterator[Server]:
    """Runs `channels` as Rasa does, with Rasa's own treatment of CORS."""
    app = Sanic(f"channels_{next(_names)}", configure_logging=False)
    configure_cors(app, cors)
    app.ctx.agent = agent
    register(list(channels), app, route="/webhooks/")
    with serving_app(app) as address:
        server = Server(address, agent)
        try:
            yield server
        finally:
            server.close()


@contextmanager
def serving_app(app: Sanic) -> Iterator[str]:
    """Runs `app` on a free port of this machine, in a thread of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    loop = asyncio.new_event_loop()
    started, failed = threading.Event(), []

    async def start() -> Any:
        server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.before_start()
        await server.after_start()
        return server

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            server = loop.run_until_complete(start())
        except Exception as error:
            failed.append(error)
            started.set()
            return
        started.set()
        loop.run_forever()
        server.close()
        unfinished = asyncio.all_tasks(loop)
        for task in unfinished:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*unfinished, return_exceptions=True))
        loop.close()  # or each test keeps its files open, and the tests after these have none left

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    started.wait(10)
    if failed:
        raise failed[0]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def is_problem(answer: requests.Response, status: int) -> bool:
    """Whether the answer is a problem document as the contract has it."""
    body = answer.json()
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert body["status"] == answer.status_code and body["title"] and body["detail"] and body["reference"]
    return answer.status_code == status
