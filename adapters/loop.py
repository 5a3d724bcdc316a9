"""Work that goes on beside a server: a thread of its own, which no customer's answer waits for."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable

from advisor.repository import DataUnavailable

log = logging.getLogger(__name__)


class Loop(ABC):
    """`start` once; `stop` waits for the round that is under way. Whatever goes wrong, the next round is tried."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"folio-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, seconds: float = 20.0) -> None:
        self._stopped.set()
        self._thread.join(seconds)

    @abstractmethod
    def round(self) -> float:
        """Does what is to be done now, all of it in `attempt`; the seconds until the next round."""

    def attempt(self, work: Callable[[], object]) -> bool:
        """Whether it went through."""
        try:
            work()
        except DataUnavailable:
            return False  # logged where it happened
        except Exception as error:
            # Without its words, which may hold customers' data; the thread must not end, or nothing is done any more.
            log.error("the loop of the %s failed (%s) and goes on", self._name, type(error).__name__)
            return False
        return True

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._stopped.wait(self.round())
