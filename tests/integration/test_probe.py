"""Whether a database answers: real ones, up, empty, gone, broken, stopped."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from adapters.database.engine import open_engine
from adapters.database.migrate import upgrade_to_head
from adapters.database.probe import probe
from tests.integration.databases import fresh_database, postgres_server


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database whose name means something else in an address."""
    file = tmp_path / "100% #1.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    upgrade_to_head(engine)
    engine.dispose()
    return file


def test_a_file_answers_while_another_writes_to_it(file: Path) -> None:
    engine = open_engine(f"sqlite:///{file}")
    with engine.connect() as writer:
        writer.exec_driver_sql("CREATE TABLE t (x)")
        probe(f"sqlite:///{file}")
    engine.dispose()


def test_a_file_that_is_gone_does_not_answer_and_is_not_made(file: Path) -> None:
    file.unlink()
    with pytest.raises(SQLAlchemyError):
        probe(f"sqlite:///{file}")
    assert not file.exists()


def test_a_file_that_is_no_database_does_not_answer(file: Path) -> None:
    for beside in file.parent.iterdir():
        beside.unlink()
    file.write_bytes(b"words, and no database at all" * 100)
    with pytest.raises(SQLAlchemyError):
        probe(f"sqlite:///{file}")


def test_a_file_of_a_relative_name_and_one_named_by_an_address_answer(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    plain = file.rename(file.with_name("plain.sqlite"))
    probe("sqlite:///plain.sqlite")
    probe(f"sqlite:///file:{plain}?uri=true")


def test_a_postgresql_answers_before_it_has_tables() -> None:
    with postgres_server() as server, fresh_database(server, "probe") as url:
        probe(url)
        with pytest.raises(SQLAlchemyError):
            probe(url.replace("/probe?", "/nobody?"))


def test_nobody_listening_is_no_answer() -> None:
    with pytest.raises(SQLAlchemyError):
        probe(f"postgresql+psycopg2://folio:s3cret@127.0.0.1:{_unused_port()}/folio")


def test_a_server_that_takes_the_call_and_says_nothing_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(SQLAlchemyError):
        probe(f"postgresql+psycopg2://folio@127.0.0.1:{silent.getsockname()[1]}/folio")


def _unused_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
