"""The channel as Rasa knows it: `credentials.yml` names this class, and Rasa asks it for its routes."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic_cors.core import SANIC_CORS_EVALUATED

from adapters.channel_settings import ChannelSettings
from adapters.settings import SettingsError
from adapters.tokens import TokenVerifier
from channels.conversation import CHANNEL, Conversations
from channels.door import Door
from channels.health import Health
from channels.problems import Problem
from channels.rest import Agents, Rest, as_response, of_broken, of_server
from channels.sockets import PATH, Sockets
from channels.transcript import Transcript, transcript_of

# Larger bodies are not even read; those between this and 16 KB get an answer that says why.
LARGEST_READ = 1024 * 1024
UNREAD_PATH = "*"  # Sanic's, where a request is refused before its first line was read


class FolioChannel(InputChannel):  # type: ignore[misc]
    """REST and socket.io, with identity from verified tokens."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> FolioChannel:
        """Settings come from the environment, secrets among them; `credentials.yml` holds none.

        Raises:
            SystemExit: settings are missing or wrong; the sentences say which.
        """
        try:
            return cls(ChannelSettings.from_environment())
        except SettingsError as error:
            sys.exit("\n".join(f"folio: {problem}" for problem in error.problems))

    def __init__(self, settings: ChannelSettings, *, clock: Callable[[], float] = time.time) -> None:
        """Raises `SettingsError` where the key that tokens are checked with can't be used."""
        self._agents = Agents()
        self._transcripts: dict[int, Transcript] = {}
        self._door = Door(settings, TokenVerifier.of(settings, clock=clock), clock)
        self._sockets = Sockets(self._door, lambda: self._conversations, clock)
        self._conversations = Conversations(
            settings, agent=self._agents, transcript=self._transcript, replied=self._sockets.replied
        )
        health = Health(agent=self._agents, transcript=self._transcript)
        self._rest = Rest(self._door, self._conversations, health, logged_out=self._sockets.logged_out)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Rasa's callback is not used: it can't say whether a turn was saved."""
        blueprint = _ChannelBlueprint(self._attach)
        self._rest.add_routes(blueprint)
        return blueprint

    def _attach(self, app: Sanic) -> None:
        self._agents.app = app
        app.config.REQUEST_MAX_SIZE = LARGEST_READ
        self._sockets.attach(app)

        async def start(app: Sanic, loop: Any) -> None:
            # Before Rasa's own middleware, which answers all preflights itself: it adds its own when the server
            # starts, in front of those that are there.
            app.request_middleware.appendleft(self._before)
            await self._sockets.start()

        async def stop(app: Sanic, loop: Any) -> None:
            await self._sockets.stop()

        app.register_listener(start, "before_server_start")
        app.register_listener(stop, "before_server_stop")
        app.error_handler.add(Exception, self._as_problem(app.error_handler.default))

    async def _before(self, request: Request) -> HTTPResponse | None:
        if not _is_ours(request):
            return None
        setattr(request.ctx, SANIC_CORS_EVALUATED, "1")  # our answers say themselves who may read them
        if request.method != "OPTIONS":
            return None
        origin = request.headers.get("origin")
        try:
            self._door.check_origin(origin)
        except Problem as problem:
            return as_response(problem, self._door.cors_headers(origin))
        return HTTPResponse(status=204, headers=self._door.preflight_headers(origin))

    def _as_problem(self, otherwise: Callable[[Request, Exception], HTTPResponse]) -> Callable[..., HTTPResponse]:
        def answer(request: Request, error: Exception) -> HTTPResponse:
            if not _is_ours(request):
                return otherwise(request, error)
            allowed = {name: value for name, value in getattr(error, "headers", {}).items() if name == "Allow"}
            cors = self._door.cors_headers(request.headers.get("origin"))
            problem = of_server(error) if _is_read(request) else of_broken(error)
            return as_response(problem, {**allowed, **cors})

        return answer

    def _transcript(self) -> Transcript:
        store: TrackerStore = self._agents().tracker_store
        found = self._transcripts.get(id(store))
        if found is None:
            found = self._transcripts[id(store)] = transcript_of(store, asyncio.to_thread)
        return found


class _ChannelBlueprint(Blueprint):  # type: ignore[misc]
    """Routes under /webhooks/folio, and what has to be told to the server as a whole."""

    def __init__(self, attach: Callable[[Sanic], None]) -> None:
        super().__init__("folio_channel")
        self.ctx.attach = attach

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        super().register(app, options)
        self.ctx.attach(app)


def _is_ours(request: Request) -> bool:
    return f"{request.path}/".startswith((f"/webhooks/{CHANNEL}/", PATH)) or request.path == UNREAD_PATH


def _is_read(request: Request) -> bool:
    """Whether the head could be read; where not, Sanic tells of a request without headers."""
    return bool(request.method != "NONE")
