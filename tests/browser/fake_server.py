"""An advisor's site and a chat server for the widget's tests: the contract's outside, with answers that a test decides.

Both run in one thread of their own, on two ports, so that the chat is another origin than the page, as it is in use.
"""

from __future__ import annotations

import asyncio
import html
import string
import threading
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

import socketio
from aiohttp import web

WIDGET = Path(__file__).resolve().parents[2] / "web/static"
PAGE = Path(__file__).with_name("page.html")

Message = dict[str, Any]
T = TypeVar("T")


def echo(text: str) -> list[Message]:
    return [{"text": f"You said: {text}"}]


@dataclass
class FakeFolio:
    """`answers` makes the messages of one turn; `refusals` are problems that the next messages get instead."""

    answers: Callable[[str], list[Message]] = echo
    identity: str | None = "maya"
    refusals: list[Message] = field(default_factory=list)
    turn_seconds: float = 0.0
    token_life: int = 600  # seconds
    login_url: str = "/login"
    attributes: dict[str, str] = field(default_factory=dict)
    site_is_down: bool = False
    answers_get_lost: bool = False  # saved, but they don't arrive
    history_is_down: bool = False
    # What happened, for tests to look at.
    arrived: list[Message] = field(default_factory=list)  # every message event, repeats too
    turns: list[str] = field(default_factory=list)  # ids that were really worked on
    renewed: list[str] = field(default_factory=list)
    tokens_given: int = 0
    conversations: dict[str, list[Message]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._sids: dict[str, str] = {}
        self._answered: dict[tuple[str, str], list[Message]] = {}
        self._payloads: dict[str, str] = {}
        self._seq = 0
        self._working: set[asyncio.Task[None]] = set()
        self._site_port = self._chat_port = 0
        self._chat: web.AppRunner | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    # For tests, from their thread.

    @property
    def url(self) -> str:
        return f"http://localhost:{self._site_port}/"

    @property
    def chat_url(self) -> str:
        return f"http://127.0.0.1:{self._chat_port}"

    def start(self) -> None:
        self._thread.start()
        self._run(self._start_site())
        self._run(self._start_chat())

    def stop(self) -> None:
        self.kill_chat()
        self._run(self._site.cleanup())
        self._run(self._end_tasks())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    def kill_chat(self) -> None:
        """Ends the chat at once: turns that were under way are lost, what was saved stays."""
        self._run(self._stop_chat())

    def start_chat(self) -> None:
        self._run(self._start_chat())

    def log_out(self, then: str | None = None) -> None:
        """Whoever is there leaves; `then` comes after them."""
        self.identity = then

    def hang_up(self) -> None:
        """What the channel does after a log-out: says `expired`, and closes."""

        async def close() -> None:
            for sid in list(self._sids):
                await self._socket.emit("expired", to=sid)
                await self._socket.disconnect(sid)

        self._run(close())

    def say(self, message: Message, *, identity: str = "maya", ago: timedelta = timedelta()) -> None:
        """Puts a message into the saved conversation."""
        at = datetime.now(timezone.utc) - ago
        self._save(identity, {"from": "folio", "at": at.isoformat(), **message})

    def push(self, message: Message, *, identity: str = "maya") -> None:
        """An answer that comes without anything having been said in this tab."""
        saved = self._save(identity, {"from": "folio", **message})
        self._run(self._emit(identity, {**saved, "id": "elsewhere", "last": True}))

    async def _end_tasks(self) -> None:
        """What socket.io leaves running."""
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    # The chat.

    async def _start_chat(self) -> None:
        # A server for each start, as after a restart: nothing of the old connections is known.
        self._socket = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=[self.url.rstrip("/")])
        self._socket.on("connect", self._connected)
        self._socket.on("disconnect", self._disconnected)
        self._socket.on("message", self._message)
        self._socket.on("renew", self._renew)
        app = web.Application()
        self._socket.attach(app)
        app.router.add_route("*", "/webhooks/folio/history", self._history)
        self._chat = web.AppRunner(app, shutdown_timeout=0.1)
        await self._chat.setup()
        site = web.TCPSite(self._chat, "127.0.0.1", self._chat_port, reuse_address=True)
        await site.start()
        self._chat_port = self._chat_port or _port(site)

    async def _stop_chat(self) -> None:
        if self._chat is None:
            return
        for turn in self._working:
            turn.cancel()
        self._sids.clear()
        await self._chat.cleanup()
        self._chat = None

    async def _connected(self, sid: str, _environ: Mapping[str, Any], auth: Any) -> None:
        identity = self._who((auth or {}).get("token"))
        if identity is None:
            raise socketio.exceptions.ConnectionRefusedError("No valid token", {"status": 401, "title": "x"})
        self._sids[sid] = identity

    async def _disconnected(self, sid: str, *_reason: Any) -> None:
        self._sids.pop(sid, None)

    async def _renew(self, sid: str, data: Any) -> None:
        self.renewed.append(data["token"])

    async def _message(self, sid: str, data: Message) -> Message:
        identity = self._sids[sid]
        self.arrived.append(data)
        if self.refusals:
            return {"id": data["id"], "error": self.refusals.pop(0)}
        if "payload" in data and data["payload"] not in self._payloads:
            return {"id": data["id"], "error": {"status": 422, "detail": "not offered", "reference": "AB12CD34"}}
        turn = asyncio.ensure_future(self._turn(identity, data))
        self._working.add(turn)
        turn.add_done_callback(self._working.discard)
        return {"id": data["id"], "accepted": True}

    async def _turn(self, identity: str, data: Message) -> None:
        key = (identity, data["id"])
        if key not in self._answered:
            await asyncio.sleep(self.turn_seconds)
        if key not in self._answered:
            self.turns.append(data["id"])
            words = data.get("message") or self._payloads[data["payload"]]
            self._save(identity, {"from": "customer", "text": words, "id": data["id"]})
            self._answered[key] = [
                {**self._save(identity, {"from": "folio", **answer}), "id": data["id"]}
                for answer in self.answers(words)
            ]
        answers = self._answered[key]
        for place, answer in enumerate(answers, start=1):
            shown = {name: value for name, value in answer.items() if name not in ("from", "at")}
            await self._emit(identity, {**shown, **({"last": True} if place == len(answers) else {})})

    async def _emit(self, identity: str, message: Message) -> None:
        for sid, whose in list(self._sids.items()):
            if whose == identity and not self.answers_get_lost:
                await self._socket.emit("reply", message, to=sid)

    def _save(self, identity: str, message: Message) -> Message:
        self._seq += 3  # as in a database: numbers grow, with gaps
        for button in message.get("buttons", ()):
            self._payloads[button["payload"]] = button["title"]
        at = datetime.now(timezone.utc).isoformat()
        saved = {"seq": self._seq, "at": at, **message}
        self.conversations.setdefault(identity, []).append(saved)
        return saved

    async def _history(self, request: web.Request) -> web.Response:
        cors = {
            "Access-Control-Allow-Origin": self.url.rstrip("/"),
            "Access-Control-Allow-Headers": "authorization",
        }
        if request.method == "OPTIONS":
            return web.Response(status=204, headers=cors)
        identity = self._who(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if identity is None or self.history_is_down:
            status = 401 if identity is None else 503
            return web.json_response({"status": status, "detail": "x"}, status=status, headers=cors)
        before, limit = request.query.get("before"), int(request.query["limit"])
        said = [one for one in self.conversations.get(identity, ()) if before is None or one["seq"] < int(before)]
        return web.json_response({"messages": said[-limit:], "more": len(said) > limit}, headers=cors)

    def _who(self, token: str | None) -> str | None:
        identity, _, number = (token or "").partition(":")
        return identity if number and identity == self.identity else None

    # The site.

    async def _start_site(self) -> None:
        app = web.Application()
        app.router.add_get("/", self._page)
        app.router.add_get("/login", self._page)
        app.router.add_get("/chat/token", self._token)
        app.router.add_get("/{name:folio-chat[a-z-]*\\.js}", self._widget)
        self._site = web.AppRunner(app, shutdown_timeout=0.1)
        await self._site.setup()
        site = web.TCPSite(self._site, "localhost", 0)
        await site.start()
        self._site_port = _port(site)

    async def _page(self, _request: web.Request) -> web.Response:
        attributes = {
            "data-server": self.chat_url,
            "data-token-url": "/chat/token",
            "data-login-url": self.login_url,
            "data-title": "Ask Folio",
            **self.attributes,
        }
        written = " ".join(f'{name}="{html.escape(value)}"' for name, value in attributes.items())
        text = string.Template(PAGE.read_text(encoding="utf-8")).substitute(attributes=written)
        chat = f"{self.chat_url} {self.chat_url.replace('http', 'ws', 1)}"
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            f"connect-src 'self' {chat}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def _token(self, _request: web.Request) -> web.Response:
        if self.site_is_down:
            return web.Response(status=502, text="down")
        if self.identity is None:
            return web.json_response({"status": 401}, status=401)
        self.tokens_given += 1
        token = f"{self.identity}:{self.tokens_given}"
        return web.json_response({"token": token, "expires_in": self.token_life, "identity": f"id-{self.identity}"})

    async def _widget(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(WIDGET / request.match_info["name"], headers={"Cache-Control": "no-store"})

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=15)


def _port(site: web.TCPSite) -> int:
    server: Any = site._server
    return int(server.sockets[0].getsockname()[1])
