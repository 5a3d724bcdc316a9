"""Follow-ups as customers write them, over REST: what was said stays, what is named takes its place."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import Folio
from tests.end_to_end.test_over_rest import facts_of

pytestmark = pytest.mark.slow


def test_the_period_stays_while_accounts_and_questions_change(folio: Folio) -> None:
    def say(text: str) -> dict[str, object]:
        facts = facts_of(folio.say(text, sender="follower"))
        assert facts["period"]["start"] == "2026-03-01" and facts["period"]["end"] == "2026-11-20"
        return facts

    everything = say("hows my portfolio doing since march")
    why = say("why")
    assert why["kind"] == "performance_reason" and why["gain"] == everything["gain"]
    roth = say("and the roth?")
    assert (roth["kind"], roth["accounts"]) == ("performance", ["A-1204"])
    against = say("compare it with the S&P")
    assert (against["kind"], against["accounts"]) == ("benchmark_comparison", ["A-1204"])
    assert against["benchmark"] == {"ticker": "SPX", "name": "S&P 500"} and against["twr"] == roth["twr"]


def test_a_named_period_replaces_the_one_before(folio: Folio) -> None:
    folio.say("how did my Roth IRA do this year", sender="period")
    facts = facts_of(folio.say("what about last year?", sender="period"))
    assert (facts["accounts"], facts["period"]["label"]) == (["A-1204"], "last year")


def test_a_typed_choice_answers_a_question_back_as_its_button_does(folio: Folio) -> None:
    (back,) = folio.say("whats in my ira", sender="typist")
    clicked = facts_of(folio.say(back["buttons"][0]["payload"], sender="clicker"))
    assert facts_of(folio.say("the rollover one", sender="typist")) == clicked


def test_a_price_after_a_price(folio: Folio) -> None:
    folio.say("price of VTI", sender="prices")
    facts = facts_of(folio.say("VXUS?", sender="prices"))
    assert (facts["kind"], facts["ticker"]) == ("price_quote", "VXUS")


def test_a_follow_up_is_repeated_like_any_answer(folio: Folio) -> None:
    folio.say("how much is my portfolio worth?", sender="again")
    roth = facts_of(folio.say("and the roth?", sender="again"))
    assert facts_of(folio.say("can you say that again please", sender="again")) == roth


def test_a_general_question_in_between_ends_the_topic(folio: Folio) -> None:
    folio.say("how much is my portfolio worth?", sender="digression")
    folio.say("what is an etf", sender="digression")
    asked = folio.say("and the roth?", sender="digression")  # of which money, value or fees, nothing says
    assert not any("custom" in message for message in asked)
    assert any(message.get("buttons") for message in asked)


def test_a_full_question_is_not_coloured_by_the_one_before(folio: Folio) -> None:
    folio.say("how did my Roth IRA do last year", sender="fresh")
    facts = facts_of(folio.say("and how much did I pay in fees this year?", sender="fresh"))
    assert facts["kind"] == "fees_paid" and len(facts["accounts"]) == 4 and facts["period"]["label"] == "this year"
