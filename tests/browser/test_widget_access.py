"""WCAG 2.2 AA: by keyboard alone, on a phone, enlarged, in the dark, with a screen reader's eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.charts import BARS, LINE
from tests.browser.fake_server import FakeFolio, Message
from tests.browser.widget import Widget

AXE = Path(__file__).resolve().parents[2] / "web/widget/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}
BUTTONS = [{"title": "Log in", "payload": "a"}, {"title": "Why?", "payload": "b"}]
ENLARGED = {"200 %": {"width": 640, "height": 400}, "400 %": {"width": 320, "height": 256}}
TOO_SMALL = """
() => [...document.querySelector("folio-chat").shadowRoot.querySelectorAll("button, a, textarea")]
  .map((one) => [one.textContent.trim() || one.id, one.getBoundingClientRect()])
  .filter(([_, box]) => box.width > 0 && (box.width < 24 || box.height < 24)).map(([name]) => name)
"""


@pytest.fixture
def looking(browser: Browser, folio: FakeFolio) -> Iterator[Any]:
    """Makes a widget in a browser with options of its own, such as a dark scheme."""
    contexts = []

    def look(**options: Any) -> Widget:
        contexts.append(browser.new_context(**options))
        return Widget(contexts[-1].new_page(), folio)

    yield look
    for context in contexts:
        context.close()


def everything(_: str) -> list[Message]:
    return [
        {"text": "**Long** answer. " * 20},
        {"custom": {"chart": LINE}},
        {"text": "And?", "custom": {"chart": BARS, "log_in": True}, "buttons": BUTTONS},
    ]


def violations(widget: Widget) -> list[str]:
    widget.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: Any = widget.page.evaluate(f"axe.run({{runOnly: {RULES}}})")
    assert found["passes"], "axe looked at nothing"
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("accent", ["#0b5d8a", "#ffdd00", "#777777"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(looking: Any, viewport: dict[str, int], scheme: str, accent: str) -> None:
    widget: Widget = looking(viewport=viewport, color_scheme=scheme)
    widget.folio.attributes = {"data-accent": accent}
    widget.folio.answers = everything
    found = [("closed", violations(widget.load()))]
    widget.open()
    widget.say("hello")
    expect(widget.log.locator("folio-chart svg")).to_have_count(2)
    found.append(("talking", violations(widget)))
    widget.button("Show as table").first.click()
    widget.input.fill("x" * 1001)
    widget.folio.refusals = [{"status": 500, "reference": "AB12"}]
    found.append(("table", violations(widget)))
    widget.say("refused")
    expect(widget.button("Try again")).to_be_visible()
    found.append(("refused", violations(widget)))
    widget.folio.log_out()
    widget.folio.hang_up()
    expect(widget.panel.get_by_text("You are not logged in.")).to_be_visible()
    found.append(("logged out", violations(widget)))
    assert [(when, what) for when, what in found if what] == []
    widget.check_nothing_broke()


def test_the_theme_attribute_outdoes_the_system(looking: Any) -> None:
    widget: Widget = looking(color_scheme="light")
    widget.folio.attributes = {"data-theme": "dark"}
    widget.open()
    ground = widget.panel.evaluate("element => getComputedStyle(element).backgroundColor")
    assert ground == "rgb(22, 25, 29)"


def test_everything_can_be_done_with_the_keyboard_alone(widget: Widget) -> None:
    page, keys = widget.page, widget.page.keyboard
    widget.folio.answers = everything
    widget.load()
    for _ in range(2):
        keys.press("Tab")
    assert widget.focused() == "launcher"
    keys.press("Enter")
    page.get_by_text("Connected", exact=True).wait_for()
    assert widget.focused() == "input"
    keys.type("hello")
    keys.press("Enter")
    expect(widget.log.locator("folio-chart svg")).to_have_count(2)
    order = []
    for _ in range(8):
        keys.press("Shift+Tab")
        order.append(widget.focused())
    order.reverse()
    assert order == ["Close chat", "log", "Copy", "Show as table", "Show as table", "Copy", "Log in", "Why?"]
    while widget.focused() != "Why?":
        keys.press("Tab")
    keys.press("Enter")
    expect(widget.bubble("Why?")).to_be_visible()
    assert widget.focused() == "input", "the button that was pressed is gone"
    keys.press("Escape")
    expect(widget.log).not_to_be_visible()
    assert widget.focused() == "launcher"


def test_the_focus_can_be_seen(widget: Widget) -> None:
    widget.open()
    for name in ("log", "Close chat", "launcher"):
        widget.page.keyboard.press("Shift+Tab")
        assert widget.focused() == name
        outline = widget.page.evaluate(
            """() => {
              let element = document.activeElement;
              while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
              const style = getComputedStyle(element);
              return [style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        assert outline[0] == "solid" and outline[1] >= 2


def test_new_messages_are_announced_politely_and_old_ones_are_not(widget: Widget) -> None:
    widget.folio.say({"text": "From yesterday."})
    widget.open()
    assert widget.log.get_attribute("aria-live") == "polite"
    expect(widget.log).to_have_attribute("aria-busy", "false")
    widget.log.locator("li[data-key]").first.evaluate("element => { element.marked = true }")
    widget.say("hello")
    expect(widget.bubble("You said: hello")).to_be_visible()
    widget.page.evaluate("window.dispatchEvent(new Event('focus'))")  # loads the history once more
    widget.page.wait_for_timeout(1000)
    assert widget.log.locator("li[data-key]").first.evaluate("element => element.marked"), (
        "drawn anew, so read out anew"
    )


def test_on_a_phone_the_panel_fills_the_screen_and_keeps_the_focus(looking: Any) -> None:
    widget: Widget = looking(viewport=PHONE, has_touch=True, is_mobile=True)
    widget.folio.answers = everything
    widget.load()
    widget.launcher.tap()
    box = widget.panel.bounding_box()
    assert box == {"x": 0, "y": 0, **PHONE}
    widget.say("hello")
    expect(widget.log.locator("folio-chart svg")).to_have_count(2)
    assert widget.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert widget.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    for _ in range(30):
        widget.page.keyboard.press("Tab")
        assert widget.focused() != "first-link", "the page below can't be seen"
    assert widget.page.evaluate(TOO_SMALL) == []
    widget.page.keyboard.press("Escape")
    expect(widget.panel).not_to_be_visible()
    assert widget.focused() == "launcher"
    widget.check_nothing_broke()


@pytest.mark.parametrize(
    "viewport", [{"width": 640, "height": 400}, {"width": 320, "height": 256}], ids=["200 %", "400 %"]
)
def test_enlarged_everything_can_be_reached_without_scrolling_sideways(looking: Any, viewport: dict[str, int]) -> None:
    # Zooming is the same as a smaller window with more device pixels.
    widget: Widget = looking(viewport=viewport, device_scale_factor=2)
    widget.folio.answers = everything
    widget.open()
    widget.say("hello")
    expect(widget.log.locator("folio-chart svg")).to_have_count(2)
    assert widget.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert widget.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    for part in (widget.input, widget.button("Send"), widget.button("Close chat")):
        expect(part).to_be_in_viewport(ratio=0.99)


def test_text_of_twice_the_size_still_fits(looking: Any) -> None:
    widget: Widget = looking(viewport={"width": 1280, "height": 900})
    widget.folio.answers = everything
    widget.open()
    widget.page.evaluate("document.querySelector('folio-chat').style.setProperty('font-size', '32px', 'important')")
    widget.say("hello")
    expect(widget.log.locator("folio-chart svg")).to_have_count(2)
    assert widget.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    for part in (widget.input, widget.button("Send"), widget.button("Close chat")):
        expect(part).to_be_in_viewport(ratio=0.99)


def test_nothing_moves_for_those_who_asked_for_that(looking: Any) -> None:
    widget: Widget = looking(reduced_motion="reduce")
    widget.folio.turn_seconds = 3
    widget.open()
    widget.say("hello")
    expect(widget.panel.get_by_text("Folio is writing")).to_be_visible()
    assert widget.page.evaluate("document.querySelector('folio-chat').shadowRoot.getAnimations().length") == 0


def test_every_target_is_large_enough(widget: Widget) -> None:
    widget.folio.answers = everything
    widget.open()
    widget.say("hello")
    expect(widget.log.locator("folio-chart svg")).to_have_count(2)
    assert widget.page.evaluate(TOO_SMALL) == []


def test_the_language_and_single_texts_can_be_changed(widget: Widget) -> None:
    widget.folio.attributes = {"data-lang": "de", "data-texts": '{"send": "Senden", "message": "Ihre Nachricht"}'}
    widget.load()
    widget.launcher.click()
    expect(widget.button("Senden")).to_be_visible()
    assert widget.page.locator("folio-chat").get_attribute("lang") == "de"
    expect(widget.page.get_by_label("Ihre Nachricht")).to_be_visible()


def test_a_page_with_a_wrong_attribute_says_so_in_the_console_and_stays_whole(widget: Widget) -> None:
    said: list[str] = []
    widget.page.on("console", lambda message: said.append(message.text))
    widget.folio.attributes = {"data-accent": "reddish"}
    widget.load()
    assert widget.launcher.count() == 0
    assert any(re.search('data-accent="reddish" is no colour', text) for text in said)
