"""Opening a SQLite file while somebody else is at it."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from adapters.database.engine import open_engine


@pytest.mark.parametrize("held", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_new_file_that_another_process_writes_is_waited_for(tmp_path: Path, held: str) -> None:
    file = tmp_path / "folio.sqlite"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE place (name TEXT)")
    other.execute(held)
    other.execute("SELECT * FROM place").fetchall()
    release = threading.Timer(0.3, other.execute, ["COMMIT"])
    release.start()
    engine = open_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    release.join()
    engine.dispose()
    other.close()


def test_a_file_that_is_no_database_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "folio.sqlite"
    file.write_text("this is a letter to my bank, and no database at all\n" * 50, encoding="utf-8")
    with pytest.raises(Exception, match="file is not a database"), open_engine(f"sqlite:///{file}").connect():
        pass
