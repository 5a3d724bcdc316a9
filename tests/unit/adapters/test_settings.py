"""Settings: safe when unset, all mistakes at once, no secret shown."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from adapters.settings import OFFICE_ZONE, Settings, SettingsError


def test_an_empty_environment_is_production_with_a_file_and_the_real_date() -> None:
    settings = Settings.from_environment({"FOLIO_TODAY": "", "FOLIO_ENV": " "})
    assert settings.env == "production"
    assert settings.fixed_today is None
    assert settings.today() == date.today()
    assert settings.database_url.reveal().startswith("sqlite:///")
    assert settings.database_url.reveal().endswith("/var/folio.sqlite")
    assert settings.shell_customer is None


def test_every_setting_is_read() -> None:
    settings = Settings.from_environment(
        {
            "FOLIO_ENV": "demo",
            "FOLIO_TODAY": "2026-11-20",
            "FOLIO_DATABASE_URL": "sqlite:///other.sqlite",
            "FOLIO_SHELL_CUSTOMER": "C-1002",
        }
    )
    assert (settings.env, settings.today(), settings.shell_customer) == ("demo", date(2026, 11, 20), "C-1002")
    assert settings.database_url.reveal() == "sqlite:///other.sqlite"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_each_spelling_of_postgresql_names_the_driver_and_keeps_the_password(scheme: str) -> None:
    settings = Settings.from_environment({"FOLIO_DATABASE_URL": f"{scheme}://folio:s3cret%40@db:5432/folio"})
    assert settings.database_url.reveal() == "postgresql+psycopg2://folio:s3cret%40@db:5432/folio"


def test_a_password_is_not_shown() -> None:
    settings = Settings.from_environment({"FOLIO_DATABASE_URL": "postgresql://folio:s3cret@db/folio"})
    assert "s3cret" not in repr(settings) + str(settings.database_url)


def test_all_mistakes_are_told_at_once_with_key_value_and_what_is_allowed() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(
            {
                "FOLIO_ENV": "test",
                "FOLIO_TODAY": "yesterday",
                "FOLIO_DATABASE_URL": "mysql://folio:s3cret@db/folio",
            }
        )
    assert caught.value.problems == [
        "FOLIO_ENV='test': use demo or production",
        "FOLIO_TODAY='yesterday': use a date such as 2026-11-20, or leave it unset for the real date",
        "FOLIO_DATABASE_URL='mysql://folio:***@db/folio': "
        "use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE",
    ]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="in memory"):
        Settings.from_environment({"FOLIO_DATABASE_URL": url})


def test_what_is_no_url_is_refused_without_repeating_it() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"FOLIO_DATABASE_URL": "folio:s3cret"})
    assert "s3cret" not in str(caught.value)


LONG = "0123456789abcdef0123456789abcdef"


def test_a_webhook_has_an_address_and_a_secret_that_isnt_shown() -> None:
    settings = Settings.from_environment(
        {"FOLIO_WEBHOOK_URL": "https://firm.example/hooks/folio", "FOLIO_WEBHOOK_SECRET": LONG}
    )
    assert settings.webhook is not None
    assert settings.webhook.address == "https://firm.example/hooks/folio"
    assert settings.webhook.secret.reveal() == LONG
    assert LONG not in repr(settings)
    assert Settings.from_environment({}).webhook is None


@pytest.mark.parametrize(
    ("url", "secret", "problem"),
    [
        ("https://firm.example/hook", "", "FOLIO_WEBHOOK_SECRET: it is missing"),
        ("", LONG, "FOLIO_WEBHOOK_URL: it is missing"),
        ("http://firm.example/hook", LONG, "FOLIO_WEBHOOK_URL: http:// is for this machine only; use https://"),
        ("https://u:p@firm.example/hook", LONG, "FOLIO_WEBHOOK_URL: it holds a user or password"),
        ("firm", LONG, "FOLIO_WEBHOOK_URL: it is not an address"),
        ("https://firm.example/hook", "short", "FOLIO_WEBHOOK_SECRET: it is shorter than 32 bytes"),
    ],
)
@pytest.mark.parametrize("env", ["demo", "production"])
def test_a_webhook_that_nobody_could_trust_is_refused(env: str, url: str, secret: str, problem: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"FOLIO_ENV": env, "FOLIO_WEBHOOK_URL": url, "FOLIO_WEBHOOK_SECRET": secret})
    assert [told.startswith(problem) for told in caught.value.problems] == [True]


def test_now_is_the_real_moment_or_the_time_of_day_of_a_fixed_date_in_the_office() -> None:
    real = Settings.from_environment({}).now()
    assert abs((datetime.now(timezone.utc) - real).total_seconds()) < 60
    fixed = Settings.from_environment({"FOLIO_TODAY": "2026-11-20"}).now()
    assert fixed.astimezone(OFFICE_ZONE).date() == date(2026, 11, 20)
