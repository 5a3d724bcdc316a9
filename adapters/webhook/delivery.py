"""Handing over what is due: each event until the other side takes it, with longer and longer pauses, for some days.

At least once: an event whose answer is lost is sent again, with the same id. No order is promised.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from adapters.database.outbox import Outbox
from adapters.webhook.sender import NotDelivered, Sender

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 20  # about three days
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=6)
_LEASE = timedelta(minutes=2)  # how long nobody else tries an event that somebody is trying
_AT_ONCE = 20
_KEPT = timedelta(days=30)  # after delivery


@dataclass(frozen=True)
class Delivered:
    """How many events of one round arrived, are to be tried again, and were given up."""

    arrived: int = 0
    postponed: int = 0
    given_up: int = 0


def utc_now() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Delivery:
    """`chance` gives numbers in 0 … 1, so that many events don't come back all at once."""

    outbox: Outbox
    sender: Sender
    clock: Callable[[], datetime] = utc_now
    chance: Callable[[], float] = random.random

    def deliver_due(self) -> Delivered:
        """One round over what is due now. Raises `DataUnavailable` where the database can't be used."""
        arrived = postponed = given_up = 0
        for event in self.outbox.claim(self.clock(), lease=_LEASE, most=_AT_ONCE):
            try:
                self.sender.send(event)
            except NotDelivered as failure:
                due = None if event.attempts >= MOST_ATTEMPTS else self.clock() + self._pause(event.attempts)
                self.outbox.failed(event, why=str(failure), due_at=due)
                if due is None:
                    given_up += 1
                    log.error("webhook event %s given up after %d tries: %s", event.event_id, event.attempts, failure)
                else:
                    postponed += 1
                    log.warning("webhook event %s, try %d: %s", event.event_id, event.attempts, failure)
            else:
                arrived += 1
                self.outbox.delivered(event, at=self.clock())
        return Delivered(arrived, postponed, given_up)

    def forget_old(self) -> int:
        """Delete events that arrived long ago: they hold customers' data, and the requests hold the same."""
        return self.outbox.forget(before=self.clock() - _KEPT)

    def _pause(self, attempts: int) -> timedelta:
        doubled: timedelta = _FIRST_PAUSE * (1 << min(attempts - 1, 20))
        return min(doubled, _LONGEST_PAUSE) * (0.5 + self.chance() / 2)
