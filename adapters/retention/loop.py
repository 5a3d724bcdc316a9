"""The deleting loop: once a day, and sooner again where a database was down."""

from __future__ import annotations

import logging

from adapters.loop import Loop
from adapters.retention.retention import Retention

log = logging.getLogger(__name__)

DAY = 24 * 3600.0
_PAUSE_WHILE_DOWN = 3600.0


class DeletingLoop(Loop):
    """Each database by itself: one that is down doesn't keep the other from being cleared."""

    def __init__(
        self, retention: Retention, *, pause: float = DAY, pause_while_down: float = _PAUSE_WHILE_DOWN
    ) -> None:
        super().__init__("retention")
        self._retention = retention
        self._pause = pause
        self._pause_while_down = pause_while_down
        self._rounds = 0

    def round(self) -> float:
        done = [self.attempt(self._conversations), self.attempt(self._records)]
        self._rounds += 1
        return self._pause if all(done) else self._pause_while_down

    def _conversations(self) -> None:
        gone = self._retention.old_conversations()
        if gone is not None:
            log.info("%d messages of conversations deleted (%d events)", gone.messages, gone.all)
        elif self._rounds:  # at the first start, Rasa has not made its table yet
            log.warning("FOLIO_TRACKER_URL names a database without conversations: old ones are not deleted by us")

    def _records(self) -> None:
        gone = self._retention.old_records()
        if gone is not None:
            log.info("%d requests and %d cases deleted that ended long ago", gone.requests, gone.cases)
