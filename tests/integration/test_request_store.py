"""One contract for every store of requests: the fake of the tests, SQLite and PostgreSQL keep the same promises."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from adapters.database.engine import WRITER, open_engine
from adapters.database.migrate import hold_write_lock
from adapters.database.ready import ReadyDatabase
from adapters.database.references import ALPHABET
from adapters.database.request_schema import requests, webhook_events
from adapters.database.request_store import SqlRequestStore
from adapters.database.writer import replace_portfolio
from advisor.repository import DataUnavailable
from advisor.requests.store import NewCase, NewRequest, RequestStore, SlotTaken
from tests.fakes.requests import FakeRequestStore
from tests.integration.databases import fresh_database
from tests.integration.test_repository_contract import FIRM

AT = datetime(2026, 11, 20, 16, 0, 0, 123456, tzinfo=timezone.utc)
CALL = datetime(2026, 11, 24, 15, 0, tzinfo=timezone.utc)
DEPOSIT = NewRequest(
    draft_id="D-1",
    customer_id="C-1",
    kind="deposit",
    summary="Deposit $500.10 into Roth “ñ” from your linked bank account.",
    requested_at=AT,
    account_id="A-2",
    amount=Decimal("500.10"),
    details={"amount": "500.10", "account": "A-2"},
)
CASE = NewCase(
    key="K-1",
    kind="complaint",
    reason="nobody calls back",
    opened_at=AT,
    customer_id="C-1",
    turns=(("customer", "nobody calls back"), ("assistant", "I am sorry")),
)


def call(number: int, at: datetime = CALL, customer_id: str = "C-1") -> NewRequest:
    return replace(DEPOSIT, draft_id=f"call-{number}", kind="schedule_call", call_at=at, customer_id=customer_id)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(params=["fake", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RequestStore]:
    if request.param == "fake":
        yield FakeRequestStore()
    elif request.param == "sqlite":
        with closing(sql_store(f"sqlite:///{tmp_path / 'folio.sqlite'}")) as made:
            yield made
    else:
        with (
            fresh_database(request.getfixturevalue("postgres"), "folio_requests") as url,
            closing(sql_store(url)) as made,
        ):
            yield made


def sql_store(url: str) -> SqlRequestStore:
    return SqlRequestStore(ReadyDatabase(open_engine(url)))


def test_a_request_comes_back_as_it_was_recorded(store: RequestStore) -> None:
    recorded = store.record(DEPOSIT)
    assert recorded.new
    assert (recorded.status, recorded.amount, recorded.currency) == ("open", Decimal("500.10"), "USD")
    assert recorded.summary == DEPOSIT.summary
    assert recorded.requested_at == AT
    assert recorded.details == {"amount": "500.10", "account": "A-2"}
    assert store.open_requests("C-1") == [recorded]
    assert store.recorded("C-1", "D-1") == recorded


def test_the_same_draft_is_recorded_once(store: RequestStore) -> None:
    first = store.record(DEPOSIT)
    again = store.record(replace(DEPOSIT, amount=Decimal(9)))
    assert again == first
    assert not again.new
    assert len(store.open_requests("C-1")) == 1


def test_a_draft_of_another_customer_is_another_request(store: RequestStore) -> None:
    first, other = store.record(DEPOSIT), store.record(replace(DEPOSIT, customer_id="C-2"))
    assert other.new
    assert other.reference != first.reference
    assert store.open_requests("C-1") == [first]
    assert store.recorded("C-2", "D-9") is None


def test_open_requests_come_newest_first(store: RequestStore) -> None:
    for number in range(3):
        store.record(replace(DEPOSIT, draft_id=f"D-{number}", requested_at=AT + timedelta(minutes=number)))
    times = [request.requested_at for request in store.open_requests("C-1")]
    assert times == sorted(times, reverse=True)
    assert len(times) == 3


def test_only_the_own_open_request_is_withdrawn_and_only_once(store: RequestStore) -> None:
    reference = store.record(DEPOSIT).reference
    assert not store.withdraw("C-2", reference, at=AT)
    assert not store.withdraw("C-1", "REQ-XXXXX", at=AT)
    assert store.withdraw("C-1", reference, at=AT)
    assert not store.withdraw("C-1", reference, at=AT)
    assert store.open_requests("C-1") == []
    again = store.record(DEPOSIT)
    assert (again.status, again.new) == ("withdrawn", False)


def test_an_appointment_is_given_once_until_it_is_withdrawn(store: RequestStore) -> None:
    first = store.record(call(1))
    assert store.record(call(1)) == first
    with pytest.raises(SlotTaken):
        store.record(call(2, customer_id="C-2"))
    store.record(call(3, CALL + timedelta(minutes=30)))
    assert store.taken_slots(CALL, CALL + timedelta(hours=1)) == [CALL, CALL + timedelta(minutes=30)]
    assert store.taken_slots(CALL, CALL + timedelta(minutes=30)) == [CALL]
    store.withdraw("C-1", first.reference, at=AT)
    assert store.taken_slots(CALL, CALL + timedelta(minutes=30)) == []
    assert store.record(call(4, customer_id="C-2")).new


def test_a_case_is_opened_once_for_a_key(store: RequestStore) -> None:
    first = store.open_case(CASE)
    assert (first.new, first.status, first.kind, first.customer_id) == (True, "open", "complaint", "C-1")
    again = store.open_case(replace(CASE, reason="still nobody"))
    assert (again, again.new) == (first, False)
    assert store.case("K-1") == first
    assert store.case("K-2") is None
    assert store.open_case(replace(CASE, key="K-2", customer_id=None, turns=())).reference != first.reference


def rows_of(engine: Engine, table: Any) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(select(table)).mappings())


def test_ten_at_once_record_one_request_and_one_event(database_url: str, engine: Engine) -> None:
    stores = [sql_store(database_url) for _ in range(10)]
    found: list[object] = []
    start = threading.Barrier(len(stores))

    def record(store: SqlRequestStore) -> None:
        start.wait()
        try:
            found.append(store.record(DEPOSIT))
        except Exception as error:
            found.append(error)

    threads = [threading.Thread(target=record, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for store in stores:
        store.close()
    assert len({getattr(one, "reference", one) for one in found}) == 1
    assert sum(getattr(one, "new", False) for one in found) == 1
    assert len(rows_of(engine, requests)) == len(rows_of(engine, webhook_events)) == 1


def test_ten_at_once_get_ten_appointments_or_one(database_url: str, engine: Engine) -> None:
    stores = [sql_store(database_url) for _ in range(10)]
    found: list[object] = []
    start = threading.Barrier(len(stores))

    def record(number: int) -> None:
        start.wait()
        try:
            found.append(stores[number].record(call(number)))
        except Exception as error:
            found.append(error)

    threads = [threading.Thread(target=record, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for store in stores:
        store.close()
    assert sum(isinstance(one, SlotTaken) for one in found) == 9
    assert len(rows_of(engine, requests)) == 1


def test_a_reference_that_is_taken_is_drawn_again(
    database_url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["REQ-AAAAA", "REQ-AAAAA", "REQ-AAAAA", "REQ-BBBBB"])
    monkeypatch.setattr("adapters.database.request_store.new_reference", lambda prefix: next(drawn))
    with closing(sql_store(database_url)) as store:
        assert store.record(DEPOSIT).reference == "REQ-AAAAA"
        assert store.record(replace(DEPOSIT, draft_id="D-2")).reference == "REQ-BBBBB"


def test_references_are_short_and_without_letters_that_look_alike(database_url: str) -> None:
    with closing(sql_store(database_url)) as store:
        reference = store.record(DEPOSIT).reference
    assert reference.startswith("REQ-")
    assert len(reference) == 9
    assert set(reference[4:]) <= set(ALPHABET)
    assert not set("0O1I") & set(ALPHABET)


def test_each_change_is_told_by_one_event(database_url: str, engine: Engine) -> None:
    with closing(sql_store(database_url)) as store:
        reference = store.record(DEPOSIT).reference
        store.record(DEPOSIT)
        store.withdraw("C-1", reference, at=AT)
        store.withdraw("C-1", reference, at=AT)
        store.open_case(CASE)
        store.open_case(CASE)
    events = rows_of(engine, webhook_events)
    assert [event["type"] for event in events] == ["request.recorded", "request.withdrawn", "case.opened"]
    body = json.loads(events[0]["body"])
    assert body["id"] == events[0]["event_id"]
    assert body["created_at"] == "2026-11-20T16:00:00Z"
    assert body["request"] == {
        "reference": reference,
        "kind": "deposit",
        "status": "open",
        "customer_id": "C-1",
        "account_id": "A-2",
        "amount": "500.10",
        "currency": "USD",
        "summary": DEPOSIT.summary,
        "details": {"amount": "500.10", "account": "A-2"},
        "call_at": None,
        "requested_at": "2026-11-20T16:00:00Z",
        "note": None,
    }
    assert json.loads(events[2]["body"])["case"]["turns"][1] == {"who": "assistant", "text": "I am sorry"}


def test_loading_a_portfolio_leaves_requests_alone(database_url: str, engine: Engine) -> None:
    with closing(sql_store(database_url)) as store:
        recorded = store.record(DEPOSIT)
        store.open_case(CASE)
        replace_portfolio(engine, FIRM.rows())
        replace_portfolio(engine, {})
        assert store.open_requests("C-1") == [recorded]
        assert store.case("K-1") is not None
    assert len(rows_of(engine, webhook_events)) == 2


def test_a_database_with_only_a_portfolio_gets_the_tables_at_the_first_use(database_url: str, engine: Engine) -> None:
    replace_portfolio(engine, FIRM.rows())
    with engine.begin() as connection:
        for table in ("webhook_events", "cases", "requests"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("UPDATE folio_version SET version_num = '0002'"))
    with closing(sql_store(database_url)) as store:
        assert store.open_requests("C-1") == []
        assert store.record(DEPOSIT).new


def test_a_database_of_a_newer_folio_is_refused_with_what_to_do(database_url: str, engine: Engine) -> None:
    replace_portfolio(engine, FIRM.rows())
    with engine.begin() as connection:
        connection.execute(text("UPDATE folio_version SET version_num = '9999'"))
    with closing(sql_store(database_url)) as store, pytest.raises(DataUnavailable, match="run the newer Folio"):
        store.record(DEPOSIT)


def test_a_database_out_of_reach_is_unavailable_and_used_once_it_is_back(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    with closing(sql_store(f"sqlite:///{folder / 'folio.sqlite'}")) as store:
        with pytest.raises(DataUnavailable):
            store.record(DEPOSIT)
        folder.mkdir(parents=True)
        assert store.record(DEPOSIT).new


def test_open_requests_are_told_while_somebody_loads(database_url: str, engine: Engine) -> None:
    replace_portfolio(engine, FIRM.rows())
    with engine.connect().execution_options(**{WRITER: True}) as loader, loader.begin():
        hold_write_lock(loader)
        with closing(sql_store(database_url)) as store:  # a server that has just started
            assert store.open_requests("C-1") == []
