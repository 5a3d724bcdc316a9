"""Which account is meant: exact names, types, purposes, slips; several and none are asked back."""

from __future__ import annotations

import pytest

from advisor.dialogue import Mention
from advisor.resolve.accounts import accounts_meant
from advisor.resolve.ask_back import AskBack
from advisor.resolve.asset_classes import asset_classes_in, asset_classes_meant
from tests.fakes.portfolio import account

TAXABLE = account("A-1", name="Taxable")
ROTH = account("A-2", name="Roth IRA", type="roth_ira")
ROLLOVER = account("A-3", name="Traditional IRA (rollover)", type="traditional_ira")
JOINT = account("A-4", name="Joint savings", type="joint")
RESERVE = account("A-5", name="Rainy day", type="cash_reserve")
ALL = [TAXABLE, ROTH, ROLLOVER, JOINT, RESERVE]


def _meant(*texts: str, value: str | None = None) -> list[str] | AskBack:
    found = accounts_meant([Mention("account", text, value or text) for text in texts], ALL)
    return found if isinstance(found, AskBack) else [one.account_id for one in found]


@pytest.mark.parametrize(
    ("text", "account_id"),
    [
        *(("A-3", "A-3"), ("Roth IRA", "A-2"), ("my roth", "A-2"), ("roth-ira account", "A-2"), ("ROTH", "A-2")),
        *(("taxable account", "A-1"), ("brokerage", "A-1"), ("the joint one", "A-4"), ("joint brokerage", "A-4")),
        *(
            ("trad ira", "A-3"),
            ("rollover", "A-3"),
            ("cash", "A-5"),
            ("emergency fund", "A-5"),
            ("rainy day fund", "A-5"),
        ),
        *(
            ("roht", "A-2"),
            ("taxble", "A-1"),
            ("tradtional ira", "A-3"),
            ("brokrage account", "A-1"),
            ("savings", "A-4"),
        ),
        # What a mark takes in too much of the question.
        *(("joint do", "A-4"), ("roth worth", "A-2"), ("joint done", "A-4"), ("taxable acount", "A-1")),
    ],
)
def test_one_account_is_found(text: str, account_id: str) -> None:
    assert _meant(text) == [account_id]


NUMBERED = [account("A-1529"), account("A-4471"), account("A-90-71")]


@pytest.mark.parametrize(
    ("text", "account_ids"),
    [
        ("account ending 4471", ["A-4471"]),
        ("the one that ends in 9071", ["A-90-71"]),
        ("acct no. 4471", ["A-4471"]),
        ("acct ...29", ["A-1529"]),
        ("account ending in 71", None),  # two do
        ("account ending 08", None),
        ("account 529", None),  # a kind of account, not a number
        ("4471 dollars one", None),
        ("2029", None),
    ],
)
def test_an_account_is_known_by_its_last_digits(text: str, account_ids: list[str] | None) -> None:
    found = accounts_meant([Mention("account", text, text)], NUMBERED)
    assert (None if isinstance(found, AskBack) else [one.account_id for one in found]) == account_ids


@pytest.mark.parametrize("text", ["all my accounts", "portfolio", "everything", "my account", "my whole portfolio"])
def test_everything_means_all_accounts(text: str) -> None:
    assert _meant(text) == ["A-1", "A-2", "A-3", "A-4", "A-5"]


def test_without_a_mention_all_accounts_are_meant() -> None:
    assert _meant() == ["A-1", "A-2", "A-3", "A-4", "A-5"]


@pytest.mark.parametrize(
    ("text", "account_ids"),
    [
        *(
            ("both IRAs", ["A-2", "A-3"]),
            ("my two iras", ["A-2", "A-3"]),
            ("all my retirement accounts", ["A-2", "A-3"]),
        ),
        *(("both the joint and the roth", ["A-2", "A-4"]), ("all of them", ["A-1", "A-2", "A-3", "A-4", "A-5"])),
    ],
)
def test_expressly_several_are_all_meant(text: str, account_ids: list[str]) -> None:
    assert _meant(text) == account_ids


def test_both_of_more_than_two_is_asked_back() -> None:
    assert isinstance(_meant("both"), AskBack)


@pytest.mark.parametrize(
    ("text", "account_id"),
    [
        ("a3", "A-3"),
        ("Roth I.R.A.", "A-2"),
        ("rothira", "A-2"),
        ("joint taxable account", "A-4"),
        ("total roth", "A-2"),
    ],
)
def test_other_spellings_and_wider_words_find_the_same_account(text: str, account_id: str) -> None:
    assert _meant(text) == [account_id]


@pytest.mark.parametrize("text", ["s ira", "individual retirement account"])
def test_what_is_left_of_a_name_and_longer_words_fit_all_iras(text: str) -> None:
    found = _meant(text)
    assert isinstance(found, AskBack)
    assert [choice.value for choice in found.choices] == ["A-2", "A-3"]


@pytest.mark.parametrize("text", ["ira", "my IRA", "retirement account", "IRAs"])
def test_several_that_fit_are_asked_back(text: str) -> None:
    found = _meant(text)
    assert isinstance(found, AskBack)
    assert [choice.value for choice in found.choices] == ["A-2", "A-3"]


def test_an_account_type_that_is_not_there_is_said_and_others_are_offered() -> None:
    found = _meant("sep ira")
    assert isinstance(found, AskBack)
    assert found.text.startswith("You have no SEP IRA")
    assert len(found.choices) == len(ALL)


def test_an_unknown_name_is_said_and_others_are_offered() -> None:
    found = _meant("swiss account")
    assert isinstance(found, AskBack)
    assert "don't find that account" in found.text


def test_two_named_accounts_are_both_meant() -> None:
    assert _meant("roth and taxable") == ["A-1", "A-2"]
    assert _meant("taxable", "roth") == ["A-1", "A-2"]


@pytest.mark.parametrize(
    ("text", "account_ids"),
    [
        ("my roth and ira", ["A-2", "A-3"]),
        ("taxable & my joint", ["A-1", "A-4"]),
        ("A-2 and A-4", ["A-2", "A-4"]),
        ("a-2 a-4", ["A-2", "A-4"]),
        ("A-2/A-4, A-5", ["A-2", "A-4", "A-5"]),
        ("roth vs joint", ["A-2", "A-4"]),
        ("roth or rainy day", ["A-2", "A-5"]),
        ("A-2 roth", ["A-2"]),
    ],
)
def test_several_in_one_mark_are_all_meant(text: str, account_ids: list[str]) -> None:
    assert _meant(text) == account_ids


def test_the_only_ira_is_named_twice_by_roth_and_ira() -> None:
    found = accounts_meant([Mention("account", "roth and ira", "roth and ira")], [TAXABLE, ROTH])
    assert found == (ROTH,)


@pytest.mark.parametrize(
    ("text", "before", "choices", "after"),
    [
        ("joint and ira", ("A-4",), ["A-2", "A-3"], ()),
        ("A-9 and A-4", (), ["A-1", "A-2", "A-3", "A-4", "A-5"], ("A-4",)),
        ("roth, swiss and joint", ("A-2",), ["A-1", "A-2", "A-3", "A-4", "A-5"], ("A-4",)),
    ],
)
def test_what_is_clear_beside_an_unclear_account_is_kept(
    text: str, before: tuple[str, ...], choices: list[str], after: tuple[str, ...]
) -> None:
    found = _meant(text)
    assert isinstance(found, AskBack)
    assert (found.before, [choice.value for choice in found.choices], found.after) == (before, choices, after)


@pytest.mark.parametrize("text", ["A-6", "A-33", "B-3", "A-3-1", "A-30"])
def test_an_unknown_id_is_asked_back_however_near_it_is(text: str) -> None:
    assert isinstance(_meant(text), AskBack)


def test_an_id_to_the_letter_goes_before_one_that_differs_in_punctuation() -> None:
    alike = [account("A-11"), account("A-1-1", name="Joint", type="joint")]
    assert accounts_meant([Mention("account", "a-1-1", "a-1-1")], alike) == (alike[1],)


def test_a_figure_in_a_name_is_never_mended() -> None:
    funds = [account("A-1", name="College 2030"), account("A-2", name="College 2040")]
    assert isinstance(accounts_meant([Mention("account", "college 2050", "college 2050")], funds), AskBack)


def test_one_name_marked_in_two_parts_is_one_account() -> None:
    assert _meant("roth", "ira") == ["A-2"]


def test_the_value_of_a_synonym_helps_where_the_text_does_not() -> None:
    assert _meant("retirement pot no. 2", value="roth_ira") == ["A-2"]


def test_accounts_of_the_same_name_are_told_apart_by_id() -> None:
    twins = [account("A-1", name="Roth IRA", type="roth_ira"), account("A-2", name="Roth IRA", type="roth_ira")]
    found = accounts_meant([Mention("account", "roth", "roth")], twins)
    assert isinstance(found, AskBack)
    assert [choice.title for choice in found.choices] == ["Roth IRA (A-1)", "Roth IRA (A-2)"]


def test_without_accounts_nothing_is_asked() -> None:
    assert accounts_meant([Mention("account", "roth", "roth")], []) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("stocks", "stocks"), ("international stocks", "stocks"), ("equities", "stocks"), ("bnds", "bonds")),
        *(("emerging markets", "stocks"), ("munis", "bonds"), ("precious metals", "commodities")),
        *(("fixed income", "bonds"), ("real estate", "real_estate"), ("REITs", "real_estate"), ("cash", "cash")),
    ],
)
def test_an_asset_class_is_found(text: str, expected: str) -> None:
    assert asset_classes_meant([Mention("asset_class", text, text)]) == (expected,)


def test_an_unknown_asset_class_is_asked_back_and_funds_are_none() -> None:
    assert isinstance(asset_classes_meant([Mention("asset_class", "crypto", "crypto")]), AskBack)
    assert asset_classes_meant([Mention("asset_class", "funds", "funds")]) == ()


@pytest.mark.parametrize(
    ("message", "classes"),
    [
        ("show me my stock funds", ("stocks",)),
        ("which bonds do I have", ("bonds",)),
        ("bond funds and real estate etfs", ("bonds", "real_estate")),
        ("what stocks do I own", ()),
        ("how much money do I have in funds", ()),
        ('/holdings{"asset_class": "bonds"}', ()),
    ],
)
def test_a_class_that_nobody_marked_counts_where_it_is_plain(message: str, classes: tuple[str, ...]) -> None:
    assert asset_classes_meant(asset_classes_in(message)) == classes
