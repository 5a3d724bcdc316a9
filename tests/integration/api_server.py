"""The reference portfolio API on a real socket of this machine, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import waitress
from flask import Flask

from adapters.portfolio_api.service import Service
from scripts.portfolio_api import ROOT

TOKEN = "t0p-s3cret-of-the-tests"


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of `app`, with the path that the API has."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=8, clear_untrusted_proxy_headers=True)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}{ROOT}"
    finally:
        server.close()
        thread.join(timeout=10)


def service(address: str, **options: Any) -> Service:
    """A client of it, with the options of `Service`."""
    return Service(address, name="portfolio API", setting="FOLIO_PORTFOLIO_API", **{"token": TOKEN, **options})
