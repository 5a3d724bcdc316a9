"""Cases: once for the same words, more on the first for others, again after it was closed; and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from advisor.cases import MOST_LETTERS, MOST_TURNS, Caller, CaseStep, Plea, plead
from advisor.wording.cases import word_case
from tests.fakes.requests import FakeRequestStore
from tests.unit.advisor.requests.talk import Talk, clicked

FRIDAY_10 = datetime(2026, 11, 20, 16, 0, tzinfo=timezone.utc)  # 10 a.m. in Chicago
SATURDAY = FRIDAY_10 + timedelta(days=1)
ADA = Caller("conversation-1", "C-1")
ANGRY = Plea("complaint", "You lost my deposit!")
PERSON = Plea("human_handoff", "get me a human")


def test_a_plea_opens_a_case_with_its_words_and_the_last_turns() -> None:
    store = FakeRequestStore()
    step = plead(
        ANGRY, ADA, store, now=FRIDAY_10, turns=[("customer", "hi"), ("assistant", "Hello."), ("customer", " ")]
    )
    (kept,) = store.case_texts.values()
    assert step.case.new and step.of is None
    assert (kept.kind, kept.reason, kept.customer_id) == ("complaint", "You lost my deposit!", "C-1")
    assert kept.turns == (("customer", "hi"), ("assistant", "Hello."))


def test_the_same_words_again_open_no_second_case() -> None:
    store = FakeRequestStore()
    first = plead(ANGRY, ADA, store, now=FRIDAY_10)
    again = plead(Plea("complaint", " you lost  my deposit! "), ADA, store, now=FRIDAY_10 + timedelta(hours=3))
    assert again.case.reference == first.case.reference and not again.case.new and len(store.cases) == 1


def test_another_day_or_another_caller_is_another_case() -> None:
    store = FakeRequestStore()
    plead(ANGRY, ADA, store, now=FRIDAY_10)
    plead(ANGRY, ADA, store, now=FRIDAY_10 + timedelta(days=1))
    plead(ANGRY, Caller("conversation-1", None), store, now=FRIDAY_10)
    plead(ANGRY, Caller("conversation-2", "C-1"), store, now=FRIDAY_10)
    assert len(store.cases) == 4


def test_what_was_closed_can_be_complained_of_again() -> None:
    store = FakeRequestStore()
    first = plead(ANGRY, ADA, store, now=FRIDAY_10)
    store.cases = {key: replace(case, status="closed") for key, case in store.cases.items()}
    assert plead(ANGRY, ADA, store, now=FRIDAY_10).case.reference != first.case.reference


def test_a_second_call_for_a_person_is_told_the_open_case() -> None:
    store = FakeRequestStore()
    first = plead(PERSON, ADA, store, now=FRIDAY_10)
    again = plead(Plea("human_handoff", "agent!!"), ADA, store, now=FRIDAY_10, before=[PERSON])
    assert again.case.reference == first.case.reference and len(store.cases) == 1


def test_a_complaint_that_goes_on_is_told_as_more_on_the_first() -> None:
    store = FakeRequestStore()
    first = plead(ANGRY, ADA, store, now=FRIDAY_10)
    more = plead(Plea("complaint", "and nobody answers"), ADA, store, now=FRIDAY_10, before=[ANGRY])
    assert more.of == replace(first.case, new=False) and more.case.new
    assert [case.reason for case in store.case_texts.values()][
        1
    ] == f"More on {first.case.reference}: and nobody answers"


def test_long_conversations_are_cut() -> None:
    store = FakeRequestStore()
    plead(Plea("complaint", "x" * 5000), ADA, store, now=FRIDAY_10, turns=[("customer", "y" * 5000)] * 50)
    (kept,) = store.case_texts.values()
    assert len(kept.turns) == MOST_TURNS and {len(text) for _, text in kept.turns} == {MOST_LETTERS}
    assert len(kept.reason) == MOST_LETTERS and kept.reason.endswith("…")


@pytest.fixture
def opened() -> CaseStep:
    return plead(PERSON, ADA, FakeRequestStore(), now=FRIDAY_10)


def test_in_the_office_s_hours_somebody_is_there_and_the_next_call_can_be_booked(opened: CaseStep) -> None:
    said = word_case(opened, now=FRIDAY_10, taken=[], known=True)
    assert "CASE-00002" in said.text and "until 6:00 p.m. Central Time" in said.text
    assert said.text.endswith("on Fri 20 Nov 2026 at 10:30 a.m. Central Time.")
    (button,) = said.buttons
    assert (button.intent, button.entities) == ("schedule_call", {"date": "20 November 2026 at 10:30 a.m."})


def test_a_call_that_is_taken_is_not_offered(opened: CaseStep) -> None:
    said = word_case(opened, now=FRIDAY_10, taken=[FRIDAY_10 + timedelta(minutes=30)], known=True)
    assert "11:00 a.m." in said.text


def test_out_of_hours_it_says_when_somebody_is_back(opened: CaseStep) -> None:
    said = word_case(opened, now=SATURDAY, taken=[], known=True)
    assert "closed right now; we are back on Monday, 23 November at 8:00 a.m. Central Time" in said.text
    assert (
        "we are back today at 8:00 a.m." in word_case(opened, now=FRIDAY_10.replace(hour=12), taken=[], known=True).text
    )


def test_a_visitor_is_offered_no_call(opened: CaseStep) -> None:
    said = word_case(opened, now=FRIDAY_10, taken=[], known=False)
    assert not said.buttons and "free call" not in said.text


def test_the_button_s_words_are_the_day_and_time_that_it_shows(opened: CaseStep) -> None:
    (button,) = word_case(opened, now=FRIDAY_10 + timedelta(days=6), taken=[], known=True).buttons  # Thanksgiving
    assert "Fri 27 Nov 2026, 8:00 a.m." in Talk("schedule_call").hears(clicked(button)).text
