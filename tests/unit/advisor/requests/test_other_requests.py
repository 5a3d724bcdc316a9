"""Cancelling, another risk level, a new goal, a statement."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from advisor.model import Goal
from advisor.requests.records import Asks
from tests.fakes.portfolio import day, transfer
from tests.unit.advisor.requests.talk import Talk, firm

ON_THEIR_WAY = (
    transfer("2026-11-18", "deposit", "1500"),
    transfer("2026-11-19", "withdrawal", "750", "A-2"),
    transfer("2026-11-10", "deposit", "9", status="completed"),
)


def test_a_pending_transfer_is_told_by_its_kind_and_goes_to_the_back_office() -> None:
    talk = Talk("cancel_transfer", firm(all_transfers=ON_THEIR_WAY)).says("cancel my deposit")
    assert talk.text == "Cancel the deposit of $1,500.00 into Taxable, 18 Nov 2026. Shall I do that?"
    assert talk.clicks("Yes").is_confirmed
    [request] = talk.store.requests.values()
    assert request.details == {"what": ON_THEIR_WAY[0].transfer_id}
    assert (request.kind, request.account_id, str(request.amount)) == ("cancel_transfer", "A-1", "1500")


def test_several_that_fit_are_asked_back() -> None:
    talk = Talk("cancel_transfer", firm(all_transfers=ON_THEIR_WAY)).says("cancel my transfer")
    assert talk.text == "Which one would you like to cancel?"
    assert isinstance(talk.step, Asks)
    assert [button.title for button in talk.step.said.buttons] == [
        "Withdrawal of $750.00 from Roth IRA, 19 Nov 2026",
        "Deposit of $1,500.00 into Taxable, 18 Nov 2026",
    ]
    assert talk.says("the second one").text.startswith("Cancel the deposit of $1,500.00")


def test_an_id_is_told_to_the_letter() -> None:
    rows = (
        replace(ON_THEIR_WAY[0], transfer_id="T-1"),
        replace(ON_THEIR_WAY[1], transfer_id="T-12"),
    )
    source = firm(all_transfers=rows)
    assert Talk("cancel_transfer", source).says("cancel t-12").text.startswith("Cancel the withdrawal of $750.00")
    for unknown in ("T-123", "T-2", "REQ-ZZZZZ"):
        talk = Talk("cancel_transfer", firm(all_transfers=rows[:1])).says(f"cancel {unknown}")
        assert talk.text.startswith(f"I don't find {unknown}")
        assert isinstance(talk.step, Asks)
        assert [button.title for button in talk.step.said.buttons] == ["Deposit of $1,500.00 into Taxable, 18 Nov 2026"]


def test_an_own_open_request_is_withdrawn_at_once_after_the_yes() -> None:
    asked = Talk("deposit").says("500 into the roth", amount="500", account="roth").clicks("Yes")
    talk = Talk("cancel_transfer", store=asked.store).says("cancel REQ-00002")
    assert talk.text == (
        "Withdraw your request REQ-00002: Deposit $500.00 into Roth IRA from your linked bank account. Shall I do that?"
    )
    talk.says("yes", "affirm")
    assert talk.text == "Done. Your request REQ-00002 is withdrawn; nothing will come of it."
    assert talk.store.open_requests("C-1") == []
    assert [request.status for request in talk.store.requests.values()] == ["withdrawn"]


@pytest.mark.parametrize(
    "words", ["withdraw my request", "take back what I asked for", "I want to withdraw the last request please"]
)
def test_to_withdraw_a_request_means_a_request_and_no_withdrawal(words: str) -> None:
    source = firm(all_transfers=ON_THEIR_WAY)
    asked = Talk("deposit", source).says("500 into the roth", amount="500", account="roth").clicks("Yes")
    talk = Talk("cancel_transfer", source, store=asked.store).says(words)
    assert talk.text.startswith("Withdraw your request REQ-00002: Deposit $500.00")


def test_a_withdrawal_request_is_a_withdrawal() -> None:
    source = firm(all_transfers=ON_THEIR_WAY)
    asked = Talk("deposit", source).says("500 into the roth", amount="500", account="roth").clicks("Yes")
    talk = Talk("cancel_transfer", source, store=asked.store).says("cancel my withdrawal request")
    assert talk.text.startswith("Cancel the withdrawal of $750.00")


def test_a_transfer_that_is_asked_to_be_cancelled_isnt_offered_again() -> None:
    source = firm(all_transfers=ON_THEIR_WAY[:1])
    first = Talk("cancel_transfer", source).says("cancel my deposit").clicks("Yes")
    again = Talk("cancel_transfer", source, store=first.store).says("cancel my deposit")
    assert again.fields == {"what": "REQ-00002"}  # only the request to cancel it is left to take back


def test_with_nothing_on_its_way_that_is_said() -> None:
    talk = Talk("cancel_transfer").says("cancel my deposit")
    assert talk.is_left
    assert talk.text.startswith("Nothing of yours is on its way that could be cancelled")


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("set my risk to 7", "7"),
        ("move me from 6 to 8", "8"),
        ("more conservative please", "4"),
        ("a bit more aggressive", "6"),
        ("the safest there is", "1"),
        ("max risk", "10"),
        ("make me conservative", "3"),
        ("risk level seven", "7"),
    ],
)
def test_a_risk_level_is_read_from_numbers_and_words(said: str, level: str) -> None:
    assert Talk("change_risk_level").says(said).fields == {"account": "all", "risk_level": level}


@pytest.mark.parametrize(
    ("said", "marked", "level"),
    [
        ("spicier please, my risk is too low", "low", "6"),
        ("the risk is too high for me", "high", "4"),
        ("you have me too conservative", "conservative", "6"),
        ("i want low risk", "low", "3"),
    ],
)
def test_what_is_too_low_is_raised(said: str, marked: str, level: str) -> None:
    talk = Talk("change_risk_level").says(said, risk_level=marked)
    assert talk.fields["risk_level"] == level


def test_a_risk_level_is_asked_for_and_corrected() -> None:
    talk = Talk("change_risk_level").says("change my risk level")
    assert (
        talk.text == "Which risk level would you like, from 1 (cautious) to 10 (aggressive)? Yours is 5 (moderate) now."
    )
    assert talk.says("8").text == (
        "Change the risk level of all your accounts from 5 (moderate) to 8 (growth). Shall I pass it on?"
    )
    talk.says("no, 7")
    assert talk.fields["risk_level"] == "7"
    assert talk.says("even less, please").fields["risk_level"] == "6"
    talk.says("no, 7").says("only the roth")
    assert (
        talk.text
        == "Set the risk level of your Roth IRA to 7 (growth); everything else stays as it is. Shall I pass it on?"
    )
    assert talk.says("and the taxable").fields["account"] == "all"
    assert talk.clicks("Yes").is_confirmed


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("11", "A risk level is a whole number from 1 to 10."),
        ("0", "A risk level is a whole number from 1 to 10."),
        ("6.5", "A risk level is a whole number from 1 to 10."),
        ("5", "Your risk level is 5 already."),
    ],
)
def test_a_risk_level_that_cant_be_had_is_told(said: str, answer: str) -> None:
    talk = Talk("change_risk_level").says("change my risk level").says(said)
    assert talk.text.startswith(answer)
    assert talk.asked == "risk_level"


def test_a_goal_in_one_breath_and_in_pieces() -> None:
    talk = Talk("open_goal").says("new goal: a boat, 20k by 2030", goal="boat", amount="20k", date="by 2030")
    assert talk.text == "New goal “Boat”: $20,000.00 by 31 Dec 2030. Shall I pass it on?"
    talk = Talk("open_goal").says("i want a new goal")
    assert talk.text == "What are you saving for?"
    talk.says("a trip to Japan", "small_talk", 0.3)
    assert talk.fields == {"goal": "Trip to Japan"}
    talk.says("in two years")
    assert talk.text == "How much do you want to have for “Trip to Japan”?"
    talk.says("8000")
    assert talk.text == "New goal “Trip to Japan”: $8,000.00 by 20 Nov 2028. Shall I pass it on?"
    assert talk.says("make it 9000 by 2029").fields == {
        "goal": "Trip to Japan", "amount": "9000.00", "date": "2029-12-31"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("at 62", "I don't know your age. In which year will that be?"),
        ("2020", "That lies in the past. By when would you like to reach it?"),
        ("in 100 years", "That is more than 80 years ahead. By when would you like to reach it?"),
    ],
)
def test_a_date_of_a_goal_that_cant_be_taken_is_asked_again(said: str, answer: str) -> None:
    talk = Talk("open_goal").says("goal for a boat, 20k", goal="boat", amount="20k").says(said)
    assert talk.text == answer


def test_a_goal_that_exists_gets_another_name() -> None:
    goals = [Goal("G-1", "C-1", "Boat", Decimal(9), day("2030-01-01"), (), Decimal(0))]
    talk = Talk("open_goal", firm(all_goals=goals)).says("goal for a boat", goal="boat")
    assert talk.text == "You have a goal “Boat” already. What should the new one be called?"


def test_a_question_isnt_taken_for_the_name_of_a_goal() -> None:
    talk = Talk("open_goal").says("i want a new goal")
    assert talk.says("how is my portfolio doing?", "performance").is_aside


def test_a_statement_in_one_breath_and_in_pieces() -> None:
    talk = Talk("statement_request").says("statement of my roth for last month", period="last month", account="roth")
    assert talk.text == (
        "Statement of your Roth IRA for 1 Oct 2026 to 31 Oct 2026, as a PDF among your documents. Shall I pass it on?"
    )
    talk = Talk("statement_request").says("i need a statement on paper")
    assert talk.text == "Which period should it cover?"
    talk.clicks("Last quarter")
    assert talk.fields == {"account": "all", "period": "2026-07-01/2026-09-30", "way": "post"}
    assert talk.says("as a pdf please").fields["way"] == "online"
    assert talk.says("no, for 2025").fields["period"] == "2025-01-01/2025-12-31"
    assert talk.clicks("Yes").is_confirmed


@pytest.mark.parametrize("said", ["next month", "for 2030"])
def test_a_period_ahead_is_asked_again(said: str) -> None:
    talk = Talk("statement_request").says("i need a statement").says(said)
    assert talk.text.startswith("That period lies ahead.")


@pytest.mark.parametrize(
    ("words", "confirmed", "left"),
    [
        ("yes, cancel it", True, False),
        ("yes please stop that", True, False),
        ("cancel it", False, False),
        ("never mind", False, True),
        ("no, don't cancel it", False, True),
    ],
)
def test_cancel_it_at_the_summary_of_a_cancelling_gives_nothing_up(words: str, confirmed: bool, left: bool) -> None:
    talk = (
        Talk("cancel_transfer", firm(all_transfers=ON_THEIR_WAY))
        .says("cancel my deposit")
        .says(words, "cancel_transfer")
    )
    assert (talk.is_confirmed, talk.is_left) == (confirmed, left)
