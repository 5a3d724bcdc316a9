"""A real Chromium, the built widget, and a fake advisor to put it on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from scripts import build_widget
from tests.browser.fake_server import WIDGET, FakeFolio
from tests.browser.widget import Widget

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ROOT = Path(__file__).resolve().parents[2]


def chromium() -> str:
    """Its path; skips where there is none, fails where CI has none."""
    found = os.environ.get("FOLIO_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found:
        return found
    reason = "no Chromium found: install it (Debian: the package `chromium`) or name it in FOLIO_CHROMIUM"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all tests of this folder; its event loop must be gone before other tests start theirs."""
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def built_widget() -> None:
    """What is under test is what the sources say."""
    sources = list((_ROOT / "web/widget/src").rglob("*.ts"))
    built = WIDGET / "folio-chat.js"
    if not built.is_file() or built.stat().st_mtime < max(path.stat().st_mtime for path in sources):
        assert build_widget.main([]) == 0, "the widget can't be built; the output says why"


@pytest.fixture
def folio(built_widget: None) -> Iterator[FakeFolio]:
    server = FakeFolio()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


@pytest.fixture
def widget(page: Page, folio: FakeFolio) -> Iterator[Widget]:
    """The widget in a page that isn't opened yet; afterwards nothing may have broken the page's policy."""
    shown = Widget(page, folio)
    yield shown
    shown.check_nothing_broke()
