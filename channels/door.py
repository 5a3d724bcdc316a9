"""Who may come in: origin, address, size, token. The same for every way into the channel."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from adapters.channel_settings import ChannelSettings
from adapters.tokens import Identity, KeysUnavailable, TokenRefused, TokenVerifier
from adapters.web_address import same_origin
from channels.limits import Limiter
from channels.problems import Problem
from channels.revocations import Revocations

METHODS = "GET, POST, OPTIONS"
HEADERS = "Authorization, Content-Type"
PREFLIGHT_SECONDS = 600


class Door:
    def __init__(
        self, settings: ChannelSettings, verifier: TokenVerifier, clock: Callable[[], float] = time.time
    ) -> None:
        self._origins = frozenset(settings.origins)
        self._visitors = settings.visitors
        self._proxies = settings.proxies
        self._verifier = verifier
        self._clock = clock
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="tokens")
        self.revocations = Revocations(clock)
        self.of_customers = Limiter(settings.per_customer)
        self.of_readers = Limiter(settings.per_customer)  # reading the history is no message
        self.of_addresses = Limiter(settings.per_address)

    def check_origin(self, origin: str | None) -> None:
        """Pages of other sites stay out; programs, which send no origin, need only a token.

        Raises:
            Problem: 403.
        """
        if origin is not None and not self.is_listed(origin):
            raise Problem(403, "Pages of this origin may not use the channel; FOLIO_ORIGINS lists those that may.")

    def is_listed(self, origin: str | None) -> bool:
        return origin is not None and same_origin(origin) in self._origins

    def cors_headers(self, origin: str | None) -> dict[str, str]:
        """What lets a listed page read an answer; answers differ by origin, so caches must know."""
        if not self.is_listed(origin):
            return {"Vary": "Origin"}
        return {
            "Vary": "Origin",
            "Access-Control-Allow-Origin": origin or "",
            "Access-Control-Allow-Credentials": "true",  # socket.io's client may ask with credentials; none are read
            "Access-Control-Expose-Headers": "Retry-After",
        }

    def preflight_headers(self, origin: str | None) -> dict[str, str]:
        return {
            **self.cors_headers(origin),
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": HEADERS,
            "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
        }

    def address(self, peer: str, headers: Mapping[str, str]) -> str:
        """The client's address: the peer's, or what the outermost of our own proxies wrote down.

        Each proxy adds at the end, to the last X-Forwarded-For or as one more; what stands before is the client's word.
        A whole IPv6 network (/64) counts as one address: its owner can take any of them.
        """
        address = _ip(peer)
        if self._proxies:
            lines = (value for name, value in headers.items() if name.lower() == "x-forwarded-for")
            forwarded = [part.strip() for part in ",".join(lines).split(",") if part.strip()]
            if len(forwarded) >= self._proxies:
                address = _ip(forwarded[-self._proxies]) or address
        if address is None:
            return peer[:64]
        if isinstance(address, ipaddress.IPv6Address) and not address.is_loopback:
            return str(ipaddress.IPv6Network((int(address), 64), strict=False))
        return str(address)

    async def identify(self, token: object) -> Identity:
        """Who bears this token.

        Raises:
            Problem: 401, or 503 where tokens can't be checked now.
        """
        if not isinstance(token, str):
            raise unidentified("bear a token: Authorization: Bearer TOKEN")
        try:
            if self._verifier.may_wait:
                # Threads of its own: where the site hangs, reading conversations must not wait behind it.
                identity = await asyncio.get_running_loop().run_in_executor(self._threads, self._verifier.verify, token)
            else:
                identity = self._verifier.verify(token)
        except KeysUnavailable as error:
            raise Problem(503, "Tokens can't be checked right now; try again in a minute.", retry_after=30) from error
        except TokenRefused as error:
            raise unidentified(str(error)) from error
        self.check_still(identity)
        return identity

    def is_still_in(self, identity: Identity) -> bool:
        """Whether somebody who was let in may go on: `check_still` as a question."""
        try:
            self.check_still(identity)
        except Problem:
            return False
        return True

    def check_still(self, identity: Identity) -> None:
        """Whether somebody who was let in may go on: asked at each message.

        Raises:
            Problem: 401.
        """
        if identity.is_over(self._clock()):
            raise unidentified("the token has expired")
        if self.revocations.is_ended(identity):
            raise unidentified("the token's log-in has ended")
        if identity.customer_id is None and not self._visitors:
            raise unidentified("visitors have to log in")


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address in `1.2.3.4`, `1.2.3.4:80`, `::1` or `[::1]:80`; IPv4 also where IPv6 wraps it (`::ffff:1.2.3.4`)."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def unidentified(reason: str) -> Problem:
    return Problem(401, f"{reason[0].upper()}{reason[1:]}.")


def bearer(authorization: str | None) -> str | None:
    """The token of an Authorization header, None where there is none."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
