"""`python -m scripts.site`: what it refuses, and how it says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters import demo_secrets
from scripts import site


@pytest.fixture(autouse=True)
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FOLIO_SITE_PORT", "FOLIO_TOKEN_SECRET", "FOLIO_TOKEN_PUBLIC_KEY", "FOLIO_TOKEN_JWKS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FOLIO_ENV", "demo")
    monkeypatch.setenv("FOLIO_DATABASE_URL", f"sqlite:///{tmp_path / 'folio.sqlite'}")
    monkeypatch.setattr(demo_secrets, "FOLDER", tmp_path / "secrets")


def test_it_refuses_to_run_in_production(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FOLIO_ENV", "production")
    assert site.main([]) == 2
    assert "FOLIO_ENV" in capsys.readouterr().err


def test_it_refuses_to_run_without_the_widget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(site, "WIDGET", tmp_path)
    assert site.main([]) == 2
    assert "make widget" in capsys.readouterr().err


def test_a_port_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FOLIO_SITE_PORT", "eight")
    assert site.main([]) == 2
    assert "FOLIO_SITE_PORT='eight'" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["localhost:5005", "ftp://x", "http://x/path", "http://x; script-src *", "http://"])
def test_a_chat_server_that_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(SystemExit):
        site.main(["--chat-server", address])


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        site.main(["--help"])
    assert ended.value.code == 0
    assert "python -m scripts.site --port 8000" in capsys.readouterr().out
