"""Logging in and out of the demo site."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.settings import Settings, SettingsError
from advisor.repository import DataUnavailable
from tests.unit.web.site import PASSWORD, World, claims, csrf, log_in, log_out, site
from web.site.app import create_site


def test_the_site_refuses_to_start_in_production() -> None:
    settings = Settings.from_environment({"FOLIO_ENV": "production"})
    with pytest.raises(SettingsError, match="FOLIO_ENV"):
        create_site(settings)


def test_the_site_refuses_to_start_where_nothing_says_that_it_is_a_demo() -> None:
    with pytest.raises(SettingsError, match="FOLIO_ENV"):
        create_site(Settings.from_environment({}))


def test_the_log_in_page_offers_every_demo_customer_and_shows_the_password(world: World) -> None:
    page = world.browser.get("/login")
    assert page.status_code == 200
    assert "First – C-1, 2 accounts" in page.text
    assert "Second – C-2, 1 account<" in page.text
    assert PASSWORD in page.text


def test_without_a_list_of_customers_their_number_can_be_typed(tmp_path: Path) -> None:
    def nobody() -> list[object]:
        raise DataUnavailable("no tables")

    world = site(tmp_path, people=nobody)
    assert '<input id="customer"' in world.browser.get("/login").text
    assert log_in(world.browser).status_code == 303


def test_the_right_password_leads_to_the_portfolio(world: World) -> None:
    answer = log_in(world.browser)
    assert (answer.status_code, answer.location) == (303, "/portfolio")
    assert world.browser.get("/portfolio").status_code == 200


@pytest.mark.parametrize(
    ("customer_id", "password"), [("C-1", "guess"), ("C-1", ""), ("C-9", PASSWORD), ("", PASSWORD)]
)
def test_a_wrong_password_or_customer_logs_nobody_in(world: World, customer_id: str, password: str) -> None:
    answer = log_in(world.browser, customer_id, password)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert world.browser.get("/portfolio").location == "/login?next=portfolio"


def test_a_visitor_who_wants_the_portfolio_logs_in_first(world: World) -> None:
    answer = world.browser.get("/portfolio")
    assert (answer.status_code, answer.location) == (302, "/login?next=portfolio")


@pytest.mark.parametrize(
    "place", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "nowhere"]
)
def test_a_log_in_never_leads_to_an_address_from_outside(world: World, place: str) -> None:
    assert log_in(world.browser, following=place).location == "/portfolio"


def test_a_log_in_leads_back_to_a_page_of_the_site(world: World) -> None:
    assert log_in(world.browser, following="home").location == "/"


def test_a_log_in_gives_a_new_session_so_that_a_planted_one_is_worth_nothing(world: World) -> None:
    world.browser.get("/login")
    planted = world.browser.get_cookie("folio_demo")
    log_in(world.browser)
    own = world.browser.get_cookie("folio_demo")
    assert planted is not None and own is not None and planted.value != own.value
    attacker = world.another_browser()
    attacker.set_cookie("folio_demo", planted.value)
    assert attacker.get("/portfolio").status_code == 302


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(world: World) -> None:
    cookie = log_in(world.browser).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_a_forged_cookie_is_nobody(world: World) -> None:
    log_in(world.browser)
    cookie = world.browser.get_cookie("folio_demo")
    assert cookie is not None
    world.browser.set_cookie("folio_demo", "x" + cookie.value)
    assert world.browser.get("/portfolio").status_code == 302


def test_a_form_without_its_secret_is_refused(world: World) -> None:
    form = {"customer": "C-1", "password": PASSWORD}
    assert world.browser.post("/login", data=form).status_code == 400
    assert world.browser.post("/login", data={**form, "csrf_token": "guess"}).status_code == 400
    assert world.browser.get("/portfolio").status_code == 302


def test_a_log_out_needs_the_secret_of_its_form(world: World) -> None:
    log_in(world.browser)
    assert world.browser.post("/logout").status_code == 400
    assert world.browser.get("/logout").status_code == 405
    assert world.browser.get("/portfolio").status_code == 200


def test_a_log_out_ends_the_session_and_tells_the_channel_which_one(world: World) -> None:
    log_in(world.browser)
    during = claims(world.browser.get("/chat/token").json["token"])
    answer = log_out(world.browser)
    assert (answer.status_code, answer.location) == (303, "/")
    assert world.browser.get("/portfolio").status_code == 302
    [ended] = (claims(token) for token in world.ended)
    assert (ended["sub"], ended["ses"]) == ("C-1", during["ses"])


def test_a_copied_cookie_is_worth_nothing_after_the_log_out(world: World) -> None:
    log_in(world.browser)
    cookie = world.browser.get_cookie("folio_demo")
    assert cookie is not None
    log_out(world.browser)
    thief = world.another_browser()
    thief.set_cookie("folio_demo", cookie.value)
    assert thief.get("/portfolio").status_code == 302
    assert "sub" not in claims(thief.get("/chat/token").json["token"])


def test_logging_out_twice_from_two_tabs_is_no_error(world: World) -> None:
    log_in(world.browser)
    secret = csrf(world.browser.get("/portfolio"))
    log_out(world.browser)
    answer = world.browser.post("/logout", data={"csrf_token": secret})
    assert (answer.status_code, answer.location) == (303, "/")
    assert len(world.ended) == 1


def test_logging_in_as_somebody_else_ends_the_first_session(world: World) -> None:
    page = world.browser.get("/login")
    log_in(world.browser)
    with world.browser.session_transaction() as cookie:
        cookie["csrf_token"] = "kept"
    assert page.status_code == 200
    world.browser.application.config["WTF_CSRF_ENABLED"] = False
    world.browser.post("/login", data={"customer": "C-2", "password": PASSWORD})
    assert [claims(token)["sub"] for token in world.ended] == ["C-1"]
    assert claims(world.browser.get("/chat/token").json["token"])["sub"] == "C-2"


def test_a_session_ends_after_eight_hours(world: World) -> None:
    log_in(world.browser)
    world.now += 8 * 3600 - 1
    assert world.browser.get("/portfolio").status_code == 200
    world.now += 1
    assert world.browser.get("/portfolio").status_code == 302


def test_after_ten_wrong_passwords_one_has_to_wait(world: World) -> None:
    for _ in range(10):
        assert log_in(world.browser, password="guess").status_code == 422
    answer = log_in(world.browser)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 300
    assert "Try again in 5 minutes" in answer.text
    world.now += 300
    assert log_in(world.browser).status_code == 303


def test_right_passwords_do_not_count_as_attempts(world: World) -> None:
    for _ in range(15):
        assert log_in(world.another_browser()).status_code == 303


def test_a_customer_whom_a_new_portfolio_left_out_is_logged_out(tmp_path: Path) -> None:
    from tests.unit.advisor.world import repository

    data = repository()
    world = site(tmp_path, data=data)
    log_in(world.browser)
    data.customers = ()
    assert world.browser.get("/portfolio").location == "/login"
    assert len(world.ended) == 1
