"""Asking a service: what is tried again, what isn't, how long it may take, and what is said of it."""

from __future__ import annotations

import gzip
import logging
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import httpx
import pytest

from adapters.portfolio_api.service import Service
from advisor.repository import DataUnavailable
from tests.unit.adapters.api_answers import TOKEN, Reply, Script, StandingClock, service

GOOD = httpx.Response(200, json={"securities": []}, headers={"Dataset-Version": " 7 "})


def ask(one: Service) -> None:
    one.get("/securities", [], deadline=one.deadline())


def failure(one: Service) -> str:
    with pytest.raises(DataUnavailable) as caught:
        ask(one)
    return str(caught.value)


def test_an_answer_comes_with_the_version_of_its_data() -> None:
    one = service(Script([GOOD]))
    answer = one.get("/securities", [], deadline=one.deadline())
    assert (answer.document, answer.version) == ({"securities": []}, "7")


def test_a_call_is_a_get_that_bears_the_token_with_ids_quoted() -> None:
    script = Script([GOOD])
    one = service(script)
    one.get("/goals", [("customer_id", "C/1 &ü?#%2e=..")], deadline=one.deadline())
    (asked,) = script.asked
    assert asked.method == "GET"
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"
    assert asked.url.path == "/v1/goals"
    assert asked.url.params.get("customer_id") == "C/1 &ü?#%2e=.."
    assert str(asked.url).count("&") == 0


@pytest.mark.parametrize(
    "failing",
    [
        httpx.ConnectError("[Errno 111] Connection refused"),
        httpx.ConnectTimeout("timed out"),
        httpx.RemoteProtocolError("Server disconnected without sending a response."),
        httpx.Response(502),
        httpx.Response(503),
        httpx.Response(504),
        httpx.Response(429, headers={"Retry-After": "1"}),
    ],
)
def test_a_passing_failure_is_tried_again(failing: Reply) -> None:
    script = Script([failing, failing, GOOD])
    ask(service(script))
    assert len(script.asked) == 3


def test_three_tries_are_all_with_growing_pauses() -> None:
    clock, script = StandingClock(), Script([httpx.Response(503)])
    said = failure(service(script, clock=clock))
    assert said == "the portfolio API can't answer /securities: it answers with status 503 (tries: 3)"
    assert len(script.asked) == 3
    assert clock.slept == [pytest.approx(0.1), pytest.approx(0.2)]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429, 500, 501, 204, 206])
def test_any_other_status_is_final(status: int) -> None:
    script = Script([httpx.Response(status, content=b"{}")])
    assert f"status {status}" in failure(service(script))
    assert len(script.asked) == 1


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "refuses the token; check FOLIO_PORTFOLIO_API_TOKEN"),
        (404, "knows no such path; check FOLIO_PORTFOLIO_API"),
        (302, "redirects (status 302); set FOLIO_PORTFOLIO_API to the final address"),
        (308, "redirects (status 308); set FOLIO_PORTFOLIO_API to the final address"),
    ],
)
def test_the_log_is_told_what_to_do_and_the_token_goes_nowhere_else(status: int, advice: str) -> None:
    script = Script([httpx.Response(status, headers={"Location": "https://elsewhere.example.com/"})])
    assert advice in failure(service(script))
    assert [request.url.host for request in script.asked] == ["portfolio.example.com"]


def test_a_slow_answer_is_not_asked_for_again() -> None:
    script = Script([httpx.ReadTimeout("timed out")])
    assert "sent nothing for 5.0 s" in failure(service(script))
    assert len(script.asked) == 1


def test_the_pause_that_the_service_asks_for_is_kept() -> None:
    clock = StandingClock()
    ask(service(Script([httpx.Response(503, headers={"Retry-After": "4"}), GOOD]), clock=clock))
    assert clock.slept == [4.0]
    later = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=6), usegmt=True)
    ask(service(Script([httpx.Response(429, headers={"Retry-After": later}), GOOD]), clock=clock))
    assert 4 < clock.slept[-1] <= 6


@pytest.mark.parametrize("header", ["soon", "-1", "", "1e3", "٣", "Mon, 01 Jan 2020 00:00:00 +999999999999"])
def test_a_pause_that_cannot_be_read_counts_as_none(header: str) -> None:
    clock = StandingClock()
    reply = httpx.Response(503, headers=[(b"Retry-After", header.encode())])
    ask(service(Script([reply, GOOD]), clock=clock))
    assert clock.slept == [pytest.approx(0.1)]


def test_nobody_waits_longer_than_a_question_may_take() -> None:
    clock, script = StandingClock(), Script([httpx.Response(503, headers={"Retry-After": "15"})])
    failure(service(script, clock=clock))
    assert (clock.slept, len(script.asked)) == ([], 1)


def test_a_question_out_of_time_is_not_asked_at_all() -> None:
    clock, script = StandingClock(), Script([GOOD])
    one = service(script, clock=clock)
    deadline = one.deadline()
    clock.time += 15
    with pytest.raises(DataUnavailable, match="longer than 15 s in all"):
        one.get("/securities", [], deadline=deadline)
    assert script.asked == []


def test_each_try_has_only_the_time_that_is_left() -> None:
    clock, script = StandingClock(), Script([GOOD])
    one = service(script, clock=clock)
    deadline = one.deadline()
    one.get("/securities", [], deadline=deadline)
    clock.time += 14
    one.get("/securities", [], deadline=deadline)
    timeouts = [request.extensions["timeout"] for request in script.asked]
    assert timeouts == [
        {"connect": 2.0, "read": 5.0, "write": 5.0, "pool": 2.0},
        {"connect": 1.0, "read": 1.0, "write": 1.0, "pool": 1.0},
    ]


@pytest.mark.parametrize("body", [b"", b"<html>Log in</html>", b'{"securities": [', b"\xff\xfe", b"[" * 200_000])
def test_what_is_not_json_is_refused_without_being_repeated(body: bytes) -> None:
    assert failure(service(Script([httpx.Response(200, content=body)]))).endswith("the answer is not JSON")


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"12", b"true"])
def test_an_answer_is_an_object(body: bytes) -> None:
    assert failure(service(Script([httpx.Response(200, content=body)]))).endswith("the answer is not a JSON object")


def test_an_answer_is_measured_after_decompression() -> None:
    packed = gzip.compress(b'{"a": "' + b"x" * 100_000 + b'"}')
    assert len(packed) < 1000

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(packed))

    ask(service(answer))
    assert "larger than 10,000 bytes" in failure(service(answer, most_bytes=10_000))


def test_no_cookie_of_one_answer_is_in_the_next_call() -> None:
    script = Script([httpx.Response(200, json={}, headers={"Set-Cookie": "session=of-ada"})])
    one = service(script)
    ask(one)
    ask(one)
    assert all("cookie" not in request.headers for request in script.asked)


def test_neither_token_nor_id_nor_answer_is_in_any_message_or_log(caplog: pytest.LogCaptureFixture) -> None:
    replies: list[Reply] = [
        httpx.ConnectError("refused"),
        httpx.Response(503),
        httpx.Response(401, content=b"no entry for Ada"),
        httpx.Response(200, content=b"Ada"),
    ]
    with caplog.at_level(logging.DEBUG):
        for reply in replies:
            one = service(Script([reply]))
            with pytest.raises(DataUnavailable) as caught:
                one.get("/customer", [("customer_id", "C-1002")], deadline=one.deadline())
            said = caplog.text + str(caught.value) + repr(caught.value.__cause__)
            assert all(secret not in said for secret in (TOKEN, "C-1002", "Ada"))


def test_an_id_that_no_address_can_hold_is_a_failure_and_no_crash() -> None:
    one = service(Script([GOOD]))
    with pytest.raises(DataUnavailable, match="can't be part of an address"):
        one.get("/customer", [("customer_id", "\ud800")], deadline=one.deadline())


def test_a_token_that_would_break_out_of_its_header_is_refused_without_being_shown() -> None:
    with pytest.raises(ValueError, match="FOLIO_PORTFOLIO_API_TOKEN") as caught:
        Service("https://x", token="s3cret\r\nHost: y", name="portfolio API", setting="FOLIO_PORTFOLIO_API")
    assert "s3cret" not in str(caught.value)
