"""The widget as a test sees it: what is on the screen, by role and name."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.fake_server import FakeFolio

_WATCH = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile} ${event.lineNumber}`);
});
"""


class Widget:
    def __init__(self, page: Page, folio: FakeFolio) -> None:
        self.page = page
        self.folio = folio
        self.errors: list[str] = []
        page.add_init_script(_WATCH)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def load(self) -> Widget:
        self.page.goto(self.folio.url)
        return self

    def open(self) -> Widget:
        self.load()
        self.launcher.click()
        self.page.get_by_text("Connected", exact=True).wait_for()
        return self

    def say(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def texts(self) -> list[str]:
        """What stands in the bubbles, from the oldest, without "Folio: " and "You: "."""
        return [text.split(": ", 1)[1].strip() for text in self.log.locator(".bubble").all_text_contents()]

    def bubble(self, text: str) -> Locator:
        return self.log.locator(".bubble", has_text=text)

    @property
    def launcher(self) -> Locator:
        return self.page.locator("folio-chat #launcher")

    @property
    def panel(self) -> Locator:
        return self.page.locator("folio-chat dialog")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def input(self) -> Locator:
        return self.page.get_by_label("Your message")

    def button(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=True)

    def focused(self) -> str:
        """Id, label or text of what has the focus, inside the widget too."""
        found: Any = self.page.evaluate(
            """() => {
              let element = document.activeElement;
              while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
              return element?.id || element?.getAttribute("aria-label") || element?.textContent.trim() || "";
            }"""
        )
        return str(found)

    def check_nothing_broke(self) -> None:
        assert self.errors == []
        assert self.page.evaluate("window.broken ?? []") == []
