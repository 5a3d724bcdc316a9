"""Loading a portfolio: all of it or nothing, again and again, while others read and load."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, insert, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from adapters.database import request_schema
from adapters.database.engine import open_engine
from adapters.database.exact import DecimalText, ScaledDecimal
from adapters.database.migrate import VERSION_TABLE, DatabaseTooNew, upgrade_to_head
from adapters.database.repository import SqlRepository
from adapters.database.schema import metadata
from adapters.database.writer import holds_portfolio, replace_portfolio
from adapters.portfolio_files.dataset import read_dataset
from scripts.load_portfolio import main
from tests.unit.adapters.small_firm import Tables, small_firm, write_csv, write_workbook


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def environment(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLIO_DATABASE_URL", database_url)


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def without_second_customer() -> Tables:
    tables = small_firm()
    tables["customers"].pop()
    tables["accounts"].pop()
    return tables


def test_the_migrated_tables_are_those_of_the_schema(engine: Engine) -> None:
    upgrade_to_head(engine)
    upgrade_to_head(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": False})
        assert compare_metadata(context, [metadata, request_schema.metadata]) == []


def test_a_database_from_a_newer_version_is_refused(engine: Engine) -> None:
    upgrade_to_head(engine)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match="version 9999"):
        upgrade_to_head(engine)


@pytest.mark.usefixtures("environment")
def test_a_loaded_file_is_what_the_repository_answers_from(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(write_workbook(tmp_path / "firm.xlsx", small_firm()))]) == 0
    assert "loaded 2 customers, 3 accounts, 3 securities, 6 prices" in capsys.readouterr().out
    repository = SqlRepository(engine)
    assert [account.account_id for account in repository.accounts("C-1")] == ["A-1", "A-2"]
    assert repository.prices(["VTI"], until=date(2026, 1, 6))["VTI"].closes[-1] == Decimal("101.123456")
    assert sum(t.amount for t in repository.transactions(["A-1"], until=date(2026, 1, 6))) == Decimal("852.37")
    assert repository.goals("C-1")[0].account_ids == ("A-1", "A-2")
    assert repository.securities()[2].aliases == ("stocks", "total stock")


@pytest.mark.usefixtures("environment")
def test_loading_twice_gives_the_same_database(engine: Engine, tmp_path: Path) -> None:
    folder = str(write_csv(tmp_path / "firm", small_firm()))
    assert main([folder]) == 0
    once = contents(engine)
    assert main([folder]) == 0
    assert contents(engine) == once


@pytest.mark.usefixtures("environment")
def test_a_load_replaces_everything_that_was_there(engine: Engine, tmp_path: Path) -> None:
    assert main([str(write_csv(tmp_path / "two", small_firm()))]) == 0
    assert main([str(write_csv(tmp_path / "one", without_second_customer()))]) == 0
    assert SqlRepository(engine).customer("C-2") is None


@pytest.mark.usefixtures("environment")
def test_a_file_with_an_error_changes_nothing(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(write_csv(tmp_path / "good", small_firm()))]) == 0
    before = contents(engine)
    tables = without_second_customer()
    tables["prices"][1]["close"] = 0
    assert main([str(write_csv(tmp_path / "bad", tables))]) == 2
    told = capsys.readouterr().err
    assert "table prices, row 3, column close: '0' is not above 0" in told
    assert "1 error, nothing has changed" in told
    assert contents(engine) == before


def test_a_write_that_fails_in_the_middle_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    dataset = read_dataset(write_csv(tmp_path / "firm", small_firm()))
    replace_portfolio(engine, dataset.rows())
    before = contents(engine)
    rows = {name: list(records) for name, records in dataset.rows().items()}
    rows["documents"][0]["customer_id"] = "nobody"  # what only the database's own foreign keys would catch
    with pytest.raises(IntegrityError):
        replace_portfolio(engine, rows)
    assert contents(engine) == before


@pytest.mark.usefixtures("environment")
def test_check_changes_nothing_and_if_empty_loads_once(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two, one = write_csv(tmp_path / "two", small_firm()), write_csv(tmp_path / "one", without_second_customer())
    assert main([str(two), "--check"]) == 0
    assert not holds_portfolio(engine)
    assert main([str(two), "--if-empty"]) == 0
    assert main([str(one), "--if-empty"]) == 0
    assert "nothing to load" in capsys.readouterr().err
    assert SqlRepository(engine).customer("C-2") is not None


@pytest.mark.usefixtures("environment")
def test_many_errors_are_cut_short_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = small_firm()
    tables["prices"] = [{**tables["prices"][0], "close": "x"} for _ in range(30)]
    assert main([str(write_csv(tmp_path / "firm", tables)), "--errors", "5"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 7
    assert told[5].startswith("and ") and told[5].endswith(" more")


def test_wrong_settings_and_a_database_out_of_reach_are_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(write_csv(tmp_path / "firm", small_firm()))
    monkeypatch.setenv("FOLIO_DATABASE_URL", "postgresql://folio:s3cret@127.0.0.1:1/folio")
    assert main([folder]) == 2
    monkeypatch.setenv("FOLIO_DATABASE_URL", "oracle://db")
    assert main([folder]) == 2
    told = capsys.readouterr().err
    assert "the database can't be used, nothing has changed" in told
    assert "FOLIO_DATABASE_URL='oracle://db': use sqlite:///FILE" in told
    assert "s3cret" not in told


def test_readers_see_one_dataset_or_the_other_while_two_loaders_run(engine: Engine, tmp_path: Path) -> None:
    two = read_dataset(write_csv(tmp_path / "two", small_firm()))
    one = read_dataset(write_csv(tmp_path / "one", without_second_customer()))
    replace_portfolio(engine, two.rows())
    failures: list[BaseException] = []
    seen: set[int] = set()
    done = threading.Event()

    def load(dataset: object) -> None:
        try:
            for _ in range(5):
                replace_portfolio(engine, dataset.rows())  # type: ignore[attr-defined]
        except BaseException as error:
            failures.append(error)

    def read() -> None:
        repository = SqlRepository(engine)
        try:
            while not done.is_set():
                seen.add(len(repository.accounts("C-1")))
        except BaseException as error:
            failures.append(error)

    loaders = [threading.Thread(target=load, args=(dataset,)) for dataset in (one, two)]
    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in loaders + readers:
        thread.start()
    for thread in loaders:
        thread.join(120)
    done.set()
    for thread in readers:
        thread.join(30)
    assert failures == []
    assert seen == {2}  # never none: what is being replaced stays visible until the new is there
    assert len(contents(engine)["customers"]) in (1, 2)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    money=st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    price=st.decimals(min_value=0, max_value=10**12, places=6),
    rate=st.decimals(min_value=0, max_value=1, places=18),
)
def test_decimals_come_back_from_the_database_as_they_went_in(
    engine: Engine, money: Decimal, price: Decimal, rate: Decimal
) -> None:
    table = Table(
        "decimals",
        MetaData(),
        Column("money", ScaledDecimal(2)),
        Column("price", ScaledDecimal(6)),
        Column("rate", DecimalText),
    )
    with engine.begin() as connection:
        table.create(connection, checkfirst=True)
        connection.execute(table.delete())
        connection.execute(insert(table).values(money=money, price=price, rate=rate))
        assert tuple(connection.execute(select(table)).one()) == (money, price, rate)
        assert connection.execute(select(table.c.money).where(table.c.price == price)).scalar_one() == money


def test_more_decimals_than_a_column_keeps_are_refused() -> None:
    with pytest.raises(ValueError, match=r"1\.005 has more than 2 decimals"):
        ScaledDecimal(2).process_bind_param(Decimal("1.005"), None)
