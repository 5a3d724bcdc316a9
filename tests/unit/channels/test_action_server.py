"""The action server answers only the deployment's own Rasa, and gives nothing of a request back."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.endpoint import create_app as create_stock_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions.probe import Probe
from actions.server import HEADER, create_app
from adapters.settings import Secret
from channels.folio import FolioChannel
from scripts.actions import parse
from tests.fakes import probing_actions
from tests.fakes.agent import FakeAgent
from tests.unit.channels.server import serving, serving_app, settings

SECRET = "the-action-server-s-secret-of-32-bytes"
ACTIONS = "tests.fakes.probing_actions"
WORDS = "my-secret-words"
_names = itertools.count()


def call(action: str) -> dict[str, Any]:
    tracker = {"sender_id": "somebody", "slots": {}, "latest_message": {"text": WORDS}, "events": [], "paused": False}
    whole = {**tracker, "followup_action": None, "active_loop": {}, "latest_action_name": None}
    return {"next_action": action, "tracker": whole, "domain": {}, "version": "3.6.21"}


@pytest.fixture(autouse=True)
def only_here() -> Iterator[None]:
    """An action server finds every action that was imported, but not abstract ones: what these are in other tests."""
    probing = (probing_actions.ActionEcho, probing_actions.ActionBoom, probing_actions.ActionDecline)
    for action in probing:
        action.__abstractmethods__ = frozenset()
    yield
    for action in probing:
        action.__abstractmethods__ = frozenset({"run"})


@pytest.fixture
def server() -> Iterator[str]:
    app = create_app(Secret(SECRET), package=ACTIONS, name=f"actions_{next(_names)}")
    with serving_app(app) as address:
        yield address


@pytest.fixture
def stock() -> Iterator[str]:
    Sanic._app_registry.pop("rasa_sdk", None)
    with serving_app(create_stock_app(ACTIONS)) as address:
        yield address


def ask(address: str, action: str, secret: str | None = SECRET) -> requests.Response:
    headers = {} if secret is None else {HEADER: secret}
    return requests.post(f"{address}/webhook", json=call(action), headers=headers, timeout=10)


def test_anybody_may_call_the_stock_server_and_here_only_who_has_the_secret(stock: str, server: str) -> None:
    assert ask(stock, "action_echo", None).json()["responses"][0]["text"] == "somebody"
    assert ask(server, "action_echo").json()["responses"][0]["text"] == "somebody"
    for secret in (None, "", "x", SECRET[:-1], SECRET + "x", "é".encode().decode("latin-1")):
        refused = ask(server, "action_echo", secret)
        assert refused.status_code == 401 and "somebody" not in refused.text and SECRET not in refused.text


def test_the_stock_server_gives_the_request_back_and_logs_it(
    stock: str, server: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert WORDS in ask(stock, "action_boom", None).text
    caplog.clear()
    answer = ask(server, "action_boom")
    assert answer.status_code == 500 and WORDS not in answer.text
    assert answer.json()["reference"] in caplog.text and "action_boom" in caplog.text and WORDS not in caplog.text


def test_the_stock_server_lists_its_actions_and_this_one_does_not(stock: str, server: str) -> None:
    assert "action_echo" in requests.get(f"{stock}/actions", timeout=5).text
    answer = requests.get(f"{server}/actions", timeout=5)
    assert answer.status_code == 404 and "action_echo" not in answer.text


def test_actions_that_decline_or_don_t_exist_are_told_as_rasa_expects(server: str) -> None:
    declined, unknown = ask(server, "action_decline"), ask(server, "action_nothing")
    assert declined.status_code == 400 and declined.json()["action_name"] == "action_decline"
    assert unknown.status_code == 404 and unknown.json()["action_name"] == "action_nothing"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"\xff", b"[" * 100_000], ids=lambda body: repr(body[:5]))
def test_calls_that_are_none_end_nothing(server: str, body: bytes) -> None:
    answer = requests.post(f"{server}/webhook", data=body, headers={HEADER: SECRET}, timeout=10)
    assert 400 <= answer.status_code < 600 and ask(server, "action_echo").status_code == 200


def test_health_tells_whether_a_secret_is_the_right_one(server: str) -> None:
    assert requests.get(f"{server}/health", timeout=5).status_code == 200
    assert requests.get(f"{server}/health", headers={HEADER: SECRET}, timeout=5).status_code == 200
    assert requests.get(f"{server}/health", headers={HEADER: "x"}, timeout=5).status_code == 401


def test_it_listens_on_this_machine_only_unless_told() -> None:
    assert parse([]).host == "127.0.0.1"


def health_of(agent: FakeAgent) -> requests.Response:
    with serving(agent, [FolioChannel(settings())]) as running:
        return requests.get(f"{running.address}/webhooks/folio/health", timeout=10)


def test_the_channel_is_well_when_all_of_it_is(server: str, agent: FakeAgent) -> None:
    agent.action_endpoint = EndpointConfig(f"{server}/webhook", headers={HEADER: SECRET})
    answer = health_of(agent)
    assert answer.status_code == 200 and answer.json() == {"status": "ok", "model": "a-model"}


def test_the_channel_is_not_well_without_its_parts(
    server: str, agent: FakeAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = EndpointConfig(f"{server}/webhook", headers={HEADER: SECRET})
    for endpoint in (
        EndpointConfig(f"{server}/webhook", headers={HEADER: "x"}),
        EndpointConfig("http://127.0.0.1:9/webhook"),
        None,
    ):
        agent.action_endpoint = endpoint
        answer = health_of(agent)
        assert answer.status_code == 503 and answer.json()["failing"] == ["action server"]
    agent.action_endpoint = well
    agent.ready = False
    assert health_of(agent).json()["failing"] == ["model"]
    agent.ready = True

    def broken(*_: Any) -> None:
        raise OSError

    monkeypatch.setattr(agent.lock_store, "get_lock", broken)
    assert health_of(agent).json()["failing"] == ["lock store"]
    monkeypatch.undo()
    agent.store.engine.execute("DROP TABLE events")
    assert health_of(agent).json()["failing"] == ["database"]


def failing_with(database: Callable[[], object], agent: FakeAgent) -> tuple[int, list[str]]:
    """Status of the channel's health and what it names, with `database` behind the action server."""
    app = create_app(Secret(SECRET), probe=Probe(database), package=ACTIONS, name=f"actions_{next(_names)}")
    with serving_app(app) as address:
        agent.action_endpoint = EndpointConfig(f"{address}/webhook", headers={HEADER: SECRET})
        answer = health_of(agent)
        assert requests.get(f"{address}/health", timeout=5).status_code == 200  # up, for whoever doesn't know more
        return answer.status_code, answer.json().get("failing", [])


def test_the_channel_is_not_well_without_the_portfolio_database(agent: FakeAgent) -> None:
    def broken() -> None:
        raise OSError

    hang = threading.Event()
    assert failing_with(lambda: None, agent) == (200, [])
    assert failing_with(broken, agent) == (503, ["portfolio database"])
    try:
        assert failing_with(hang.wait, agent) == (503, ["portfolio database"])
    finally:
        hang.set()


def test_both_databases_are_told_apart(agent: FakeAgent) -> None:
    def broken() -> None:
        raise OSError

    agent.store.engine.execute("DROP TABLE events")
    assert failing_with(broken, agent) == (503, ["database", "portfolio database"])


def test_each_action_of_ours_is_found() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert {"action_portfolio_value", "action_greet"} <= set(executor.actions)
