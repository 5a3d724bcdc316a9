"""One contract for every repository: the fake of the tests, SQLite, PostgreSQL and HTTP give the same answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from adapters.database.engine import open_engine
from adapters.database.repository import SqlRepository
from adapters.database.writer import replace_portfolio
from adapters.portfolio_api.repository import ApiRepository
from adapters.settings import Secret
from advisor.model import (
    Account,
    Customer,
    Document,
    Goal,
    RecurringDeposit,
    Security,
    Transaction,
    Transfer,
)
from advisor.repository import DataUnavailable, Repository
from scripts.portfolio_api import create_app
from tests.fakes.portfolio import FakeRepository
from tests.integration.api_server import TOKEN, service, serving
from tests.integration.databases import fresh_database

# fmt: off
D = date
# Ids that languages sort otherwise than code points do: capitals first, hyphens and digits counting.
FIRM = FakeRepository(
    customers=[Customer("C-1", "Ada Núñez", "ada@example.com", 5, D(2020, 1, 1), "USD"),
               Customer("c-1", "Other", "o@example.com", 10, D(2021, 1, 1), "EUR")],
    all_accounts=[
        Account("a-2", "C-1", "Taxable", "taxable", D(2020, 1, 1), "mix", Decimal("12.5")),
        Account("A10", "C-1", "Roth", "roth_ira", D(2020, 1, 1), None, Decimal(0)),
        Account("A-2", "C-1", "Joint", "joint", D(2030, 1, 1), "mix", Decimal(25)),
        Account("B", "c-1", "Other's", "taxable", D(2020, 1, 1), None, Decimal(0)),
    ],
    all_securities=[
        Security("VTI", "Stocks", "etf", "stocks", "US", None, Decimal("3.25"), "USD", ("total stock",)),
        Security("bnd", "Bonds", "etf", "bonds", None, "Broad", Decimal(0), "USD"),
        Security("OLD", "Delisted", "stock", "stocks", None, None, Decimal(0), "USD"),
        Security("SPX", "S&P 500", "index", None, None, None, Decimal(0), "USD", ("S&P 500", "the market")),
    ],
    closes={
        "VTI": {D(2024, 1, 2): Decimal("100.5"), D(2024, 1, 4): Decimal("0.000001"),
                D(2024, 1, 5): Decimal("999999.123456")},
        "bnd": {D(2024, 1, 3): Decimal(80), D(2024, 1, 4): Decimal(81)},
        "OLD": {D(2023, 6, 1): Decimal(7), D(2023, 6, 2): Decimal(8)},
        "SPX": {D(2024, 1, 8): Decimal(5000)},
    },
    models={"mix": {"bnd": Decimal("0.333333333333"), "VTI": Decimal("0.666666666667")}},
    all_transactions=[
        Transaction("t-2", "a-2", D(2024, 1, 3), "buy", "VTI", Decimal("0.000001"), Decimal("100.5"), Decimal("0"),
                    "rebalance"),
        Transaction("T-10", "a-2", D(2024, 1, 3), "deposit", None, None, None, Decimal("12345678901.23"), "deposit"),
        Transaction("T-1", "A10", D(2024, 1, 3), "fee", None, None, None, Decimal("-0.01"), None),
        Transaction("T-0", "a-2", D(2024, 1, 4), "sell", "VTI", Decimal("123456.654321"), Decimal("1.1"),
                    Decimal("135802.32"), None),
        Transaction("T-9", "B", D(2024, 1, 3), "deposit", None, None, None, Decimal("5.00"), None),
    ],
    all_transfers=[
        Transfer("x-1", "a-2", "deposit", Decimal("50.00"), D(2024, 1, 3), None, "pending"),
        Transfer("X-2", "A10", "withdrawal", Decimal("1.10"), D(2024, 1, 3), D(2024, 1, 8), "completed"),
        Transfer("X-3", "a-2", "deposit", Decimal("2.00"), D(2024, 1, 4), None, "failed"),
        Transfer("X-9", "B", "deposit", Decimal("2.00"), D(2024, 1, 4), None, "cancelled"),
    ],
    all_recurring_deposits=[
        RecurringDeposit("a-2", Decimal("100.00"), "weekly", None, False),
        RecurringDeposit("a-2", Decimal("100.00"), "weekly", D(2024, 2, 1), True),
        RecurringDeposit("a-2", Decimal("20.00"), "monthly", D(2024, 2, 1), True),
        RecurringDeposit("a-2", Decimal("100.00"), "monthly", D(2024, 3, 1), True),
        RecurringDeposit("A10", Decimal("900.00"), "monthly", D(2024, 2, 1), True),
        RecurringDeposit("B", Decimal("900.00"), "monthly", D(2024, 2, 1), True),
    ],
    all_goals=[
        Goal("g", "C-1", "House", Decimal("9000.00"), D(2030, 6, 30), ("a-2", "A10"), Decimal("0.00")),
        Goal("G", "C-1", "Trip", Decimal("10.50"), D(2027, 1, 1), ("A10",), Decimal("1.00")),
        Goal("G-9", "c-1", "Other", Decimal("10.50"), D(2027, 1, 1), ("B",), Decimal("1.00")),
    ],
    all_documents=[
        Document("d", "C-1", None, "statement", 2023, None),
        Document("D", "C-1", "A10", "1099-R", 2023, D(2024, 1, 31)),
        Document("D-9", "c-1", "B", "5498", 2023, None),
    ],
)
# fmt: on


def store(url: str) -> SqlRepository:
    engine = open_engine(url)
    replace_portfolio(engine, FIRM.rows())
    return SqlRepository(engine)


@pytest.fixture(
    scope="module", params=["fake", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres), "http"]
)
def repository(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """Each kind, filled once: these tests only read."""
    if request.param == "fake":
        yield FIRM
    elif request.param == "sqlite":
        yield from _stored(f"sqlite:///{tmp_path_factory.mktemp('contract') / 'folio.sqlite'}")
    elif request.param == "http":
        with (
            closing(store(f"sqlite:///{tmp_path_factory.mktemp('contract') / 'folio.sqlite'}")) as stored,
            serving(create_app(stored, Secret(TOKEN))) as address,
            closing(ApiRepository.over(service(address))) as api,
        ):
            yield api
    else:
        with fresh_database(request.getfixturevalue("postgres"), "folio_contract") as url:
            yield from _stored(url)


def _stored(url: str) -> Iterator[Repository]:
    repository = store(url)
    yield repository
    repository.close()


def test_a_customer_is_found_by_the_exact_id(repository: Repository) -> None:
    assert repository.customer("C-1") == FIRM.customers[0]
    assert repository.customer("c-1") == FIRM.customers[1]
    assert repository.customer("C-2") is None
    assert repository.customer("C-1' OR '1'='1") is None


def test_accounts_are_the_customers_own_in_text_order(repository: Repository) -> None:
    assert [a.account_id for a in repository.accounts("C-1")] == ["A-2", "A10", "a-2"]
    assert repository.accounts("C-1")[2] == FIRM.all_accounts[0]
    assert list(repository.accounts("nobody")) == []


def test_transactions_come_by_date_then_id_as_text_and_never_from_the_future(repository: Repository) -> None:
    found = repository.transactions({"a-2", "A10"}, until=D(2024, 1, 4))
    assert [t.transaction_id for t in found] == ["T-1", "T-10", "t-2", "T-0"]
    assert set(found) == set(FIRM.all_transactions[:4])
    assert [t.transaction_id for t in repository.transactions(["a-2"], until=D(2024, 1, 3))] == ["T-10", "t-2"]
    assert list(repository.transactions([], until=D(2024, 1, 3))) == []


def test_securities_come_by_ticker_with_their_aliases(repository: Repository) -> None:
    assert [s.ticker for s in repository.securities()] == ["OLD", "SPX", "VTI", "bnd"]
    assert set(repository.securities()) == set(FIRM.all_securities)


def test_prices_are_exact_and_end_at_until(repository: Repository) -> None:
    found = repository.prices({"VTI", "bnd", "none"}, until=D(2024, 1, 4))
    assert set(found) == {"VTI", "bnd"}
    assert found["VTI"].dates == (D(2024, 1, 2), D(2024, 1, 4))
    assert found["VTI"].closes == (Decimal("100.5"), Decimal("0.000001"))
    assert dict(repository.prices(["SPX"], until=D(2024, 1, 5))) == {}
    assert dict(repository.prices([], until=D(2024, 1, 5))) == {}


@pytest.mark.parametrize(
    "start", [D(2023, 1, 1), D(2023, 6, 1), D(2024, 1, 1), D(2024, 1, 3), D(2024, 1, 4), D(2025, 1, 1)]
)
@pytest.mark.parametrize("until", [D(2023, 6, 1), D(2024, 1, 4), D(2026, 1, 1)])
def test_prices_begin_at_each_tickers_own_last_close_before_the_start(
    repository: Repository, start: date, until: date
) -> None:
    tickers = ["VTI", "bnd", "OLD", "SPX"]
    assert dict(repository.prices(tickers, until=until, start=start)) == dict(
        FIRM.prices(tickers, until=until, start=start)
    )


def test_the_last_price_date_is_that_of_any_security(repository: Repository) -> None:
    assert repository.last_price_date(until=D(2030, 1, 1)) == D(2024, 1, 8)
    assert repository.last_price_date(until=D(2024, 1, 7)) == D(2024, 1, 5)
    assert repository.last_price_date(until=D(2020, 1, 1)) is None


def test_a_target_model_keeps_its_weights_exactly(repository: Repository) -> None:
    assert dict(repository.target_model("mix")) == FIRM.models["mix"]
    assert dict(repository.target_model("Mix")) == {}


def test_transfers_come_newest_first_then_by_id(repository: Repository) -> None:
    found = repository.transfers(["a-2", "A10"], until=D(2024, 1, 4))
    assert [t.transfer_id for t in found] == ["X-3", "X-2", "x-1"]
    assert set(found) == set(FIRM.all_transfers[:3])
    assert len(repository.transfers(["a-2"], until=D(2024, 1, 3))) == 1


def test_recurring_deposits_come_by_account_amount_frequency_and_date(repository: Repository) -> None:
    found = repository.recurring_deposits(["A10", "a-2"])
    rows = FIRM.all_recurring_deposits
    assert list(found) == [rows[4], rows[2], rows[3], rows[1], rows[0]]


def test_goals_and_documents_are_the_customers_own_by_id(repository: Repository) -> None:
    assert list(repository.goals("C-1")) == [FIRM.all_goals[1], FIRM.all_goals[0]]
    assert list(repository.documents("C-1")) == [FIRM.all_documents[1], FIRM.all_documents[0]]
    assert list(repository.goals("nobody")) == []


def test_every_call_is_one_query_however_much_it_covers(database_url: str) -> None:
    repository = store(database_url)
    repository.securities()  # the first question also asks whether there are versions at all
    statements: list[str] = []
    event.listen(repository._engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    with repository.reading() as reading:
        reading.prices(["VTI", "bnd", "OLD", "SPX"], until=D(2026, 1, 1), start=D(2024, 1, 3))
        reading.transactions(["a-2", "A10", "A-2"], until=D(2026, 1, 1))
        reading.recurring_deposits(["a-2", "A10", "A-2"])
    repository.close()
    assert len([statement for statement in statements if statement != "BEGIN" and "FROM loads" not in statement]) == 3
    assert len([statement for statement in statements if "FROM loads" in statement]) == 1


def test_a_database_without_tables_is_unavailable(database_url: str) -> None:
    with pytest.raises(DataUnavailable, match="can't answer"):
        SqlRepository(open_engine(database_url)).customer("C-1")


def test_a_database_out_of_reach_is_unavailable() -> None:
    url = "postgresql+psycopg2://folio:s3cret@127.0.0.1:1/folio"
    with pytest.raises(DataUnavailable) as caught:
        SqlRepository(open_engine(url)).securities()
    assert "s3cret" not in str(caught.value)
