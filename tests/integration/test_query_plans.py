"""Answers must be as fast with 100,000 customers as with 100: no query about one customer may look through a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from adapters.database.engine import open_engine
from adapters.database.repository import SqlRepository
from adapters.database.writer import replace_portfolio
from adapters.portfolio_files.dataset import read_dataset
from tests.unit.adapters.small_firm import small_firm, write_csv

TODAY = date(2026, 1, 6)

CALLS: dict[str, Callable[[SqlRepository], object]] = {
    "customer": lambda repository: repository.customer("C-1"),
    "accounts": lambda repository: repository.accounts("C-1"),
    "transactions": lambda repository: repository.transactions(["A-1", "A-2"], until=TODAY),
    "prices": lambda repository: repository.prices(["VTI", "BND"], until=TODAY),
    "prices from a start on": lambda repository: repository.prices(["VTI", "BND"], until=TODAY, start=TODAY),
    "last price date": lambda repository: repository.last_price_date(until=TODAY),
    "target model": lambda repository: repository.target_model("mix"),
    "transfers": lambda repository: repository.transfers(["A-1", "A-2"], until=TODAY),
    "recurring deposits": lambda repository: repository.recurring_deposits(["A-1", "A-2"]),
    "goals": lambda repository: repository.goals("C-1"),
    "documents": lambda repository: repository.documents("C-1"),
}


@pytest.fixture(scope="module", params=["of a load", "without a version"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The small firm 200 times over: with fewer rows SQLite rightly looks through all of them."""
    folder = tmp_path_factory.mktemp("many")
    dataset = read_dataset(write_csv(folder / "firm", small_firm()))
    rows = {name: list(records) for name, records in dataset.rows().items()}
    for name, records in rows.items():
        if name not in ("securities", "prices", "target_models"):
            rows[name] = [_copy(record, number) for number in range(200) for record in records]
    engine = open_engine(f"sqlite:///{folder / 'folio.sqlite'}")
    replace_portfolio(engine, rows)
    if request.param == "without a version":
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM loads")
    yield engine
    engine.dispose()


def _copy(record: dict[str, Any], number: int) -> dict[str, Any]:
    """The record with other ids; the first copy keeps its own."""
    if number == 0:
        return record
    return {
        column: f"{value}-{number}" if column.endswith("_id") and value is not None else value
        for column, value in record.items()
    }


@pytest.mark.parametrize("name", CALLS)
def test_every_question_about_a_customer_goes_through_an_index(name: str, engine: Engine) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")) and "FROM loads" not in statement:
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    CALLS[name](SqlRepository(engine))
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 1
    with engine.connect() as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1])]
    assert any(step.startswith("SEARCH") for step in plan), plan
    # The short list of what the question itself named may be looked through; a stored table may not.
    assert [step for step in plan if step.startswith("SCAN") and step != "SCAN firsts"] == []
