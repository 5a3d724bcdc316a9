"""The real thing: the trained model, both servers on loopback, a database with the demo firm."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from scripts.ports import free_port
from scripts.quiet import quiet_environment

PROJECT = Path(__file__).resolve().parents[2]
MODEL = PROJECT / "models" / "folio.tar.gz"
RASA = str(Path(sys.executable).parent / "rasa")
TOKEN_SECRET = "the-site-s-secret-of-at-least-32-bytes"
ISSUER = "https://site.example"
PATIENCE = 180  # seconds; a start takes about 20 on two quiet cores


@dataclass(frozen=True)
class Folio:
    """A running assistant; `processes` has the ids of its servers by name."""

    address: str
    processes: Mapping[str, int] = field(default_factory=dict)

    def say(self, text: str, *, sender: str = "somebody", **more: Any) -> list[dict[str, Any]]:
        """One message over stock REST; the answer's messages."""
        answer = requests.post(
            f"{self.address}/webhooks/rest/webhook", json={"sender": sender, "message": text, **more}, timeout=60
        )
        answer.raise_for_status()
        messages: list[dict[str, Any]] = answer.json()
        return messages


@pytest.fixture(scope="session")
def model() -> Path:
    """The model that was trained from the real content; `make test` trains it before."""
    if not MODEL.is_file():
        pytest.fail("models/folio.tar.gz is missing: run `make train`, or the tests through `make test`")
    return MODEL


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'folio.sqlite'}"
    load = [sys.executable, "-m", "scripts.load_portfolio", "data/demo/portfolio.xlsx"]
    subprocess.run(load, cwd=PROJECT, env={**quiet_environment(), "FOLIO_DATABASE_URL": url}, check=True)
    return url


@pytest.fixture(scope="session")
def folio(model: Path, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folio]:
    """Folio in the demo environment, speaking for customer C-1002 as of the demo's last day."""
    demo = {"FOLIO_ENV": "demo", "FOLIO_SHELL_CUSTOMER": "C-1002", "FOLIO_TODAY": "2026-11-20"}
    with running(model, {**demo, "FOLIO_DATABASE_URL": database}, tmp_path_factory.mktemp("demo")) as here:
        yield here


@contextmanager
def running(model: Path, settings: dict[str, str], folder: Path) -> Iterator[Folio]:
    """Starts action server and Rasa on free loopback ports; ends exactly these two afterwards."""
    actions_port, rasa_port = free_port(), free_port()
    credentials = folder / "credentials.yml"
    credentials.write_text(f"{(PROJECT / 'credentials.yml').read_text(encoding='utf-8')}rest:\n", encoding="utf-8")
    environment = environment_of(settings, folder, actions_port)
    rasa = [sys.executable, "-m", "scripts.rasa", "run", "--model", str(model), "--endpoints", "endpoints.yml"]
    commands = {
        "actions": [sys.executable, "-m", "scripts.actions", "--port", str(actions_port)],
        "rasa": [*rasa, "--credentials", str(credentials), "--interface", "127.0.0.1", "--port", str(rasa_port)],
    }
    servers = {name: start(command, environment, folder / f"{name}.log") for name, command in commands.items()}
    try:
        wait_for(f"http://127.0.0.1:{actions_port}/health", servers["actions"], folder / "actions.log")
        wait_for(f"http://127.0.0.1:{rasa_port}/webhooks/rest/", servers["rasa"], folder / "rasa.log")
        yield Folio(f"http://127.0.0.1:{rasa_port}", {name: server.pid for name, server in servers.items()})
    finally:
        for server in servers.values():
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGTERM)
        for server in servers.values():
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def environment_of(settings: dict[str, str], folder: Path, actions_port: int) -> dict[str, str]:
    """Nothing of the caller's settings; secrets of their own, so that production starts, too."""
    inherited = {key: value for key, value in quiet_environment().items() if not key.startswith("FOLIO_")}
    return {
        **inherited,
        "FOLIO_TOKEN_SECRET": TOKEN_SECRET,
        "FOLIO_TOKEN_ISSUER": ISSUER,
        "FOLIO_ACTION_SECRET": "the action server's, of 32 bytes".replace(" ", "-"),
        "FOLIO_ACTION_PORT": str(actions_port),
        "FOLIO_TRACKER_URL": f"sqlite:///{folder / 'tracker.sqlite'}",
        **settings,
    }


def start(command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=output, stderr=output, start_new_session=True
        )


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"a server ended while starting:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
        try:
            if requests.get(url, timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.3)
    pytest.fail(f"{url} did not answer:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
