"""Automatic deposits: set up, changed and stopped."""

from __future__ import annotations

from decimal import Decimal

import pytest

from advisor.model import RecurringDeposit
from tests.fakes.portfolio import day
from tests.unit.advisor.requests.talk import Talk, firm

PLANS = (
    RecurringDeposit("A-1", Decimal(300), "monthly", day("2026-12-01"), True),
    RecurringDeposit("A-2", Decimal(500), "monthly", day("2026-12-01"), True),
    RecurringDeposit("A-2", Decimal(20), "weekly", None, False),
)


def with_plans() -> Talk:
    return Talk("recurring_deposit", firm(all_recurring_deposits=PLANS))


def test_a_plan_is_set_up_in_one_breath() -> None:
    talk = with_plans().says("100 every week into roth", amount="100", frequency="every week", account="roth")
    assert talk.text == (
        "Automatic deposit of $100.00 every week into Roth IRA from your linked bank account, the first as soon as it "
        "is set up. Shall I pass it on?"
    )
    assert talk.clicks("Yes").is_confirmed


def test_a_plan_is_set_up_in_pieces() -> None:
    talk = Talk("recurring_deposit").says("set up automatic deposits")
    assert talk.text == "How often should it come: every week, every two weeks, every month or every quarter?"
    assert talk.clicks("Every two weeks").text == "How much should it be each time?"
    assert talk.says("75").text == "Which account should it go into?"
    talk.says("the first one")
    assert talk.fields == {"change": "set", "frequency": "biweekly", "amount": "75.00", "account": "A-1", "date": ""}


@pytest.mark.parametrize(
    ("correction", "field", "value"),
    [
        ("i meant weekly", "frequency", "weekly"),
        ("every quarter, not every month", "frequency", "quarterly"),
        ("no, 250", "amount", "250.00"),
        ("not the taxable, the roth", "account", "A-2"),
        ("starting on december 15", "date", "2026-12-15"),
    ],
)
def test_each_field_can_be_corrected_at_the_summary(correction: str, field: str, value: str) -> None:
    talk = Talk("recurring_deposit").says("200 a month into taxable", amount="200", account="taxable")
    assert talk.asked == "confirm"
    assert talk.says(correction).fields[field] == value
    assert talk.asked == "confirm"


def test_a_pace_that_cant_be_had_is_told_with_those_that_can() -> None:
    talk = Talk("recurring_deposit").says("20 a day into taxable", amount="20", account="taxable")
    assert talk.text.startswith("I can't set it up a day.") or talk.text.startswith("I can't set it up")
    assert talk.asked == "frequency"


def test_changing_asks_which_plan_and_how_much() -> None:
    talk = with_plans().says("change my automatic deposit")
    assert talk.text == "Which automatic deposit would you like to change?"
    talk.clicks("$300.00 every month into Taxable")
    assert talk.text == "How much should it be from now on? It is $300.00 every month now."
    talk.says("450")
    assert talk.text == (
        "Change the automatic deposit of $300.00 every month into Taxable to $450.00 every month. Shall I pass it on?"
    )


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("double it", "600.00"),
        ("cut it in half", "150.00"),
        ("increase it by 60", "360.00"),
        ("60 less", "240.00"),
        ("to 90", "90.00"),
    ],
)
def test_a_change_may_be_said_against_what_it_is_now(said: str, amount: str) -> None:
    talk = with_plans().says("change the deposit into my taxable", account="taxable").says(said)
    assert talk.fields["amount"] == amount


def test_more_of_a_plan_that_isnt_known_yet_is_no_amount() -> None:
    talk = with_plans().says("increase my automatic deposit by 60", amount="60")
    assert "amount" not in talk.fields
    assert talk.asked == "plan"


def test_stopping_a_plan_shows_which_one() -> None:
    talk = with_plans().says("stop the automatic deposit into my taxable", account="taxable")
    assert talk.text == "Stop the automatic deposit of $300.00 every month into Taxable. Shall I pass it on?"
    assert talk.clicks("Yes").is_confirmed
    [request] = talk.store.requests.values()
    assert request.details == {"change": "stop", "plan": "A-1 300.00 monthly"}


def test_without_a_plan_there_is_none_to_stop_but_one_to_set_up() -> None:
    talk = Talk("recurring_deposit").says("stop my auto deposit")
    assert talk.text == "No automatic deposit is active at the moment. Shall I ask for a new one?"
    assert talk.says("yes", "affirm").asked == "frequency"
