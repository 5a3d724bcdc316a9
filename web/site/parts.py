"""What the site needs from outside, so that a test can put something simple in its place."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from adapters.database.directory import Listed
from adapters.settings import Secret
from advisor.repository import Repository

TOKEN_LIFE = timedelta(minutes=10)
WIDGET = Path(__file__).resolve().parent.parent / "static"  # where `make widget` puts it


class Sign(Protocol):
    """Makes a token of `TOKEN_LIFE` for a customer or for a visitor: one of the two is named."""

    def __call__(
        self, *, customer_id: str | None = None, visitor_id: str | None = None, session: str | None = None
    ) -> str: ...


@dataclass(frozen=True)
class Parts:
    """`people` lists the demo's customers; `end_chat` has the channel refuse the tokens of a session from now on.

    `secret` signs cookies; `password` is that of every demo customer. `clock` counts seconds and never goes back.
    """

    repository: Repository
    people: Callable[[], Sequence[Listed]]
    sign: Sign
    end_chat: Callable[[str], None]  # takes a token of the session
    secret: Secret
    password: Secret
    today: Callable[[], date]
    chat_server: str  # http://host:port of the channel, as browsers reach it
    visitors: bool = True  # whether those who aren't logged in may chat
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1")  # that the site answers to, whatever the port
    widget: Path = WIDGET
    clock: Callable[[], float] = time.monotonic
