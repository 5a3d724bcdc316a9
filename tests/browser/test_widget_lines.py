"""What the widget does when lines break, servers die, tokens end and people leave."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.widget import Widget

KEPT = "What you write is kept"
PATIENT = 20_000  # milliseconds


def test_what_is_written_without_a_connection_is_sent_once_when_there_is_one(widget: Widget) -> None:
    widget.open()
    widget.folio.kill_chat()
    expect(widget.panel.get_by_text(KEPT)).to_be_visible()
    widget.say("one")
    widget.say("two")
    widget.folio.start_chat()
    expect(widget.bubble("You said: two")).to_be_visible(timeout=PATIENT)
    assert widget.texts() == ["one", "You said: one", "two", "You said: two"]
    assert len(widget.folio.turns) == 2
    expect(widget.panel.get_by_text(KEPT)).not_to_be_visible()


def test_the_outbox_outlives_a_reload(widget: Widget) -> None:
    widget.open()
    widget.folio.kill_chat()
    expect(widget.panel.get_by_text(KEPT)).to_be_visible()
    widget.say("kept over the reload")
    widget.page.reload()
    expect(widget.bubble("kept over the reload")).to_be_visible()
    widget.folio.start_chat()
    expect(widget.bubble("You said: kept over the reload")).to_be_visible(timeout=PATIENT)
    assert len(widget.folio.turns) == 1


def test_an_answer_that_is_awaited_while_the_server_dies_comes_once(widget: Widget) -> None:
    widget.folio.turn_seconds = 5
    widget.open()
    widget.say("hello")
    expect(widget.panel.get_by_text("Folio is writing")).to_be_visible()
    widget.folio.kill_chat()
    expect(widget.panel.get_by_text("Folio is writing")).not_to_be_visible()
    widget.folio.turn_seconds = 0
    widget.folio.start_chat()
    expect(widget.bubble("You said: hello")).to_be_visible(timeout=PATIENT)
    assert widget.texts() == ["hello", "You said: hello"]
    assert len({message["id"] for message in widget.folio.arrived}) == 1
    assert len(widget.folio.turns) == 1


def test_an_answer_that_was_saved_but_never_arrived_comes_with_the_history(widget: Widget) -> None:
    widget.folio.answers_get_lost = True
    widget.open()
    widget.say("hello")
    expect(widget.panel.get_by_text("Folio is writing")).to_be_visible()
    widget.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(widget.bubble("You said: hello")).to_be_visible()
    expect(widget.panel.get_by_text("Folio is writing")).not_to_be_visible()
    widget.folio.answers_get_lost = False
    widget.folio.kill_chat()
    expect(widget.panel.get_by_text(KEPT)).to_be_visible()
    widget.folio.start_chat()
    expect(widget.panel.get_by_text("Connected", exact=True)).to_be_visible(timeout=PATIENT)
    assert widget.texts() == ["hello", "You said: hello"]
    assert len(widget.folio.arrived) == 1, "what is answered isn't sent again"


def test_a_site_that_is_down_is_asked_again(widget: Widget) -> None:
    widget.folio.site_is_down = True
    widget.load()
    widget.launcher.click()
    expect(widget.panel.get_by_text("This page can't be reached right now.")).to_be_visible()
    widget.folio.site_is_down = False
    expect(widget.panel.get_by_text("Connected", exact=True)).to_be_visible(timeout=PATIENT)


def test_a_token_near_its_end_is_renewed_on_the_open_line(widget: Widget) -> None:
    widget.folio.token_life = 100
    widget.open()
    widget.page.evaluate("window.dispatchEvent(new Event('focus'))")
    widget.page.wait_for_timeout(500)
    assert len(widget.folio.renewed) >= 1
    widget.say("hello")
    expect(widget.bubble("You said: hello")).to_be_visible()


def test_a_token_that_the_server_calls_expired_is_replaced_and_nothing_is_lost(widget: Widget) -> None:
    widget.open()
    widget.say("before")
    expect(widget.bubble("You said: before")).to_be_visible()
    widget.folio.hang_up()
    expect(widget.panel.get_by_text("Connected", exact=True)).to_be_visible(timeout=PATIENT)
    widget.say("after")
    expect(widget.bubble("You said: after")).to_be_visible(timeout=PATIENT)
    assert widget.texts() == ["before", "You said: before", "after", "You said: after"]


def test_a_log_out_elsewhere_closes_the_chat_within_25_seconds_and_forgets_all(widget: Widget) -> None:
    widget.open()
    widget.say("my secret")
    expect(widget.bubble("You said: my secret")).to_be_visible()
    widget.folio.log_out()
    expect(widget.panel.get_by_text("You are not logged in.")).to_be_visible(timeout=25_000)
    assert widget.panel.get_by_role("link", name="Log in").count() == 1
    assert "my secret" not in widget.page.evaluate("document.querySelector('folio-chat').shadowRoot.textContent")
    kept = widget.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert [key for key in kept if key.startswith("folio-chat:")] == []


def test_a_server_that_hangs_up_after_a_log_out_ends_the_chat_at_once(widget: Widget) -> None:
    widget.open()
    widget.folio.log_out()
    widget.folio.hang_up()
    expect(widget.panel.get_by_text("You are not logged in.")).to_be_visible(timeout=3000)


def test_somebody_else_at_the_same_browser_begins_anew(widget: Widget) -> None:
    widget.open()
    widget.say("maya's words")
    expect(widget.bubble("You said: maya's words")).to_be_visible()
    widget.folio.kill_chat()
    widget.say("never sent")
    widget.folio.log_out(then="omar")
    widget.folio.start_chat()
    widget.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(widget.panel.get_by_text("Hello. Ask me about")).to_be_visible(timeout=PATIENT)
    expect(widget.panel.get_by_text("Connected", exact=True)).to_be_visible(timeout=PATIENT)
    widget.say("omar's words")
    expect(widget.bubble("You said: omar's words")).to_be_visible()
    assert widget.texts() == ["omar's words", "You said: omar's words"]
    assert "never sent" not in str(widget.folio.conversations)


def test_whoever_may_not_chat_is_told_to_log_in_and_can_once_they_have(widget: Widget) -> None:
    widget.folio.log_out()
    widget.load()
    widget.launcher.click()
    expect(widget.panel.get_by_text("You are not logged in.")).to_be_visible()
    assert widget.focused() == "login"
    widget.folio.identity = "maya"
    widget.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(widget.panel.get_by_text("Connected", exact=True)).to_be_visible()
