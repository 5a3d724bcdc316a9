"""Appointments: a free half hour of the office's day."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from advisor.requests.records import Asks, Heard
from advisor.requests.store import NewRequest, SlotTaken
from tests.unit.advisor.requests.talk import NOW, Talk


def titles(talk: Talk) -> list[str]:
    assert isinstance(talk.step, Asks)
    return [button.title for button in talk.step.said.buttons]


def taken_by_somebody(talk: Talk, at: datetime) -> None:
    talk.store.record(NewRequest("X", "C-9", "schedule_call", "a call", NOW, call_at=at))


def test_an_appointment_in_one_breath() -> None:
    talk = Talk("schedule_call").says("i'd like to talk to an adviser next tuesday at 3", date="next tuesday at 3")
    assert (
        talk.text == "A call with an adviser on Tue 24 Nov 2026, 3:00 p.m. to 3:30 p.m. Central Time. Shall I book it?"
    )
    talk.clicks("Yes")
    [request] = talk.store.requests.values()
    assert request.call_at == datetime(2026, 11, 24, 21, 0, tzinfo=timezone.utc)


def test_an_appointment_in_pieces_offers_days_and_times_that_are_free() -> None:
    talk = Talk("schedule_call")
    taken_by_somebody(talk, datetime(2026, 11, 23, 14, 0, tzinfo=timezone.utc))
    talk.says("book a call")
    assert titles(talk) == ["Fri 20 Nov 2026", "Mon 23 Nov 2026", "Tue 24 Nov 2026"]
    talk.clicks("Mon 23 Nov 2026")
    assert titles(talk)[0] == "8:30 a.m."
    talk.says("in the morning")
    assert talk.text == "At what time exactly?"
    assert all(title.endswith("a.m.") for title in titles(talk))
    assert talk.says("10").fields == {"date": "2026-11-23", "time": "10:00"}


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("at 3", "15:00"),
        ("3 pm", "15:00"),
        ("10:30", "10:30"),
        ("9 o'clock", "09:00"),
        ("half past two", "14:30"),
        ("noon", "12:00"),
        ("no, at eleven", "11:00"),
        ("17:30", "17:30"),
    ],
)
def test_times_are_read_as_they_are_said(said: str, time: str) -> None:
    assert Talk("schedule_call").says("a call on tuesday", date="on tuesday").says(said).fields["time"] == time


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("at 7 pm", "7:00 p.m. is outside our hours; advisers call from 8:00 a.m. to 6:00 p.m. Central Time."),
        ("at 6 pm", "6:00 p.m. is outside our hours"),
        ("1:15", "Calls begin on the hour or the half hour."),
        ("in the evening", "Our advisers call from 8:00 a.m. to 6:00 p.m. Central Time."),
        ("25:70", "That isn't a time."),
        ("9 am", "9:00 a.m. is taken already."),
    ],
)
def test_a_time_that_cant_be_had_is_told_with_those_that_can(said: str, answer: str) -> None:
    talk = Talk("schedule_call")
    taken_by_somebody(talk, datetime(2026, 11, 24, 15, 0, tzinfo=timezone.utc))
    talk.says("a call on tuesday", date="on tuesday").says(said)
    assert talk.text.startswith(answer)
    assert titles(talk)
    assert talk.asked == "time"


def test_today_is_possible_while_a_call_is_free_but_not_in_the_past() -> None:
    talk = Talk("schedule_call").says("call me today at 11", date="today at 11")
    assert talk.fields == {"date": "2026-11-20", "time": "11:00"}
    assert Talk("schedule_call").says("call me today at 9", date="today at 9").text.startswith("9:00 a.m. is too soon")


def test_weekends_and_holidays_are_told_with_the_next_day() -> None:
    assert Talk("schedule_call").says("call me on sunday", date="on sunday").text == (
        "Sun 22 Nov 2026 is not a business day. Shall it be Mon 23 Nov 2026?"
    )
    talk = Talk("schedule_call").says("call me next thursday at 2", date="next thursday at 2")
    assert talk.text.startswith("Thu 26 Nov 2026 is Thanksgiving Day")
    assert talk.says("yes", "affirm").fields == {"date": "2026-11-27", "time": "14:00"}


def test_day_and_time_are_corrected_together_or_apart() -> None:
    talk = Talk("schedule_call").says("call me on tuesday at 3", date="on tuesday at 3")
    assert talk.says("no, wednesday").fields == {"date": "2026-11-25", "time": "15:00"}
    assert talk.says("make it 4:30 pm").fields == {"date": "2026-11-25", "time": "16:30"}
    assert talk.says("rather friday at 9").fields == {"date": "2026-11-27", "time": "09:00"}


def test_a_button_with_day_and_time_asks_only_for_the_yes() -> None:
    text = '/schedule_call{"date": "2026-11-24 10:00"}'
    talk = Talk("schedule_call").hears(Heard(text, "schedule_call", 1.0, (), button=True))
    assert talk.text.startswith("A call with an adviser on Tue 24 Nov 2026, 10:00 a.m.")


def test_an_appointment_that_somebody_else_has_got_in_between_is_asked_anew() -> None:
    talk = Talk("schedule_call").says("call me on tuesday at 3", date="on tuesday at 3")
    taken_by_somebody(talk, datetime(2026, 11, 24, 21, 0, tzinfo=timezone.utc))
    talk.clicks("Yes")
    assert talk.text.startswith("3:00 p.m. is taken already.")
    assert len(talk.store.requests) == 1


def test_the_store_refuses_two_calls_at_once() -> None:
    talk = Talk("schedule_call")
    taken_by_somebody(talk, datetime(2026, 11, 24, 21, 0, tzinfo=timezone.utc))
    with pytest.raises(SlotTaken):
        talk.store.record(
            NewRequest("Y", "C-8", "schedule_call", "", NOW, call_at=datetime(2026, 11, 24, 21, 0, tzinfo=timezone.utc))
        )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("call me on Monday, 30 November at 9", "Mon 30 Nov 2026, 9:00 a.m."),
        ("a call on Friday the 4th of December at 9 please", "Fri 4 Dec 2026, 9:00 a.m."),
        ("tue, dec 1 at 3pm", "Tue 1 Dec 2026, 3:00 p.m."),
    ],
)
def test_a_weekday_before_a_date_is_not_another_day(said: str, shown: str) -> None:
    assert shown in Talk("schedule_call").says(said).text
