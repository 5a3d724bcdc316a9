"""Taking money out: never more than the cash that is there, nor than a day allows."""

from __future__ import annotations

import pytest

from advisor.requests.records import Asks
from tests.fakes.portfolio import buy, deposit, transfer
from tests.unit.advisor.requests.talk import PAID_IN, Talk, firm


def titles(talk: Talk) -> list[str]:
    assert isinstance(talk.step, Asks)
    return [button.title for button in talk.step.said.buttons]


def test_what_is_said_in_one_breath_asks_only_for_the_yes() -> None:
    talk = Talk("withdraw").says("take 300 out of the taxable", amount="300", account="taxable")
    assert talk.text == "Withdraw $300.00 from Taxable to your linked bank account. Shall I pass it on?"
    assert talk.clicks("Yes").is_confirmed
    [request] = talk.store.requests.values()
    assert (request.account_id, str(request.amount), request.status) == ("A-1", "300.00", "open")


def test_more_than_the_cash_is_refused_with_the_figure_and_offered() -> None:
    talk = Talk("withdraw").says("10,000.01 from my taxable", amount="10,000.01", account="taxable")
    assert talk.text == (
        "Your Taxable has $10,000.00 in cash available. More than that would need sales first; our team can arrange "
        "those with you. How much should it be?"
    )
    assert titles(talk) == ["$10,000.00", "Talk to a person"]
    assert talk.clicks("$10,000.00").fields == {"account": "A-1", "amount": "10000.00", "date": ""}


def test_what_is_invested_or_on_its_way_out_is_not_available() -> None:
    rows = (*PAID_IN, buy("2026-01-03", "VTI", "95", "100"))
    on_its_way = [transfer("2026-11-19", "withdrawal", "150")]
    talk = Talk("withdraw", firm(all_transactions=rows, all_transfers=on_its_way))
    talk.says("withdraw from taxable", account="taxable")
    assert talk.text == "How much would you like to withdraw from your Taxable? $350.00 in cash is available."


def test_what_the_customer_has_asked_for_already_is_not_available_again() -> None:
    first = Talk("withdraw").says("8000 from taxable", amount="8000", account="taxable").clicks("Yes")
    talk = Talk("withdraw", store=first.store).says("8000 from taxable", amount="8000", account="taxable")
    assert talk.text.startswith("Your Taxable has $2,000.00 in cash available.")


@pytest.mark.parametrize("everything", ["all of it", "everything", "the whole balance", "all"])
def test_everything_is_the_cash_that_is_available(everything: str) -> None:
    talk = Talk("withdraw").says("withdraw from my roth", account="roth").says(everything)
    assert talk.fields["amount"] == "2000.00"


def test_another_account_is_held_against_its_own_cash() -> None:
    talk = Talk("withdraw").says("5000 from taxable", amount="5000", account="taxable").says("no, from the roth")
    assert talk.text.startswith("Your Roth IRA has $2,000.00 in cash available.")
    assert talk.asked == "amount"


def test_taking_out_of_an_ira_tells_of_taxes() -> None:
    talk = Talk("withdraw").says("500 from the roth", amount="500", account="roth")
    assert "may be taxed, and before 59½ may cost a penalty" in talk.text


def test_the_limit_of_a_day_counts_all_requests_of_the_day() -> None:
    rich = firm(all_transactions=[deposit("2026-01-02", "200000"), deposit("2026-01-02", "50", "A-2")])
    talk = Talk("withdraw", rich).says("150k from taxable", amount="150k", account="taxable")
    assert talk.text == "You can withdraw up to $100,000.00 a day. How much should it be?"
    talk.says("60k").clicks("Yes")
    more = Talk("withdraw", rich, store=talk.store).says("60k from taxable", amount="60k", account="taxable")
    assert more.text == (
        "You can withdraw up to $100,000.00 a day, and $40,000.00 of that is left today. How much should it be?"
    )


def test_without_any_cash_there_is_nothing_to_ask_for() -> None:
    talk = Talk("withdraw", firm(all_transactions=())).says("withdraw 50", amount="50")
    assert talk.is_left
    assert talk.text.startswith("None of your accounts has cash available right now.")


@pytest.mark.parametrize(
    ("said", "day", "answer"),
    [
        ("make it next monday", "2026-11-23", "on Mon 23 Nov 2026"),
        ("no, on december 1", "2026-12-01", "on Tue 1 Dec 2026"),
        ("rather tomorrow", None, "Sat 21 Nov 2026 is not a business day. Shall it be Mon 23 Nov 2026?"),
        (
            "on thanksgiving, i mean on 11/26",
            None,
            "Thu 26 Nov 2026 is Thanksgiving Day, when the markets are closed. Shall it be Fri 27 Nov 2026?",
        ),
        ("on 2026-11-02", None, "Mon 2 Nov 2026 lies in the past. Shall it be Mon 23 Nov 2026?"),
        ("actually next month", None, "On which day in December 2026?"),
        ("on 2029-01-03", None, "I can plan up to a year ahead. Which day should it be?"),
    ],
)
def test_a_day_lies_ahead_and_is_a_business_day(said: str, day: str | None, answer: str) -> None:
    talk = Talk("withdraw").says("500 from the taxable", amount="500", account="taxable").says(said)
    assert answer in talk.text
    if day is not None:
        assert talk.fields["date"] == day
    else:
        assert talk.asked == "date"


def test_the_next_business_day_is_taken_by_a_yes_and_as_soon_as_possible_by_its_words() -> None:
    talk = Talk("withdraw").says("500 from the taxable", amount="500", account="taxable").says("tomorrow")
    assert talk.says("yes", "affirm").fields["date"] == "2026-11-23"
    assert talk.says("as soon as possible").fields["date"] == ""


def test_money_that_was_paid_in_lately_goes_out_later_and_that_is_told() -> None:
    lately = firm(all_transactions=(*PAID_IN, deposit("2026-11-16", "700")))
    talk = Talk("withdraw", lately).says("10500 from taxable", amount="10500", account="taxable")
    assert talk.text == (
        "Withdraw $10,500.00 from Taxable to your linked bank account. $700.00 was paid in lately; what is needed of "
        "it can go out 5 business days after it came. Shall I pass it on?"
    )
    assert "lately" not in talk.says("no, 10000").text
    before = firm(all_transactions=(*PAID_IN, deposit("2026-11-13", "700")))
    assert "lately" not in Talk("withdraw", before).says("10500 from taxable", amount="10500", account="taxable").text
