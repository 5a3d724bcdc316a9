"""A question takes a handful of queries, the same however many accounts, securities and transactions there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from adapters.database.engine import open_engine
from adapters.database.repository import SqlRepository
from adapters.database.writer import replace_portfolio
from advisor.ask import Question, answer
from scripts.benchmarks import firm
from scripts.benchmarks.answers import Case, cases

DAYS = 400
# The customer, the accounts, the dataset's version, and what the question itself needs.
MOST_QUERIES = 12


@pytest.fixture(scope="module", params=["of a load", "without a version"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Heavy customers with four accounts and thirty securities, and small ones with one account and three."""
    market = firm.make_market()
    market = replace(market, days=market.days[-DAYS:], closes=[closes[-DAYS:] for closes in market.closes])
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('queries') / 'folio.sqlite'}")
    rows = firm.tables(market, firm.heavy_transactions(market), customers=firm.HEAVY_CUSTOMERS + 30)
    replace_portfolio(engine, rows)
    if request.param == "without a version":
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM loads")
    yield engine
    engine.dispose()


def queries(engine: Engine, case: Case, customer_id: str) -> list[str]:
    """Those of the first question of a process, which finds nothing in memory."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    question = Question(case.kind, customer_id, text=case.title, mentions=case.mentions())
    reply = answer(question, SqlRepository(engine), today=firm.TODAY)
    event.remove(engine, "before_cursor_execute", note)
    assert reply.facts is not None, reply.text
    return [re.sub(r"IN \([?, ]+\)", "IN (…)", statement) for statement in asked]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_the_queries_of_a_question_are_few_and_independent_of_what_the_customer_has(case: Case, engine: Engine) -> None:
    heavy = queries(engine, case, firm.heavy_customer(0))
    small = queries(engine, case, "C-000000")  # holds F00, which the cases name
    assert len(heavy) <= MOST_QUERIES
    assert heavy == small


def test_prices_are_read_once_for_a_question_and_not_again_for_the_next(engine: Engine) -> None:
    case = Case("performance", (("period", "since inception"),))
    read = [statement for statement in queries(engine, case, firm.heavy_customer(0)) if "prices.close" in statement]
    assert len(read) == 1
    if not _has_version(engine):
        return
    repository = SqlRepository(engine)
    answer(Question("performance", firm.heavy_customer(0), ""), repository, today=firm.TODAY)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    answer(Question("performance", firm.heavy_customer(0), ""), repository, today=firm.TODAY)
    assert [statement for statement in asked if "prices.close" in statement or "FROM transactions" in statement] == []


def _has_version(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT version FROM loads").first() is not None
