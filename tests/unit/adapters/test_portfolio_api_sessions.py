"""The calls of one question belong together: one state of the data, one span of time, nothing fetched twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
import pytest

from adapters.portfolio_api.prices import ApiPrices
from adapters.portfolio_api.repository import ApiRepository
from adapters.priced_repository import PricedRepository
from advisor.repository import DataUnavailable
from tests.fakes.portfolio import FakeRepository
from tests.unit.adapters.api_answers import StandingClock, service

UNTIL = date(2026, 11, 20)
DOCUMENTS: dict[str, Any] = {
    "/v1/customer": {"customer": None},
    "/v1/accounts": {"accounts": []},
    "/v1/securities": {"securities": []},
    "/v1/transactions": {"transactions": []},
    "/v1/prices": {"dates": ["2026-11-20"], "closes": {"VTI": ["301.25"]}},
    "/v1/last-price-date": {"last_price_date": "2026-11-20"},
}


@dataclass
class Firm:
    """Answers everything with `version`, and counts what it was asked."""

    version: str | None = "1"
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path.removeprefix("/v1"))
        headers = {} if self.version is None else {"Dataset-Version": self.version}
        return httpx.Response(200, content=json.dumps(DOCUMENTS[request.url.path]).encode(), headers=headers)


def test_a_question_asks_for_nothing_twice() -> None:
    firm = Firm(version=None)
    with ApiRepository.over(service(firm)).reading() as view, view.reading() as same:
        for one in (view, same):
            one.customer("C-1")
            one.securities()
            one.prices(["VTI"], until=UNTIL)
    # Inside of a view, `reading` is that view's own data; the second view asked by itself for none of these.
    assert firm.asked == ["/customer", "/securities", "/prices"]


def test_different_questions_see_what_is_there_now() -> None:
    firm = Firm(version=None)
    api = ApiRepository.over(service(firm))
    for _ in range(2):
        with api.reading() as view:
            view.securities()
    api.securities()
    assert firm.asked == ["/securities"] * 3


def test_a_question_that_would_mix_two_states_of_the_data_is_not_answered() -> None:
    firm = Firm()
    api = ApiRepository.over(service(firm))
    with api.reading() as view:
        view.customer("C-1")
        firm.version = "2"
        with pytest.raises(DataUnavailable, match="changed while the question was read"):
            view.accounts("C-1")
    with api.reading() as view:
        view.customer("C-1")
        assert list(view.accounts("C-1")) == []


@pytest.mark.parametrize(
    ("path", "ask"),
    [
        ("/prices", lambda view: view.prices(["VTI"], until=UNTIL)),
        ("/securities", lambda view: view.securities()),
        ("/transactions", lambda view: view.transactions(["A-1"], until=UNTIL)),
    ],
)
def test_long_answers_are_kept_for_as_long_as_the_data_have_their_version(
    path: str, ask: Callable[[ApiRepository], object]
) -> None:
    firm = Firm()
    api = ApiRepository.over(service(firm))
    for version in ("1", "1", "2", "2", "1"):
        firm.version = version
        with api.reading() as view:
            view.customer("C-1")
            ask(view)
    assert firm.asked.count(path) == 2


def test_without_a_version_nothing_is_kept_between_questions() -> None:
    firm = Firm(version=None)
    api = ApiRepository.over(service(firm))
    for _ in range(3):
        with api.reading() as view:
            view.customer("C-1")
            view.prices(["VTI"], until=UNTIL)
    assert firm.asked.count("/prices") == 3


def test_kept_prices_cannot_be_changed_by_who_gets_them() -> None:
    with ApiRepository.over(service(Firm())).reading() as view:
        series = view.prices(["VTI"], until=UNTIL)["VTI"]
        with pytest.raises(ValueError, match="read-only"):
            series.micros[0] = 1


def test_all_calls_of_a_question_share_its_time() -> None:
    clock = StandingClock()
    with ApiRepository.over(service(Firm(), clock=clock)).reading() as view:
        view.customer("C-1")
        clock.time += 16
        with pytest.raises(DataUnavailable, match="longer than 15 s in all"):
            view.accounts("C-1")


def test_many_tickers_go_in_several_calls() -> None:
    seen: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        tickers = request.url.params.get_list("ticker")
        seen.append(len(tickers))
        return httpx.Response(200, json={"dates": ["2026-11-20"], "closes": {ticker: ["1"] for ticker in tickers}})

    tickers = [f"T{number}" for number in range(450)]
    found = ApiRepository.over(service(answer)).prices(tickers, until=UNTIL)
    assert (seen, set(found)) == ([200, 200, 50], set(tickers))


def test_prices_can_come_from_another_place_than_the_accounts() -> None:
    firm = Firm()
    apart = PricedRepository(FakeRepository(), ApiPrices.over(service(firm)))
    with apart.reading() as view:
        assert view.customer("C-1") is None
        assert view.last_price_date(until=UNTIL) == UNTIL
        assert list(view.prices(["VTI"], until=UNTIL)) == ["VTI"]
        assert view.securities() == []
    assert firm.asked == ["/last-price-date", "/prices"]
