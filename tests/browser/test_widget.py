"""The chat widget in a real browser, on a page with a strict policy, against a fake advisor."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.charts import BARS, LINE
from tests.browser.fake_server import FakeFolio, Message
from tests.browser.widget import Widget

BUTTONS = [{"title": "Why?", "payload": "b-1"}, {"title": "By account", "payload": "b-2"}]


def with_buttons(text: str) -> list[Message]:
    return [{"text": f"About {text}", "buttons": BUTTONS}]


# Talking


def test_a_message_is_sent_and_answered(widget: Widget) -> None:
    widget.open()
    widget.say("how much do I have")
    expect(widget.bubble("You said: how much do I have")).to_be_visible()
    assert widget.texts() == ["how much do I have", "You said: how much do I have"]


def test_while_an_answer_is_made_the_customer_sees_that(widget: Widget) -> None:
    widget.folio.turn_seconds = 1
    widget.open()
    widget.say("hello")
    expect(widget.panel.get_by_text("Folio is writing")).to_be_visible()
    expect(widget.bubble("You said: hello")).to_be_visible()
    expect(widget.panel.get_by_text("Folio is writing")).not_to_be_visible()


def test_a_button_is_shown_as_what_the_customer_said_and_sends_its_payload(widget: Widget) -> None:
    widget.folio.answers = with_buttons
    widget.open()
    widget.say("hello")
    widget.button("Why?").click()
    expect(widget.bubble("About Why?")).to_be_visible()
    assert widget.texts() == ["hello", "About hello", "Why?", "About Why?"]
    assert {name: value for name, value in widget.folio.arrived[-1].items() if name != "id"} == {"payload": "b-1"}
    assert widget.button("Why?").count() == 1, "only the latest answer's buttons can be pressed"


def test_several_messages_at_once_arrive_in_order_and_each_has_its_answer(widget: Widget) -> None:
    widget.folio.turn_seconds = 0.3
    widget.open()
    for word in ("one", "two", "three"):
        widget.say(word)
    expect(widget.bubble("You said: three")).to_be_visible()
    assert [message["message"] for message in widget.folio.arrived] == ["one", "two", "three"]
    assert widget.texts() == ["one", "You said: one", "two", "You said: two", "three", "You said: three"]


def test_text_has_paragraphs_line_breaks_and_bold_and_is_copied_without_stars(widget: Widget) -> None:
    widget.folio.answers = lambda _: [{"text": "You have **$5.00**.\nIn cash.\n\nAnything else?"}]
    widget.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget.open()
    widget.say("cash")
    expect(widget.log.locator("strong")).to_have_text("$5.00")
    assert widget.log.locator("li.folio p").count() == 2
    widget.button("Copy").click()
    expect(widget.panel.get_by_text("Copied")).to_be_attached()
    assert widget.page.evaluate("navigator.clipboard.readText()") == "You have $5.00.\nIn cash.\n\nAnything else?"


def test_a_message_of_more_than_1000_characters_stays_in_the_box_and_is_counted(widget: Widget) -> None:
    widget.open()
    widget.say("x" * 1003)
    expect(widget.panel.get_by_text("3 characters too many")).to_be_visible()
    assert widget.folio.arrived == []
    widget.say("😀" * 1000)
    expect(widget.log.locator("li.folio")).to_have_count(1)


def test_line_breaks_are_sent_as_blanks(widget: Widget) -> None:
    widget.open()
    widget.input.press_sequentially("one")
    widget.input.press("Shift+Enter")
    widget.input.press_sequentially("two")
    widget.button("Send").click()
    expect(widget.bubble("You said: one two")).to_be_visible()


def test_the_log_in_button_is_a_link_to_the_advisors_log_in(widget: Widget) -> None:
    widget.folio.answers = lambda _: [
        {
            "text": "I can answer that once you are logged in.",
            "buttons": [{"title": "Log in", "payload": "b-9"}, {"title": "What can you do?", "payload": "b-8"}],
            "custom": {"log_in": True},
        }
    ]
    widget.open()
    widget.say("how much do I have")
    link = widget.panel.get_by_role("link", name="Log in")
    expect(link).to_have_attribute("href", re.compile("^http://localhost:[0-9]+/login$"))
    assert widget.button("Log in").count() == 0
    assert widget.button("What can you do?").count() == 1


# Charts


@pytest.mark.parametrize("chart", [LINE, BARS], ids=["line", "bars with expressions"])
def test_a_chart_is_drawn_and_can_be_shown_as_a_table(widget: Widget, chart: Message) -> None:
    widget.folio.answers = lambda _: [{"text": "Here."}, {"custom": {"facts": {}, "chart": chart}}]
    scripts: list[str] = []
    widget.page.on(
        "request", lambda request: scripts.append(request.url) if "folio-chat-charts" in request.url else None
    )
    widget.open()
    assert scripts == [], "what draws is loaded only when there is something to draw"
    widget.say("chart")
    drawn = widget.page.get_by_role("img", name=chart["description"])
    expect(drawn.locator("svg path").first).to_be_attached()
    widget.button("Show as table").click()
    table = widget.page.get_by_role("table", name=chart["title"])
    expect(table.get_by_role("row")).to_have_count(len(chart["data"]["values"]) + 1)
    widget.button("Show as chart").click()
    expect(drawn).to_be_visible()
    assert len(scripts) == 1


def test_the_table_has_titles_dates_and_figures(widget: Widget) -> None:
    widget.folio.answers = lambda _: [{"text": "Here.", "custom": {"chart": LINE}}]
    widget.open()
    widget.say("chart")
    widget.button("Show as table").click()
    rows = [row.split("\t") for row in widget.page.get_by_role("table").inner_text().splitlines() if "\t" in row]
    assert rows[0] == ["Date", "Value (USD)"]
    assert rows[1] == ["Jan 2, 2026", "41,250.10"]


def test_where_the_charts_file_cannot_be_loaded_the_table_is_shown(widget: Widget) -> None:
    widget.folio.answers = lambda _: [{"text": "Here.", "custom": {"chart": LINE}}]
    widget.page.route("**/folio-chat-charts*", lambda route: route.abort())
    widget.open()
    widget.say("chart")
    expect(widget.page.get_by_role("table")).to_be_visible()
    expect(widget.panel.get_by_text("The chart can't be drawn here")).to_be_visible()


def test_after_a_reload_the_end_of_the_conversation_is_in_view_also_when_charts_come_late(widget: Widget) -> None:
    widget.folio.answers = lambda _: [{"text": "One.", "custom": {"chart": LINE}}, {"text": "Two.", "buttons": BUTTONS}]
    widget.open()
    for _ in range(2):
        widget.say("chart")
    expect(widget.log.locator("folio-chart svg")).to_have_count(2)
    expect(widget.button("Why?")).to_be_in_viewport()
    widget.page.reload()
    expect(widget.log.locator("folio-chart svg")).to_have_count(2)
    expect(widget.button("Why?")).to_be_in_viewport()


# History


def test_a_reload_shows_the_conversation_and_leaves_the_panel_open(widget: Widget) -> None:
    widget.folio.answers = with_buttons
    widget.open()
    widget.say("hello")
    widget.button("Why?").click()
    expect(widget.bubble("About Why?")).to_be_visible()
    before = widget.texts()
    widget.page.reload()
    expect(widget.bubble("About Why?")).to_be_visible()
    assert widget.texts() == before
    expect(widget.button("By account")).to_be_visible()


def test_earlier_messages_come_when_one_scrolls_up_and_the_place_is_kept(widget: Widget) -> None:
    for number in range(75):
        widget.folio.say({"text": f"Message number {number}."}, ago=timedelta(days=2))
    widget.open()
    expect(widget.bubble("Message number 74.")).to_be_in_viewport()
    assert widget.log.locator(".bubble").count() == 30
    widget.log.hover()
    widget.page.mouse.wheel(0, -20_000)
    expect(widget.log.locator(".bubble")).to_have_count(60)
    assert widget.bubble("Message number 45.").bounding_box() is not None
    expect(widget.bubble("Message number 45.")).to_be_in_viewport()
    widget.page.mouse.wheel(0, -20_000)
    expect(widget.log.locator(".bubble")).to_have_count(75)
    assert widget.texts() == [f"Message number {number}." for number in range(75)]
    assert widget.button("Show earlier messages").count() == 0


def test_what_comes_while_the_panel_is_closed_is_counted_until_it_is_seen(widget: Widget) -> None:
    widget.open()
    widget.say("hello")
    expect(widget.bubble("You said: hello")).to_be_visible()
    widget.button("Close chat").click()
    widget.folio.push({"text": "News one."})
    widget.folio.push({"text": "News two."})
    expect(widget.launcher).to_have_accessible_name("Open chat, 2 unread messages")
    widget.page.reload()
    expect(widget.launcher).to_have_accessible_name("Open chat, 2 unread messages")
    widget.launcher.click()
    expect(widget.bubble("News two.")).to_be_visible()
    expect(widget.launcher).to_have_accessible_name("Close chat")
    widget.page.reload()
    expect(widget.launcher).to_have_accessible_name("Close chat")


def test_two_tabs_of_one_customer_show_the_same(widget: Widget) -> None:
    widget.open()
    other = Widget(widget.page.context.new_page(), widget.folio).open()
    widget.say("from the first tab")
    expect(other.bubble("You said: from the first tab")).to_be_visible()
    expect(other.log.locator(".bubble")).to_have_count(2)
    assert other.texts() == widget.texts()
    other.check_nothing_broke()


def test_a_history_that_cannot_be_loaded_is_said_and_can_be_tried_again(widget: Widget) -> None:
    widget.folio.say({"text": "From yesterday."})
    widget.folio.history_is_down = True
    widget.open()
    expect(widget.panel.get_by_text("Earlier messages can't be loaded right now.")).to_be_visible()
    widget.folio.history_is_down = False
    widget.button("Try again").click()
    expect(widget.bubble("From yesterday.")).to_be_visible()


# Refusals


def test_too_fast_says_how_long_and_is_sent_by_itself(widget: Widget) -> None:
    widget.folio.refusals = [{"status": 429, "retry_after": 2, "detail": "x"}]
    widget.open()
    widget.say("hello")
    expect(widget.panel.get_by_text(re.compile(r"Sent by itself in [12] s\."))).to_be_visible()
    expect(widget.bubble("You said: hello")).to_be_visible()
    assert widget.texts() == ["hello", "You said: hello"]
    assert len({message["id"] for message in widget.folio.arrived}) == 1


def test_not_ready_is_waited_for(widget: Widget) -> None:
    widget.folio.refusals = [{"status": 503, "retry_after": 1, "detail": "x"}]
    widget.open()
    widget.say("hello")
    expect(widget.panel.get_by_text("Folio isn't ready yet.")).to_be_visible()
    expect(widget.bubble("You said: hello")).to_be_visible()


def test_what_is_not_accepted_can_be_edited_and_sent_again(widget: Widget) -> None:
    widget.folio.refusals = [{"status": 422, "detail": "x"}]
    widget.open()
    widget.say("strange words")
    expect(widget.panel.get_by_text("This can't be sent as it is.")).to_be_visible()
    widget.button("Edit").click()
    assert widget.input.input_value() == "strange words"
    assert widget.texts() == []
    widget.say("plain words")
    expect(widget.bubble("You said: plain words")).to_be_visible()


def test_what_fails_for_no_known_reason_can_be_tried_again_and_names_a_reference(widget: Widget) -> None:
    widget.folio.refusals = [{"status": 500, "detail": "x", "reference": "AB12CD34"}]
    widget.open()
    widget.say("hello")
    expect(widget.panel.get_by_text("Reference AB12CD34")).to_be_visible()
    widget.button("Try again").click()
    expect(widget.bubble("You said: hello")).to_be_visible()
    assert widget.texts() == ["hello", "You said: hello"]


def test_a_button_of_yesterday_that_is_refused_says_so(widget: Widget, folio: FakeFolio) -> None:
    folio.answers = with_buttons
    widget.open()
    widget.say("hello")
    folio.refusals = [{"status": 422, "detail": "not offered"}]
    widget.button("Why?").click()
    expect(widget.panel.get_by_text("This button can't be used any more.")).to_be_visible()
