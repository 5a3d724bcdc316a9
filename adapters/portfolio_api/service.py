"""One GET of a JSON document from the firm's service: pooled, bounded in time and size, retried where that is safe.

    Service.get
    ├── DataUnavailable    nothing usable came, and no more tries are left
    └── _TryAgain          inside only: this try failed in a way that another one may not

It works on httpx's transport, not its client: that follows no redirects, keeps no cookies of one customer for the next,
and writes no addresses (which hold ids) into the log. Neither token nor answer appears in any message.
"""

from __future__ import annotations

import json
import logging
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from advisor.repository import DataUnavailable

logger = logging.getLogger(__name__)

Parameters = Sequence[tuple[str, str]]

VERSION_HEADER = "Dataset-Version"
CONNECTIONS = 20

_OK = 200
_BUSY = frozenset({502, 503, 504})
_TOO_FAST = 429
_ADVICE = {
    401: "it refuses the token; check {setting}_TOKEN",
    403: "it refuses the token; check {setting}_TOKEN",
    404: "it knows no such path; check {setting}",
}
_TOKEN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class Patience:
    """Seconds, tries and bytes after which the service counts as unable to answer.

    `in_all` bounds one question, however many calls and tries it takes; it must stay below the 60 seconds that Rasa
    keeps a conversation locked. `most_bytes` counts after decompression.
    """

    connect: float = 2.0
    read: float = 5.0
    in_all: float = 15.0
    tries: int = 3
    first_pause: float = 0.1  # doubled for each further try
    most_bytes: int = 32 * 1024 * 1024


@dataclass(frozen=True)
class Clock:
    """Time as the service knows it; tests put in their own. `chance` gives numbers in 0 … 1."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(frozen=True)
class Answer:
    """`version` is what the service calls the state of its data; None where it doesn't say."""

    document: Mapping[str, Any]
    version: str | None


class _TryAgain(Exception):
    def __init__(self, why: str, *, pause: float | None = None) -> None:
        self.pause = pause  # seconds that the service asked for
        super().__init__(why)


class Service:
    """Safe for threads: they share a pool of connections. Connects at the first `get`.

    `name` is what messages call it, `setting` the environment variable that holds `address`.
    """

    def __init__(
        self,
        address: str,
        *,
        token: str | None,
        name: str,
        setting: str,
        patience: Patience = Patience(),
        clock: Clock = Clock(),
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        if token is not None and not _TOKEN.fullmatch(token):
            raise ValueError(f"{setting}_TOKEN: a token has printable ASCII characters and no blanks")
        self.name = name
        self.patience = patience
        self.clock = clock
        self._setting = setting
        self._address = address.rstrip("/")
        self._headers = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "folio"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"
        self._transport = transport or httpx.HTTPTransport(
            verify=True,
            limits=httpx.Limits(
                max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS, keepalive_expiry=30.0
            ),
        )

    def close(self) -> None:
        self._transport.close()

    def deadline(self) -> float:
        """When a question that starts now has to be answered, as `clock.now` counts."""
        return self.clock.now() + self.patience.in_all

    def get(self, path: str, parameters: Parameters, *, deadline: float) -> Answer:
        """The JSON object at `path`. Raises `DataUnavailable`, at the latest some seconds after `deadline`.

        Tried again are failed connections, 502, 503 and 504, and 429 where it says when to come back; never an answer
        that began, nor one that is slow, so a struggling service isn't asked twice for the same work.
        """
        try:
            url = httpx.URL(f"{self._address}{path}", params=list(parameters))
        except (httpx.InvalidURL, UnicodeEncodeError):
            raise self.unavailable(path, "an id in the request can't be part of an address") from None
        for tried in range(1, self.patience.tries + 1):
            try:
                return self._try(url, path, deadline)
            except _TryAgain as failure:
                pause = self._pause(failure, tried)
                if tried == self.patience.tries or self.clock.now() + pause >= deadline:
                    raise self.unavailable(path, f"{failure} (tries: {tried})") from failure
                logger.warning("the %s can't answer %s, trying again in %.1f s: %s", self.name, path, pause, failure)
                self.clock.sleep(pause)
        raise AssertionError("patience.tries must be at least 1")

    def unavailable(self, path: str, why: str) -> DataUnavailable:
        """The error for anything that is wrong with an answer; `why` names no customer's data."""
        return DataUnavailable(f"the {self.name} can't answer {path}: {why}")

    def _try(self, url: httpx.URL, path: str, deadline: float) -> Answer:
        left = deadline - self.clock.now()
        if left <= 0:
            raise self.unavailable(path, f"the question took longer than {self.patience.in_all:g} s in all")
        connect, read = min(self.patience.connect, left), min(self.patience.read, left)
        timeout = httpx.Timeout(connect=connect, read=read, write=read, pool=connect)
        request = httpx.Request("GET", url, headers=self._headers, extensions={"timeout": timeout.as_dict()})
        try:
            response = self._transport.handle_request(request)
        except httpx.PoolTimeout as error:
            raise self.unavailable(path, f"all {CONNECTIONS} connections to it are in use") from error
        except httpx.ConnectTimeout as error:
            raise _TryAgain(f"no connection within {connect:.1f} s") from error
        except httpx.ConnectError as error:
            raise _TryAgain(f"no connection: {error}") from error
        except httpx.TimeoutException as error:
            raise self.unavailable(path, f"it sent nothing for {read:.1f} s") from error
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            # Mostly a pooled connection that the service had just closed.
            raise _TryAgain(f"the connection broke before it answered ({type(error).__name__})") from error
        except httpx.HTTPError as error:
            raise self.unavailable(path, f"it can't be asked ({type(error).__name__})") from error
        with closing(response):
            self._check_status(response, path)
            return Answer(self._document(response, path, deadline), _version(response))

    def _check_status(self, response: httpx.Response, path: str) -> None:
        status = response.status_code
        if status == _OK:
            return
        pause = self._asked_pause(response)
        if status in _BUSY or (status == _TOO_FAST and pause is not None):
            raise _TryAgain(f"it answers with status {status}", pause=pause)
        if response.is_redirect:
            raise self.unavailable(path, f"it redirects (status {status}); set {self._setting} to the final address")
        advice = _ADVICE.get(status, "").format(setting=self._setting)
        raise self.unavailable(path, f"it answers with status {status}" + (f"; {advice}" if advice else ""))

    def _document(self, response: httpx.Response, path: str, deadline: float) -> Mapping[str, Any]:
        body = bytearray()
        try:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > self.patience.most_bytes:
                    raise self.unavailable(path, f"the answer is larger than {self.patience.most_bytes:,} bytes")
                if self.clock.now() > deadline:
                    raise self.unavailable(path, f"the question took longer than {self.patience.in_all:g} s in all")
        except httpx.TimeoutException as error:
            raise self.unavailable(path, "the answer stopped halfway") from error
        except httpx.HTTPError as error:
            raise self.unavailable(path, f"the answer broke off ({type(error).__name__})") from error
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            # Without its cause, which holds the text that isn't JSON.
            raise self.unavailable(path, "the answer is not JSON") from None
        if not isinstance(document, dict):
            raise self.unavailable(path, "the answer is not a JSON object")
        return document

    def _pause(self, failure: _TryAgain, tried: int) -> float:
        """Seconds until the next try: what the service asks for, or some of a span that doubles.

        The chance in it keeps many waiting questions from coming back all at once.
        """
        if failure.pause is not None:
            return failure.pause
        return self.patience.first_pause * float(2 ** (tried - 1)) * (0.5 + self.clock.chance() / 2)

    def _asked_pause(self, response: httpx.Response) -> float | None:
        """Retry-After in seconds, given as such or as a date; None where there is none or it can't be read."""
        text = response.headers.get("Retry-After", "").strip()
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            when = parsedate_to_datetime(text)
        except (TypeError, ValueError, OverflowError):
            return None
        when = when if when.tzinfo else when.replace(tzinfo=timezone.utc)
        return max((when - datetime.now(timezone.utc)).total_seconds(), 0.0)


def _version(response: httpx.Response) -> str | None:
    return response.headers.get(VERSION_HEADER, "").strip()[:200] or None
