"""`/chat/token`: what proves to the channel who is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.web.site import World, claims, log_in, log_out, site


def test_a_customer_gets_a_token_of_ten_minutes_for_that_customer_and_session(world: World) -> None:
    log_in(world.browser)
    answer = world.browser.get("/chat/token")
    body = answer.json
    assert set(body) == {"token", "expires_in", "identity"}
    assert body["expires_in"] == 600
    token = claims(body["token"])
    assert (token["sub"], token["aud"], token["iss"]) == ("C-1", "folio", "folio-demo")
    assert token["exp"] - token["iat"] == 600
    assert token["ses"]
    assert "sid" not in token


def test_a_visitor_gets_an_anonymous_token_that_stays_the_same_visitor(world: World) -> None:
    first, again = (claims(world.browser.get("/chat/token").json["token"]) for _ in range(2))
    assert "sub" not in first
    assert first["sid"] == again["sid"]


def test_two_visitors_are_two(world: World) -> None:
    one, other = (
        claims(browser.get("/chat/token").json["token"]) for browser in (world.browser, world.another_browser())
    )
    assert one["sid"] != other["sid"]


def test_where_visitors_may_not_chat_they_get_no_token(tmp_path: Path) -> None:
    world = site(tmp_path, visitors=False)
    answer = world.browser.get("/chat/token")
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    log_in(world.browser)
    assert world.browser.get("/chat/token").status_code == 200


def test_the_identity_changes_with_the_person_and_tells_nothing_about_them(world: World) -> None:
    visitor = world.browser.get("/chat/token").json["identity"]
    log_in(world.browser)
    first = world.browser.get("/chat/token").json["identity"]
    assert world.browser.get("/chat/token").json["identity"] == first
    log_out(world.browser)
    after = world.browser.get("/chat/token").json["identity"]
    log_in(world.browser, "C-2")
    second = world.browser.get("/chat/token").json["identity"]
    assert len({visitor, first, after, second}) == 4
    assert "C-1" not in first


def test_the_same_customer_on_another_device_has_the_same_identity_and_another_session(world: World) -> None:
    other = world.another_browser()
    log_in(world.browser)
    log_in(other)
    here, there = (browser.get("/chat/token").json for browser in (world.browser, other))
    assert here["identity"] == there["identity"]
    assert claims(here["token"])["ses"] != claims(there["token"])["ses"]


def test_a_token_is_never_kept_by_a_cache(world: World) -> None:
    assert world.browser.get("/chat/token").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_sites_get_no_token(world: World, headers: dict[str, str], method: str) -> None:
    log_in(world.browser)
    answer = world.browser.open("/chat/token", method=method, headers=headers)
    assert answer.status_code == 403
    assert "token" not in answer.json
    assert not any(name.startswith("Access-Control") for name, _ in answer.headers)


def test_pages_of_the_site_may_ask_either_way(world: World) -> None:
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert world.browser.get("/chat/token", headers=own).status_code == 200
    assert world.browser.post("/chat/token", headers=own).status_code == 200


def test_no_answer_lets_other_origins_read_it(world: World) -> None:
    answer = world.browser.get("/chat/token", headers={"Origin": "http://localhost"})
    assert not any(name.startswith("Access-Control") for name, _ in answer.headers)
