"""Automatic deposits as they are on file."""

from __future__ import annotations

import pytest

from tests.unit.advisor.goals_world import schedule, with_goals
from tests.unit.advisor.world import ask, facts

SCHEDULES = (
    schedule("A-2", amount="50.5", frequency="biweekly", next_date="2026-11-27"),
    schedule("A-1", amount="300", frequency="quarterly", next_date=None, active=False),
    schedule("A-1", amount="200", next_date="2026-12-01"),
)


def test_schedules_come_by_account_those_switched_off_among_them() -> None:
    found = facts(with_goals(all_recurring_deposits=SCHEDULES), "recurring_deposit_info")
    assert found["accounts"] == ["A-1", "A-2", "A-3"]
    assert found["schedules"] == [
        {"account_id": "A-1", "amount": "200.00", "frequency": "monthly", "next_date": "2026-12-01", "active": True},
        {"account_id": "A-1", "amount": "300.00", "frequency": "quarterly", "next_date": None, "active": False},
        {"account_id": "A-2", "amount": "50.50", "frequency": "biweekly", "next_date": "2026-11-27", "active": True},
    ]


def test_schedules_of_one_account_are_in_text_order_field_by_field() -> None:
    rows = (
        schedule("A-1", amount="50", frequency="weekly"),
        schedule("A-1", amount="1000", frequency="quarterly", next_date=None),
        schedule("A-1", amount="1000", frequency="quarterly", next_date="2026-12-01"),
        schedule("A-1", amount="1000", frequency="monthly"),
    )
    for given in (rows, rows[::-1]):
        found = facts(with_goals(all_recurring_deposits=given), "recurring_deposit_info")["schedules"]
        assert [(row["amount"], row["frequency"], row["next_date"]) for row in found] == [
            ("1000.00", "monthly", "2026-12-01"),
            ("1000.00", "quarterly", "2026-12-01"),
            ("1000.00", "quarterly", None),
            ("50.00", "weekly", "2026-12-01"),
        ]


def test_all_are_listed_with_how_many_are_active() -> None:
    text = ask(with_goals(all_recurring_deposits=SCHEDULES), "recurring_deposit_info").text
    assert text.startswith(
        "You have 3 automatic deposits, 2 of them active:\n$200.00 every month into Taxable, next on 1 "
    )
    assert "$50.50 every two weeks into Roth IRA, next on 27 Nov 2026" in text


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (schedule(), "You have one automatic deposit: $200.00 every month into Taxable, next on 1 Dec 2026."),
        (schedule(active=False), "You have one automatic deposit: $200.00 every month into Taxable, switched off"),
        (
            schedule(next_date=None),
            "You have one automatic deposit: $200.00 every month into Taxable, with no next date",
        ),
        (
            schedule(next_date="2026-11-02"),
            "You have one automatic deposit: $200.00 every month into Taxable, last due on 2",
        ),
    ],
)
def test_a_single_one_is_a_sentence(row: object, text: str) -> None:
    assert ask(with_goals(all_recurring_deposits=[row]), "recurring_deposit_info").text.startswith(text)


def test_one_account_shows_its_own_and_none_is_said() -> None:
    source = with_goals(all_recurring_deposits=SCHEDULES)
    assert [row["amount"] for row in facts(source, "recurring_deposit_info", account="roth")["schedules"]] == ["50.50"]
    reply = ask(source, "recurring_deposit_info", account="reserve")
    assert reply.facts is not None and reply.facts["schedules"] == []
    assert reply.text.startswith("No automatic deposit into your Reserve is set up.")
