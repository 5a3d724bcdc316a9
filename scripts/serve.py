"""Starts the whole assistant on this machine: `python -m scripts.serve`.

`--shell` talks in the terminal instead, `--check` only says what would keep it from starting.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from honcho.manager import Manager

from adapters.channel_settings import ChannelSettings
from adapters.settings import Environment, SettingsError
from scripts.channel_environment import channel_environment
from scripts.ports import HOST, Ports, busy, free_port, port
from scripts.quiet import quiet_environment
from scripts.start_check import read_settings, unusable_databases
from scripts.step import INTERRUPTED

MODEL = Path("models/folio.tar.gz")
CREDENTIALS = Path("credentials.yml")
DEMO_CREDENTIALS = Path("var/demo-credentials.yml")
PATIENCE = 180  # seconds until a start counts as failed
RASA = (sys.executable, "-m", "scripts.rasa")
ACTIONS = (sys.executable, "-m", "scripts.actions")
SITE = (sys.executable, "-m", "scripts.site")


@dataclass(frozen=True)
class Service:
    """One of the processes that make up the assistant."""

    name: str
    command: list[str]
    port: int
    ready_url: str


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 2 refused to start, else that of what ended first; 0 for a check that found nothing."""
    options = parse(arguments)
    try:
        settings, channel = read_settings()
    except SettingsError as error:
        return _refuse(*error.problems)
    for warning in channel.warnings:
        print(f"serve: warning: {warning}", file=sys.stderr)
    if options.check == "settings":
        return 0
    if not MODEL.is_file() and options.check is None:
        return _refuse(f"{MODEL} is missing; run `make train`")
    if options.shell:
        try:
            return shell(channel)
        except KeyboardInterrupt:
            print("\nYou left.", file=sys.stderr)
            return INTERRUPTED
    # Who has a site of their own, which signs tokens with a key of its own, tries Folio without ours.
    site = channel.env == "demo" and channel.token_key.secret is not None
    services = services_of(channel.env, options, site=site)
    in_the_way = busy([service.port for service in services])
    if options.check is not None:
        in_the_way += unusable_databases(settings, channel)
    if in_the_way:
        return _refuse(*in_the_way)
    return 0 if options.check is not None else run(services, channel, options)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.serve",
        description="Start Rasa with its channel, the action server and the demo's site; Ctrl-C ends all.",
        epilog="example: FOLIO_ENV=demo python -m scripts.serve --port 5005",
    )
    parser.add_argument("--shell", action="store_true", help="talk in this terminal instead of serving")
    parser.add_argument(
        "--check",
        nargs="?",
        const="settings",
        choices=("settings", "start"),
        help="start nothing, only tell all that is wrong with the settings; `start`: also with ports and databases",
    )
    usual = Ports.from_environment()
    parser.add_argument("--port", type=port, default=usual.rasa, help="port of the channel (%(default)s)")
    parser.add_argument(
        "--actions-port", type=port, default=usual.actions, help="port of the action server (%(default)s)"
    )
    parser.add_argument("--site-port", type=port, default=usual.site, help="port of the demo site (%(default)s)")
    return parser.parse_args(arguments)


def services_of(env: Environment, options: argparse.Namespace, *, site: bool) -> list[Service]:
    """What is started, and where each says that it is ready; with the demo's `site` or without."""
    actions, rasa, port = options.actions_port, options.port, options.site_port
    services = [
        Service("actions", actions_command(actions), actions, f"http://{HOST}:{actions}/health"),
        Service("rasa", rasa_command(env, rasa), rasa, f"http://{HOST}:{rasa}/webhooks/folio/health"),
    ]
    if site:
        services.append(Service("site", site_command(port, rasa), port, f"http://{HOST}:{port}/health"))
    return services


def run(services: list[Service], settings: ChannelSettings, options: argparse.Namespace) -> int:
    """Runs the services until one ends or Ctrl-C; says when they are ready."""
    ports = {
        "FOLIO_RASA_PORT": str(options.port),
        "FOLIO_ACTION_PORT": str(options.actions_port),
        "FOLIO_SITE_PORT": str(options.site_port),
    }
    environment = {**quiet_environment(), **ports}
    environment.update(channel_environment(settings, environment))
    manager = Manager()
    for service in services:
        manager.add_process(service.name, shlex.join(service.command), env=environment)
    threading.Thread(target=announce, args=(services, settings.env, options), daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def shell(settings: ChannelSettings) -> int:
    """An action server of its own in the background, and `rasa shell` in front.

    One that runs already may speak for another customer, so it is not borrowed: the shell gets its own port. What is
    said in the terminal is not kept.
    """
    port = free_port()
    endpoints = Path("var/shell-endpoints.yml")
    endpoints.parent.mkdir(exist_ok=True)
    lines = ("action_endpoint:", f'  url: "http://{HOST}:{port}/webhook"', "  headers:")
    endpoints.write_text("\n".join((*lines, "    X-Folio-Secret: ${FOLIO_ACTION_SECRET}", "")), encoding="utf-8")
    environment = quiet_environment()
    environment.update(channel_environment(settings, environment))
    with action_server(port, environment):
        customer = os.environ.get("FOLIO_SHELL_CUSTOMER")
        print(f"You are the demo customer {customer}. " if customer else "You are a visitor. ", end="")
        print("Ask away; /stop leaves.", flush=True)  # before what the shell itself says
        command = [*RASA, "shell", "--model", str(MODEL), "--endpoints", str(endpoints)]
        terminal = None
        try:
            with interrupts_held_back():
                terminal = subprocess.Popen([*command, "--port", str(free_port())], env=environment)
            return terminal.wait()
        finally:
            if terminal is not None:
                terminal.terminate()
                terminal.wait()


def actions_command(port: int) -> list[str]:
    return [*ACTIONS, "--port", str(port)]


def rasa_command(env: Environment, port: int) -> list[str]:
    rasa = [*RASA, "run", "--model", str(MODEL), "--endpoints", "endpoints.yml"]
    return [*rasa, "--credentials", str(credentials_for(env)), "--interface", HOST, "--port", str(port)]


def site_command(port: int, rasa_port: int) -> list[str]:
    return [*SITE, "--port", str(port), "--chat-server", f"http://localhost:{rasa_port}"]


def credentials_for(env: Environment) -> Path:
    """Our own channel; in the demo beside it Rasa's stock REST channel, which believes its caller."""
    if env != "demo":
        return CREDENTIALS
    DEMO_CREDENTIALS.parent.mkdir(exist_ok=True)
    DEMO_CREDENTIALS.write_text(f"{CREDENTIALS.read_text(encoding='utf-8')}rest:\n", encoding="utf-8")
    return DEMO_CREDENTIALS


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Ctrl-C comes to us at the end, and never to what is started within: we end it, it has nothing to tell of that."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


@contextmanager
def action_server(port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """Yields once an action server answers on `port`; ends it afterwards."""
    log = Path("var/actions.log")
    log.parent.mkdir(exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(actions_command(port), env=dict(environment), stdout=output, stderr=output)
        try:
            if not wait_for(f"http://{HOST}:{port}/health", lambda: server.poll() is None):
                raise SystemExit(f"serve: the action server did not start; {log} says why")
            yield
        finally:
            server.terminate()
            server.wait(timeout=10)


def announce(services: list[Service], env: Environment, options: argparse.Namespace) -> None:
    """Says once that all services answer, and where to open the site or how else to talk to the assistant."""
    print("Folio is starting (about 20 seconds) ...", flush=True)
    for service in services:
        if not wait_for(service.ready_url):
            why = f"{service.name}: {trouble(service.ready_url)} The lines above may say more."
            print(f"Folio did not come up within {PATIENCE} seconds. {why}", file=sys.stderr, flush=True)
            return
    site = f"\n  Open http://localhost:{options.site_port} and log in as one of the demo's customers.\n\n"
    how = (site if services[-1].name == "site" else "") + how_to_talk(options.port) if env == "demo" else ""
    print(f"\nFolio is up.\n{how}Ctrl-C ends it.\n", flush=True)


def how_to_talk(port: int) -> str:
    message = json.dumps({"id": "1", "message": "how is my portfolio doing since March"})
    return (
        f"Talk to it in another terminal with `make shell`, or over REST:\n"
        f"  token=$(FOLIO_ENV=demo .venv/bin/python -m scripts.token C-1002)\n"
        f'  curl -s http://{HOST}:{port}/webhooks/folio/messages -H "Authorization: Bearer $token" \\\n'
        f"    -d '{message}'\n"
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


def trouble(url: str) -> str:
    """A sentence on why `url` isn't well: in its own words where it has some."""
    try:
        with urllib.request.urlopen(url, timeout=5):
            return "It answers by now."
    except urllib.error.HTTPError as error:
        try:
            return str(json.loads(error.read())["detail"])
        except (ValueError, KeyError, TypeError):
            return f"It answers with status {error.code}."
    except OSError:
        return "It doesn't answer."


def _refuse(*sentences: str) -> int:
    for sentence in sentences:
        print(f"serve: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
