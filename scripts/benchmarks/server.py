"""The running server: how long until it answers, how much memory it takes, how long the trained model took to make.

Action server and Rasa run as in the demo, on free ports of this machine, with a portfolio and conversations of their
own. The clock starts with Rasa's process.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from scripts.benchmarks.machine import Others, machine, versions
from scripts.benchmarks.memory import peak_mb, resident_mb
from scripts.ports import HOST, free_port
from scripts.quiet import quiet_environment

PORTFOLIO, CREDENTIALS = Path("data/demo/portfolio.xlsx"), Path("credentials.yml")
PATIENCE = 180  # seconds for a start
LIBRARIES = ("rasa", "tensorflow", "onnxruntime", "numpy")
# Of every kind: about the service, about the account, small talk, and nothing of ours.
MESSAGES = (
    "hi",
    "how is my portfolio doing since March",
    "what do I pay you?",
    "how much cash do I have",
    "is my money insured?",
    "show my holdings",
    "what is an ETF",
    "how do I open an account?",
    "will it rain tomorrow",
    "thanks",
)
ROUNDS = 3
Tell = Callable[[str], None]


class ServerFailed(Exception):
    """A process ended or did not answer; the message has what it said last."""


@dataclass(frozen=True)
class Start:
    """One start. Seconds since Rasa's process began until its first HTTP answer, and until its first reply.

    `reply_ms`: of all messages after the first, over HTTP, with the action server. Memory is Rasa's after them.
    """

    first_answer: float
    first_reply: float
    reply_ms: Sequence[float]
    memory_mb: float
    peak_memory_mb: float


@dataclass(frozen=True)
class Result:
    """`train_seconds`: the whole `rasa train` with an empty cache; None where it was not asked for."""

    starts: Sequence[Start]
    train_seconds: float | None
    others: float | None


def measured(model: Path, *, runs: int, train: bool, folder: Path, tell: Tell) -> Result:
    """Raises ServerFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    others = Others()
    with tempfile.TemporaryDirectory(dir=folder, prefix="benchmark-") as temporary:
        place = Path(temporary).resolve()
        seconds = None
        if train:
            tell("training with an empty cache")
            seconds, model = _trained(place)
        environment = _environment(place)
        _call(["scripts.load_portfolio", PORTFOLIO], environment, place / "load.log")
        starts = []
        with _running(["scripts.actions", "--port", environment["FOLIO_ACTION_PORT"]], environment, place) as actions:
            _answer(f"http://{HOST}:{environment['FOLIO_ACTION_PORT']}/health", actions, place / "scripts.actions.log")
            for number in range(runs):
                tell(f"start {number + 1} of {runs}")
                starts.append(_start(model, environment, place))
    return Result(starts, seconds, others.cores())


def as_markdown(result: Result, command: str) -> list[str]:
    def middle(values: Iterator[float]) -> float:
        return statistics.median(values)

    starts = result.starts
    replies = [one for start in starts for one in start.reply_ms]
    rows = [
        ("start to the first HTTP answer", f"{middle(one.first_answer for one in starts):.1f} s"),
        ("start to the first reply", f"{middle(one.first_reply for one in starts):.1f} s"),
        ("reply to a message over HTTP, median", f"{statistics.median(replies):.0f} ms"),
        ("95 % within", f"{statistics.quantiles(replies, n=20, method='inclusive')[-1]:.0f} ms"),
        ("memory after these messages", f"{middle(one.memory_mb for one in starts):,.0f} MB"),
        ("most memory at any time", f"{middle(one.peak_memory_mb for one in starts):,.0f} MB"),
    ]
    if result.train_seconds is not None:
        rows.insert(0, ("whole `rasa train`, empty cache", f"{result.train_seconds:.0f} s"))
    lines = [
        f"Measured with `{command}` on {measured_on()}. Medians of {len(starts)} starts; "
        f"{len(replies) + len(starts):,} messages.",
        "",
        "| the running Rasa server | |",
        "|---|--:|",
        *(f"| {name} | {value} |" for name, value in rows),
    ]
    if result.others is not None and result.others > 0.2:
        lines += ["", f"Other processes kept {result.others:.1f} cores busy meanwhile, so times are doubtful."]
    return lines


def as_json(result: Result) -> dict[str, object]:
    return {
        "machine": measured_on(),
        "train_seconds": result.train_seconds,
        "others": result.others,
        "starts": [{**vars(one), "reply_ms": [round(ms, 1) for ms in one.reply_ms]} for one in result.starts],
    }


def measured_on() -> str:
    return f"{machine()}; {', '.join(f'{name} {number}' for name, number in versions(LIBRARIES).items())}"


def _start(model: Path, environment: Mapping[str, str], place: Path) -> Start:
    port, log = free_port(), place / "scripts.rasa.log"
    rasa = ["scripts.rasa", "run", "--model", model, "--endpoints", "endpoints.yml", "--credentials"]
    command = [*rasa, place / "credentials.yml", "--interface", HOST, "--port", port]
    begin = perf_counter()
    with _running(command, environment, place) as server:
        _answer(f"http://{HOST}:{port}/webhooks/rest/", server, log)
        first_answer = perf_counter() - begin
        _reply(port, MESSAGES[1], log)
        first_reply = perf_counter() - begin
        times = []
        for number in range(ROUNDS):
            for text in MESSAGES:
                before = perf_counter()
                _reply(port, text, log, sender=f"benchmark-{number}")
                times.append((perf_counter() - before) * 1e3)
        return Start(round(first_answer, 2), round(first_reply, 2), times, resident_mb(server.pid), peak_mb(server.pid))


def _reply(port: int, text: str, log: Path, *, sender: str = "benchmark") -> None:
    body = json.dumps({"sender": sender, "message": text}).encode("utf-8")
    request = urllib.request.Request(
        f"http://{HOST}:{port}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        if not json.load(answer):
            raise ServerFailed(f"no reply to {text!r}:\n{_last(log)}")


def _answer(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise ServerFailed(f"{url} did not answer:\n{_last(log)}")


@contextmanager
def _running(module: Sequence[Any], environment: Mapping[str, str], place: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (place / f"{module[0]}.log").open("wb") as output:
        server = subprocess.Popen(_command(module), env=dict(environment), stdout=output, stderr=output)
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _trained(place: Path) -> tuple[float, Path]:
    environment = {**quiet_environment(), "RASA_CACHE_DIRECTORY": str(place / "cache")}
    command = ["scripts.rasa", "train", "--out", place, "--fixed-model-name", "folio", "--skip-validation"]
    begin = perf_counter()
    _call(command, environment, place / "train.log")
    return round(perf_counter() - begin, 1), place / "folio.tar.gz"


def _call(module: Sequence[Any], environment: Mapping[str, str], log: Path) -> None:
    with log.open("wb") as output:
        done = subprocess.run(_command(module), env=dict(environment), stdout=output, stderr=output, check=False)
    if done.returncode:
        raise ServerFailed(f"{module[0]} ended with exit code {done.returncode}:\n{_last(log)}")


def _command(module: Sequence[Any]) -> list[str]:
    return [sys.executable, "-m", *(str(part) for part in module)]


def _environment(place: Path) -> dict[str, str]:
    """Nothing of the caller's settings; the demo, which speaks for one customer over Rasa's stock REST channel."""
    (place / "credentials.yml").write_text(f"{CREDENTIALS.read_text(encoding='utf-8')}rest:\n", encoding="utf-8")
    inherited = {key: value for key, value in quiet_environment().items() if not key.startswith("FOLIO_")}
    return {
        **inherited,
        "FOLIO_ENV": "demo",
        "FOLIO_TODAY": "2026-11-20",
        "FOLIO_SHELL_CUSTOMER": "C-1002",
        "FOLIO_DATABASE_URL": f"sqlite:///{place / 'folio.sqlite'}",
        "FOLIO_TRACKER_URL": f"sqlite:///{place / 'tracker.sqlite'}",
        "FOLIO_ACTION_PORT": str(free_port()),
    }


def _last(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:])
