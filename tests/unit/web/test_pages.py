"""What the pages show, and what every response tells the browser to refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.repository import DataUnavailable
from tests.fakes.portfolio import FakeRepository, account, buy, customer, deposit
from tests.unit.advisor.world import INVESTED, TODAY, repository
from tests.unit.web.site import CHAT, World, log_in, site
from web.site.glance import glance_at

PLACES = (
    "/",
    "/login",
    "/portfolio",
    "/chat/token",
    "/health",
    "/static/site.css",
    "/widget/folio-chat.js",
    "/nowhere",
)


@pytest.mark.parametrize("place", PLACES)
def test_every_response_carries_the_security_headers(world: World, place: str) -> None:
    headers = world.browser.get(place).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["connect-src"] == f"'self' {CHAT} ws://localhost:5005"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Cache-Control" in headers


@pytest.mark.parametrize("place", ["/", "/login", "/portfolio", "/nowhere"])
def test_no_page_has_inline_script_or_style_and_each_has_the_chat(world: World, place: str) -> None:
    log_in(world.browser)
    if place == "/login":
        world.browser.delete_cookie("folio_demo")
    page = world.browser.get(place).text
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert 'src="/widget/folio-chat.js"' in page
    assert f'data-server="{CHAT}"' in page
    assert 'data-token-url="/chat/token"' in page
    assert 'data-login-url="/login"' in page


@pytest.mark.parametrize("place", ["/", "/login", "/portfolio"])
def test_no_page_is_kept_for_the_way_back_after_a_log_out(world: World, place: str) -> None:
    log_in(world.browser)
    assert world.browser.get(place).headers["Cache-Control"] == "no-store"


def test_the_portfolio_shows_the_advisors_figures() -> None:
    # 60.5 VTI at 121.50, 120 the day before, and 20 BND at 49, 50 before;
    # cash 10,000 − 5,050 − 1,000 + 1,100 − 1,100 − 12.34
    glance = glance_at("C-1", repository(*INVESTED), today=TODAY)
    assert glance is not None
    assert (glance.value, glance.invested, glance.cash) == ("$12,268.41", "$8,330.75", "$3,937.66")
    assert glance.day_change.text == "+$70.75 (+0.6%)"
    assert glance.day_change.way == "up"
    assert (glance.gain.text, glance.net_flows) == ("+$1,168.41", "+$11,100.00")
    assert [(row.name, row.value) for row in glance.accounts] == [
        ("Taxable", "$11,053.41"),
        ("Roth IRA", "$1,215.00"),
    ]
    assert [(row.name, row.weight, row.percent) for row in glance.shares][:3] == [
        ("Stocks", "59.9%", 59.9),
        ("Cash", "32.1%", 32.1),
        ("Bonds", "8.0%", 8.0),
    ]
    assert glance.year == "2 Jan 2026 to 20 Nov 2026"
    assert glance.as_of == "As of the close of 20 Nov 2026."
    assert glance.notes == ()


def test_the_portfolio_page_shows_the_customer_logged_in(world: World) -> None:
    log_in(world.browser)
    page = world.browser.get("/portfolio").text
    assert "$12,268.41" in page
    assert "+$70.75 (+0.6%)" in page


def test_a_customer_without_accounts_sees_an_empty_portfolio() -> None:
    glance = glance_at("C-1", repository(all_accounts=[]), today=TODAY)
    assert glance is not None
    assert (glance.value, glance.accounts) == ("$0.00", ())
    assert all(share.percent is None for share in glance.shares)
    assert glance.notes == ()


def test_a_missing_price_is_said_and_no_partial_figure_is_shown() -> None:
    rows = (deposit("2026-01-02", "1000"), buy("2026-01-02", "BND", "10", "50"))
    glance = glance_at("C-1", repository(*rows, closes={}), today=TODAY)
    assert glance is not None
    assert glance.value == glance.invested == "not known yet"
    assert glance.cash == "$500.00"
    assert any("no price yet for BND" in note for note in glance.notes)


def test_names_are_shown_as_text_and_never_as_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    data = repository(
        customers=[replace(customer(), name=evil)], all_accounts=[account("A-1", name='"><img src=x onerror=alert(1)>')]
    )
    world = site(tmp_path, data=data)
    log_in(world.browser)
    page = world.browser.get("/portfolio").text
    assert evil not in page
    assert "<img" not in page


def test_data_that_cannot_be_read_give_a_kind_page_with_a_reference(tmp_path: Path) -> None:
    class Broken(FakeRepository):
        @contextmanager
        def reading(self) -> Iterator[FakeRepository]:
            raise DataUnavailable("host db.internal refused")
            yield

    world = site(tmp_path, data=Broken(customers=[customer()]))
    log_in(world.browser)
    page = world.browser.get("/portfolio")
    assert page.status_code == 503
    assert re.search(r"reference [0-9A-F]{4}", page.text)
    assert "db.internal" not in page.text


def test_a_fault_gives_a_page_without_its_cause(tmp_path: Path) -> None:
    def broken(**_: object) -> str:
        raise RuntimeError("secret detail")

    world = site(tmp_path, sign=broken)
    answer = world.browser.get("/chat/token")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert re.search(r"reference [0-9A-F]{4}", answer.text)


def test_a_foreign_host_name_is_refused(world: World) -> None:
    answer = world.browser.get("/login", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_a_form_that_is_far_too_long_is_refused(world: World) -> None:
    assert world.browser.post("/login", data={"password": "x" * 20_000}).status_code == 413


def test_the_widget_is_checked_each_time_and_its_versioned_parts_are_kept(world: World, tmp_path: Path) -> None:
    (tmp_path / "folio-chat-charts.js").write_text("//", encoding="utf-8")
    entry = world.browser.get("/widget/folio-chat.js")
    assert entry.headers["Cache-Control"] == "no-cache"
    assert entry.mimetype == "text/javascript"
    again = world.browser.get("/widget/folio-chat.js", headers={"If-None-Match": entry.headers["ETag"]})
    assert again.status_code == 304
    charts = world.browser.get("/widget/folio-chat-charts.js?v=0123456789")
    assert charts.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["../site/app.py", "..%2fsite%2fapp.py", "/etc/passwd", "missing.js"])
def test_only_the_widgets_own_files_are_served(world: World, name: str) -> None:
    answer = world.browser.get(f"/widget/{name}")
    assert answer.status_code in (308, 404)
    assert "immutable" not in answer.headers.get("Cache-Control", "")
