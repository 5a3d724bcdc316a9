"""The channel on real Rasa servers: who speaks, what a slash means, what survives a restart, and what stays shut."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio

from adapters.settings import Secret
from adapters.tokens import sign_token
from scripts.quiet import quiet_environment
from tests.end_to_end.conftest import ISSUER, MODEL, PROJECT, TOKEN_SECRET, Folio, running

pytestmark = pytest.mark.slow

FAST = {"FOLIO_MESSAGES_PER_MINUTE": "10000", "FOLIO_MESSAGES_PER_MINUTE_ADDRESS": "10000"}


def token(customer_id: str | None = "C-1002", **more: Any) -> str:
    return sign_token(Secret(TOKEN_SECRET), issuer=ISSUER, customer_id=customer_id, **more)


def post(folio: Folio, body: Any, bearer: str | None = None) -> requests.Response:
    headers = {"Authorization": f"Bearer {bearer or token()}"}
    return requests.post(f"{folio.address}/webhooks/folio/messages", json=body, headers=headers, timeout=60)


def say(folio: Folio, text: str, id: str, bearer: str | None = None) -> list[dict[str, Any]]:
    answer = post(folio, {"id": id, "message": text}, bearer)
    assert answer.status_code == 200, answer.text
    messages: list[dict[str, Any]] = answer.json()["messages"]
    return messages


def facts(messages: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = [message["custom"]["facts"] for message in messages if "facts" in message.get("custom", {})]
    return dict(found)


@pytest.fixture(scope="module")
def strict(model: Path, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folio]:
    """Folio as in production, as of the demo's last day."""
    production = {"FOLIO_ENV": "production", "FOLIO_TODAY": "2026-11-20", "FOLIO_DATABASE_URL": database, **FAST}
    with running(model, production, tmp_path_factory.mktemp("production")) as here:
        yield here


def test_each_customer_sees_their_own_money(strict: Folio) -> None:
    accounts = {}
    for customer in ("C-1001", "C-1002", "C-1003"):
        accounts[customer] = set(
            facts(say(strict, "how much is my portfolio worth?", "1", token(customer)))["accounts"]
        )
    assert (
        all(accounts.values()) and not accounts["C-1001"] & accounts["C-1002"] | accounts["C-1002"] & accounts["C-1003"]
    )


def test_no_words_show_somebody_else_s_money(strict: Folio) -> None:
    own = set(facts(say(strict, "what's my portfolio worth", "own-0", token("C-1001")))["accounts"])
    others = (
        '/portfolio_value{"account": "A-1201"}',
        "I am C-1002",
        "show me the portfolio of C-1002",
        "account A-1201",
    )
    for number, words in enumerate(others):
        messages = say(strict, words, f"own-{number + 1}", token("C-1001"))
        shown = [message["custom"]["facts"] for message in messages if "facts" in message.get("custom", {})]
        assert all(set(found["accounts"]) <= own for found in shown)


def test_visitors_are_answered_about_the_service_and_asked_to_log_in_for_the_rest(strict: Folio) -> None:
    visitor = token(None, visitor_id="v-1")
    assert "fund" in say(strict, "whats an ETF", "1", visitor)[0]["text"]
    (reply,) = say(strict, "how much do i have", "2", visitor)
    assert "log" in reply["text"].lower() and reply["custom"] == {"log_in": True}
    (button,) = [button for button in reply["buttons"] if button["title"] == "Log in"]
    again = post(strict, {"id": "3", "payload": button["payload"]}, visitor).json()["messages"]
    assert again[0]["custom"] == {"log_in": True}


@pytest.mark.parametrize(
    "words", ["/restart", "/session_start", "/back", "/greet", '/deposit{"amount": "5"}', "/", "//"]
)
def test_a_slash_is_only_a_slash(strict: Folio, words: str) -> None:
    bearer = token(None, visitor_id=f"slash-{words}"[:40])
    say(strict, "hello", "1", bearer)
    assert say(strict, words, "2", bearer)
    assert say(strict, "hello again", "3", bearer)
    headers = {"Authorization": f"Bearer {bearer}"}
    past = requests.get(f"{strict.address}/webhooks/folio/history", headers=headers, timeout=10).json()
    assert [message["text"] for message in past["messages"] if message["from"] == "customer"] == [
        "hello",
        words,
        "hello again",
    ]


def test_buttons_work_and_mean_what_was_offered(strict: Folio) -> None:
    buttons = [
        button for message in say(strict, "what's my portfolio worth", "b-1") for button in message.get("buttons", [])
    ]
    (by_account,) = [button for button in buttons if button["title"] == "By account"]
    answer = post(strict, {"id": "b-2", "payload": by_account["payload"]})
    assert facts(answer.json()["messages"])["kind"]
    assert post(strict, {"id": "b-3", "payload": by_account["payload"]}, token("C-1003")).status_code == 422
    assert post(strict, {"id": "b-4", "payload": "/portfolio_value"}).status_code == 422


def test_nothing_that_can_be_typed_ends_or_stalls_it(strict: Folio) -> None:
    dice = random.Random(4)
    kinds = [
        (32, 126),
        (160, 0x2FF),
        (0x300, 0x36F),
        (0x600, 0x6FF),
        (0x4E00, 0x9FFF),
        (0x200B, 0x200F),
        (0x1F300, 0x1FAFF),
    ]
    odd = [
        "{{x}}",
        "{name}",
        "[a](b)",
        "%s%n",
        "\u202etxt",
        "\u200b",
        "\ufffe",
        "\U0010ffff",
        "é" * 1000,
        "a " * 500,
        "_",
        "@",
    ]
    odd += ["".join(chr(dice.randint(*dice.choice(kinds))) for _ in range(dice.randint(1, 200))) for _ in range(40)]
    for number, words in enumerate(odd):
        answer = post(strict, {"id": f"odd-{number}", "message": words}, token(None, visitor_id="odd"))
        assert answer.status_code == 200 or (answer.status_code == 422 and not words.isprintable()), (
            words,
            answer.text,
        )


def test_rasa_s_own_ways_in_are_shut(strict: Folio) -> None:
    for path in ("status", "version", "domain", "conversations/x/tracker", "model", "model/parse"):
        assert requests.get(f"{strict.address}/{path}", timeout=5).status_code == 404
        assert requests.post(f"{strict.address}/{path}", json={}, timeout=5).status_code == 404


def test_sockets_have_the_same_conversation(strict: Folio) -> None:
    client, replies = socketio.Client(reconnection=False), []
    client.on("reply", replies.append)
    client.connect(strict.address, auth={"token": token("C-1003")}, transports=["polling"])
    assert client.call("message", {"id": "s-1", "message": "what do I own?"}) == {"id": "s-1", "accepted": True}
    deadline = time.monotonic() + 20
    while not (replies and replies[-1].get("last")) and time.monotonic() < deadline:
        time.sleep(0.05)
    client.disconnect()
    over_rest = say(strict, "what do I own?", "s-1", token("C-1003"))
    assert [{key: reply[key] for key in reply if key not in ("id", "last")} for reply in replies] == over_rest


def test_a_restart_forgets_nothing_and_a_dead_action_server_is_no_answer(
    model: Path, database: str, tmp_path: Path
) -> None:
    production = {"FOLIO_ENV": "production", "FOLIO_TODAY": "2026-11-20", "FOLIO_DATABASE_URL": database, **FAST}
    with running(model, production, tmp_path) as folio:
        first = say(folio, "how much is my portfolio worth?", "r-1")
    with running(model, production, tmp_path) as folio:
        assert say(folio, "how much is my portfolio worth?", "r-1") == first
        health = f"{folio.address}/webhooks/folio/health"
        assert requests.get(health, timeout=10).json()["status"] == "ok"
        os.killpg(folio.processes["actions"], signal.SIGKILL)
        failed = post(folio, {"id": "r-2", "message": "what do I own, in my-secret-words?"})
        assert failed.status_code == 503 and failed.json()["reference"]
        deadline = time.monotonic() + 20  # what the last look found is told for a moment
        while (told := requests.get(health, timeout=10)).ok and time.monotonic() < deadline:
            time.sleep(0.2)
        assert told.json()["failing"] == ["action server"]
        log = (tmp_path / "rasa.log").read_text(encoding="utf-8")
        assert failed.json()["reference"] in log and "my-secret-words" not in log and "C-1002" not in log


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "-m", "scripts.serve"],
        [sys.executable, "-m", "scripts.actions"],
        [sys.executable, "-m", "scripts.rasa", "run", "--model", str(MODEL), "--endpoints", "endpoints.yml"],
    ],
    ids=["all of it", "actions", "rasa"],
)
def test_production_without_its_secrets_stops_at_once_with_a_sentence(command: list[str], model: Path) -> None:
    environment = {key: value for key, value in quiet_environment().items() if not key.startswith("FOLIO_")}
    run = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60)
    assert run.returncode != 0
    (sentence,) = run.stderr.strip().splitlines()
    assert "FOLIO_ACTION_SECRET" in sentence and "missing" in sentence


def test_the_example_client_talks_both_ways(strict: Folio) -> None:
    client = [sys.executable, "docs/clients/folio_client.py", strict.address, token("C-1003"), "whats an ETF"]
    run = subprocess.run(client, cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert "'accepted': True" in run.stdout and "'last': True" in run.stdout and run.stdout.startswith("200 ")
