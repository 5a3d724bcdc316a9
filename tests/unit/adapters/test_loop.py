"""Work beside a server goes on whatever happens to it, and ends when it is told."""

from __future__ import annotations

import threading

import pytest

from adapters.loop import Loop
from advisor.repository import DataUnavailable


class Failing(Loop):
    """Fails in each of its first rounds in another way."""

    def __init__(self) -> None:
        super().__init__("sums")
        self.failures: list[Exception] = [DataUnavailable("down"), ValueError("of customer C-1"), MemoryError()]
        self.went: list[bool] = []
        self.done = threading.Event()

    def round(self) -> float:
        self.went.append(self.attempt(self.work))
        return 0.001

    def work(self) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.done.set()


def test_a_failed_round_is_followed_by_the_next_and_logged_without_data(caplog: pytest.LogCaptureFixture) -> None:
    loop = Failing()
    loop.start()
    assert loop.done.wait(10)
    loop.stop()
    assert loop.went[:4] == [False, False, False, True]
    assert [record.getMessage() for record in caplog.records] == [
        "the loop of the sums failed (ValueError) and goes on",
        "the loop of the sums failed (MemoryError) and goes on",
    ]
    rounds = len(loop.went)
    loop.stop()
    assert len(loop.went) == rounds and not any(thread.name == "folio-sums" for thread in threading.enumerate())
