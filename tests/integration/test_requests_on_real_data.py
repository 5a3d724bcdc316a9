"""Requests through the real parts: the demo firm in a database, the store beside it, and the action server's start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from adapters.database.engine import open_engine
from adapters.database.ready import ReadyDatabase
from adapters.database.repository import SqlRepository
from adapters.database.request_store import SqlRequestStore
from adapters.database.writer import replace_portfolio
from adapters.portfolio_files.dataset import read_dataset
from advisor.ask import Question, answer
from advisor.dialogue import Mention
from advisor.requests.dialogue import begin, go_on
from advisor.requests.recording import record, recorded_before
from advisor.requests.records import Asks, Confirmed, Draft, Heard, Step
from advisor.requests.world import world_of
from scripts import actions
from scripts.ports import free_port

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo" / "portfolio.xlsx"
TODAY, NOW = date(2026, 11, 20), datetime(2026, 11, 20, 16, 0, tzinfo=timezone.utc)
SHAH = "C-1002"


@dataclass
class Desk:
    """One customer who types; every step reads the databases anew, as two turns of a conversation do."""

    repository: SqlRepository
    store: SqlRequestStore
    customer_id: str = SHAH
    draft: Draft | None = None
    step: Step | None = None
    said: list[str] = field(default_factory=list)

    def says(self, words: str, intent: str, draft_id: str = "D-1", **marked: str) -> str:
        mentions = tuple(Mention(entity, named, named) for entity, named in marked.items())
        heard = Heard(words, intent, 0.95, mentions)
        with self.repository.reading() as view:
            world = world_of(self.customer_id, view, self.store, today=TODAY, now=NOW)
            assert world is not None
            if self.draft is not None:
                before = recorded_before(self.draft, self.store, world)
                if before is not None:
                    return before.text
            self.step = begin(intent, heard, world, draft_id) if self.draft is None else go_on(self.draft, heard, world)
            if isinstance(self.step, Confirmed):
                return record(self.step, self.store, world).text
        assert not isinstance(self.step, Confirmed)
        if isinstance(self.step, Asks):
            self.draft = self.step.draft
        return getattr(self.step, "said").text  # noqa: B009


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    replace_portfolio(engine, read_dataset(DEMO).rows())
    yield engine
    engine.dispose()


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(SqlRepository(engine), SqlRequestStore(ReadyDatabase(engine)))


def test_a_deposit_is_recorded_once_told_twice_listed_and_withdrawn(desk: Desk, engine: Engine) -> None:
    assert desk.says("put 500 into my taxable", "deposit", amount="500", account="taxable") == (
        "Deposit $500.00 into Taxable from your linked bank account. Shall I pass it on?"
    )
    done = desk.says("yes", "affirm")
    [recorded] = desk.store.open_requests(SHAH)
    assert done.startswith(f"Done. Your request is recorded as {recorded.reference}.")
    assert desk.says("yes", "affirm").startswith(f"That is recorded already, as {recorded.reference}")
    replace_portfolio(engine, read_dataset(DEMO).rows())  # a load of the night changes nothing of it
    question = Question("transfer_status", SHAH, "what did I ask for?")
    reply = answer(question, desk.repository, today=TODAY, requests_of=desk.store.open_requests)
    assert recorded.reference in reply.text
    cancel = Desk(desk.repository, desk.store)
    assert recorded.reference in cancel.says(f"cancel {recorded.reference}", "cancel_transfer", "D-2")
    assert (
        cancel.says("yes", "affirm")
        == f"Done. Your request {recorded.reference} is withdrawn; nothing will come of it."
    )
    assert desk.store.open_requests(SHAH) == []


def test_nobody_sees_or_cancels_the_request_of_another_customer(desk: Desk) -> None:
    desk.says("put 500 into my taxable", "deposit", amount="500", account="taxable")
    desk.says("yes", "affirm")
    [recorded] = desk.store.open_requests(SHAH)
    other = Desk(desk.repository, desk.store, customer_id="C-1001")
    assert recorded.reference not in other.says(f"cancel {recorded.reference}", "cancel_transfer", "D-1")
    assert other.store.recorded("C-1001", "D-1") is None
    question = Question("account_summary", "C-1001", "")
    reply = answer(question, desk.repository, today=TODAY, requests_of=desk.store.open_requests)
    assert recorded.reference not in reply.text


def test_an_account_id_of_somebody_else_in_a_draft_is_no_account(desk: Desk) -> None:
    desk.says("put 500 into my taxable", "deposit", amount="500", account="taxable")
    assert desk.draft is not None
    forged = {**desk.draft.fields, "account": "A-1101"}
    desk.draft = Draft.from_json({**desk.draft.to_json(), "fields": forged})
    assert desk.says("yes", "affirm").startswith("I don't find that account any more.")
    assert desk.store.open_requests(SHAH) == []


def test_a_pending_transfer_of_the_firm_s_data_becomes_a_request_to_cancel_it(desk: Desk) -> None:
    assert desk.says("cancel my deposit", "cancel_transfer") == (
        "Cancel the deposit of $1,500.00 into Taxable, 18 Nov 2026. Shall I do that?"
    )
    desk.says("yes", "affirm")
    [recorded] = desk.store.open_requests(SHAH)
    assert recorded.details == {"what": "X-1002"}


def test_the_action_server_doesnt_start_on_a_database_of_a_newer_folio(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE folio_version SET version_num = '9999'"))
    monkeypatch.setenv("FOLIO_DATABASE_URL", database_url)
    monkeypatch.setenv("FOLIO_ACTION_SECRET", "0123456789abcdef0123456789abcdef")
    assert actions.main(["--port", str(free_port())]) == 2
    assert "run the newer Folio that migrated it" in capsys.readouterr().err


def test_a_store_is_closed_without_an_error(database_url: str) -> None:
    with closing(SqlRequestStore(ReadyDatabase(open_engine(database_url)))) as store:
        assert store.open_requests("C-1") == []
