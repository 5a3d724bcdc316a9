"""Databases for tests: a fresh SQLite file, and a PostgreSQL of our own.

PostgreSQL comes from FOLIO_TEST_POSTGRES_URL, or from a server's programs on this machine, with which a private
cluster is started in a temporary folder. Without either the tests are skipped; under CI that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.database.engine import open_engine

_GIVEN = "FOLIO_TEST_POSTGRES_URL"
_SECONDS = 60


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a running PostgreSQL in which databases may be made."""
    given = os.environ.get(_GIVEN)
    if given:
        yield given
        return
    programs = _programs()
    if programs is None:
        reason = f"no PostgreSQL server: install one (Debian: postgresql), or name one in {_GIVEN}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # A short path: a socket's may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="folio-pg-"))
    try:
        with _cluster(folder, programs) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(server: str, name: str) -> Iterator[str]:
    """The URL of an empty database, dropped at the end."""
    admin = open_engine(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield admin.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        admin.dispose()


def _programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`; Debian keeps them off the path, by version."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = shutil.which("initdb")
    if found:
        folders.append(Path(found).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def _cluster(folder: Path, programs: Path) -> Iterator[str]:
    data = folder / "data"
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
    # Languages sort differently; ids must not, so the server gets a language with an order of its own if it has one.
    locale = "en_US.UTF-8" if _has_locale("en_US.utf8") else "C.UTF-8"
    _run(programs / "initdb", "-D", data, "-U", "folio", "-A", "trust", "-E", "UTF8", f"--locale={locale}", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=50"
    _run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "-t", str(_SECONDS), "start")
    try:
        yield f"postgresql+psycopg2://folio@/postgres?host={folder}"
    finally:
        _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _has_locale(name: str) -> bool:
    return name in subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()


def _run(*command: Path | str) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    words = [*prefix, *(str(word) for word in command)]
    # The server inherits its starter's output; a pipe would be waited on for as long as the server lives.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(words, stdout=output, stderr=output, cwd="/", timeout=_SECONDS, check=False)
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(words)}: {output.read().decode(errors='replace')}")
