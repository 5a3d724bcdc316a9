"""Bringing a database to the tables that this version of Folio knows."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from adapters.database.engine import WRITER

VERSION_TABLE = "folio_version"
_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number, the same in every Folio: who holds it alone changes tables or data.
_LOCK = 7_046_541


class DatabaseTooNew(Exception):
    """A newer Folio has changed this database; this one would read it wrongly."""


def upgrade_to_head(engine: Engine) -> None:
    """Create or change tables as needed, in one transaction; nothing happens where they are up to date.

    Then it waits for nobody either: a load may hold the write lock for minutes.

    Raises `DatabaseTooNew` for a database that a newer version has migrated.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.connect() as connection:
        if _current(connection) == set(ScriptDirectory.from_config(config).get_heads()):
            return
    with engine.connect().execution_options(**{WRITER: True}) as connection, connection.begin():
        hold_write_lock(connection)
        _refuse_newer(connection, config)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def hold_write_lock(connection: Connection) -> None:
    """Wait until no other Folio writes; held to the transaction's end. SQLite has it from the `WRITER` option."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _refuse_newer(connection: Connection, config: Config) -> None:
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    unknown = sorted(_current(connection) - known)
    if unknown:
        raise DatabaseTooNew(
            f"the database is at version {', '.join(unknown)}, which this Folio doesn't know: "
            "run the newer Folio that migrated it, or name another database in FOLIO_DATABASE_URL"
        )


def _current(connection: Connection) -> set[str]:
    """The version of the tables; empty where there are none yet."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return set(context.get_current_heads())
