"""Which services Folio may be told to read: over TLS, with a token, and all mistakes told at once."""

from __future__ import annotations

import pytest

from adapters.portfolio_api.repository import ApiRepository
from adapters.priced_repository import PricedRepository
from adapters.settings import Secret, Settings, SettingsError
from adapters.wiring import open_repository

TOKEN = {"FOLIO_PORTFOLIO_API_TOKEN": "s3cret"}


def problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environ)
    return caught.value.problems


def test_services_and_their_tokens_are_read_and_tokens_not_shown() -> None:
    settings = Settings.from_environment(
        {
            "FOLIO_PORTFOLIO_API": "https://portfolio.example.com:8443/v1",
            "FOLIO_PORTFOLIO_API_TOKEN": "s3cret",
            "FOLIO_PRICE_API": "https://prices.example.com",
            "FOLIO_PRICE_API_TOKEN": "t0p",
        }
    )
    assert settings.portfolio_api == "https://portfolio.example.com:8443/v1"
    assert settings.portfolio_api_token == Secret("s3cret")
    assert (settings.price_api, settings.price_api_token) == ("https://prices.example.com", Secret("t0p"))
    assert "s3cret" not in repr(settings) and "t0p" not in repr(settings)


def test_unset_services_are_none() -> None:
    settings = Settings.from_environment({"FOLIO_PORTFOLIO_API": " "})
    assert (settings.portfolio_api, settings.portfolio_api_token, settings.price_api) == (None, None, None)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"])
def test_plain_http_is_for_this_machine(host: str) -> None:
    assert Settings.from_environment({"FOLIO_PORTFOLIO_API": f"http://{host}:8090/v1", **TOKEN}).portfolio_api


@pytest.mark.parametrize("host", ["portfolio.example.com", "10.0.0.1", "localhost.example.com", "0.0.0.0", "[::]"])
def test_plain_http_to_anywhere_else_is_refused_in_production(host: str) -> None:
    address = {"FOLIO_PORTFOLIO_API": f"http://{host}/v1", **TOKEN}
    assert problems(address) == ["FOLIO_PORTFOLIO_API: http:// is for this machine only; use https://"]
    assert Settings.from_environment({"FOLIO_ENV": "demo", **address}).portfolio_api is not None


@pytest.mark.parametrize(
    "address",
    [
        "portfolio.example.com",
        "ftp://portfolio.example.com",
        "https://",
        "https:///v1",
        "https://portfolio.example.com:port",
        "https://portfolio example.com",
        "https://[::1",
        "https://pörtfolio.example.com",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    (problem,) = problems({"FOLIO_ENV": "demo", "FOLIO_PRICE_API": address})
    assert problem == "FOLIO_PRICE_API: it is not an address; use one such as https://portfolio.example.com/v1"


def test_a_password_in_an_address_is_refused_without_being_repeated() -> None:
    (problem,) = problems({"FOLIO_PRICE_API": "https://folio:s3cret@prices.example.com"})
    assert "s3cret" not in problem and "token" in problem
    (problem,) = problems({"FOLIO_PRICE_API": "https://prices.example.com/v1?key=s3cret"})
    assert "s3cret" not in problem and "leave out" in problem


def test_all_mistakes_are_told_at_once() -> None:
    assert problems(
        {"FOLIO_TODAY": "soon", "FOLIO_PORTFOLIO_API": "http://10.0.0.1", "FOLIO_PRICE_API_TOKEN": "two words"}
    ) == [
        "FOLIO_TODAY='soon': use a date such as 2026-11-20, or leave it unset for the real date",
        "FOLIO_PORTFOLIO_API: http:// is for this machine only; use https://",
        "FOLIO_PORTFOLIO_API_TOKEN: it is missing; FOLIO_PORTFOLIO_API needs it in production",
        "FOLIO_PRICE_API_TOKEN: a token has printable ASCII characters and no blanks; copy it anew",
    ]


def test_in_the_demo_a_service_may_do_without_a_token() -> None:
    settings = Settings.from_environment({"FOLIO_ENV": "demo", "FOLIO_PORTFOLIO_API": "http://localhost:8090/v1"})
    assert settings.portfolio_api_token is None


def test_the_settings_decide_where_accounts_and_prices_come_from() -> None:
    api = {"FOLIO_PORTFOLIO_API": "https://portfolio.example.com/v1", **TOKEN}
    prices = {"FOLIO_PRICE_API": "https://prices.example.com/v1"}
    kinds = [
        type(open_repository(Settings.from_environment(environ))).__name__
        for environ in ({}, api, prices, {**api, **prices})
    ]
    assert kinds == ["SqlRepository", ApiRepository.__name__, PricedRepository.__name__, PricedRepository.__name__]
