"""The office's hours, holidays and free calls, in its own time zone all year round."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from advisor.office import ZONE, calls_on, clock_time, free_calls_on, is_open, next_free_call, opens_next


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-20T08:00", True),
        ("2026-11-20T07:59:59", False),
        ("2026-11-20T17:59:59", True),
        ("2026-11-20T18:00", False),
        ("2026-11-21T10:00", False),  # Saturday
        ("2026-11-26T10:00", False),  # Thanksgiving
        ("2026-07-03T10:00", False),  # Independence Day, observed
    ],
)
def test_the_office_is_open_on_business_days_from_8_to_18(moment: str, opened: bool) -> None:
    assert is_open(at(moment)) is opened
    assert is_open(at(moment).astimezone(timezone.utc)) is opened


def test_summer_and_winter_hours_follow_the_office() -> None:
    assert is_open(datetime(2026, 7, 1, 13, 0, tzinfo=timezone.utc))  # 8 a.m. in summer
    assert not is_open(datetime(2026, 12, 1, 13, 0, tzinfo=timezone.utc))  # 7 a.m. in winter


@pytest.mark.parametrize(
    ("moment", "back"),
    [
        ("2026-11-20T07:00", "2026-11-20T08:00"),
        ("2026-11-20T18:00", "2026-11-23T08:00"),
        ("2026-11-25T19:00", "2026-11-27T08:00"),
        ("2026-12-24T20:00", "2026-12-28T08:00"),
        ("2026-11-20T09:15", "2026-11-20T09:15"),
    ],
)
def test_it_says_when_it_is_back(moment: str, back: str) -> None:
    assert opens_next(at(moment)) == at(back)


def test_calls_begin_each_half_hour_and_end_with_the_office() -> None:
    calls = calls_on(date(2026, 11, 20))
    assert (clock_time(calls[0]), clock_time(calls[-1]), len(calls)) == ("8:00 a.m.", "5:30 p.m.", 20)
    assert calls_on(date(2026, 11, 21)) == []


def test_the_next_free_call_is_half_an_hour_away_and_not_taken() -> None:
    now = at("2026-11-20T16:31")
    assert next_free_call(now, ()) == at("2026-11-20T17:30")
    assert next_free_call(now, [at("2026-11-20T17:30").astimezone(timezone.utc)]) == at("2026-11-23T08:00")
    assert free_calls_on(date(2026, 11, 20), now=now, taken=()) == [at("2026-11-20T17:30")]


def test_with_everything_taken_for_weeks_there_is_no_free_call() -> None:
    now = at("2026-11-20T08:00")
    taken = [call for step in range(120) for call in calls_on(date(2026, 11, 20) + timedelta(days=step))]
    assert next_free_call(now, taken) is None


def test_a_time_is_told_in_halves_of_a_day() -> None:
    assert [clock_time(at(f"2026-11-20T{hour}")) for hour in ("00:05", "12:00", "13:30")] == [
        "12:05 a.m.", "12:00 p.m.", "1:30 p.m."
    ]  # fmt: skip
