"""A question sees one dataset: not a mix with one that is loaded meanwhile, and not one that has been replaced."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from adapters.database import migrate
from adapters.database.engine import open_engine
from adapters.database.migrate import upgrade_to_head
from adapters.database.repository import SqlRepository
from adapters.database.schema import loads, metadata
from adapters.database.writer import replace_portfolio
from advisor.repository import DataUnavailable
from tests.fakes.portfolio import FakeRepository, buy, customer, day, deposit
from tests.unit.advisor.world import CLOSES, INVESTED, TODAY, facts, repository

OLD = repository(*INVESTED)
# The same customer, with ten times the shares at a tenth of the prices and twice the money: a mix would show.
NEW = repository(
    deposit("2026-01-02", "20000"),
    buy("2026-01-02", "VTI", "505", "10"),
    closes={"VTI": {on: close / 10 for on, close in CLOSES["VTI"].items()}, "BND": CLOSES["BND"]},
)
AskedOf = FakeRepository | SqlRepository


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    replace_portfolio(engine, OLD.rows())
    yield engine
    engine.dispose()


@pytest.fixture
def source(database_url: str, engine: Engine) -> Iterator[SqlRepository]:
    """Has connections of its own, apart from those that load."""
    source = SqlRepository(open_engine(database_url))
    yield source
    source.close()


def worth(source: AskedOf) -> object:
    return facts(source, "portfolio_value")["value"]  # type: ignore[arg-type]


def closes_of(source: SqlRepository) -> tuple[Decimal, ...]:
    return source.prices(["VTI"], until=TODAY)["VTI"].closes


@pytest.mark.parametrize(
    ("table", "asked_before"),
    [
        *((table, False) for table in ("customers", "accounts", "loads", "transactions", "prices")),
        *((table, True) for table in ("customers", "accounts", "loads")),  # the others are kept by then
    ],
)
def test_a_load_in_the_middle_of_a_question_does_not_change_its_answer(
    source: SqlRepository, engine: Engine, table: str, asked_before: bool
) -> None:
    if asked_before:
        assert worth(source) == worth(OLD)
    loaded: list[str] = []

    def load(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if f"FROM {table}" in statement and not loaded:
            loaded.append(statement)
            replace_portfolio(engine, NEW.rows())

    event.listen(source._engine, "after_cursor_execute", load)
    assert worth(source) == worth(OLD)
    assert loaded
    assert worth(source) == worth(NEW)


def test_a_view_stays_what_it_was_at_its_first_query(source: SqlRepository, engine: Engine) -> None:
    with source.reading() as view:
        assert view.customer("C-1") is not None
        replace_portfolio(engine, NEW.rows())
        assert closes_of(view) == OLD.prices(["VTI"], until=TODAY)["VTI"].closes  # type: ignore[arg-type]
        assert list(view.transactions(["A-1"], until=TODAY)) == list(OLD.transactions(["A-1"], until=TODAY))
        assert closes_of(source) == NEW.prices(["VTI"], until=TODAY)["VTI"].closes
        assert list(view.securities()) == list(OLD.securities())


def test_a_new_load_is_seen_by_the_next_question(source: SqlRepository, engine: Engine) -> None:
    for firm in (OLD, NEW, OLD, NEW):
        replace_portfolio(engine, firm.rows())
        for _ in range(2):
            assert worth(source) == worth(firm)
            assert facts(source, "performance") == facts(firm, "performance")  # type: ignore[arg-type]


def test_what_is_corrected_by_hand_is_seen_by_the_next_question(source: SqlRepository, engine: Engine) -> None:
    assert worth(source) == worth(OLD)
    with engine.begin() as connection:
        connection.execute(text("UPDATE prices SET close = close * 2 WHERE ticker = 'VTI'"))
    assert worth(source) != worth(OLD)
    with engine.begin() as connection:
        connection.execute(text("UPDATE prices SET close = close / 2 WHERE ticker = 'VTI'"))
    assert worth(source) == worth(OLD)
    replace_portfolio(engine, OLD.rows())
    assert worth(source) == worth(OLD)


@pytest.mark.parametrize("table", ["prices", "securities", "target_models", "transactions"])
def test_any_change_by_hand_of_what_is_kept_takes_the_version_away(engine: Engine, table: str) -> None:
    replace_portfolio(engine, {**OLD.rows(), "target_models": [{"model": "m", "ticker": "VTI", "weight": Decimal(1)}]})
    column = list(metadata.tables[table].c)[-1].name
    with engine.begin() as connection:
        assert len(connection.execute(loads.select()).all()) == 1
        connection.execute(text(f"UPDATE {table} SET {column} = {column}"))
        assert connection.execute(loads.select()).all() == []


def test_the_same_data_have_the_same_version_and_others_another(engine: Engine) -> None:
    versions = []
    for firm in (OLD, NEW, OLD):
        replace_portfolio(engine, firm.rows())
        with engine.connect() as connection:
            versions.append(connection.execute(loads.select()).scalar_one())
    assert versions[0] == versions[2] != versions[1]


def test_a_load_that_fails_leaves_answers_as_they_were(source: SqlRepository, engine: Engine) -> None:
    assert worth(source) == worth(OLD)
    rows = NEW.rows()
    rows["accounts"][0]["customer_id"] = "nobody"
    with pytest.raises(Exception, match=r"FOREIGN KEY|foreign key"):
        replace_portfolio(engine, rows)
    assert worth(source) == worth(OLD)


def test_a_database_that_an_older_folio_made_is_read_anew_each_time(database_url: str) -> None:
    engine = open_engine(database_url)
    _upgrade_to(engine, "0001")
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if rows := OLD.rows().get(table.name):
                connection.execute(table.insert(), rows)
    source = SqlRepository(open_engine(database_url))
    assert worth(source) == worth(OLD)
    with engine.begin() as connection:
        connection.execute(text("UPDATE prices SET close = close * 2 WHERE ticker = 'VTI'"))
    doubled = worth(source)
    assert doubled != worth(OLD)
    upgrade_to_head(engine)  # under a running server
    assert worth(source) == doubled
    replace_portfolio(engine, NEW.rows())
    assert worth(source) == worth(NEW)
    source.close()
    engine.dispose()


def _upgrade_to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate._MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_many_questions_at_once_while_loads_go_on_each_see_one_dataset(source: SqlRepository, engine: Engine) -> None:
    allowed = {worth(OLD), worth(NEW)}
    failures: list[BaseException] = []
    seen: set[object] = set()
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                seen.add(worth(source))
        except BaseException as error:
            failures.append(error)

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for thread in askers:
        thread.start()
    for firm in (NEW, OLD) * 5:
        replace_portfolio(engine, firm.rows())
    done.set()
    for thread in askers:
        thread.join(60)
    assert failures == []
    assert seen <= allowed


def test_nobody_gets_the_transactions_of_other_accounts(engine: Engine, source: SqlRepository) -> None:
    other = replace(OLD.all_accounts[0], account_id="B-1", customer_id="C-2")
    theirs = deposit("2026-01-05", "77", "B-1")
    firm = repository(
        *INVESTED,
        theirs,
        customers=[customer(), customer("C-2")],
        all_accounts=[*OLD.all_accounts, other],
    )
    replace_portfolio(engine, firm.rows())
    for _ in range(2):
        for ids in (["A-1"], ["B-1"], ["A-1", "A-2"], ["A-2", "A-1"], ["A-2"], ["nobody"]):
            for until in (TODAY, day("2026-01-02"), date(2020, 1, 1)):
                assert list(source.transactions(ids, until=until)) == list(firm.transactions(ids, until=until))


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE transactions SET date = '2026-02-3x'", "portfolio_value"),
        ("UPDATE transactions SET amount = 'much'", "portfolio_value"),
        ("UPDATE transactions SET amount = 10.5", "portfolio_value"),
        ("UPDATE transactions SET shares = 'x' WHERE ticker = 'VTI'", "holdings"),
        ("UPDATE prices SET close = 99.5", "portfolio_value"),
        ("UPDATE prices SET close = 'high'", "portfolio_value"),
        ("UPDATE prices SET date = '2026-0x-02' WHERE date = '2026-06-30'", "performance"),
        ("UPDATE securities SET expense_ratio_bps = 'cheap'", "holdings"),
        ("UPDATE securities SET expense_ratio_bps = 'NaN'", "holdings"),
        ("UPDATE accounts SET opened_on = 'long ago'", "account_list"),
    ],
)
@pytest.mark.parametrize("loaded", [True, False], ids=["of a load", "without a version"])
def test_a_broken_row_makes_the_data_unavailable_and_its_content_stays_out_of_the_message(
    tmp_path: object, statement: str, kind: str, loaded: bool
) -> None:
    """SQLite keeps whatever it is given; PostgreSQL refuses it."""
    engine = open_engine(f"sqlite:///{tmp_path}/folio.sqlite")
    replace_portfolio(engine, OLD.rows())
    with engine.begin() as connection:
        connection.execute(text("PRAGMA ignore_check_constraints=ON"))
        connection.execute(text(statement))
        if loaded:
            connection.execute(loads.insert().values(version="as if loaded"))
    with pytest.raises(DataUnavailable, match=rf"a row of table '{statement.split()[1]}'") as caught:
        facts(SqlRepository(engine), kind)  # type: ignore[arg-type]
    for content in ("much", "long ago", "2026-02-3x", "cheap", "99.5"):
        assert content not in str(caught.value)
    engine.dispose()
