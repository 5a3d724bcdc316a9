"""The delivering loop: a thread beside the action server, which no customer's answer waits for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from adapters.webhook.delivery import Delivery
from advisor.repository import DataUnavailable

log = logging.getLogger(__name__)

_PAUSE = 2.0  # seconds between two looks
_PAUSE_WHILE_DOWN = 30.0
_ROUNDS_BETWEEN_CLEARING = 1800  # about an hour


class DeliveringLoop:
    """`start` once; `stop` waits for the event that is being sent. Whatever goes wrong, the next round is tried."""

    def __init__(self, delivery: Delivery, *, pause: float = _PAUSE) -> None:
        self._delivery = delivery
        self._pause = pause
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="folio-webhook", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, seconds: float = 20.0) -> None:
        self._stopped.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        rounds = 0
        while not self._stopped.is_set():
            pause = self._pause if self._round(self._delivery.deliver_due) else _PAUSE_WHILE_DOWN
            if rounds % _ROUNDS_BETWEEN_CLEARING == 0:
                self._round(self._delivery.forget_old)
            rounds += 1
            self._stopped.wait(pause)

    def _round(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except DataUnavailable:
            return False  # logged where it happened
        except Exception as error:
            # Without its words, which may hold an event's; the thread must not end, or nothing is delivered any more.
            log.error("the webhook's loop failed (%s) and goes on", type(error).__name__)
            return False
        return True
