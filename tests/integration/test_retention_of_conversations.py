"""Old conversations go from Rasa's own store, and whatever Rasa and the channel still read of the others stays."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from rasa.core.actions.action import ActionSessionStart
from sqlalchemy import event, text

from adapters.database.engine import open_engine
from adapters.retention.conversations import Conversations, Events
from adapters.retention.loop import DeletingLoop
from adapters.retention.periods import conversations_before
from adapters.retention.retention import Retention
from advisor.repository import DataUnavailable
from scripts.rasa import carry_over_each_slot_once
from tests.integration.conversations import SESSION_EVENTS, Store

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=timezone.utc)
BEFORE = conversations_before(NOW)


def ago(days: float) -> float:
    return (NOW - timedelta(days=days)).timestamp()


@pytest.fixture
def store(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Rasa's store, with sessions that begin as they do in the server."""
    carried = ActionSessionStart._slot_set_events_from_tracker
    monkeypatch.setattr(ActionSessionStart, "_slot_set_events_from_tracker", staticmethod(carried))  # put back later
    carry_over_each_slot_once()
    with closing(Store(database_url)) as store:
        yield store


@pytest.fixture
def conversations(database_url: str) -> Iterator[Conversations]:
    with closing(Conversations(open_engine(database_url), at_once=4)) as conversations:
        yield conversations


def test_the_old_conversation_is_gone_and_the_young_one_is_whole(store: Store, conversations: Conversations) -> None:
    store.session("old", ago(91), "long ago", request={"amount": "500"})
    store.session("young", ago(80), "lately", request={"amount": "700"}, met=True)
    store.turn("young", ago(80) + 60, "and then")
    before = store.everything("young")
    assert conversations.delete(BEFORE) == Events(SESSION_EVENTS + 1, 2)
    assert store.tracker("old") is None and store.said("old") == []
    assert store.everything("young") == before
    assert store.said("young") == ["lately", "answer to lately", "and then", "answer to and then"]
    tracker = store.tracker("young")
    assert tracker is not None
    assert (tracker.get_slot("request"), tracker.get_slot("met")) == ({"amount": "700"}, True)


def test_of_one_who_came_back_in_time_the_old_words_go_and_the_slots_stay(
    store: Store, conversations: Conversations
) -> None:
    store.session("regular", ago(100), "in summer", request={"amount": "500"}, met=True, topic={"kind": "fees_paid"})
    store.session("regular", ago(95), "once more", request={"amount": "600"})
    store.session("regular", ago(30), "in autumn")
    conversations.delete(BEFORE)
    assert store.said("regular") == ["in autumn", "answer to in autumn"]
    tracker = store.tracker("regular")
    assert tracker is not None
    slots = {name: tracker.get_slot(name) for name in ("request", "met", "topic")}
    # Of a slot only its last value was carried over, and no topic: nothing older than the day is written anew.
    assert slots == {"request": {"amount": "600"}, "met": True, "topic": None}
    assert "500" not in str(store.everything("regular")) and "fees_paid" not in str(store.everything("regular"))
    store.session("regular", ago(0), "and today")
    store.turn("regular", ago(0) + 60, "still here")
    told = ["in autumn", "and today", "still here"]
    assert store.said("regular") == [words for one in told for words in (one, f"answer to {one}")]
    assert store.tracker("regular").get_slot("request") == {"amount": "600"}  # type: ignore[union-attr]


def test_one_who_comes_back_after_90_days_is_a_new_visitor_and_is_answered(
    store: Store, conversations: Conversations
) -> None:
    store.session("back", ago(90.5), "long ago", met=True)
    conversations.delete(BEFORE)
    store.session("back", ago(0), "hello again")
    assert store.said("back") == ["hello again", "answer to hello again"]
    assert store.tracker("back").get_slot("met") is None  # type: ignore[union-attr]


def test_a_conversation_that_is_cut_in_the_middle_goes_on(store: Store, conversations: Conversations) -> None:
    """Somebody has talked for days without an hour's break; only what is too old goes."""
    store.session("endless", ago(90) - 60, "first")
    for minute in range(3):
        store.turn("endless", ago(90) + minute, f"more {minute}")
    conversations.delete(BEFORE)
    store.turn("endless", ago(0), "last")
    told = ["more 0", "more 1", "more 2", "last"]
    assert store.said("endless") == [words for one in told for words in (one, f"answer to {one}")]


def test_what_was_said_90_days_ago_to_the_instant_stays(store: Store, conversations: Conversations) -> None:
    store.session("edge", BEFORE.timestamp(), "on the edge")
    store.session("beyond", BEFORE.timestamp() - 1, "beyond it")
    conversations.delete(BEFORE)
    assert store.said("edge") == ["on the edge", "answer to on the edge"]
    assert len(store.everything("edge")) == SESSION_EVENTS
    assert store.everything("beyond") == []


def test_counting_deletes_nothing_and_tells_what_deleting_does(store: Store, conversations: Conversations) -> None:
    store.session("old", ago(91), "long ago")
    store.session("young", ago(1), "lately")
    counted = conversations.count(BEFORE)
    assert counted == Events(SESSION_EVENTS, 2) and len(store.everything("old")) == SESSION_EVENTS
    assert conversations.delete(BEFORE) == counted
    assert conversations.count(BEFORE) == conversations.delete(BEFORE) == Events(0, 0)


def test_it_goes_in_batches_each_of_which_stays_done(store: Store, conversations: Conversations) -> None:
    store.session("old", ago(92), "long ago")
    store.session("older", ago(200), "longer ago")
    told: list[int] = []

    def fails_in_the_second(count: int) -> None:
        told.append(count)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        conversations.delete(BEFORE, told=fails_in_the_second)
    assert told == [4, 8]
    assert conversations.delete(BEFORE) == Events(2 * SESSION_EVENTS - 8, 2)


def test_an_empty_store_and_one_without_a_table_have_nothing_to_delete(
    conversations: Conversations, database_url: str, tmp_path: Path
) -> None:
    assert conversations.count(BEFORE) is conversations.delete(BEFORE) is None
    assert not list(tmp_path.glob("*.sqlite"))  # looking makes no file
    Store(database_url).close()
    assert conversations.count(BEFORE) == conversations.delete(BEFORE) == Events(0, 0)


def test_a_table_of_that_name_that_isnt_rasas_is_left_alone(conversations: Conversations, database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE events (id INTEGER PRIMARY KEY, type_name TEXT, timestamp FLOAT)"))
        connection.execute(text("INSERT INTO events VALUES (1, 'wedding', 1.0)"))
    assert conversations.delete(BEFORE) is None
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM events")).scalar() == 1
    engine.dispose()


def test_chats_go_on_while_much_is_deleted(store: Store, database_url: str) -> None:
    store.monologue("old", ago(200), 1_500)
    deleted = threading.Event()

    def delete() -> None:
        with closing(Conversations(open_engine(database_url), at_once=50)) as conversations:
            assert conversations.delete(BEFORE) == Events(1_500, 1_500)
            deleted.set()

    thread = threading.Thread(target=delete)
    thread.start()
    turns = 0
    while thread.is_alive():
        write = store.turn if turns % 5 else store.session
        write(f"chat-{turns // 5}", ago(0), "hello")  # raises where it waits for longer than Rasa would
        turns += 1
    assert deleted.is_set() and turns > 5
    assert store.everything("old") == []
    assert sum(len(store.said(f"chat-{number}")) for number in range(turns // 5 + 1)) == 2 * turns


def test_two_servers_that_delete_at_once_dont_disturb_each_other(store: Store, database_url: str) -> None:
    store.monologue("old", ago(200), 300)
    gone: list[int] = []

    def delete() -> None:
        with closing(Conversations(open_engine(database_url), at_once=20)) as conversations:
            found = conversations.delete(BEFORE)
            gone.append(0 if found is None else found.messages)

    threads = [threading.Thread(target=delete) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(gone) == 3 and sum(gone) == 300
    assert store.everything("old") == []


def test_what_is_deleted_from_a_file_is_overwritten(tmp_path: Path) -> None:
    """Some builds of SQLite do so by themselves, and most don't."""
    file = tmp_path / "tracker.sqlite"
    with closing(Store(f"sqlite:///{file}")) as store:
        store.session("old", ago(91), "my secret plan")
    assert b"my secret plan" in file.read_bytes()
    engine = open_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA secure_delete=OFF"))
    with closing(Conversations(engine)) as conversations:
        conversations.delete(BEFORE)
    assert b"my secret plan" not in b"".join(part.read_bytes() for part in tmp_path.glob("tracker.sqlite*"))


def test_the_loop_tries_again_until_the_database_is_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "tracker.sqlite"
    file.write_text("this is a letter to my bank, and no database at all\n" * 50, encoding="utf-8")
    conversations = Conversations(open_engine(f"sqlite:///{file}"))
    with pytest.raises(DataUnavailable, match="the database of conversations can't answer: file is not a database"):
        conversations.delete(BEFORE)
    caplog.clear()
    loop = DeletingLoop(Retention(conversations, None, lambda: NOW), pause_while_down=0.02)
    loop.start()
    with closing(Store(f"sqlite:///{tmp_path / 'made.sqlite'}")) as store:
        store.session("old", ago(91), "long ago")
        (tmp_path / "made.sqlite").replace(file)
    with closing(Store(f"sqlite:///{file}")) as store:
        deadline = time.monotonic() + 20
        while store.everything("old") and time.monotonic() < deadline:
            time.sleep(0.02)
        loop.stop()
        assert store.everything("old") == []
    assert set(complaints(caplog)) == {"the database of conversations can't answer: file is not a database"}
    conversations.close()


def test_the_loop_says_so_when_there_is_still_nothing_after_a_day(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Conversations(open_engine(f"sqlite:///{tmp_path / 'none.sqlite'}"))) as conversations:
        loop = DeletingLoop(Retention(conversations, None, lambda: NOW))
        assert loop.round() == loop.round() == 24 * 3600
    assert complaints(caplog) == [
        "FOLIO_TRACKER_URL names a database without conversations: old ones are not deleted by us"
    ]


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What our own code warned of; of what others left behind, libraries may speak at any time."""
    told = (record for record in caplog.records if record.name.startswith("adapters."))
    return [record.getMessage() for record in told if record.levelno >= logging.WARNING]
