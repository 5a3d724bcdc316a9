"""Starts the whole assistant on this machine: `python -m scripts.serve`, or `--shell` to talk in the terminal."""

from __future__ import annotations

import argparse
import os
import shlex
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from honcho.manager import Manager

from scripts.quiet import quiet_environment

HOST = "127.0.0.1"
ACTIONS_PORT = 5055  # endpoints.yml names it too
MODEL = Path("models/folio.tar.gz")
PATIENCE = 180  # seconds until a start counts as failed
RASA = (sys.executable, "-m", "scripts.rasa")


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    if not MODEL.is_file():
        print(f"serve: {MODEL} is missing; run `make train`", file=sys.stderr)
        return 2
    if options.shell:
        return shell()
    busy = [port for port in (ACTIONS_PORT, options.port) if is_listening(port)]
    if busy:
        ports = " and ".join(str(port) for port in busy)
        print(f"serve: port {ports} is in use; stop what runs there, or is Folio running already?", file=sys.stderr)
        return 2
    return run(options.port)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.serve",
        description="Start Rasa and the action server on this machine; Ctrl-C ends both.",
        epilog="example: FOLIO_SHELL_CUSTOMER=C-1005 python -m scripts.serve --port 5005",
    )
    parser.add_argument("--shell", action="store_true", help="talk in this terminal instead of serving REST")
    parser.add_argument("--port", type=int, default=5005, help="port of Rasa's channels (%(default)s)")
    return parser.parse_args(arguments)


def run(port: int) -> int:
    """Runs both servers until one ends or Ctrl-C; says when they are ready."""
    environment = quiet_environment()
    manager = Manager()
    manager.add_process("actions", shlex.join(actions_command(ACTIONS_PORT)), env=environment)
    manager.add_process("rasa", shlex.join(rasa_command(port)), env=environment)
    threading.Thread(target=announce, args=(port,), daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def shell() -> int:
    """An action server of its own in the background, and `rasa shell` in front.

    One that runs already may speak for another customer, so it is not borrowed: the shell gets its own port.
    """
    port = free_port()
    endpoints = Path("var/shell-endpoints.yml")
    endpoints.parent.mkdir(exist_ok=True)
    endpoints.write_text(f'action_endpoint:\n  url: "http://{HOST}:{port}/webhook"\n', encoding="utf-8")
    with action_server(port):
        customer = os.environ.get("FOLIO_SHELL_CUSTOMER")
        print(f"You are the demo customer {customer}. " if customer else "You are a visitor. ", end="")
        print("Ask away; /stop leaves.")
        command = [*RASA, "shell", "--model", str(MODEL), "--endpoints", str(endpoints)]
        return subprocess.call([*command, "--port", str(free_port())], env=quiet_environment())


def actions_command(port: int) -> list[str]:
    return [*RASA, "run", "actions", "--quiet", "--port", str(port)]


def rasa_command(port: int) -> list[str]:
    rasa = [*RASA, "run", "--model", str(MODEL), "--endpoints", "endpoints.yml"]
    return [*rasa, "--credentials", "credentials.yml", "--interface", HOST, "--port", str(port)]


@contextmanager
def action_server(port: int) -> Iterator[None]:
    """Yields once an action server answers on `port`; ends it afterwards."""
    log = Path("var/actions.log")
    log.parent.mkdir(exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(actions_command(port), env=quiet_environment(), stdout=output, stderr=output)
        try:
            if not wait_for(f"http://{HOST}:{port}/health", lambda: server.poll() is None):
                raise SystemExit(f"serve: the action server did not start; {log} says why")
            yield
        finally:
            server.terminate()
            server.wait(timeout=10)


def announce(port: int) -> None:
    """Says once that both servers answer, and how to talk to them."""
    print("Folio is starting (about 20 seconds) ...", flush=True)
    address = f"http://{HOST}:{port}"
    ready = all(wait_for(url) for url in (f"http://{HOST}:{ACTIONS_PORT}/health", f"{address}/webhooks/rest/"))
    if not ready:
        print(f"Folio did not come up within {PATIENCE} seconds; the lines above say why.", file=sys.stderr, flush=True)
        return
    print(
        f"\nFolio is up. Talk to it in another terminal with `make shell`, or over REST:\n"
        f"  curl -s {address}/webhooks/rest/webhook -H 'Content-Type: application/json' \\\n"
        f"""    -d '{{"sender": "me", "message": "how is my portfolio doing since March"}}'\n"""
        f"Ctrl-C ends it.\n",
        flush=True,
    )


def wait_for(url: str, alive: object = None) -> bool:
    """Whether `url` answers before patience runs out, or before `alive()` turns false."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and (not callable(alive) or alive()):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    return False


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
