"""Directions, dimensions and kinds of transactions, as customers name them."""

from __future__ import annotations

import pytest

from advisor.ask import Question, answer
from advisor.dialogue import Mention
from advisor.resolve.dimensions import dimension_meant
from advisor.resolve.ranks import rank_meant
from advisor.resolve.transaction_types import transaction_types_meant
from tests.fakes.portfolio import account
from tests.unit.advisor.world import INVESTED, TODAY, repository


@pytest.mark.parametrize(
    ("marked", "message", "rank"),
    [
        ("best", "my best funds", "best"),
        ("biggest losers", "who are the biggest losers", "worst"),
        ("top losers", "top losers", "worst"),
        ("werst", "werst fund", "worst"),
        ("most", "which one made me the most", "best"),
        ("most", "what lost the most", "worst"),
        ("hardest", "what got hit hardest", "worst"),
        ("bottom 3", "bottom 3", "worst"),
        ("botom", "botom of the pile", "worst"),
        ("biggest flop", "my biggest flop", "worst"),
        ("biggest detractor", "biggest detractor", "worst"),
        ("rocket", "which one was the rocket", "best"),
        ("", "which ones are dragging me down", "worst"),
        ("", "what beats the rest", "best"),
        ("", "which holding stands out", "best"),
    ],
)
def test_best_and_worst_in_other_words(marked: str, message: str, rank: str) -> None:
    mentions = [Mention("direction", marked, marked)] if marked else []
    assert rank_meant(mentions, message) == rank


@pytest.mark.parametrize(
    ("marked", "message", "dimension"),
    [
        ("countries", "split by countries", "region"),
        ("industry", "which industry", "sector"),
        ("sektor", "by sektor", "sector"),
        ("biggest positions", "my biggest positions", "position"),
        ("", "how much do I have in tech", "sector"),
        ("", "where in the world is my money", "region"),
        ("", "we were wondering about concentration", "position"),
        ("", "what am I exposed to", "position"),
        ("biggest", "the biggest sector", "position"),
    ],
)
def test_dimensions_in_other_words(marked: str, message: str, dimension: str) -> None:
    mentions = [Mention("dimension", marked, marked)] if marked else []
    assert dimension_meant(mentions, message) == dimension


@pytest.mark.parametrize(
    ("marked", "message", "types"),
    [
        (("trades",), "my trades", ("buy", "sell")),
        (("sold",), "why was it sold", ("sell",)),
        ((), "why did you get rid of it", ("sell",)),
        (("withdrawl",), "where is my withdrawl", ("withdrawal",)),
        (("with drawl",), "where is my with drawl", ("withdrawal",)),
        (("redemption",), "redemption posted?", ("withdrawal",)),
        (("fills",), "fills today", ("buy", "sell")),
        (("top-up",), "my top-up", ("deposit",)),
        (("pay-in",), "my pay-in", ("deposit",)),
        (("deposits", "withdrawals"), "deposits and withdrawals", ("deposit", "withdrawal")),
        ((), "show my dividends", ("dividend",)),
        ((), "i feel like you told me about gold", ()),
        ((), "everything that happened", ()),
        ((), '/transactions{"account": "A-1"}', ()),
    ],
)
def test_kinds_of_transactions_in_other_words(marked: tuple[str, ...], message: str, types: tuple[str, ...]) -> None:
    mentions = [Mention("transaction_type", text, text) for text in marked]
    assert transaction_types_meant(mentions, message) == types


def test_words_that_name_something_else_say_nothing_about_the_kind_of_transactions() -> None:
    source = repository(*INVESTED, all_accounts=[account("A-1", name="Trading"), account("A-2", name="Other")])
    question = Question(
        "transactions", "C-1", "my activity in my Trading since 2026", (Mention("account", "Trading", "Trading"),)
    )
    facts = answer(question, source, today=TODAY).facts
    assert facts is not None
    assert facts["type"] is None
    assert facts["accounts"] == ["A-1"]
