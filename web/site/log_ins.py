"""Who is logged in: kept by the server, so that a log-out ends a session even where its cookie was copied.

The signed cookie holds only a random id. After a restart of the site everybody logs in again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from flask import g, session

LIFE = 8 * 3600.0  # seconds
_LOG_IN, _VISITOR = "log_in", "visitor"  # keys of the cookie


@dataclass(frozen=True)
class LogIn:
    """`chat` names this session in chat tokens; unlike the cookie's id it may be seen by scripts."""

    customer_id: str
    chat: str
    until: float


class LogIns:
    """The sessions that are open. Safe for threads."""

    def __init__(self, clock: Callable[[], float], *, life: float = LIFE) -> None:
        self._clock = clock
        self._life = life
        self._open: dict[str, LogIn] = {}
        self._lock = Lock()

    def begin(self, customer_id: str) -> None:
        """Logs the browser of this request in, under a new id: one that somebody planted there is worth nothing."""
        now = self._clock()
        key = secrets.token_urlsafe(32)
        log_in = LogIn(customer_id, secrets.token_urlsafe(16), now + self._life)
        with self._lock:
            self._open = {other: one for other, one in self._open.items() if one.until > now}
            self._open[key] = log_in
        session.clear()
        session[_LOG_IN] = key
        g.log_in = log_in

    def current(self) -> LogIn | None:
        """Of the browser of this request; None for a visitor."""
        if "log_in" not in g:
            key = session.get(_LOG_IN)
            found = self._open.get(key) if isinstance(key, str) else None
            g.log_in = found if found is not None and found.until > self._clock() else None
        log_in: LogIn | None = g.log_in
        return log_in

    def end(self) -> LogIn | None:
        """Logs the browser of this request out and forgets all that its cookie held; what there was, if anything."""
        log_in = self.current()
        with self._lock:
            self._open.pop(session.get(_LOG_IN, ""), None)
        session.clear()
        g.log_in = None
        return log_in


def visitor_id() -> str:
    """The anonymous visitor of this request's browser: made when first asked for, kept until a log-in or log-out."""
    if _VISITOR not in session:
        session[_VISITOR] = secrets.token_urlsafe(16)
    return str(session[_VISITOR])
