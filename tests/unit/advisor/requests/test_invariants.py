"""What holds whatever a customer says: nothing without a yes, exact amounts, an answer to everything, an end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.dialogue import Mention
from advisor.requests.dialogue import ask_again, begin, go_on, is_expired
from advisor.requests.hearing import is_yes
from advisor.requests.kinds import REQUEST_KINDS
from advisor.requests.records import CONFIRM, Asks, Confirmed, Draft, Heard, Left, NotForMe, Offer
from tests.fakes.portfolio import transfer
from tests.unit.advisor.requests.talk import NOW, Talk, firm
from tests.unit.advisor.requests.test_recurring_deposit import PLANS

SOURCE = firm(all_transfers=[transfer("2026-11-18", "deposit", "1500")], all_recurring_deposits=PLANS)
KINDS = sorted(REQUEST_KINDS)
_SPOKEN = """
yes no ok 500 600.25 0 -3 $1,000 half everything all the roth taxable joint both next monday tomorrow 2026-12-01 2019
weekly every month 7 level boat in five years last month Q2 stop but not actually ? why how first second one REQ-00002
confirm change amount account date no, cancel 1e9 ½ ۵ 👍 “ ' / {x} [a](b)
"""
WORDS = st.sampled_from(_SPOKEN.split())
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=8).map(" ".join))
INTENTS = st.sampled_from(["affirm", "deny", "nlu_fallback", "fees_paid", "faq_fees", "greet", *KINDS])


@st.composite
def messages(draw: st.DrawFn) -> Heard:
    if draw(st.integers(0, 5)) == 0:
        intent = draw(st.sampled_from(["affirm", "deny", "fees_paid"]))
        return Heard(f"/{intent}", intent, 1.0, (), button=True)
    text = draw(TEXTS)
    entities = draw(st.lists(st.sampled_from(["amount", "account", "date", "frequency", "goal", "period"]), max_size=2))
    mentions = tuple(Mention(entity, text[:20], text[:20]) for entity in entities)
    return Heard(text, draw(INTENTS), draw(st.floats(0, 1)), mentions)


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(KINDS), said=st.lists(messages(), min_size=1, max_size=8))
def test_nothing_is_confirmed_without_a_yes_to_a_summary_that_was_shown(kind: str, said: list[Heard]) -> None:
    world = Talk(kind, SOURCE).world()
    step = begin(kind, said[0], world, "D-1")
    assert isinstance(step, (Asks, Left))
    for heard in said[1:]:
        if not isinstance(step, Asks):
            return
        draft, shown = step.draft, step.said.text
        assert Draft.from_json(draft.to_json()) == draft
        assert step.said.text.strip()
        following = go_on(draft, heard, world)
        if isinstance(following, Confirmed):
            assert draft.asked == CONFIRM
            assert (
                heard.intent == "affirm"
                or is_yes(heard)
                or any(yes in heard.text.lower() for yes in ("yes", "ok", "confirm"))
            )
            assert following.request.summary in shown
            assert following.request.details == {name: value for name, value in draft.fields.items() if value}
            amount = draft.fields.get("amount")
            if amount and following.request.amount is not None and kind not in ("cancel_transfer",):
                assert following.request.amount == Decimal(amount)
        if isinstance(following, NotForMe):
            assert ask_again(draft, world).text.strip()
        else:
            step = following


@settings(max_examples=60, deadline=None)
@given(amount=st.decimals(min_value=Decimal("100"), max_value=Decimal("250000"), places=2))
def test_an_amount_arrives_to_the_cent(amount: Decimal) -> None:
    talk = Talk("deposit").says(f"put ${amount:,} into my roth", amount=f"${amount:,}", account="roth")
    assert talk.fields["amount"] == f"{amount:.2f}"
    talk.clicks("Yes")
    [request] = talk.store.requests.values()
    assert request.amount == amount


@pytest.mark.parametrize("kind", KINDS)
def test_silence_and_nonsense_never_go_on_for_ever(kind: str) -> None:
    world = Talk(kind, SOURCE).world()
    step = begin(kind, Heard("", kind), world, "D-1")
    for _ in range(20):
        if not isinstance(step, Asks):
            break
        following = go_on(step.draft, Heard("yes", "affirm"), world)
        assert not isinstance(following, NotForMe)
        step = following
    assert isinstance(step, (Left, Confirmed))


def test_a_draft_comes_back_from_json_as_it_was() -> None:
    draft = Draft("deposit", "D-1", NOW, {"amount": "500.00"}, "account", (Offer("Roth “IRA”", "A-2"),), 2)
    assert Draft.from_json(draft.to_json()) == draft


@pytest.mark.parametrize("broken", [{}, {"kind": "deposit"}, {"kind": 1, "fields": 3, "offered": 4}])
def test_what_is_no_draft_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Draft.from_json(broken)


def test_a_draft_is_dropped_after_an_hour_of_silence() -> None:
    draft = Draft("deposit", "D-1", NOW)
    assert not is_expired(draft, NOW.replace(hour=16, minute=59))
    assert is_expired(draft, NOW.replace(hour=17, minute=0))


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="no request 'pizza'; take one of cancel_transfer"):
        begin("pizza", Heard("pizza", "pizza"), Talk("deposit").world(), "D-1")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "unit", ["a ", "1,", "1 ", "$", "the roth and ", "in 5 years ", "every ", "no ", "(", "“a", "a-", "12/"]
)
def test_a_message_of_any_length_is_read(kind: str, unit: str) -> None:
    world = Talk(kind, SOURCE).world()
    step = begin(kind, Heard(unit * 20_000, kind), world, "D-1")
    if isinstance(step, Asks):
        go_on(step.draft, Heard(unit * 20_000, "nlu_fallback"), world)
    assert isinstance(step, Asks | Left)
