"""Amounts as customers write them, to the exact decimal."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.dialogue import Mention
from advisor.resolve.amounts import amount_meant, amounts_in, amounts_meant


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("$500", "500"),
        ("$ 500", "500"),
        ("500$", "500"),
        ("2k", "2000"),
        ("9.8k", "9800"),
        ("100K", "100000"),
        ("1,250 dollars", "1250"),
        ("1 250", "1250"),
        ("1,180.50", "1180.50"),
        ("$33.33", "33.33"),
        ("half a grand", "500"),
        ("a grand", "1000"),
        ("15 grand", "15000"),
        ("five hundred", "500"),
        ("four hundred dollars", "400"),
        ("nineteen thousand five hundred", "19500"),
        ("twelve hundred and fifty", "1250"),
        ("twenty-five", "25"),
        ("two and a half thousand", "2500"),
        ("three and a half k", "3500"),
        ("a million and a half", "1500000"),
        ("1.5 million", "1500000"),
        ("$1.2m", "1200000"),
        ("half a million", "500000"),
        ("a quarter of a million", "250000"),
        ("a couple of hundred", "200"),
        ("500 bucks", "500"),
        ("USD 300", "300"),
        ("300usd", "300"),
        ("a hundred", "100"),
        ("$0", "0"),
        ("two hundred fifty dollars", "250"),
        ("one thousand two hundred", "1200"),
        ("a grand and a half", "1500"),
        ("1.5k", "1500"),
        ("2 and a half grand", "2500"),
        ("10 grand and a half", "10500"),
        ("$2 and a half million", "2500000"),
        ("3 hundred dollars", "300"),
        ("12 hundred", "1200"),
        ("one point five k", "1500"),
        ("two point two five million", "2250000"),
        ("three quarters of a million", "750000"),
        ("two hundred thousand four hundred", "200400"),
    ],
)
def test_an_amount_is_read_as_it_is_said(words: str, amount: str) -> None:
    assert amount_meant(words) == Decimal(amount)


@pytest.mark.parametrize(
    "words",
    ["a few hundred", "some thousands", "lots", "-500", "$-5", "10%", "500 or 600", "a", "", "two fifty", "hundreds"],
)
def test_what_is_vague_negative_or_several_is_no_amount(words: str) -> None:
    assert amount_meant(words) is None


def test_a_bare_number_is_told_from_written_money() -> None:
    assert [(found.amount, found.plain) for found in amounts_in("from 62 on 300 dollars and $40")] == [
        (Decimal(62), True),
        (Decimal(300), False),
        (Decimal(40), False),
    ]


def test_mentions_give_their_amounts_in_order() -> None:
    said = [Mention("amount", text, text) for text in ("2k", "a bit", "$5")]
    assert amounts_meant(said) == (Decimal(2000), Decimal(5))


@given(st.integers(0, 10**11), st.booleans())
def test_any_amount_of_cents_comes_back_exactly(cents: int, with_commas: bool) -> None:
    amount = Decimal(cents) / 100
    assert amount_meant(f"${amount:,.2f}" if with_commas else f"${amount:.2f}") == amount


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    assert all(found.amount >= 0 for found in amounts_in(text))
