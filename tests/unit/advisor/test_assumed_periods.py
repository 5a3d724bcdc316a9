"""Whether a period was named by the customer, or assumed: from the question on through buttons and follow-ups."""

from __future__ import annotations

import re
from typing import Any

import pytest

from advisor.ask import ANSWERABLE, answer
from advisor.dialogue import Reply
from advisor.follow_ups.follow_up import FollowUp, follow_up
from advisor.kinds import KINDS
from tests.fakes.portfolio import FakeRepository, sell
from tests.unit.advisor.world import INVESTED, NAMED, TODAY, ask, repository

WITH_PERIOD = sorted(
    kind for kind in ANSWERABLE if KINDS[kind].default_period and kind not in ("tax_documents", "trade_reason")
)  # whose facts have none
_NAMES_ONE = re.compile(r"\byear\b|\bstart\b|\ball\b|\d{4}", re.IGNORECASE)


def source() -> FakeRepository:
    return repository(*INVESTED, sell("2026-11-10", "VTI", "1", "118"))


def period_of(reply: Reply) -> dict[str, Any]:
    assert reply.facts is not None
    return dict(reply.facts["period"])  # type: ignore[call-overload]


@pytest.mark.parametrize("kind", sorted(ANSWERABLE))
def test_a_click_names_a_period_only_where_its_title_does(kind: str) -> None:
    reply = ask(source(), kind, NAMED.get(kind))
    for button in reply.buttons:
        if button.intent in WITH_PERIOD:
            after = ask(source(), button.intent, button.entities)
            assert period_of(after)["assumed"] is (_NAMES_ONE.search(button.title) is None), button.title
            assert "didn't understand" not in after.text


@pytest.mark.parametrize("kind", WITH_PERIOD)
def test_a_click_covers_the_same_days_and_an_assumed_period_stays_assumed_however_far_it_is_handed_on(
    kind: str,
) -> None:
    for words, assumed in (({}, True), ({"period": "in march"}, False)):
        reply = ask(source(), kind, {**NAMED.get(kind, {}), **words})
        covered = period_of(reply)
        assert covered["assumed"] is assumed
        for button in reply.buttons:
            if button.intent not in WITH_PERIOD or "period" not in button.entities or _NAMES_ONE.search(button.title):
                continue
            after = ask(source(), button.intent, button.entities)
            assert period_of(after) == covered, button.title
            again = [b for b in after.buttons if b.intent == kind and "period" in b.entities]
            assert all(period_of(ask(source(), kind, b.entities)) == covered for b in again)


def test_what_was_handed_on_is_kept_for_the_next_account() -> None:
    summary = ask(source(), "account_summary")
    why = ask(source(), "performance_reason", summary.buttons[0].entities)
    assert why.topic is not None
    meant = follow_up(why.topic, "and the roth?", source(), customer_id="C-1", today=TODAY)
    assert isinstance(meant, FollowUp)
    roth = answer(meant.question, source(), today=TODAY)
    assert roth.facts is not None and roth.facts["accounts"] == ["A-2"]
    assert (period_of(roth)["label"], period_of(roth)["assumed"]) == ("this month", True)


@pytest.mark.parametrize(
    ("kind", "label"), [("account_summary", "this month"), ("portfolio_value", "on 20 November 2026")]
)
def test_a_typed_why_names_no_period_either(kind: str, label: str) -> None:
    reply = ask(source(), kind)
    assert reply.topic is not None
    meant = follow_up(reply.topic, "why?", source(), customer_id="C-1", today=TODAY)
    assert isinstance(meant, FollowUp)
    why = period_of(answer(meant.question, source(), today=TODAY))
    assert (why["label"], why["assumed"]) == (label, True)


def test_a_question_back_keeps_what_was_assumed_and_what_was_named() -> None:
    for words, assumed in (({}, True), ({"period": "this month (assumed)"}, True), ({"period": "this month"}, False)):
        back = ask(source(), "performance", {"account": "swiss account", **words})
        assert back.facts is None
        assert period_of(ask(source(), "performance", back.buttons[0].entities))["assumed"] is assumed
