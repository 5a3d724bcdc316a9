"""The channel over HTTP: messages, history, health, log-out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from rasa.core.agent import Agent
from sanic import Blueprint
from sanic.exceptions import InvalidUsage, PayloadTooLarge, SanicException, ServiceUnavailable
from sanic.request import Request
from sanic.response import HTTPResponse

from adapters.tokens import Identity
from channels import strict_json
from channels.conversation import Conversations
from channels.door import Door, bearer
from channels.health import Health
from channels.incoming import LARGEST_BODY, read_body, too_large
from channels.problems import MEDIA_TYPE, Problem

log = logging.getLogger(__name__)

PATIENCE = 45.0  # seconds until a client is told to ask again; the turn goes on meanwhile
MOST_HISTORY = 100
USUAL_HISTORY = 30
_CUT_OFF = "Cancelled"  # Sanic's word for a request whose client has gone, or that the end of the server cuts short

View = Callable[[Request], Awaitable[HTTPResponse]]


class Rest:
    """`logged_out(identity)` is told of each log-out."""

    def __init__(
        self,
        door: Door,
        conversations: Conversations,
        health: Health,
        *,
        logged_out: Callable[[Identity], Awaitable[None]],
    ) -> None:
        self._door = door
        self._conversations = conversations
        self._health = health
        self._logged_out = logged_out

    def add_routes(self, blueprint: Blueprint) -> None:
        for path, method, view in (
            ("/messages", "POST", self.messages),
            ("/history", "GET", self.history),
            ("/health", "GET", self.health),
            ("/logout", "POST", self.logout),
        ):
            blueprint.add_route(self.guarded(view), path, methods=[method], name=view.__name__)

    def guarded(self, view: Callable[[Request], Awaitable[HTTPResponse]]) -> View:
        """`view` behind the door; whatever it raises becomes a problem document."""

        async def answer(request: Request) -> HTTPResponse:
            origin = request.headers.get("origin")
            try:
                self._door.check_origin(origin)
                self._door.of_addresses.take(self._door.address(request.ip, request.headers))
                if len(request.body) >= LARGEST_BODY:
                    raise too_large()
                response = await view(request)
            except Problem as problem:
                response = as_response(problem)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                response = as_response(of_server(error))
            response.headers.update(self._door.cors_headers(origin))
            return response

        answer.__name__ = view.__name__
        return answer

    async def messages(self, request: Request) -> HTTPResponse:
        identity = await self._identify(request)
        self._door.of_customers.take(identity.name)
        incoming = read_body(request.body)
        turn = self._conversations.receive(identity, incoming)
        try:
            messages = await asyncio.wait_for(asyncio.shield(turn.messages), PATIENCE)
        except asyncio.TimeoutError:
            raise Problem(
                503, "This takes long; send the same id again in a moment for the answer.", retry_after=5
            ) from None
        return as_json({"id": incoming.id, "messages": messages})

    async def history(self, request: Request) -> HTTPResponse:
        identity = await self._identify(request)
        self._door.of_readers.take(identity.name)
        given = request.get_args(keep_blank_values=True)
        before = whole_number(given.getlist("before"), "before", most=2**53)
        limit = whole_number(given.getlist("limit"), "limit", most=MOST_HISTORY)
        return as_json(await self._conversations.history(identity, before=before, limit=limit or USUAL_HISTORY))

    async def health(self, request: Request) -> HTTPResponse:
        return as_json(await self._health.check())

    async def logout(self, request: Request) -> HTTPResponse:
        identity = await self._identify(request)
        self._door.revocations.end(identity)
        await self._logged_out(identity)
        return HTTPResponse(status=204)

    async def _identify(self, request: Request) -> Identity:
        return await self._door.identify(bearer(request.headers.get("authorization")))


def whole_number(given: Sequence[str] | None, name: str, *, most: int) -> int | None:
    """A parameter of the query, 1 to `most`, from all values that are given; None where there is none.

    Raises:
        Problem: 400, also where it is blank or there twice.
    """
    if not given:
        return None
    text = given[0]
    if len(given) > 1 or not (text.isascii() and text.isdigit() and len(text) < 17 and 1 <= int(text) <= most):
        raise Problem(400, f"The parameter {name} is a whole number, 1 to {most}, and given once.")
    return int(text)


def as_json(document: Any) -> HTTPResponse:
    return HTTPResponse(
        strict_json.dumps(document), content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def as_response(problem: Problem, more_headers: Mapping[str, str] | None = None) -> HTTPResponse:
    headers = {"Cache-Control": "no-store", **(more_headers or {})}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    return HTTPResponse(
        strict_json.dumps(problem.as_dict()), status=problem.status, content_type=MEDIA_TYPE, headers=headers
    )


def of_server(error: Exception) -> Problem:
    """What the server itself refuses (unknown path, wrong method, too large, broken HTTP) in the contract's form.

    Whatever else went wrong is 503, and in the log with its reference: as an error, but for a request whose client is
    gone, as each browser leaves one that closes the page.
    """
    status = getattr(error, "status_code", None) if isinstance(error, SanicException) else None
    if status is not None and 400 <= status < 500:
        details = {404: "There is no such path.", 405: "This path has another method.", 413: too_large().detail}
        return Problem(status, details.get(status, "The request could not be read."))
    unexpected = Problem(503, "Something went wrong here; try again in a minute.")
    if isinstance(error, ServiceUnavailable) and str(error) == _CUT_OFF:
        log.info("a request was cut off, reference %s", unexpected.reference)
        return unexpected
    log.error("a request failed with %s, reference %s", type(error).__name__, unexpected.reference)
    return unexpected


def of_broken(error: Exception) -> Problem:
    """As `of_server`, for a request whose head can't be read: that is nobody's fault but the client's."""
    if isinstance(error, PayloadTooLarge):
        return Problem(413, "The headers are too large.")
    return of_server(error if isinstance(error, SanicException) else InvalidUsage("broken HTTP"))


class Agents:
    """The agent of the server that the channel runs in; Rasa loads it before the first request."""

    def __init__(self) -> None:
        self.app: Any = None

    def __call__(self) -> Agent:
        agent = getattr(self.app.ctx, "agent", None) if self.app is not None else None
        if agent is None:
            raise Problem(503, "The assistant is starting; try again in a moment.", retry_after=5)
        return agent
