"""What `make run` starts, and what it says."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from scripts import serve


def test_the_demo_starts_its_site_which_knows_where_the_channel_is() -> None:
    options = serve.parse(["--port", "5105", "--actions-port", "5155", "--site-port", "8100"])
    services = serve.services_of("demo", options, site=True)
    assert [(one.name, one.port) for one in services] == [("actions", 5155), ("rasa", 5105), ("site", 8100)]
    assert services[-1].command[-4:] == ["--port", "8100", "--chat-server", "http://localhost:5105"]


def test_without_the_demo_site_only_rasa_and_the_action_server_start() -> None:
    services = serve.services_of("production", serve.parse([]), site=False)
    assert [one.name for one in services] == ["actions", "rasa"]


@pytest.mark.parametrize(("names", "said"), [(["actions", "rasa", "site"], True), (["actions", "rasa"], False)])
def test_where_to_open_the_site_is_said_once_everything_answers(
    names: list[str], said: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def answers(url: str) -> bool:
        asked.append(url)
        return True

    monkeypatch.setattr(serve, "wait_for", answers)
    options = serve.parse(["--site-port", "8100"])
    services = serve.services_of("demo", options, site="site" in names)
    serve.announce(services, "demo", options)
    assert ("Open http://localhost:8100" in capsys.readouterr().out) is said
    assert asked == [one.ready_url for one in services]
    assert [one.name for one in services] == names


def test_what_did_not_start_is_not_announced(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "wait_for", lambda url: False)
    options = serve.parse(["--actions-port", str(serve.free_port())])
    serve.announce(serve.services_of("demo", options, site=True), "demo", options)
    written = capsys.readouterr()
    assert "Open http" not in written.out
    assert "did not come up" in written.err and "It doesn't answer." in written.err


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (503, '{"detail": "Not answering: portfolio database."}', "Not answering: portfolio database."),
        (503, "words", "It answers with status 503."),
        (503, "[]", "It answers with status 503."),
        (200, "{}", "It answers by now."),
    ],
)
def test_why_something_is_not_well_is_told_in_its_own_words(status: int, body: str, sentence: str) -> None:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.handle_request).start()
        assert serve.trouble(f"http://127.0.0.1:{server.server_port}/health") == sentence
