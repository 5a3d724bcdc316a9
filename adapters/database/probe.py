"""Whether a database answers now: asked over a connection of its own, which lasts as long as the question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from adapters.database.engine import make_folder

SECONDS = 2  # the least that PostgreSQL's driver can wait for a connection


def probe(url: str) -> None:
    """Returns where the database answers. It needs no tables: what is empty answers, too.

    Connecting and asking may take `SECONDS` each; a server that stops in between can hold up its caller for longer.

    Raises:
        SQLAlchemyError: it can't be reached or read. For SQLite also where there is no file, which is not made here.
    """
    parsed = make_url(url)
    options: dict[str, Any]
    if parsed.get_backend_name() == "sqlite":
        target, options, question = _existing(parsed), {"timeout": SECONDS}, "SELECT count(*) FROM sqlite_master"
    else:
        limits = f"-c statement_timeout={SECONDS * 1000}"
        target, question = parsed, "SELECT 1"
        options = {"connect_timeout": SECONDS, "application_name": "folio", "options": limits}
    engine = create_engine(target, future=True, poolclass=NullPool, connect_args=options)
    with engine.connect() as connection:
        connection.execute(text(question))


def obstacle(url: str) -> str | None:
    """Why Folio could not use this database now, None where it could. Makes a SQLite file's folder, not the file.

    The words are the driver's, in one line; they name host and user, never a password.
    """
    parsed = make_url(url)
    try:
        make_folder(url)
        if parsed.get_backend_name() != "sqlite" or Path(_file(parsed)).exists():
            probe(url)
    except OSError as error:
        return f"{error.filename}: {error.strerror}"
    except SQLAlchemyError as error:
        return " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())
    return None


def _existing(url: URL) -> URL:
    """The same SQLite database, which isn't made where it is missing."""
    query = dict(url.query)
    if query.get("uri") == "true":
        return url.set(query={"mode": "rw", **query})
    return url.set(database=Path(_file(url)).absolute().as_uri(), query={**query, "mode": "rw", "uri": "true"})


def _file(url: URL) -> str:
    return (url.database or "").removeprefix("file:")
