from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.spelling import Lexicon, Speller, cost_of, doubled, swapped
from nlu.spelling_corrector import english_words

MESSAGES = [
    *["what is my account worth"] * 10,
    *["how much cash do I have in the Roth"] * 10,
    *["is my deposit in yet", "why did you sell my bonds", "did I pay fees last year"] * 10,
    "show me the dividends of VTI",
    "couldn't you tell me my balance",
    "where's my mony",
]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(
        Lexicon.learned(MESSAGES, vocabulary=english_words() | {"yet", "why", "did"}, names=["VXUS", "iShares"])
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hwat is my acocunt worht", "what is my account worth"),
        ("any csah in the rtoh", "any cash in the roth"),
        ("did my depsoit go thru yte", "did my deposit go thru yet"),
        ("why did you selll my bodns", "why did you sell my bonds"),
        ("fees lsat yaer", "fees last year"),
        ("couldnt tell my balanec", "couldn't tell my balance"),
        ("shwo the divdiends", "show the dividends"),
        ("any feas last yesr", "any fees last year"),  # a vowel for another, a key beside
        ("HWAT IS MY ACOUNT", "what IS MY account"),
    ],
)
def test_a_mistyped_word_becomes_the_one_it_resembles(speller: Speller, typed: str, meant: str) -> None:
    assert " ".join(speller.corrected(typed.split())) == meant


@pytest.mark.parametrize(
    "text",
    [
        "what is my account worth",  # nothing wrong
        "price of vxus and VXUS and bndx",  # names, and what resembles nothing
        "my AUMs and TLH",  # abbreviations
        "CSAH",  # a ticker, for all we know
        "WAHT ABOUT CSAH",
        "move 2k to the 401k on 12/31",  # digits
        "phasing out thrift and blotters",  # English that the messages lack
        "mom's account and the children's",  # possessives
        "it and at yt",  # too short to tell
    ],
)
def test_what_is_right_or_unknown_stays(speller: Speller, text: str) -> None:
    assert " ".join(speller.corrected(text.split())) == text


def test_a_short_word_with_another_letter_may_be_a_name() -> None:
    words = {"left", "city", "account", "meet", "open"}
    lexicon = Lexicon.learned(["how much is left in the city account", "meet"], vocabulary=words)
    names = Speller(lexicon)
    assert names.corrected(["open", "lyft"]) == ["open", "lyft"]
    assert names.corrected(["citi", "account"]) == ["citi", "account"]
    assert names.corrected(["lefft", "cuty", "accounf"]) == ["left", "city", "account"]  # these are slips


def test_among_several_the_neighbours_decide() -> None:
    messages = [*["my cost basis"] * 9, *["the coast line"] * 9, *["a cost"] * 4]
    speller = Speller(Lexicon.learned(messages, vocabulary={"my", "cost", "basis", "the", "coast", "line", "a"}))
    assert speller.corrected(["coost", "basis"]) == ["cost", "basis"]
    assert speller.corrected(["coost", "line"]) == ["coast", "line"]


def test_a_frequent_slip_is_neither_known_nor_what_another_word_is_taken_for() -> None:
    messages = [*["my account"] * 100, *["my acount"] * 4, *["my acct"] * 4]
    speller = Speller(Lexicon.learned(messages, vocabulary={"my", "account"}))
    assert speller.corrected(["acount", "acct", "accont"]) == ["account", "acct", "account"]


def test_slips_that_fingers_make_often_cost_less() -> None:
    assert (
        cost_of("taht", "that", 1)
        < cost_of("thaat", "that", 1)
        < cost_of("thst", "that", 1)
        < cost_of("thmt", "that", 1)
    )
    assert cost_of("dont", "don't", 1) < cost_of("donut", "don't", 2)
    assert cost_of("that", "chat", 1) > cost_of("thay", "that", 1), "the first letter is seldom wrong"


def test_swapped_and_doubled_letters_are_told_from_others() -> None:
    assert swapped("taht", "that") and not swapped("that", "that") and not swapped("htta", "that")
    assert doubled("ballance", "balance") and doubled("acount", "account") and not doubled("acont", "account")


@given(st.lists(st.text(max_size=12), max_size=8))
def test_as_many_words_come_out_as_go_in_and_what_changes_becomes_a_word_of_the_messages(words: list[str]) -> None:
    speller = Speller(Lexicon.learned(MESSAGES, vocabulary=frozenset(["what", "is", "my", "account", "worth"])))
    once = speller.corrected(words)
    assert len(once) == len(words)
    assert [word for word, before in zip(once, words, strict=True) if word != before and word not in _words()] == []


def test_what_is_written_restores_the_same_lexicon() -> None:
    lexicon = Lexicon.learned(MESSAGES, vocabulary={"what", "is"}, names=["VXUS"])
    assert Lexicon.restored(json.loads(json.dumps(lexicon.written()))) == lexicon


def _words() -> set[str]:
    return {word.lower() for message in MESSAGES for word in message.split()}
