"""The database of requests, with its tables in place before it is used for the first time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from adapters.database.engine import WRITER
from adapters.database.migrate import DatabaseTooNew, upgrade_to_head
from advisor.repository import DataUnavailable

log = logging.getLogger(__name__)


class ReadyDatabase:
    """Migrates at the first use, so that a start depends on no database, and one that comes up later is used then."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = threading.Lock()
        self._is_ready = False

    def migrate(self) -> None:
        """Raises `DatabaseTooNew` and SQLAlchemy's errors; does nothing the second time."""
        with self._lock:
            if not self._is_ready:
                upgrade_to_head(self.engine)
                self._is_ready = True

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, all of it or nothing. Raises what the body raises, so use it inside `unavailable`."""
        self.migrate()
        with self.engine.connect().execution_options(**{WRITER: True}) as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        self.migrate()
        with self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def unavailable(what: str = "requests") -> Iterator[None]:
    """Raises `DataUnavailable` where the database of `what` fails; its words name no password and no customer."""
    try:
        yield
    except DatabaseTooNew as error:
        log.error("requests can't be recorded: %s", error)
        raise DataUnavailable(str(error)) from error
    except SQLAlchemyError as error:
        reason = str(error.orig if isinstance(error, DBAPIError) else error).strip()
        log.error("the database of %s can't answer: %s", what, reason)
        raise DataUnavailable(f"the database of {what} can't answer: {reason}") from error
