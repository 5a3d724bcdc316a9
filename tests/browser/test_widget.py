"""The chat widget in a real browser, on a page with a strict policy, against a fake advisor."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.widget import Widget

BUTTONS = [{"title": "Why?", "payload": "b-1"}, {"title": "By account", "payload": "b-2"}]


def test_a_message_is_sent_and_answered(widget: Widget) -> None:
    widget.open()
    widget.say("how much do I have")
    expect(widget.bubble("You said: how much do I have")).to_be_visible()
    assert widget.texts() == ["how much do I have", "You said: how much do I have"]


def test_a_button_is_shown_as_what_the_customer_said_and_sends_its_payload(widget: Widget) -> None:
    widget.folio.answers = lambda text: [{"text": f"About {text}", "buttons": BUTTONS}]
    widget.open()
    widget.say("hello")
    widget.button("Why?").click()
    expect(widget.bubble("About Why?")).to_be_visible()
    assert widget.texts() == ["hello", "About hello", "Why?", "About Why?"]
    assert {name: value for name, value in widget.folio.arrived[-1].items() if name != "id"} == {"payload": "b-1"}
    assert widget.button("Why?").count() == 1, "only the latest answer's buttons can be pressed"
