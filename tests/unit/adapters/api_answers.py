"""A portfolio API that answers as a test wants, without a socket."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

from adapters.portfolio_api.repository import ApiRepository
from adapters.portfolio_api.service import Clock, Patience, Service

TOKEN = "t0p-s3cret"

Reply = httpx.Response | Exception


@dataclass
class StandingClock:
    """Time that passes only while somebody sleeps."""

    time: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def clock(self) -> Clock:
        return Clock(now=lambda: self.time, sleep=self.sleep, chance=lambda: 1.0)


@dataclass
class Script:
    """Gives its replies one after the other, the last one again and again; keeps what it was asked."""

    replies: Iterable[Reply]
    asked: list[httpx.Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._left = list(self.replies)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        reply = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        if isinstance(reply, Exception):
            raise reply
        # A response is used up by reading it.
        return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)


def service(
    handler: Callable[[httpx.Request], httpx.Response], *, clock: StandingClock | None = None, **patience: Any
) -> Service:
    return Service(
        "https://portfolio.example.com/v1/",
        token=TOKEN,
        name="portfolio API",
        setting="FOLIO_PORTFOLIO_API",
        patience=Patience(**patience),
        clock=(clock or StandingClock()).clock(),
        transport=httpx.MockTransport(handler),
    )


def repository(documents: dict[str, Any], *, version: str | None = None) -> ApiRepository:
    """A repository whose service has the document at each path."""
    headers = {} if version is None else {"Dataset-Version": version}

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v1")
        if path not in documents:
            return httpx.Response(404)
        return httpx.Response(200, content=json.dumps(documents[path]).encode(), headers=headers)

    return ApiRepository.over(service(answer))
