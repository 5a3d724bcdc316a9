"""Nothing that anybody says, is called or draws runs in the advisor's page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.attacks import ATTACKS
from tests.browser.charts import LINE
from tests.browser.widget import Widget

STRANGE = (
    "script, iframe, object, embed, style, link, meta, base, video, audio, math, img, input, "
    "[onerror], [onload], [onfocus], [href^='javascript']"
)
# Elements that the widget itself never makes, in all shadow roots.
FIND_STRANGE = """
(strange) => {
  const roots = [document.querySelector("folio-chat")?.shadowRoot].filter(Boolean);
  for (const root of roots) {
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) roots.push(one.shadowRoot);
  }
  return roots.flatMap((root) => [...root.querySelectorAll(strange)]).map((one) => one.outerHTML);
}
"""


@pytest.fixture
def quiet(widget: Widget) -> Iterator[Widget]:
    """Afterwards nothing has run, asked elsewhere, or put an element of its own into the widget."""
    asked: list[str] = []
    widget.page.on("request", lambda request: asked.append(request.url) if "evil" in request.url else None)
    yield widget
    assert widget.page.evaluate("window.ran ?? null") is None
    assert widget.page.evaluate(FIND_STRANGE, STRANGE) == []
    assert asked == []


def test_there_are_forty_attacks() -> None:
    assert len(set(ATTACKS)) == 40


def test_attacks_written_by_the_customer_stay_text(quiet: Widget) -> None:
    quiet.folio.answers = lambda _: [{"text": "Fine."}]
    quiet.open()
    for attack in ATTACKS:
        quiet.say(attack)
    expect(quiet.log.locator("li.folio")).to_have_count(len(ATTACKS), timeout=30_000)
    assert quiet.texts()[::2] == [shown(attack) for attack in ATTACKS]
    assert [message["message"] for message in quiet.folio.arrived] == list(ATTACKS)


def test_attacks_in_the_history_and_in_answers_stay_text(quiet: Widget) -> None:
    for attack in ATTACKS[:20]:
        quiet.folio.say({"text": attack})
    quiet.folio.answers = lambda _: [{"text": attack} for attack in ATTACKS[20:]]
    quiet.open()
    quiet.say("hello")
    expect(quiet.log.locator("li.folio")).to_have_count(len(ATTACKS))
    assert [text for text in quiet.texts() if text != "hello"] == [shown(attack) for attack in ATTACKS]


def test_attacks_on_buttons_stay_text_and_are_said_as_such(quiet: Widget) -> None:
    quiet.folio.answers = lambda _: [
        {"text": "Choose.", "buttons": [{"title": attack, "payload": attack} for attack in ATTACKS[start : start + 10]]}
        for start in range(0, 40, 10)
    ]
    quiet.open()
    quiet.say("hello")
    choices = quiet.log.locator("button.choice")
    expect(choices).to_have_count(40)
    assert choices.all_text_contents() == list(ATTACKS)
    choices.nth(3).click()
    expect(quiet.log.locator("li.customer")).to_have_count(2)
    assert quiet.log.locator("li.customer .bubble p").last.text_content() == ATTACKS[3]


@pytest.mark.parametrize("name", ["data-title", "data-lang", "data-accent", "data-login-url", "data-texts"])
def test_attacks_in_attributes_run_nothing(quiet: Widget, name: str) -> None:
    for attack in ATTACKS[:: 1 if name == "data-title" else 8]:
        value = json.dumps({"send": attack, "openChat": attack, "welcome": attack}) if name == "data-texts" else attack
        quiet.folio.attributes = {name: value}
        quiet.load()
        if quiet.launcher.count():  # an attribute that says nothing usable leaves the chat away
            quiet.launcher.click()
            quiet.page.locator("folio-chat [id=input]").wait_for()
            if name == "data-title":
                assert quiet.page.locator("folio-chat h2").text_content() == attack
            quiet.page.keyboard.press("Escape")


def test_attacks_in_charts_draw_nothing_but_text(quiet: Widget) -> None:
    def evil(attack: str) -> dict[str, Any]:
        values = [{"name": attack, attack: attack, "link": "javascript:window.ran=1", "n": n} for n in (1, 2)]
        field = {"field": "name", "type": "nominal", "title": attack}
        return {
            **LINE,
            "title": attack,
            "description": attack,
            "data": {"values": values},
            "mark": {"type": "bar", "tooltip": True, "href": "javascript:window.ran=1", "cursor": "pointer"},
            "encoding": {
                "x": {"field": "n", "type": "quantitative", "title": attack},
                "y": field,
                "color": {**field, "legend": {"title": attack}},
                "href": {"field": "link"},
                "url": {"value": "/evil.png"},
                "tooltip": field,
            },
            "transform": [
                {"calculate": "constructor.constructor('window.ran=1')()", "as": "x"},
                {"lookup": "name", "from": {"data": {"url": "/evil.json"}, "key": "name", "fields": ["z"]}},
            ],
            "params": [{"name": "p", "value": 1, "bind": {"input": "text", "name": attack}}],
            "usermeta": {"embedOptions": {"loader": {"baseURL": "/evil"}, "actions": True}},
            "config": {"background": "url(/evil.png)", "font": attack},
        }

    quiet.folio.answers = lambda _: (
        [{"custom": {"chart": evil(attack)}} for attack in ATTACKS[:12]]
        + [
            {"custom": {"chart": {**LINE, "data": {"url": "/evil.json"}}}},
            {"custom": {"chart": {**LINE, "mark": {"type": "image", "url": "/evil.png"}}}},
        ]
    )
    quiet.open()
    quiet.say("charts")
    expect(quiet.log.locator("folio-chart svg")).to_have_count(12, timeout=30_000)
    expect(quiet.log.get_by_text("This chart can't be shown.")).to_have_count(2)
    bar = quiet.log.locator("folio-chart svg .mark-rect path").first
    bar.hover()
    bar.click()
    for _ in range(12):
        quiet.log.get_by_role("button", name="Show as table").first.click()
    expect(quiet.log.get_by_role("table")).to_have_count(12)
    assert quiet.log.locator("folio-chart figcaption").all_text_contents() == list(ATTACKS[:12])


def shown(attack: str) -> str:
    return attack.strip("*")
