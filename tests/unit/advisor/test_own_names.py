"""Names that only this customer uses are found in the message itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from advisor.model import Account
from advisor.resolve.own_names import own_names_in


def account(name: str) -> Account:
    return Account(f"A-{name}", "C-1", name, "taxable", date(2024, 1, 1), None, Decimal(25))


ACCOUNTS = [account(name) for name in ("Everyday investing", "Tax set-aside", "Eleanor's traditional IRA", "Joint")]


@pytest.mark.parametrize(
    ("message", "names"),
    [
        ("hows my everyday investing doing", ["Everyday investing"]),
        ("worth of tax set aside?", ["Tax set-aside"]),
        ("Eleanors traditional ira, and Everyday Investing", ["Eleanor's traditional IRA", "Everyday investing"]),
        ("what did joint gains do to my everyday life", []),
        ("everyday investing2", []),
        ('/performance{"account": "Everyday investing"}', []),
        ("", []),
    ],
)
def test_whole_names_of_two_words_or_more_are_found(message: str, names: list[str]) -> None:
    assert [mention.value for mention in own_names_in(message, ACCOUNTS)] == names
