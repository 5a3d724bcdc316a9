"""What the customer asked for stands in the answers about transfers and how things are, with its reference."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal

import pytest

from advisor.ask import Question, Reply, answer
from advisor.dialogue import Mention
from advisor.requests.store import NewRequest
from tests.fakes.requests import FakeRequestStore
from tests.unit.advisor.world import INVESTED, TODAY, repository

AT = datetime(2026, 11, 20, 3, 0, tzinfo=timezone.utc)  # still the 19th in the office
DEPOSIT = NewRequest("D-1", "C-1", "deposit", "Deposit $500.00 into Taxable.", AT, "A-1", Decimal(500))
GOAL = NewRequest("D-2", "C-1", "open_goal", "New goal “Boat”.", AT.replace(hour=4))
OTHERS = NewRequest("D-1", "C-2", "deposit", "Deposit $9.00 of somebody else.", AT, "A-9", Decimal(9))


def ask(kind: str, *requests: NewRequest, text: str = "", **entities: str) -> Reply:
    store = FakeRequestStore()
    for request in requests:
        store.record(request)
    mentions = tuple(Mention(entity, words, words) for entity, words in entities.items())
    question = Question(kind, "C-1", text or " ".join(entities.values()), mentions)
    return answer(question, repository(*INVESTED), today=TODAY, requests_of=store.open_requests)


@pytest.mark.parametrize("kind", ["transfer_status", "account_summary"])
def test_an_open_request_is_told_with_reference_and_day(kind: str) -> None:
    reply = ask(kind, DEPOSIT, OTHERS)
    assert reply.text.endswith(
        "You have one open request. REQ-00002, 19 Nov 2026: Deposit $500.00 into Taxable. (not confirmed yet)"
    )
    assert reply.facts is not None
    assert reply.facts["requests"] == [
        {
            "reference": "REQ-00002",
            "kind": "deposit",
            "status": "open",
            "account_id": "A-1",
            "amount": "500.00",
            "summary": "Deposit $500.00 into Taxable.",
            "requested_on": "2026-11-19",
        }
    ]
    assert reply.buttons[0].intent == "cancel_transfer"


@pytest.mark.parametrize("kind", ["transfer_status", "account_summary"])
def test_without_a_request_answer_and_facts_are_as_ever(kind: str) -> None:
    reply = ask(kind, OTHERS)
    assert reply.facts is not None
    assert "requests" not in reply.facts
    assert "request" not in reply.text.lower().replace("requested", "")


def test_several_are_listed_newest_first() -> None:
    text = ask("transfer_status", DEPOSIT, GOAL).text
    assert text.splitlines()[-3:] == [
        "You have 2 open requests:",
        "REQ-00003, 19 Nov 2026: New goal “Boat”. (not confirmed yet)",
        "REQ-00002, 19 Nov 2026: Deposit $500.00 into Taxable. (not confirmed yet)",
    ]


def test_a_named_account_or_direction_tells_only_what_belongs_to_it() -> None:
    assert "REQ-00002" not in ask("transfer_status", DEPOSIT, account="Roth IRA").text
    assert "REQ-00002" in ask("transfer_status", DEPOSIT, account="Taxable").text
    assert "REQ-00002" not in ask("transfer_status", DEPOSIT, transaction_type="withdrawals").text
    assert "REQ-00002" in ask("transfer_status", DEPOSIT, transaction_type="deposits").text


def test_other_questions_dont_ask_for_requests() -> None:
    def never(customer_id: str) -> list[object]:
        raise AssertionError("asked")

    reply = answer(Question("holdings", "C-1", ""), repository(*INVESTED), today=TODAY, requests_of=never)  # type: ignore[arg-type]
    assert reply.facts is not None
