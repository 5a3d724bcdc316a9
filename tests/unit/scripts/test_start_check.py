"""`python -m scripts.serve --check`: all that is wrong is told at once, and nothing is started."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters import demo_secrets
from scripts import actions, serve


@pytest.fixture(autouse=True)
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("FOLIO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FOLIO_ENV", "demo")
    monkeypatch.setenv("FOLIO_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'folio.sqlite'}")
    monkeypatch.setenv("FOLIO_TRACKER_URL", f"sqlite:///{tmp_path / 'new' / 'tracker.sqlite'}")
    for name, port in zip(("RASA", "ACTION", "SITE"), free_ports(3), strict=True):
        monkeypatch.setenv(f"FOLIO_{name}_PORT", str(port))
    monkeypatch.setattr(demo_secrets, "FOLDER", tmp_path / "secrets")
    monkeypatch.setattr(serve, "MODEL", tmp_path / "none")
    monkeypatch.setattr(actions, "quiet_environment", dict)  # which it would set for all tests to come
    monkeypatch.setattr(serve, "run", lambda *_: pytest.fail("something was started"))


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_where_nothing_is_wrong_nothing_is_said_and_no_database_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve.main(["--check"]) == 0 and serve.main(["--check", "start"]) == 0
    assert said(capsys) == [] and not list(tmp_path.glob("**/*.sqlite"))


def test_problems_of_all_parts_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {"TODAY": "soon", "ORIGINS": "www.example.com", "TOKEN_PUBLIC_KEY": "/none.pem", "SITE_PORT": "eight"}
    for name, value in wrong.items():
        monkeypatch.setenv(f"FOLIO_{name}", value)
    assert serve.main(["--check"]) == 2
    lines = said(capsys)
    assert len(lines) == len(wrong)
    for name in wrong:
        assert sum(f"FOLIO_{name}" in line for line in lines) == 1


def test_what_both_readers_find_is_told_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOLIO_ENV", "test")
    assert serve.main(["--check"]) == 2
    assert sum("FOLIO_ENV" in line for line in said(capsys)) == 1


def test_production_without_its_secrets_is_stopped_by_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOLIO_ENV", "production")
    for arguments in ([], ["--check"], ["--check", "start"]):
        assert serve.main(arguments) == 2
        (sentence,) = said(capsys)
        assert "FOLIO_ACTION_SECRET" in sentence and "FOLIO_TOKEN_ISSUER" in sentence and "missing" in sentence
    assert not (tmp_path / "secrets").exists()


def test_a_short_token_secret_is_a_warning_in_the_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOLIO_TOKEN_SECRET", "short")
    assert serve.main(["--check"]) == 0
    (warning,) = said(capsys)
    assert warning.startswith("serve: warning: FOLIO_TOKEN_SECRET")


def test_a_start_needs_its_ports_and_its_databases_and_the_settings_don_t(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (closed,) = free_ports(1)
    monkeypatch.setenv("FOLIO_RASA_PORT", str(taken))
    monkeypatch.setenv("FOLIO_DATABASE_URL", f"postgresql://folio:s3cret@127.0.0.1:{closed}/folio")
    assert serve.main(["--check"]) == 0 and said(capsys) == []
    assert serve.main(["--check", "start"]) == 2
    port, database = said(capsys)
    assert f"port {taken} is in use" in port
    assert "FOLIO_DATABASE_URL: the database can't be used" in database and "s3cret" not in database


def test_a_file_that_is_no_database_and_a_folder_that_can_t_be_made_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "words").write_text("words, and no database at all" * 100, encoding="ascii")
    monkeypatch.setenv("FOLIO_DATABASE_URL", f"sqlite:///{tmp_path / 'words'}")
    monkeypatch.setenv("FOLIO_TRACKER_URL", f"sqlite:///{tmp_path / 'words' / 'tracker.sqlite'}")
    assert serve.main(["--check", "start"]) == 2
    first, second = said(capsys)
    assert "FOLIO_DATABASE_URL" in first and "not a database" in first
    assert "FOLIO_TRACKER_URL" in second and str(tmp_path / "words") in second
    monkeypatch.setenv("FOLIO_DATABASE_URL", f"sqlite:///{tmp_path / 'words' / 'folio.sqlite'}")
    assert actions.main([]) == 2
    (sentence,) = said(capsys)
    assert str(tmp_path / "words") in sentence


def test_two_parts_on_one_port_are_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (port,) = free_ports(1)
    monkeypatch.setenv("FOLIO_RASA_PORT", str(port))
    monkeypatch.setenv("FOLIO_SITE_PORT", str(port))
    assert serve.main(["--check", "start"]) == 2
    (sentence,) = said(capsys)
    assert f"port {port} is meant for two parts" in sentence


def test_the_action_server_alone_names_a_port_that_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOLIO_ACTION_PORT", "70000")
    assert actions.main([]) == 2
    assert said(capsys) == ["actions: FOLIO_ACTION_PORT='70000': use a port from 1 to 65535"]
