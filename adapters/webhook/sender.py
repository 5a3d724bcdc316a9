"""One try to hand over one event: a POST, signed, short, to the one address that the operator has set.

Redirects are not followed: what is signed for one address isn't for another. The answer's body is never read.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime

import httpx

from adapters.database.outbox import Event
from adapters.settings import Secret
from adapters.webhook.signature import ID_HEADER, SIGNATURE_HEADER, TIME_HEADER, sign

_CONNECT_SECONDS, _READ_SECONDS = 5.0, 10.0


class NotDelivered(Exception):
    """The other side didn't take the event; the message says why, without what is in it."""


class Sender:
    """Safe for threads. Connects at the first event. `clock` tells the time that is signed."""

    def __init__(
        self,
        address: str,
        secret: Secret,
        *,
        clock: Callable[[], datetime],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._address = httpx.URL(address)
        self._secret = secret
        self._clock = clock
        self._transport = transport or httpx.HTTPTransport(verify=True)

    def close(self) -> None:
        self._transport.close()

    def send(self, event: Event) -> None:
        """Returns once the other side has answered 2xx. Raises `NotDelivered` for everything else."""
        body = event.body.encode()
        timestamp = int(self._clock().timestamp())
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "folio",
            ID_HEADER: event.event_id,
            TIME_HEADER: str(timestamp),
            SIGNATURE_HEADER: sign(self._secret, event.event_id, timestamp, body),
        }
        timeout = httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS)
        request = httpx.Request(
            "POST", self._address, headers=headers, content=body, extensions={"timeout": timeout.as_dict()}
        )
        try:
            response = self._transport.handle_request(request)
        except httpx.TimeoutException as error:
            raise NotDelivered(f"no answer in time ({type(error).__name__})") from error
        except httpx.HTTPError as error:
            raise NotDelivered(f"no connection ({type(error).__name__})") from error
        with closing(response):
            if response.is_redirect:
                raise NotDelivered(f"it redirects (status {response.status_code}); set the final address")
            if not response.is_success:
                raise NotDelivered(f"it answers with status {response.status_code}")
