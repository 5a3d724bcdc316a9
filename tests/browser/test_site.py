"""The advisor's site as a customer meets it: real Rasa, action server and site, in Chromium."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.stack import PROJECT, Stack, running_stack

pytestmark = pytest.mark.slow

AXE = PROJECT / "web" / "widget" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = PROJECT / "docs" / "images"
ANSWER = 30_000  # milliseconds that an answer may take on a busy machine
SHAH, SHAH_WORTH = "C-1002", "$219,278.23"
LOG_IN_FIRST = re.compile("once you are logged in")
RIVERA, RIVERA_WORTH = "C-1005", "$1,978.45"
DESKTOP, PHONE = {"width": 1200, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def stack(built_widget: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("stack")) as here:
        yield here


class Visit:
    """One browser of one person: its pages, and what its console complained about."""

    def __init__(self, stack: Stack, context: BrowserContext) -> None:
        self.stack = stack
        self.context = context
        self.complaints: list[str] = []
        context.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = context.new_page()
        self.page.goto(stack.site)

    def log_in(self, customer_id: str) -> None:
        self.page.goto(f"{self.stack.site}/login")
        self.page.get_by_label("Customer").select_option(customer_id)
        self.page.get_by_label("Password").fill(self.page.locator("code").inner_text())
        self.page.get_by_role("main").get_by_role("button", name="Log in").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Portfolio of")

    def open_chat(self, page: Page | None = None) -> None:
        page = page or self.page
        page.get_by_role("button", name=re.compile("^Open chat")).click()
        expect(page.get_by_text("Connected", exact=True)).to_be_visible(timeout=ANSWER)

    def ask(self, text: str) -> None:
        self.page.get_by_label("Your message").fill(text)
        self.page.get_by_role("button", name="Send").click()

    @property
    def log(self) -> Locator:
        return log_of(self.page)

    @property
    def said(self) -> Locator:
        """The customer's own messages."""
        return self.log.locator("li.customer .bubble")

    @property
    def answers(self) -> Locator:
        return self.log.locator("li.folio .bubble")


def log_of(page: Page) -> Locator:
    return page.get_by_role("log", name="Conversation")


@pytest.fixture
def visit(stack: Stack, browser: Browser) -> Iterator[Any]:
    """Opens browsers that know nothing of each other; afterwards none may have broken the policy or its scripts."""
    visits: list[Visit] = []

    def open_one(viewport: dict[str, int] = DESKTOP, **options: Any) -> Visit:
        context = browser.new_context(viewport=viewport, **options)
        visits.append(Visit(stack, context))
        return visits[-1]

    yield open_one
    for one in visits:
        one.context.close()
    broken = [text for one in visits for text in one.complaints if not text.startswith("Failed to load resource")]
    lost = [text for text in broken if "ERR_" not in text and "WebSocket connection" not in text]
    assert lost == []


def picture(page: Page, name: str) -> None:
    """For the README, only on request: FOLIO_SCREENSHOTS=1."""
    if os.environ.get("FOLIO_SCREENSHOTS"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(500)  # until nothing moves any more
        page.screenshot(path=PICTURES / f"{name}.png")


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice, inside shadow roots, too."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]


def test_two_customers_in_two_browsers_never_see_each_other(visit: Any) -> None:
    shah, rivera = visit(), visit()
    shah.log_in(SHAH)
    rivera.log_in(RIVERA)
    for one in (shah, rivera):
        one.open_chat()
        one.ask("what is my portfolio worth")
    expect(shah.answers.last).to_contain_text(SHAH_WORTH, timeout=ANSWER)
    expect(rivera.answers.last).to_contain_text(RIVERA_WORTH, timeout=ANSWER)
    for one in (shah, rivera):
        one.page.reload()
    for one, own, other in ((shah, SHAH_WORTH, RIVERA_WORTH), (rivera, RIVERA_WORTH, SHAH_WORTH)):
        expect(one.answers).to_have_count(1, timeout=ANSWER)
        expect(one.log).to_contain_text(own)
        expect(one.log).not_to_contain_text(other)
        expect(one.page.get_by_role("main")).to_contain_text(own)
        expect(one.page.get_by_role("main")).not_to_contain_text(other)


def test_a_visitor_gets_answers_about_the_service_and_is_told_to_log_in_for_the_rest(visit: Any) -> None:
    visitor = visit()
    visitor.open_chat()
    visitor.ask("how much do you charge")
    expect(visitor.answers).to_have_count(1, timeout=ANSWER)
    visitor.ask("what is my portfolio worth")
    expect(visitor.answers.last).to_contain_text(LOG_IN_FIRST, timeout=ANSWER)
    expect(visitor.log).not_to_contain_text("$219")
    picture(visitor.page, "visitor")
    visitor.log.get_by_role("link", name="Log in").click()
    expect(visitor.page).to_have_url(f"{visitor.stack.site}/login")


def test_a_question_is_answered_with_buttons_chart_and_table(visit: Any) -> None:
    shah = visit()
    shah.log_in(SHAH)
    shah.open_chat()
    shah.ask("how is my portfolio doing this year")
    expect(shah.answers.last).to_contain_text("$9,006.03", timeout=ANSWER)
    drawing = shah.log.locator("folio-chart [role=img]")
    expect(drawing.locator("canvas, svg").first).to_be_visible(timeout=ANSWER)
    below = "log => log.scrollHeight - log.scrollTop - log.clientHeight"
    shah.page.wait_for_timeout(200)
    assert shah.log.evaluate(below) < 2, "the chart is drawn below what can be seen"
    picture(shah.page, "chat")
    shah.log.get_by_role("button", name="Show as table").click()
    table = shah.log.locator("folio-chart table")
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() > 2
    shah.log.get_by_role("button", name="Show as chart").click()
    expect(drawing).to_be_visible()
    choices = shah.log.get_by_role("group", name="Suggested replies").get_by_role("button")
    expect(choices.first).to_be_visible()
    title = choices.first.inner_text()
    choices.first.click()
    expect(shah.said.last).to_contain_text(title)
    expect(shah.answers).to_have_count(2, timeout=ANSWER)


def test_a_reload_and_another_page_keep_the_conversation(visit: Any) -> None:
    shah = visit()
    shah.log_in("C-1003")
    shah.open_chat()
    shah.ask("which accounts do I have")
    expect(shah.answers).to_have_count(1, timeout=ANSWER)
    answer = shah.answers.last.inner_text()
    for go in (shah.page.reload, lambda: shah.page.goto(shah.stack.site)):
        go()
        expect(shah.said).to_have_count(1, timeout=ANSWER)
        assert shah.answers.last.inner_text() == answer
    shah.ask("how much cash do I have")
    expect(shah.answers).to_have_count(2, timeout=ANSWER)


def test_a_log_out_in_another_tab_closes_the_chat_within_30_seconds(visit: Any) -> None:
    shah = visit()
    shah.log_in(SHAH)
    shah.open_chat()
    shah.ask("what is my portfolio worth")
    expect(shah.answers.last).to_contain_text(SHAH_WORTH, timeout=ANSWER)
    token = shah.page.evaluate("fetch('/chat/token').then(answer => answer.json())")["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    history = f"{shah.stack.chat}/webhooks/folio/history"
    assert requests.get(history, headers=bearer, timeout=10).status_code == 200
    other_tab = shah.context.new_page()
    other_tab.goto(f"{shah.stack.site}/portfolio")
    other_tab.get_by_role("button", name="Log out").click()
    expect(other_tab.get_by_role("link", name="Log in", exact=True)).to_be_visible()
    assert requests.get(history, headers=bearer, timeout=10).status_code == 401
    expect(shah.log).not_to_contain_text(SHAH_WORTH, timeout=30_000)
    shah.ask("what is my portfolio worth")
    expect(shah.answers.last).to_contain_text(LOG_IN_FIRST, timeout=ANSWER)
    shah.page.reload()
    expect(shah.page).to_have_url(re.compile("/login"))


def test_somebody_else_who_logs_in_at_the_same_browser_sees_nothing_of_the_one_before(visit: Any) -> None:
    one = visit()
    one.log_in(SHAH)
    one.open_chat()
    one.ask("what is my portfolio worth")
    expect(one.answers.last).to_contain_text(SHAH_WORTH, timeout=ANSWER)
    one.page.keyboard.press("Escape")
    one.page.get_by_role("button", name="Log out").click()
    one.log_in("C-1009")
    one.open_chat()
    one.ask("what is my portfolio worth")
    expect(one.answers).to_have_count(1, timeout=ANSWER)
    expect(one.log).not_to_contain_text(SHAH_WORTH)


def test_killing_rasa_while_an_answer_is_awaited_loses_nothing_and_doubles_nothing(visit: Any, stack: Stack) -> None:
    kim = visit()
    kim.log_in("C-1008")
    kim.open_chat()
    stack.actions.signal(signal.SIGSTOP)  # so that the answer can't come before Rasa ends
    kim.ask("what is my portfolio worth")
    expect(kim.page.get_by_text("Folio is writing")).to_be_visible(timeout=ANSWER)
    time.sleep(1)
    stack.rasa.kill()
    stack.actions.signal(signal.SIGCONT)
    expect(kim.page.get_by_text("No connection. What you write is kept")).to_be_visible(timeout=ANSWER)
    kim.ask("which accounts do I have")
    stack.rasa.start()
    stack.rasa.wait()
    expect(kim.answers).to_have_count(2, timeout=120_000)
    for _ in range(2):
        expect(kim.said).to_have_count(2, timeout=ANSWER)
        expect(kim.answers).to_have_count(2)
        expect(kim.said.first).to_contain_text("what is my portfolio worth")
        expect(kim.answers.first).to_contain_text("Your portfolio is worth")
        expect(kim.said.last).to_contain_text("which accounts do I have")
        expect(kim.answers.last).to_contain_text("2 accounts")
        kim.page.reload()


def test_everything_can_be_done_with_the_keyboard_alone(visit: Any) -> None:
    lowe = visit()
    page = lowe.page
    keys = page.keyboard
    tab_to(page, "Log in as a demo customer")
    keys.press("Enter")
    page.wait_for_url("**/login")
    password = page.locator("code").inner_text()
    tab_to(page, "Customer")
    keys.type("Harriet")
    keys.press("Tab")
    keys.type(password)
    keys.press("Enter")
    page.wait_for_url("**/portfolio")
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio of Harriet Lowe")
    tab_to(page, "Open chat")
    keys.press("Enter")
    expect(page.get_by_text("Connected", exact=True)).to_be_visible(timeout=ANSWER)
    keys.type("what is my portfolio worth")
    keys.press("Enter")
    expect(lowe.answers).to_have_count(1, timeout=ANSWER)
    choice = lowe.log.get_by_role("group", name="Suggested replies").get_by_role("button").first
    title = choice.inner_text()
    tab_to(page, title, backwards=True)
    keys.press("Enter")
    expect(lowe.said.last).to_contain_text(title)
    expect(lowe.answers).to_have_count(2, timeout=ANSWER)
    assert focused(page) == "Your message"
    keys.press("Escape")
    expect(lowe.log).not_to_be_visible()
    assert focused(page).startswith("Open chat")
    tab_to(page, "Log out", backwards=True)
    keys.press("Enter")
    page.wait_for_url(f"{lowe.stack.site}/")


def tab_to(page: Page, name: str, *, backwards: bool = False) -> None:
    """Presses Tab until what has the focus is called `name`."""
    for _ in range(40):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if focused(page).startswith(name):
            return
    pytest.fail(f"the focus never came to {name!r}; it is at {focused(page)!r}")


def focused(page: Page) -> str:
    """The name of what has the focus, inside shadow roots, too."""
    name: str = page.evaluate(
        """() => {
            let at = document.activeElement;
            while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
            if (!at) return "";
            return at.getAttribute("aria-label") || (at.labels?.[0]?.textContent ?? at.innerText ?? "").trim() || at.id;
        }"""
    )
    return name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_any_page(visit: Any, scheme: str, viewport: dict[str, int]) -> None:
    one = visit(viewport, color_scheme=scheme, reduced_motion="reduce")
    page = one.page
    found = violations(page)
    page.goto(f"{one.stack.site}/nowhere")
    found += violations(page)
    page.goto(f"{one.stack.site}/login")
    found += violations(page)
    page.get_by_label("Password").fill("guess")
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += violations(page)
    one.log_in("C-1012")
    found += violations(page)
    one.open_chat()
    one.ask("how is my portfolio doing this year")
    expect(one.answers.last).to_contain_text("time-weighted", timeout=ANSWER)
    expect(one.log.locator("folio-chart [role=img]").last.locator("canvas, svg").first).to_be_visible(timeout=ANSWER)
    if (scheme, viewport) == ("dark", PHONE):
        picture(page, "phone")
    found += violations(page)
    one.log.get_by_role("button", name="Show as table").last.click()
    found += violations(page)
    assert not found, "\n".join(found)


def test_on_a_phone_the_chat_fills_the_screen_and_nothing_is_wider_than_it(visit: Any) -> None:
    one = visit(PHONE, has_touch=True, is_mobile=True)
    page = one.page
    for path in ("/", "/login"):
        page.goto(f"{one.stack.site}{path}")
        assert widest(page) <= PHONE["width"]
    one.log_in("C-1012")
    assert widest(page) <= PHONE["width"]
    page.get_by_role("button", name=re.compile("^Open chat")).tap()
    expect(page.get_by_text("Connected", exact=True)).to_be_visible(timeout=ANSWER)
    panel = page.get_by_role("dialog").bounding_box()
    assert panel is not None
    assert (panel["x"], panel["y"]) == (0, 0)
    assert (panel["width"], panel["height"]) == (PHONE["width"], PHONE["height"])
    page.get_by_label("Your message").fill("which funds do I hold")
    page.get_by_role("button", name="Send").tap()
    expect(one.answers.last).to_contain_text("$", timeout=ANSWER)
    assert widest(page) <= PHONE["width"]
    page.get_by_role("dialog").get_by_role("button", name="Close chat").tap()
    expect(one.log).not_to_be_visible()


@pytest.mark.parametrize("path", ["/", "/login", "/portfolio"])
def test_enlarged_to_400_percent_no_page_scrolls_sideways(visit: Any, path: str) -> None:
    one = visit({"width": 320, "height": 256})
    one.log_in("C-1012")
    if path == "/login":
        one.context.clear_cookies()
    one.page.goto(f"{one.stack.site}{path}")
    assert widest(one.page) <= 320


def widest(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


def test_the_policy_stops_scripts_that_somebody_slips_into_a_page(visit: Any) -> None:
    one = visit()
    ran = one.page.evaluate(
        """async () => {
            const stopped = new Promise((tell) =>
                document.addEventListener("securitypolicyviolation", (event) => tell(event.violatedDirective)));
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            return [window.ran ?? false, await stopped];
        }"""
    )
    assert ran == [False, "script-src-elem"]
    one.complaints.clear()  # this one was meant
