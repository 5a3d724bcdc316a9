"""Everything that `make run` starts, on free loopback ports, each process for itself so that one can be ended."""

from __future__ import annotations

import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from scripts.ports import free_port
from scripts.quiet import quiet_environment

PROJECT = Path(__file__).resolve().parents[2]
MODEL = PROJECT / "models" / "folio.tar.gz"
WIDGET = PROJECT / "web" / "static" / "folio-chat.js"
PATIENCE = 240  # seconds; a start takes about 20 on two quiet cores


@dataclass
class Server:
    name: str
    command: list[str]
    ready: str
    folder: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it; `wait` says when it answers."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, cwd=PROJECT, env=dict(self.environment), stdout=output, stderr=output
            )

    def wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                pytest.fail(f"{self.name} ended while starting:\n{self.said()}")
            try:
                if requests.get(self.ready, timeout=5).ok:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.3)
        pytest.fail(f"{self.name} did not answer:\n{self.said()}")

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        """Without a chance to tidy up."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]


@dataclass
class Stack:
    """`site` and `chat` are addresses as a browser uses them."""

    site: str
    chat: str
    servers: dict[str, Server] = field(default_factory=dict)

    @property
    def rasa(self) -> Server:
        return self.servers["rasa"]

    @property
    def actions(self) -> Server:
        return self.servers["actions"]


@contextmanager
def running_stack(folder: Path) -> Iterator[Stack]:
    """Action server, Rasa and site of the demo firm as of its last day; ends exactly these three afterwards."""
    for needed, by in ((MODEL, "train"), (WIDGET, "widget")):
        if not needed.is_file():
            pytest.fail(f"{needed.relative_to(PROJECT)} is missing: run `make {by}`, or the tests through `make test`")
    actions, rasa, site = (free_port() for _ in range(3))
    inherited = {key: value for key, value in quiet_environment().items() if not key.startswith("FOLIO_")}
    environment = {
        **inherited,
        "FOLIO_ENV": "demo",
        "FOLIO_TODAY": "2026-11-20",
        "FOLIO_DATABASE_URL": f"sqlite:///{folder / 'folio.sqlite'}",
        "FOLIO_TRACKER_URL": f"sqlite:///{folder / 'tracker.sqlite'}",
        "FOLIO_TOKEN_SECRET": secrets.token_urlsafe(32),
        "FOLIO_ACTION_SECRET": secrets.token_urlsafe(32),
        "FOLIO_ACTION_PORT": str(actions),
        "FOLIO_SITE_PORT": str(site),
    }
    python = [sys.executable, "-m"]
    load = [*python, "scripts.load_portfolio", "data/demo/portfolio.xlsx"]
    subprocess.run(load, cwd=PROJECT, env=environment, check=True, capture_output=True)
    stack = Stack(f"http://localhost:{site}", f"http://localhost:{rasa}")
    files = ["--model", str(MODEL), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    commands = {
        "actions": (["scripts.actions", "--port", str(actions)], None),
        "rasa": (
            ["scripts.rasa", "run", *files, "--interface", "127.0.0.1", "--port", str(rasa)],
            f"http://127.0.0.1:{rasa}/webhooks/folio/health",
        ),
        "site": (
            ["scripts.site", "--port", str(site), "--chat-server", stack.chat],
            f"http://127.0.0.1:{site}/health",
        ),
    }
    for name, (command, ready) in commands.items():
        stack.servers[name] = Server(name, [*python, *command], ready or "", folder, environment)
    try:
        for server in stack.servers.values():
            server.start()
        for name in ("site", "rasa"):  # Rasa is ready once its action server is
            stack.servers[name].wait()
        yield stack
    finally:
        for server in stack.servers.values():
            server.stop()
