"""Which messages go on from an answer, and which are questions of their own."""

from __future__ import annotations

import pytest

from nlu.ellipsis import is_elliptical


@pytest.mark.parametrize(
    "message",
    [
        "and the roth?",
        "And the Roth IRA",
        "what about last year?",
        "how about my joint account",
        "ok and what about bonds",
        "and since march",
        "just the taxable account please",
        "only bonds",
        "same for the joint one",
        "the same but in 2024",
        "can you show me that for 2025",
        "no, I meant the roth",
        "and $300?",
        "what about VXUS",
        "VTI?",
        "roth ira",
        "last year",
        "2024?",
        "ytd",
        "over the past 3 months",
        "in the joint one?",
        "nasdaq",
        "the losers",
        "by sector",
        "all accounts",
        "why?",
        "Why",
        "but why",
        "how come",
        "why is it down",
        "why did it drop so much",
        "what happened?",
        "explain",
        "compare it with the S&P",
        "and compare that to nasdaq",
        "vs the market",
        "how does that compare to the S&P 500",
        "and the fees?",
        "and the travel fund",
    ],
)
def test_what_goes_on_from_an_answer(message: str) -> None:
    assert is_elliptical(message)


@pytest.mark.parametrize(
    "message",
    [
        "and how much did I pay in fees this year?",
        "and what's an expense ratio?",
        "and can I talk to a person",
        "what about it should I sell",
        "how is my portfolio doing",
        "why did you sell VTI",
        "why was my deposit rejected",
        "what happened to my transfer",
        "explain compounding",
        "portfolio value",
        "roth balance",
        "dividends last year",
        "ytd performance",
        "my fees",
        "VTI price",
        "VTI vs BND",
        "stocks or bonds",
        "compare VTI with BND",
        "hi",
        "hello there",
        "thanks",
        "thank you very much",
        "ok great",
        "no",
        "yes please",
        "stop",
        "never mind",
        "10/10",
        "and?",
        "?",
        "",
        "/performance",
        '/holdings{"account": "A-1"}',
        "and the roth ira that my wife opened back when we still lived in Ohio with the dogs",
        "and " + "x" * 200,
    ],
)
def test_what_stands_by_itself(message: str) -> None:
    assert not is_elliptical(message)


@pytest.mark.parametrize("message", ["the rollover one", "the first one", "2", "Traditional IRA (rollover)", "both"])
def test_what_may_answer_a_question_back(message: str) -> None:
    assert is_elliptical(message, answering=True)


@pytest.mark.parametrize("message", ["no", "never mind", "what is an IRA", "which ones are there", "total fees"])
def test_what_doesn_t_answer_a_question_back(message: str) -> None:
    assert not is_elliptical(message, answering=True)


def test_a_bare_type_narrows_a_list_of_transactions_and_is_a_question_elsewhere() -> None:
    assert is_elliptical("deposits?", after="transactions")
    assert is_elliptical("withdrawals too?", after="transactions")
    assert not is_elliptical("deposits?", after="performance")
    assert not is_elliptical("dividends last year by fund", after="transactions")


@pytest.mark.parametrize("message", ["show the rest", "more please", "and the others?", "Show all", "the full list"])
def test_asking_for_the_rest_of_a_list_goes_on_from_it(message: str) -> None:
    assert is_elliptical(message, after="transactions")
