"""python-socketio's server, narrowed down to what the channel speaks, so that odd packets cost no more than a hang-up.

The stock server buffers binary attachments without end, lets a client call handlers by their reserved names, keeps
connections that never say who they are, and logs a traceback for each malformed packet.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import socketio
from socketio import packet

from channels import strict_json
from channels.incoming import LARGEST_BODY
from channels.limits import Limiter
from channels.problems import Problem

log = logging.getLogger(__name__)

EVENTS = ("message", "renew")
SECONDS_TO_CONNECT = 10.0  # from the first byte to a valid token
PACKETS_PER_MINUTE = 240  # of one connection; a person sends a few, with a pong every 25 s
_ACCEPTED = (packet.CONNECT, packet.DISCONNECT, packet.EVENT)


class TextPacket(packet.Packet):  # type: ignore[misc]
    """A packet without binary parts; anything else is no packet."""

    def decode(self, encoded_packet: Any) -> Any:
        if not isinstance(encoded_packet, str) or not encoded_packet[:1].isdigit():
            raise ValueError("no packet of the channel")
        attachments = super().decode(encoded_packet)
        if self.packet_type not in _ACCEPTED or attachments:
            raise ValueError("no packet of the channel")
        return attachments


class NarrowServer(socketio.AsyncServer):  # type: ignore[misc]
    """`is_listed(origin)`: whether its pages may connect.

    `gone(eio_sid)` is told of each connection that ended, whether it ever said who it is or not.
    """

    def __init__(self, *, is_listed: Callable[[str], bool], gone: Callable[[str], None]) -> None:
        quiet = logging.getLogger("channels.socketio")
        quiet.setLevel(logging.CRITICAL)
        # Both libraries read and write JSON through one module for the process.
        super().__init__(
            async_mode="sanic",
            cors_allowed_origins=is_listed,
            cors_credentials=True,
            max_http_buffer_size=LARGEST_BODY,
            serializer=TextPacket,
            json=strict_json,
            namespaces=["/"],
            logger=quiet,
            engineio_logger=quiet,
        )
        self._gone = gone
        self._packets = Limiter(PACKETS_PER_MINUTE)
        self._said_who: set[str] = set()

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        asyncio.get_running_loop().call_later(SECONDS_TO_CONNECT, self._check_connected, eio_sid)

    def _check_connected(self, eio_sid: str) -> None:
        if eio_sid in self.environ and self.manager.sid_from_eio_sid(eio_sid, "/") is None:
            self.start_background_task(self.hang_up, eio_sid)

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        try:
            self._packets.take(eio_sid)
            await super()._handle_eio_message(eio_sid, data)
        except asyncio.CancelledError:
            raise
        except Problem:
            await self.hang_up(eio_sid)
        except Exception as error:
            log.info("a socket sent what is no packet (%s); hung up", type(error).__name__)
            await self.hang_up(eio_sid)

    async def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:
        if eio_sid in self._said_who or namespace not in (None, "/"):
            raise ValueError("a connection says once who it is")
        self._said_who.add(eio_sid)
        await super()._handle_connect(eio_sid, namespace, data)

    async def _handle_event(self, eio_sid: str, namespace: str | None, id: int | None, data: Any) -> None:
        known = isinstance(data, list) and len(data) in (1, 2) and isinstance(data[0], str) and data[0] in EVENTS
        if not known or namespace not in (None, "/"):
            raise ValueError("no event of the channel")
        await super()._handle_event(eio_sid, namespace, id, [*data, None][:2])

    async def _handle_eio_disconnect(self, eio_sid: str, reason: Any) -> None:
        self._said_who.discard(eio_sid)
        self._gone(eio_sid)
        await super()._handle_eio_disconnect(eio_sid, reason)
        connection = self.eio.sockets.get(eio_sid)
        if connection is not None and reason == self.reason.CLIENT_DISCONNECT:
            await connection.queue.put(None)  # answers the poll under way, which would wait for 45 s

    async def hang_up(self, eio_sid: str | None) -> None:
        """Ends the connection beneath the socket; a client that connects anew has to show a token again.

        The library's own way waits until the client has fetched all that was sent, for ever where it is gone.
        """
        connection = self.eio.sockets.get(eio_sid)
        if connection is not None and not connection.closed:
            await connection.close(wait=False)
            await connection.queue.put(None)  # ends the writer, and with it a websocket
