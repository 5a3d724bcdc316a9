"""How often a password may be tried."""

from __future__ import annotations

from web.site.attempts import Attempts


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_attempts_are_counted_for_each_address_alone() -> None:
    attempts = Attempts(Clock(), most=2, within=60)
    assert [attempts.begin("a"), attempts.begin("a"), attempts.begin("b")] == [0, 0, 0]
    assert attempts.begin("a") == 60


def test_waiting_ends_when_the_oldest_attempt_is_old_enough() -> None:
    clock = Clock()
    attempts = Attempts(clock, most=2, within=60)
    attempts.begin("a")
    clock.now = 30.0
    attempts.begin("a")
    assert attempts.begin("a") == 30
    clock.now = 60.0
    assert attempts.begin("a") == 0


def test_attempts_that_were_refused_do_not_lengthen_the_wait() -> None:
    clock = Clock()
    attempts = Attempts(clock, most=1, within=60)
    attempts.begin("a")
    clock.now = 59.5
    assert attempts.begin("a") == 1
    clock.now = 60.0
    assert attempts.begin("a") == 0


def test_a_right_password_takes_its_attempt_back() -> None:
    attempts = Attempts(Clock(), most=1, within=60)
    attempts.begin("a")
    attempts.succeeded("a")
    assert attempts.begin("a") == 0


def test_very_many_addresses_do_not_fill_the_memory() -> None:
    attempts = Attempts(Clock(), most=1)
    for number in range(20_000):
        attempts.begin(str(number))
    assert attempts.begin("19999") > 0
    assert attempts.begin("0") == 0
