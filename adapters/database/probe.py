"""Whether the database answers now: asked over a connection of its own, which lasts as long as the question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

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


def _existing(url: URL) -> URL:
    """The same SQLite database, which isn't made where it is missing. Raises nothing."""
    query = dict(url.query)
    if query.get("uri") == "true":
        return url.set(query={"mode": "rw", **query})
    file = Path(url.database or "").absolute().as_uri()
    return url.set(database=file, query={**query, "mode": "rw", "uri": "true"})
