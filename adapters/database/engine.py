"""Opening a database so that it behaves the same for all: pooled, checked, with foreign keys and honest transactions.

`open_engine` connects to nothing yet.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

# Rasa's own use of SQLAlchemy 1.4 prints a page about version 2.0; it says nothing to those who run Folio.
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

# A connection with this execution option takes the write lock when its transaction begins, not at its first write:
# otherwise two loaders could both read, and the slower one fail.
WRITER = "folio_writer"

CONNECT_SECONDS = 5
POOL_SECONDS = 10
LOCK_SECONDS = 60
_PAUSE_SECONDS = 0.01


def open_engine(url: str, *, statement_seconds: int | None = None) -> Engine:
    """An engine for SQLite or PostgreSQL with a pool that several threads share.

    `statement_seconds` ends a PostgreSQL statement that runs longer, so that a stuck database is an error and not
    silence. Parameters stay out of error messages, because they hold customers' data.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    options = "" if statement_seconds is None else f"-c statement_timeout={statement_seconds * 1000}"
    return create_engine(
        parsed,
        future=True,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=POOL_SECONDS,
        executemany_mode="values_plus_batch",
        executemany_values_page_size=2000,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "folio",
            "options": options,
            "keepalives_idle": 30,
        },
    )


def _open_sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        future=True,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=10,
        max_overflow=10,
        pool_timeout=POOL_SECONDS,
        connect_args={"check_same_thread": False, "timeout": LOCK_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's driver begins transactions by itself, late and not before DDL; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Readers go on reading the old data while a loader writes. The file stays so; the first to open it sets it.

    Who finds another at it waits here: SQLite refuses this one statement at once, whatever the connection's timeout.
    """
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)


def _begin_sqlite(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITER) else "BEGIN")


def make_folder(url: str) -> None:
    """Create the folder of a SQLite file, which SQLite itself doesn't."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
