"""Paying in: in one breath, in pieces, with every kind of change of mind."""

from __future__ import annotations

import pytest

from advisor.requests.records import Asks, Confirmed, Heard
from tests.fakes.portfolio import account
from tests.unit.advisor.requests.talk import Talk, clicked, firm


def one_breath() -> Talk:
    return Talk("deposit").says("put 500 into my Roth", amount="500", account="Roth")


def test_what_is_said_in_one_breath_asks_only_for_the_yes() -> None:
    talk = one_breath()
    assert talk.text == "Deposit $500.00 into Roth IRA from your linked bank account. Shall I pass it on?"
    assert talk.fields == {"amount": "500.00", "account": "A-2", "date": ""}
    assert talk.asked == "confirm"


def test_a_yes_records_the_request_with_its_reference() -> None:
    talk = one_breath().says("yes", "affirm")
    assert isinstance(talk.step, Confirmed)
    assert (talk.step.request.account_id, str(talk.step.request.amount)) == ("A-2", "500.00")
    assert talk.text == (
        "Done. Your request is recorded as REQ-00002. Expect it within 3 to 5 business days after our team has "
        "confirmed it; nothing moves before that."
    )


def test_saying_yes_twice_records_one_request() -> None:
    talk = one_breath().says("yes", "affirm").says("yes", "affirm")
    assert len(talk.store.requests) == 1
    assert talk.text == "That is recorded already, as REQ-00002; you don't need to do anything else."


def test_in_pieces_it_asks_one_thing_at_a_time() -> None:
    talk = Talk("deposit").says("i want to pay in")
    assert talk.text == "How much would you like to pay in?"
    talk.says("500")
    assert talk.text == "Which account should the $500.00 go to?"
    assert isinstance(talk.step, Asks)
    assert [button.title for button in talk.step.said.buttons] == ["Taxable", "Roth IRA"]
    talk.clicks("Taxable")
    assert talk.text == "Deposit $500.00 into Taxable from your linked bank account. Shall I pass it on?"
    assert talk.clicks("Yes").is_confirmed


@pytest.mark.parametrize(
    ("correction", "amount", "account_id"),
    [
        ("no, 600", "600.00", "A-2"),
        ("make it 600", "600.00", "A-2"),
        ("yes but make it 600", "600.00", "A-2"),
        ("not 500, 600", "600.00", "A-2"),
        ("600 instead of 500", "600.00", "A-2"),
        ("no, the taxable one", "500.00", "A-1"),
        ("i meant the taxable account", "500.00", "A-1"),
        ("no, 600 into the taxable", "600.00", "A-1"),
        ("taxable please", "500.00", "A-1"),
        ("$1,250.50", "1250.50", "A-2"),
        ("100 more", "600.00", "A-2"),
        ("50 less please", "450.00", "A-2"),
        ("double it", "1000.00", "A-2"),
        ("half a grand and ten... no wait, 700", "700.00", "A-2"),
    ],
)
def test_a_correction_gets_a_new_summary(correction: str, amount: str, account_id: str) -> None:
    talk = one_breath().says(correction, "affirm" if correction.startswith("yes") else "deny")
    assert talk.fields == {"amount": amount, "account": account_id, "date": ""}
    assert talk.asked == "confirm"


@pytest.mark.parametrize(
    "yes",
    ["yes", "Yes!", "yep", "ok", "sure, go ahead", "yes please", "ok do it", "Yes, that's right", "confirm", "👍"],
)
def test_a_plain_yes_confirms(yes: str) -> None:
    assert one_breath().says(yes, "affirm").is_confirmed


@pytest.mark.parametrize(
    "unclear",
    [
        "is that right",
        "is it ok",
        "right now",
        "nah",
        "I doubt it",
        "ok is it free",
        "yes no",
        "yes but",
        "yes if you think so",
        "maybe",
        "not sure",
        "ok wait",
        "is that right?",
        "yes, tomorrow maybe",
        "hmm",
    ],
)
def test_whatever_is_no_clear_yes_records_nothing(unclear: str) -> None:
    talk = one_breath().says(unclear, "affirm")
    assert not talk.is_confirmed
    assert not talk.store.requests


@pytest.mark.parametrize("no", ["no", "No.", "nope", "no thanks", "never mind", "don't"])
def test_a_plain_no_leaves_and_records_nothing(no: str) -> None:
    talk = one_breath().says(no, "deny")
    assert talk.is_left
    assert talk.text == "All right, nothing was passed on. If you change your mind, just tell me."


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("how long does that take", "faq_deposit_time"),
        ("how much is in my Roth?", "portfolio_value"),
        ("what did I pay in fees", "fees_paid"),
        ("hello", "greet"),
        ("withdraw 300 from my taxable", "withdraw"),
        ("order a pizza", "out_of_scope"),
    ],
)
@pytest.mark.parametrize("at_the_summary", [True, False])
def test_another_question_leaves_the_draft_as_it_was(question: str, intent: str, at_the_summary: bool) -> None:
    talk = one_breath() if at_the_summary else Talk("deposit").says("i want to pay in 500", amount="500")
    before = talk.text
    assert talk.says(question, intent).is_aside
    assert talk.asked_again == before


@pytest.mark.parametrize(
    ("amount", "answer"),
    [
        ("0", "An amount has to be more than zero. How much would you like to pay in?"),
        ("-50", "An amount has to be more than zero. How much would you like to pay in?"),
        ("10.001", "An amount has at most two decimals, for the cents. How much would you like to pay in?"),
        ("5", "A deposit is at least $10.00. How much should it be?"),
        ("300k", "You can pay in up to $250,000.00 a day. How much should it be?"),
        ("a few hundred", "I need an exact amount, such as $500. How much would you like to pay in?"),
        ("12,5", "Please write it like $1,250.50. How much would you like to pay in?"),
        ("1.250,00", "Please write it like $1,250.50. How much would you like to pay in?"),
        ("500 or 600", "Is it $500.00 or $600.00?"),
    ],
)
def test_an_amount_that_cant_be_taken_is_asked_again_with_the_reason(amount: str, answer: str) -> None:
    talk = Talk("deposit").says("i want to pay in").says(amount)
    assert talk.text == answer
    assert talk.asked == "amount"


def test_a_limit_offers_what_is_allowed_and_a_yes_takes_it() -> None:
    talk = Talk("deposit").says("300k into the roth", amount="300k", account="roth")
    assert isinstance(talk.step, Asks)
    assert [button.title for button in talk.step.said.buttons] == ["$250,000.00"]
    assert talk.says("yes", "affirm").fields["amount"] == "250000.00"


def test_deposits_of_one_day_count_together() -> None:
    talk = Talk("deposit").says("200k into the roth", amount="200k", account="roth").clicks("Yes")
    more = Talk("deposit", store=talk.store).says("put 60k into my roth", amount="60k", account="roth")
    assert more.text == (
        "You can pay in up to $250,000.00 a day, and $50,000.00 of that is left today. How much should it be?"
    )


def test_the_first_deposit_into_an_account_is_at_least_100() -> None:
    talk = Talk("deposit", firm(all_transactions=())).says("50 into roth", amount="50", account="roth")
    assert talk.text == "The first deposit into an account is at least $100.00. How much should it be?"


def test_the_only_account_isnt_asked_for() -> None:
    talk = Talk("deposit", firm(all_accounts=[account("A-1")])).says("pay in 500", amount="500")
    assert talk.asked == "confirm"


def test_an_account_that_the_customer_doesnt_have_is_asked_back() -> None:
    talk = Talk("deposit").says("500 into my sep ira", amount="500", account="sep ira")
    assert talk.text == "You have no SEP IRA with us. You have Taxable and Roth IRA. Which one do you mean?"
    assert talk.clicks("Roth IRA").fields == {"amount": "500.00", "account": "A-2", "date": ""}


def test_a_customer_without_an_account_is_told_so() -> None:
    talk = Talk("deposit", firm(all_accounts=())).says("pay in 500", amount="500")
    assert talk.is_left
    assert talk.text.startswith("You have no account with us yet")


def test_a_field_may_be_called_by_its_name_to_change_it() -> None:
    talk = one_breath().says("wrong account", "deny")
    assert talk.text == "Which account should the $500.00 go to?"
    assert talk.says("taxable").fields == {"amount": "500.00", "account": "A-1", "date": ""}


def test_a_form_always_ends() -> None:
    talk = Talk("deposit").says("i want to pay in")
    for _ in range(3):
        talk.says("yes", "affirm")
    assert talk.is_left
    assert "nothing was passed on" in talk.text


def test_a_click_on_an_old_button_of_something_else_is_no_answer() -> None:
    assert one_breath().hears(Heard("/fees_paid", "fees_paid", 1.0, (), button=True)).is_aside


def test_a_yes_further_up_doesnt_confirm_what_was_corrected_since() -> None:
    talk = one_breath()
    assert isinstance(talk.step, Asks)
    old_yes = talk.step.said.buttons[0]
    talk.says("no, 600")
    assert talk.hears(clicked(old_yes)).text == (
        "That was for something else; this is what is open now: "
        "Deposit $600.00 into Roth IRA from your linked bank account. Shall I pass it on?"
    )
    assert not talk.store.requests
    assert talk.clicks("Yes").is_confirmed


def test_a_yes_beside_what_was_shown_is_a_yes() -> None:
    assert one_breath().says("yes, 500 into the roth", "affirm").is_confirmed


@pytest.mark.parametrize("words", ["never mind", "forget it", "cancel that please", "stop", "ok, I changed my mind"])
@pytest.mark.parametrize("at_the_summary", [True, False])
def test_giving_up_leaves_at_any_question(words: str, at_the_summary: bool) -> None:
    talk = one_breath() if at_the_summary else Talk("deposit").says("i want to pay in")
    assert talk.says(words, "stop").is_left
    assert not talk.store.requests


def test_a_no_to_what_is_offered_asks_openly() -> None:
    talk = Talk("deposit").says("300k into the roth", amount="300k", account="roth").says("no", "deny")
    assert talk.text == "All right. How much would you like to pay into your Roth IRA?"
    assert isinstance(talk.step, Asks)
    assert talk.step.said.buttons == ()


def test_a_deposit_that_may_go_beyond_the_limit_of_iras_says_so_and_goes_on() -> None:
    talk = Talk("deposit").says("6000 into the roth", amount="6000", account="roth")
    assert talk.text == (
        "Deposit $6,000.00 into Roth IRA from your linked bank account. With it, deposits into your IRAs come to "
        "$8,000.00 in 2026; contributions are limited to $7,500.00, or $8,600.00 from age 50. Shall I pass it on?"
    )
    assert "limited" not in talk.says("no, 5500").text
    assert "limited" not in talk.says("6000 into the taxable").text


@pytest.mark.parametrize(
    ("answer", "intent"),
    [
        ("the roth", "holdings"),
        ("I think the roth ira", "portfolio_value"),
        ("what about the roth?", "account_list"),
        ("my roth please", "faq_retirement_accounts"),
        ("hmm probably the second one", "small_talk"),
        ("Roth IRA", "faq_retirement_accounts"),
    ],
)
def test_a_short_answer_counts_whatever_understanding_takes_it_for(answer: str, intent: str) -> None:
    talk = Talk("deposit").says("pay in 500", amount="500").says(answer, intent)
    assert talk.fields == {"amount": "500.00", "account": "A-2", "date": ""}


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("what is in my roth?", "holdings"),
        ("how did the roth do this year", "performance"),
        ("can I lose money in a roth?", "faq_retirement_accounts"),
        ("what's a roth ira", "faq_retirement_accounts"),
        ("is 500 enough to start?", "faq_minimum"),
    ],
)
def test_a_question_that_names_an_account_or_amount_is_no_answer(question: str, intent: str) -> None:
    talk = Talk("deposit").says("pay in 500", amount="500").says(question, intent)
    assert talk.is_aside


@pytest.mark.parametrize(
    "words", ["yes but make it 700", "actually make that 700 a month earlier than i said", "ok, but change it to 700"]
)
def test_a_correction_counts_whatever_understanding_takes_it_for(words: str) -> None:
    talk = (
        Talk("deposit")
        .says("500 into the roth", amount="500", account="roth")
        .says(words, "goal_what_if", amount="700")
    )
    assert talk.fields["amount"] == "700.00" and not talk.is_confirmed


def test_what_would_be_is_a_question_and_no_correction() -> None:
    talk = Talk("deposit").says("500 into the roth", amount="500", account="roth")
    assert talk.says("what if i make it 700 a month", "goal_what_if", amount="700").is_aside


def test_the_same_once_more_is_told_to_be_known() -> None:
    talk = Talk("deposit").says("500 into the roth", amount="500", account="roth").says("the roth", account="roth")
    assert talk.text.startswith("That is how I have it. Deposit $500.00 into Roth IRA")
