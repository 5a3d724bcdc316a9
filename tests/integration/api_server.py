"""The reference portfolio API on a real socket of this machine, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore

from adapters.portfolio_api.service import Service
from scripts.portfolio_api import ROOT

TOKEN = "t0p-s3cret-of-the-tests"


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of `app`, with the path that the API has."""
    sockets: dict[int, Any] = {}
    server = waitress.create_server(app, map=sockets, host="127.0.0.1", port=0, threads=8)
    stopping = Event()

    def run() -> None:
        # Not `server.run()`, which has no end but that of the process.
        while not stopping.is_set():
            wasyncore.loop(timeout=0.1, map=sockets, count=1)

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}{ROOT}"
    finally:
        stopping.set()
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()
        wasyncore.close_all(map=sockets)


def service(address: str, **options: Any) -> Service:
    """A client of it, with the options of `Service`."""
    return Service(address, name="portfolio API", setting="FOLIO_PORTFOLIO_API", **{"token": TOKEN, **options})
