"""What the content tells customers of limits, times and hours is what requests are held to."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from babel.numbers import format_currency

from advisor.office import CLOSES, OPENS, ZONE_NAME
from advisor.requests.fields.period import KEPT_YEARS
from advisor.settings import Settings

CONTENT = Path(__file__).resolve().parents[3] / "data" / "source" / "content.xlsx"


@pytest.fixture(scope="module")
def facts() -> dict[str, str]:
    book = openpyxl.load_workbook(CONTENT, read_only=True)
    return {str(name): str(value) for name, value, *_ in book["facts"].iter_rows(min_row=2, values_only=True)}


def dollars(amount: object) -> str:
    return format_currency(amount, "USD", "¤#,##0", locale="en_US", currency_digits=False)


def test_the_limits_are_those_that_the_content_states(facts: dict[str, str]) -> None:
    settings = Settings()
    assert dollars(settings.least_first_deposit) == facts["minimum_deposit"]
    assert dollars(settings.least_deposit) == facts["minimum_later_deposit"]
    assert f"{dollars(settings.most_deposited_a_day)} a day" == facts["deposit_limit"]
    assert f"{dollars(settings.most_withdrawn_a_day)} a day" == facts["withdraw_limit"]
    assert f"{settings.deposit_hold_days} business days" == facts["deposit_hold"]
    assert dollars(settings.ira_limit) == facts["ira_limit"]
    assert dollars(settings.ira_limit_from_50) == facts["ira_limit_50"]
    assert str(settings.ira_limit_year) == facts["limit_year"]
    assert settings.deposit_days == facts["deposit_days"]
    assert settings.withdraw_days == facts["withdraw_days"]


def test_the_hours_are_those_that_the_content_states(facts: dict[str, str]) -> None:
    assert facts["hours"] == f"Monday to Friday, {OPENS.hour} a.m. to {CLOSES.hour - 12} p.m. {ZONE_NAME}"


def test_statements_are_kept_as_long_as_the_content_states(facts: dict[str, str]) -> None:
    assert {7: "seven years"}[KEPT_YEARS] == facts["statement_years"]
