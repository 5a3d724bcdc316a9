"""What the health check is told about the portfolio database, which may fail, or say nothing at all."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

from actions.probe import NAME, Probe


def test_a_database_that_answers_is_not_named() -> None:
    assert asyncio.run(Probe(lambda: None).failing()) == []


def test_one_that_fails_is_named_and_its_words_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ConnectionError("no route to folio:s3cret@db")

    with caplog.at_level(logging.ERROR):
        assert asyncio.run(Probe(fail).failing()) == [NAME]
    assert "ConnectionError" in caplog.text and "s3cret" not in caplog.text


def test_one_that_hangs_is_named_each_time_holds_up_nobody_and_is_asked_by_one_thread() -> None:
    answers, asked = threading.Event(), threading.Event()
    threads: set[str] = set()

    def hang() -> None:
        threads.add(threading.current_thread().name)
        asked.set()
        answers.wait()

    async def ask() -> list[str]:
        probe = Probe(hang, patience=0.05)
        for _ in range(5):
            assert await probe.failing() == [NAME]
        assert await asyncio.to_thread(asked.wait, 60)
        answers.set()  # could not happen if the loop were waiting, too
        return await Probe(hang, patience=60).failing()

    try:
        assert asyncio.run(ask()) == []
    finally:
        answers.set()
    assert len(threads) == 1  # both probes call theirs by the same name
