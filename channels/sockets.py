"""The channel over socket.io: who is connected, what they send, and what goes out to all devices of a conversation."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from socketio.exceptions import ConnectionRefusedError

from adapters.tokens import Identity
from channels.conversation import UNAVAILABLE, Conversations
from channels.door import Door
from channels.incoming import LARGEST_BODY, Incoming, read_document, too_large
from channels.problems import Problem
from channels.rest import as_response
from channels.socket_server import NarrowServer
from channels.turns import Messages, Turn

log = logging.getLogger(__name__)

PATH = "/socket.io/"
NO_SOCKET = "This is no socket.io of protocol 5, or its connection has ended; connect anew."
MOST_OF_ONE = 20  # connections of one person
MOST_FROM_ONE_ADDRESS = 500
SWEEP_SECONDS = 0.5
GRACE_SECONDS = 10.0  # from `expired` to the hang-up, for a `renew`


@dataclass
class Connection:
    identity: Identity
    conversation_id: str
    told_expired_at: float | None = None
    unsent: deque[dict[str, Any]] = field(default_factory=deque)  # replies, which wait while the token is over


class Sockets:
    def __init__(self, door: Door, conversations: Callable[[], Conversations], clock: Any = time.time) -> None:
        self._door = door
        self._conversations = conversations
        self._clock = clock
        self.server = NarrowServer(is_listed=self._door.is_listed, gone=self._gone)
        self._connections: dict[str, Connection] = {}
        self._addresses: dict[str, str] = {}  # of engine.io connections
        self._sweeper: asyncio.Task[None] | None = None
        self._background: set[asyncio.Task[None]] = set()
        self.server.on("connect", self._connect)
        self.server.on("disconnect", self._disconnect)
        self.server.on("message", self._message)
        self.server.on("renew", self._renew)

    def attach(self, app: Sanic) -> None:
        # One frame is at most one message; the library would take a megabyte.
        app.config.WEBSOCKET_MAX_SIZE = self.server.eio.max_http_buffer_size
        app.add_route(self._handle, PATH, methods=["GET", "POST"], name="folio_socket")
        app.enable_websocket()

    async def start(self) -> None:
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        if self._sweeper is not None:
            self._sweeper.cancel()

    async def _handle(self, request: Request) -> HTTPResponse:
        origin = request.headers.get("origin")
        address = self._door.address(request.ip, request.headers)
        eio_sid = request.args.get("sid")
        try:
            self._door.check_origin(origin)
            if len(request.body) > LARGEST_BODY:  # the library would wait for the client to fetch what it was sent
                await self.server.hang_up(eio_sid)
                raise too_large()
            if eio_sid not in self.server.eio.sockets:
                self._door.of_addresses.take(address)
                if sum(1 for known in self._addresses.values() if known == address) >= MOST_FROM_ONE_ADDRESS:
                    raise Problem(429, "Too many connections from this address.", retry_after=30)
            response = await self._ask_library(request)
        except Problem as problem:
            return as_response(problem, self._door.cors_headers(origin))
        if response is not None:
            response.headers["Vary"] = "Origin"
            response.headers["Cache-Control"] = "no-store"
        return response

    async def _ask_library(self, request: Request) -> HTTPResponse:
        """Raises `Problem` 400 for what is no socket.io, or no longer."""
        try:
            response = await self.server.handle_request(request)
        except Exception as error:  # a frame that is no packet; the library lets go of the connection by itself
            log.info("a socket sent what is no packet (%s)", type(error).__name__)
            raise Problem(400, NO_SOCKET) from error
        if response is not None and response.status >= 400:
            raise Problem(response.status, NO_SOCKET)
        return response

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        try:
            identity = await self._door.identify(auth.get("token") if isinstance(auth, dict) else None)
            of_same = sum(1 for other in self._connections.values() if other.identity.name == identity.name)
            if of_same >= MOST_OF_ONE:
                raise Problem(429, "Too many connections; close some windows.", retry_after=30)
        except Problem as problem:
            raise ConnectionRefusedError(problem.detail, problem.as_dict()) from None
        eio_sid = self.server.manager.eio_sid_from_sid(sid, "/")
        request = environ["sanic.request"]
        self._addresses[eio_sid] = self._door.address(request.ip, request.headers)
        conversation_id = self._conversations().names.conversation(identity)
        self._connections[sid] = Connection(identity, conversation_id)
        await self.server.enter_room(sid, conversation_id)

    async def _disconnect(self, sid: str, reason: Any = None) -> None:
        self._connections.pop(sid, None)

    def _gone(self, eio_sid: str) -> None:
        self._addresses.pop(eio_sid, None)

    async def _message(self, sid: str, document: Any) -> dict[str, Any]:
        client_id = document.get("id") if isinstance(document, dict) else None
        try:
            connection = self._connections.get(sid)
            if connection is None:
                raise Problem(401, "This connection has ended.")
            try:
                self._door.check_still(connection.identity)
            except Problem:
                await self._tell_expired(sid, connection)
                raise
            self._door.of_customers.take(connection.identity.name)
            incoming = read_document(document)
            turn = self._conversations().receive(connection.identity, incoming)
            await asyncio.shield(turn.accepted)
        except Problem as problem:
            return {"id": client_id if isinstance(client_id, str) else None, "error": problem.as_dict()}
        self._in_background(self._follow(sid, incoming, turn))
        return {"id": incoming.id, "accepted": True}

    async def _follow(self, sid: str, incoming: Incoming, turn: Turn) -> None:
        """What only the socket that asked is told: an answer given before, or that there is none."""
        try:
            messages = await asyncio.shield(turn.messages)
        except Problem as problem:
            text = f"{UNAVAILABLE} (reference {problem.reference})" if problem.status >= 500 else problem.detail
            failed = {"id": incoming.id, "last": True, "text": text, "error": problem.as_dict()}
            self._send(sid, [failed])
            return
        if turn.repeat:
            self._send(sid, _replies(incoming.id, messages))

    def replied(self, conversation_id: str, client_id: str, messages: Messages) -> None:
        """Sends a new answer to all devices of the conversation that are connected now."""
        for sid, _ in list(self.server.manager.get_participants("/", conversation_id)):
            self._send(sid, _replies(client_id, messages))

    def _send(self, sid: str, replies: list[dict[str, Any]]) -> None:
        connection = self._connections.get(sid)
        if connection is not None:
            connection.unsent.extend(replies)
            self._in_background(self._send_unsent(sid, connection))

    async def _send_unsent(self, sid: str, connection: Connection) -> None:
        """Sends what there is to a socket whose token is good; to another one, when it has renewed it."""
        while connection.unsent:
            if not self._door.is_still_in(connection.identity):
                await self._tell_expired(sid, connection)
                return
            await self.server.emit("reply", connection.unsent.popleft(), to=sid)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)  # the loop alone would let it be collected
        task.add_done_callback(self._background.discard)

    async def _renew(self, sid: str, document: Any) -> dict[str, Any]:
        try:
            connection = self._connections.get(sid)
            if connection is None:
                raise Problem(401, "This connection has ended.")
            identity = await self._door.identify(document.get("token") if isinstance(document, dict) else None)
            if identity.name != connection.identity.name:
                raise Problem(401, "The token is somebody else's; connect anew.")
            if sid not in self._connections:
                raise Problem(401, "This connection has ended.")
        except Problem as problem:
            return {"error": problem.as_dict()}
        connection.identity = identity
        connection.told_expired_at = None
        self._in_background(self._send_unsent(sid, connection))
        return {"renewed": True, "expires_at": int(identity.expires_at)}

    async def logged_out(self, identity: Identity) -> None:
        """Ends the sockets of a log-in that was ended."""
        await self._look()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                await self._look()
            except Exception as error:
                log.error("looking for expired sockets failed with %s; trying again", type(error).__name__)

    async def _look(self) -> None:
        """Tells the sockets whose tokens are over, and hangs up on those that did not renew, or were logged out."""
        now = self._clock()
        for sid, connection in list(self._connections.items()):
            if self._door.revocations.is_ended(connection.identity):
                await self._tell_expired(sid, connection)
                await self._end(sid)
            elif connection.identity.is_over(now):
                await self._tell_expired(sid, connection)
                if connection.told_expired_at is not None and now - connection.told_expired_at > GRACE_SECONDS:
                    await self._end(sid)

    async def _tell_expired(self, sid: str, connection: Connection) -> None:
        if connection.told_expired_at is None:
            connection.told_expired_at = self._clock()
            await self.server.emit("expired", {}, to=sid)

    async def _end(self, sid: str) -> None:
        """First the socket, whose client hears of it, then the connection beneath."""
        eio_sid = self.server.manager.eio_sid_from_sid(sid, "/")
        await self.server.disconnect(sid)
        self._connections.pop(sid, None)
        if eio_sid is not None:
            asyncio.get_running_loop().call_later(
                1.0, lambda: self.server.start_background_task(self.server.hang_up, eio_sid)
            )


def _replies(client_id: str, messages: Messages) -> list[dict[str, Any]]:
    """Messages as the socket tells them: with the id they answer, and the last one marked."""
    replies = [{**message, "id": client_id} for message in messages]
    replies[-1]["last"] = True
    return replies
