"""Requests over REST, through the real model, both servers and a database: said at once, in pieces, and interrupted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.end_to_end.conftest import Folio, running

pytestmark = pytest.mark.slow


def words(answer: list[dict[str, Any]]) -> str:
    return " ".join(message.get("text") or "" for message in answer)


def buttons(answer: list[dict[str, Any]]) -> dict[str, str]:
    return {button["title"]: button["payload"] for message in answer for button in message.get("buttons") or []}


def recorded(database: str) -> list[dict[str, Any]]:
    engine = create_engine(database)
    try:
        with engine.connect() as connection:
            return [dict(row) for row in connection.execute(text("SELECT * FROM requests ORDER BY rowid")).mappings()]
    finally:
        engine.dispose()


def test_one_breath_needs_a_yes_only_and_two_of_them_record_one_request(folio: Folio, database: str) -> None:
    before = len(recorded(database))
    summary = folio.say("put 500 into my Roth", sender="breath")
    assert "$500.00" in words(summary) and "Roth" in words(summary) and set(buttons(summary)) == {"Yes", "No"}
    assert len(recorded(database)) == before
    done = words(folio.say("yes", sender="breath"))
    again = words(folio.say("yes", sender="breath"))
    found = recorded(database)
    assert len(found) == before + 1 and found[-1]["customer_id"] == "C-1002"
    assert found[-1]["reference"] in done and found[-1]["reference"] in again and "already" in again
    click = words(folio.say(buttons(summary)["Yes"], sender="breath"))
    assert found[-1]["reference"] in click and len(recorded(database)) == before + 1


def test_in_pieces_with_changes_of_mind(folio: Folio, database: str) -> None:
    before = len(recorded(database))
    assert folio.say("i want to put in money", sender="pieces")
    assert "account" in words(folio.say("500", sender="pieces"))
    assert "$500.00" in words(folio.say("taxable", sender="pieces"))
    assert "$600.00" in words(folio.say("no, 600", sender="pieces"))
    assert "Roth" in words(folio.say("make it the roth", sender="pieces"))
    assert "$700.00" in words(folio.say("yes but make it 700", sender="pieces"))
    assert len(recorded(database)) == before
    folio.say("yes", sender="pieces")
    found = recorded(database)
    assert len(found) == before + 1 and found[-1]["amount"] in (70000, "700.00")


def test_three_other_questions_are_answered_and_the_form_goes_on(folio: Folio, database: str) -> None:
    before = len(recorded(database))
    asked = folio.say("i want to put in 500", sender="asker")
    for question, known in (
        ("what is an etf", "fund"),
        ("how did my portfolio do this year", "%"),
        ("and last year?", "%"),
        ("thanks", ""),
    ):
        answer = folio.say(question, sender="asker")
        assert known in words(answer), question
        assert "Now, " in words(answer) and "account" in words(answer), question
        assert set(buttons(asked)) <= set(buttons(answer)), question
    assert "$500.00" in words(folio.say("taxable", sender="asker"))
    folio.say("yes", sender="asker")
    assert len(recorded(database)) == before + 1


@pytest.mark.parametrize("way_out", ["stop", "never mind", "start over", "no"])
def test_who_leaves_records_nothing(folio: Folio, database: str, way_out: str) -> None:
    before = len(recorded(database))
    sender = f"leaver {way_out}"
    folio.say("put 500 into my Roth", sender=sender)
    assert folio.say(way_out, sender=sender)
    answer = folio.say("yes", sender=sender)
    assert answer and "recorded" not in words(answer) and len(recorded(database)) == before


def test_a_form_that_gets_nowhere_ends_with_a_person(folio: Folio) -> None:
    folio.say("i want to put in 500", sender="lost")
    answers = [folio.say("xylophone quux frobnicate", sender="lost") for _ in range(4)]
    assert all(answers)
    assert any("/human_handoff" in buttons(answer).values() for answer in answers)


def test_another_customer_gets_nothing_of_a_request_that_was_begun(model: Path, database: str, tmp_path: Path) -> None:
    before = len(recorded(database))
    tracker = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    demo = {"FOLIO_ENV": "demo", "FOLIO_TODAY": "2026-11-20", "FOLIO_DATABASE_URL": database}
    for customer, text_, unseen in (("C-1002", "put 512 into my Roth", ""), ("C-1001", "yes", "512")):
        folder = tmp_path / customer
        folder.mkdir()
        settings = {**demo, "FOLIO_SHELL_CUSTOMER": customer, "FOLIO_TRACKER_URL": tracker}
        with running(model, settings, folder) as here:
            answer = words(here.say(text_, sender="shared"))
            assert answer and (not unseen or unseen not in answer)
    assert len(recorded(database)) == before
