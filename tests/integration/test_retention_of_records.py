"""Requests and cases go six years after their end, with what the webhook would tell of them; nothing open ever goes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from adapters.database.back_office import BackOffice
from adapters.database.engine import open_engine
from adapters.database.ready import ReadyDatabase
from adapters.database.request_schema import cases, requests, webhook_events
from adapters.retention.periods import records_before
from adapters.retention.records import Ended, Records
from scripts.retention import main
from tests.integration.conversations import Store
from tests.integration.test_request_store import CASE, DEPOSIT, sql_store

NOW = datetime.now(timezone.utc)
BEFORE = records_before(NOW)
LONG_AGO = BEFORE - timedelta(days=300)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def records(database_url: str) -> Iterator[Records]:
    with closing(Records(ReadyDatabase(open_engine(database_url)), at_once=2)) as records:
        yield records


def request(url: str, name: str, *statuses: str, at: datetime) -> str:
    """One recorded long ago, whose status changed to the last of `statuses` at `at`; its reference."""
    with closing(sql_store(url)) as store, closing(BackOffice(ReadyDatabase(open_engine(url)))) as office:
        reference = store.record(replace(DEPOSIT, draft_id=name, requested_at=LONG_AGO)).reference
        for status in statuses:
            if status == "withdrawn":
                assert store.withdraw(DEPOSIT.customer_id, reference, at=at)
            else:
                office.change(reference, status, at=at)
        return reference


def case(url: str, key: str, *, closed_at: datetime | None) -> str:
    with closing(sql_store(url)) as store, closing(BackOffice(ReadyDatabase(open_engine(url)))) as office:
        reference = store.open_case(replace(CASE, key=key, opened_at=LONG_AGO)).reference
        if closed_at is not None:
            office.change(reference, "closed", at=closed_at)
        return reference


def kept(engine: Engine) -> set[str]:
    """The references of all requests and cases; their events are those of exactly these."""
    with engine.connect() as connection:
        found = {row for table in (requests, cases) for row in connection.execute(select(table.c.reference)).scalars()}
        assert set(connection.execute(select(webhook_events.c.reference)).scalars()) == found
        return found


def fill(url: str) -> tuple[set[str], set[str]]:
    """What is to stay and what is to go."""
    late = BEFORE + timedelta(days=1)
    stay = {
        request(url, "open", at=LONG_AGO),
        request(url, "confirmed", "confirmed", at=LONG_AGO),
        request(url, "done-late", "done", at=late),
        request(url, "withdrawn-late", "withdrawn", at=late),
        request(url, "confirmed-then-declined-late", "confirmed", "declined", at=late),
        case(url, "open", closed_at=None),
        case(url, "closed-late", closed_at=late),
    }
    go = {
        request(url, "done", "confirmed", "done", at=LONG_AGO),
        request(url, "declined", "declined", at=LONG_AGO),
        request(url, "withdrawn", "withdrawn", at=LONG_AGO),
        case(url, "closed", closed_at=LONG_AGO),
    }
    return stay, go


def test_what_ended_long_ago_goes_with_its_events_and_nothing_else(
    database_url: str, records: Records, engine: Engine
) -> None:
    stay, go = fill(database_url)
    assert records.count(BEFORE) == Ended(requests=3, cases=1)
    assert kept(engine) == stay | go
    assert records.delete(BEFORE) == Ended(requests=3, cases=1)
    assert kept(engine) == stay
    assert records.count(BEFORE) == records.delete(BEFORE) == Ended()


def test_what_ended_six_years_ago_to_the_instant_stays(database_url: str, records: Records, engine: Engine) -> None:
    edge = request(database_url, "edge", "done", at=BEFORE)
    request(database_url, "beyond", "done", at=BEFORE - timedelta(microseconds=1))
    assert records.delete(BEFORE) == Ended(requests=1)
    assert kept(engine) == {edge}


def test_a_database_without_tables_has_nothing_to_delete(records: Records) -> None:
    assert records.count(BEFORE) == records.delete(BEFORE) == Ended()


@pytest.fixture
def both(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command's settings; the file of the conversations, which isn't there yet."""
    tracker = tmp_path / "tracker.sqlite"
    monkeypatch.setenv("FOLIO_DATABASE_URL", database_url)
    monkeypatch.setenv("FOLIO_TRACKER_URL", f"sqlite:///{tracker}")
    monkeypatch.delenv("FOLIO_TODAY", raising=False)
    return tracker


def test_the_command_tells_what_it_would_delete_and_then_deletes_it(
    both: Path, database_url: str, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    stay, go = fill(database_url)
    with closing(Store(f"sqlite:///{both}")) as store:
        store.monologue("old", time.time() - 91 * 86_400, 1_204)
        store.session("young", time.time() - 89 * 86_400, "lately")
        first = (datetime.now(timezone.utc) - timedelta(days=90)).date()
        assert main(["--dry-run"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            f"1,204 messages of conversations would be deleted, older than {first} (1,204 events in all)",
            f"3 requests and 1 case would be deleted, ended before {BEFORE.date()}",
        ]
        assert kept(engine) == stay | go and len(store.said("old")) == 1_204
        assert main([]) == 0
        told = capsys.readouterr().out
        assert told.startswith(
            f"1,204 messages of conversations deleted, older than {first} (1,204 events in all)\n3 req"
        )
        assert kept(engine) == stay and store.said("old") == [] and len(store.said("young")) == 2


@pytest.mark.parametrize("day", ["2001-01-01", "2199-01-01"])
def test_a_demos_date_is_not_the_clock_by_which_things_are_deleted(
    both: Path,
    database_url: str,
    engine: Engine,
    day: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FOLIO_TODAY", day)
    stay, go = fill(database_url)
    with closing(Store(f"sqlite:///{both}")) as store:
        store.session("old", time.time() - 91 * 86_400, "long ago")
        store.session("young", time.time() - 89 * 86_400, "lately")
        assert main([]) == 0
        assert store.said("old") == [] and len(store.said("young")) == 2
    assert kept(engine) == stay | go
    assert "requests and cases left alone: FOLIO_TODAY is set" in capsys.readouterr().out


def test_a_database_that_cant_be_used_keeps_the_other_from_nothing(
    both: Path, database_url: str, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    stay, _ = fill(database_url)
    both.write_text("this is a letter to my bank, and no database at all\n" * 50, encoding="utf-8")
    assert main([]) == 1
    told = capsys.readouterr()
    assert told.err.splitlines()[-1] == (
        "retention: the database of conversations can't answer: file is not a database"
    )
    assert kept(engine) == stay and told.out.startswith("3 requests and 1 case deleted")


def test_wrong_settings_are_refused_and_a_missing_store_is_told(
    both: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "no conversations: FOLIO_TRACKER_URL names a database in which Rasa has kept none"
    )
    assert not both.exists()
    monkeypatch.setenv("FOLIO_TRACKER_URL", "mongodb://host/db")
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("retention: FOLIO_TRACKER_URL='mongodb://host/db': use sqlite:///FILE or")
