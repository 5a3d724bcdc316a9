"""The delivering loop: hands events over all the time, and clears away what arrived long ago."""

from __future__ import annotations

from adapters.loop import Loop
from adapters.webhook.delivery import Delivery

_PAUSE = 2.0  # seconds between two looks
_PAUSE_WHILE_DOWN = 30.0
_ROUNDS_BETWEEN_CLEARING = 1800  # about an hour


class DeliveringLoop(Loop):
    """`stop` waits for the event that is being sent."""

    def __init__(self, delivery: Delivery, *, pause: float = _PAUSE) -> None:
        super().__init__("webhook")
        self._delivery = delivery
        self._pause = pause
        self._rounds = 0

    def round(self) -> float:
        pause = self._pause if self.attempt(self._delivery.deliver_due) else _PAUSE_WHILE_DOWN
        if self._rounds % _ROUNDS_BETWEEN_CLEARING == 0:
            self.attempt(self._delivery.forget_old)
        self._rounds += 1
        return pause
