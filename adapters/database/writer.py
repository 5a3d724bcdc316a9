"""Replacing the portfolio in the database: all of it in one transaction, or nothing.

What was there before goes: a dataset is the whole truth, so loading the same file twice gives the same database, and a
customer who left the file leaves the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import islice

from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from adapters.database.engine import WRITER
from adapters.database.migrate import hold_write_lock, upgrade_to_head
from adapters.database.schema import customers, loads, metadata

Row = Mapping[str, object]

_ROWS_AT_ONCE = 5_000


def replace_portfolio(
    engine: Engine, rows: Mapping[str, Iterable[Row]], *, written: Callable[[str, int], None] | None = None
) -> None:
    """Write `rows` (table name → checked rows by column name) in place of everything that is there.

    Readers see the old data until the last moment; a second writer waits. `written` is told table and rows so far.
    Raises SQLAlchemy's errors, with nothing changed.
    """
    upgrade_to_head(engine)
    tables = metadata.sorted_tables  # referenced tables first
    with engine.connect().execution_options(**{WRITER: True}) as connection, connection.begin():
        hold_write_lock(connection)
        for table in reversed(tables):
            connection.execute(table.delete())
        version = blake2b(digest_size=16)
        for table in tables:
            count = 0
            version.update(table.name.encode())
            for chunk in _chunks(rows.get(table.name, ())):
                if "row" in table.c:  # counted by us: a counter of the database would go on from the last load
                    chunk = [{**row, "row": number} for number, row in enumerate(chunk, start=count + 1)]
                version.update(repr(chunk).encode())
                connection.execute(insert(table), chunk)
                count += len(chunk)
                if written is not None:
                    written(table.name, count)
        # Last, because any change of what came before takes it away (migration 0002).
        connection.execute(insert(loads).values(version=version.hexdigest()))
    # So that PostgreSQL and SQLite choose the indexes from the first question on.
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def holds_portfolio(engine: Engine) -> bool:
    """Whether there is any customer; creates the tables where they are missing."""
    upgrade_to_head(engine)
    with engine.connect() as connection:
        return connection.execute(select(customers.c.customer_id).limit(1)).first() is not None


def _chunks(rows: Iterable[Row]) -> Iterator[list[dict[str, object]]]:
    iterator = iter(rows)
    while chunk := [dict(row) for row in islice(iterator, _ROWS_AT_ONCE)]:
        yield chunk
