"""Names that only this customer uses are found in the message itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from advisor.dialogue import Mention
from advisor.model import Account
from advisor.resolve.accounts import accounts_meant
from advisor.resolve.ask_back import AskBack
from advisor.resolve.own_names import accounts_named, beside_own_names, own_names_in


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


NAMED = [account(name) for name in ("Quiet", "Income", "Joint", "Legacy stocks", "James's IRA", "Eleanor's IRA")]


@pytest.mark.parametrize(
    ("message", "names"),
    [
        ("is there money left in Quiet", ["Quiet"]),
        ("how is my Quiet doing", ["Quiet"]),
        ("anything to harvest in quiet?", ["Quiet"]),
        ("what is in my quiet", ["Quiet"]),
        ("fees paid income account 2023", ["Income"]),
        ("how much Income did I get", ["Income"]),
        ("what is my income", []),
        ("how much did I get in income", []),
        ("quiet balance", ["Quiet"]),
        ("how is my quiet doing", ["Quiet"]),
        ("Quiet day today?", []),
        ("it is quiet today", []),
        ("How Much Did My Quiet Fund Gain", []),
        ("any joint gains in Joint", []),
    ],
)
def test_a_name_of_one_word_counts_where_it_stands_as_a_name(message: str, names: list[str]) -> None:
    assert [mention.value for mention in own_names_in(message, NAMED)] == names


@pytest.mark.parametrize(
    ("marked", "message", "account_ids"),
    [
        (["'s IRA"], "how much is in James's IRA", ["A-James's IRA"]),
        (["ira"], "whats eleanors ira worth", ["A-Eleanor's IRA"]),
        (["Joint"], "how did the Joint and Legacy Stocks do", ["A-Joint", "A-Legacy stocks"]),
        ([], "legacy stocks since may", ["A-Legacy stocks"]),
        (["joint"], "is it quiet in my joint", ["A-Joint"]),
        ([], "James's ira since may", ["A-James's IRA"]),
        ([], "Joint vs dow since january", ["A-Joint"]),
        ([], "bond funds in joint", ["A-Joint"]),
        ([], "joint gains in joint ventures", [one.account_id for one in NAMED]),
        ([], "trades since sep 2025", [one.account_id for one in NAMED]),
        ([], "my taxable gains", [one.account_id for one in NAMED]),
    ],
)
def test_a_mark_takes_in_what_belongs_to_the_name(marked: list[str], message: str, account_ids: list[str]) -> None:
    mentions = [Mention("account", text, text) for text in marked]
    found = accounts_meant(accounts_named(mentions, message, NAMED), NAMED)
    assert isinstance(found, tuple) and [one.account_id for one in found] == account_ids


def test_an_ambiguous_mark_without_a_name_beside_it_stays_ambiguous() -> None:
    mentions = accounts_named([Mention("account", "ira", "ira")], "James asks what is in the ira", NAMED)
    assert [mention.text for mention in mentions] == ["ira"]


@pytest.mark.parametrize(
    ("message", "left"),
    [("show positions in legacy stocks", []), ("which stocks are in legacy stocks", ["asset_class"])],
)
def test_a_part_of_an_account_s_name_marks_nothing_else(message: str, left: list[str]) -> None:
    mentions = [Mention("asset_class", "stocks", "stocks")]
    assert [mention.entity for mention in beside_own_names(mentions, message, NAMED)] == left


IRAS = [account("Roth IRA"), account("Traditional IRA"), account("Joint")]


@pytest.mark.parametrize(
    ("message", "marked", "meant"),
    [
        ("my roth and my ira", ("roth", "ira"), ["Roth IRA", "Traditional IRA"]),
        ("my roth ira", ("roth", "ira"), ["Roth IRA"]),
        ("how is A-Joint1 doing", (), ["Joint1"]),
        ("how are a-joint1 and the roth", ("roth",), ["Roth IRA", "Joint1"]),
        ("how are A-Joint1 and A-Joint2", ("A-Joint1",), ["Joint1", "Joint2"]),
        ("how is A-Joint12 doing", (), ["Roth IRA", "Traditional IRA", "Joint", "Joint1", "Joint2"]),
    ],
)
def test_marks_apart_and_ids_without_a_mark_are_all_meant(message: str, marked: list[str], meant: list[str]) -> None:
    accounts = [*IRAS, account("Joint1"), account("Joint2")]
    mentions = accounts_named([Mention("account", words, words) for words in marked], message, accounts)
    found = accounts_meant(mentions, accounts)
    assert not isinstance(found, AskBack)
    assert [one.name for one in found] == meant
