"""Whatever two customers and a visitor say, click, repeat and interrupt: what must hold, holds after every message.

Random conversations go through the real channel, policies, forms and actions. After each message the database is
looked at: nothing without a yes to the summary that was shown, nothing twice, nothing of somebody else's, always an
answer, and no form without an end.
"""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, ClassVar

import pytest
import structlog
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from adapters.tokens import Identity
from channels.problems import Problem
from scripts.demo_firm.tables import CUSTOMERS
from tests.conversation_machine.assistant import FIRST_MOMENT, Assistant, Books, Messages, State, assistant_in
from tests.conversation_machine.lines import (
    ABOUT_THE_ACCOUNT,
    ANSWERS,
    BEGINNINGS,
    CORRECTIONS,
    EVERYTHING,
    IN_ONE_BREATH,
    NONSENSE,
    OTHER_QUESTIONS,
    PLAIN_YES,
    SMALL_TALK,
    WAYS_OUT,
    Line,
)

pytestmark = pytest.mark.slow

SHAH, WHITMORE = "C-1002", "C-1012"
MOST_QUESTIONS = 9  # of a request; the questionnaire has eight
LIFE = timedelta(minutes=60)  # of an unfinished request
# Nothing but nonsense ends a form after so many messages: three for a question, and some is taken for an answer.
MOST_NONSENSE = 12
_AMOUNT = re.compile(r"\$[\d,]+\.\d\d")
_ROUND = re.compile(r"\.00$")


@dataclass
class Person:
    """Somebody in a conversation of their own, and what they were shown last."""

    identity: Identity
    private: frozenset[str] = frozenset()  # names, ids and amounts that nobody else may be told
    accounts: frozenset[str] = frozenset()
    answer: Messages = field(default_factory=list)
    clickable: list[dict[str, str]] = field(default_factory=list)  # all buttons so far
    summary: tuple[str, str] | None = None  # the text that waits for a yes, and its Yes button
    sent: tuple[dict[str, str], Line | None] | None = None
    spoke_at: datetime = FIRST_MOMENT
    state: State = field(default_factory=State)

    @property
    def customer_id(self) -> str | None:
        return self.identity.customer_id


def identity_of(customer_id: str | None) -> Identity:
    return Identity(customer_id, None if customer_id else "V-1", "a session", 0.0, 4e9)


def is_yes_button(button: dict[str, str]) -> bool:
    return button["title"] == "Yes"


def words(messages: Messages) -> str:
    return " ".join(message.get("text", "") for message in messages)


def private_of(assistant: Assistant) -> dict[str, frozenset[str]]:
    """Customer → what only their own answers name: ids, names of theirs, and amounts to the cent."""
    told: dict[str, frozenset[str]] = {}
    for plan in CUSTOMERS:
        if plan.customer_id not in (SHAH, WHITMORE):
            continue
        who = identity_of(plan.customer_id)
        amounts: set[str] = set()
        for number, intent in enumerate(ABOUT_THE_ACCOUNT):
            line = Line("a question", intent)
            [answer] = assistant.hears(who, {"id": f"before-{number}", "message": line.text}, reads=line)
            amounts |= set(_AMOUNT.findall(json.dumps(answer, ensure_ascii=False)))
        named = {plan.customer_id, plan.name, plan.email, *(goal[0] for goal in plan.goals)}
        named |= {account.account_id for account in plan.accounts}
        named |= {account.name for account in plan.accounts if " " in account.name and account.name != "Roth IRA"}
        # Anybody may ask for a round amount; those to the cent are balances and the like.
        told[plan.customer_id] = frozenset(named | {one for one in amounts if len(one) > 6 and not _ROUND.search(one)})
    shah, whitmore = told[SHAH], told[WHITMORE]
    assert len(shah - whitmore) > 20 and len(whitmore - shah) > 20
    return {SHAH: shah - whitmore, WHITMORE: whitmore - shah}


class Conversations(RuleBasedStateMachine):
    """`assistant` and `private` are set by the test; `seen` counts what the conversations have come to."""

    assistant: ClassVar[Assistant]
    private: ClassVar[dict[str, frozenset[str]]]
    seen: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.numbers = count(1)
        self.people: list[Person] = []
        self.who: Person

    @initialize()
    def everybody_comes(self) -> None:
        self.assistant.new_conversations()
        for customer_id in (SHAH, WHITMORE, None):
            accounts = [
                one.account_id for plan in CUSTOMERS if plan.customer_id == customer_id for one in plan.accounts
            ]
            private = self.private.get(customer_id or "", frozenset())
            self.people.append(Person(identity_of(customer_id), private, frozenset(accounts)))
        self.who = self.people[0]

    # What happens

    @rule(place=st.sampled_from([0, 0, 1, 1, 2]))
    def somebody_else_speaks(self, place: int) -> None:
        self.who = self.people[place]

    @rule(line=st.sampled_from(BEGINNINGS))
    def asks_for_something(self, line: Line) -> None:
        self.say(line)

    @rule(line=st.sampled_from(BEGINNINGS), place=st.integers(0, 3), answer=st.sampled_from(ANSWERS))
    def answers_until_the_summary(self, line: Line, place: int, answer: Line) -> None:
        self.say(line)
        for _ in range(MOST_QUESTIONS):
            if self.who.summary is not None or self.who.state.form is None:
                break
            buttons = self.buttons()
            if place < len(buttons):
                self.click(buttons[place], "nlu_fallback")
            else:
                self.say(answer)

    @rule(line=st.sampled_from(ANSWERS))
    def answers_something(self, line: Line) -> None:
        self.say(line)

    @rule(line=st.sampled_from((*OTHER_QUESTIONS, *SMALL_TALK, *NONSENSE)))
    def interrupts(self, line: Line) -> None:
        self.say(line)

    @rule(line=st.sampled_from(EVERYTHING), intent=st.sampled_from(["nlu_fallback", "deposit", "fees_paid", "deny"]))
    def is_misunderstood(self, line: Line, intent: str) -> None:
        self.say(Line(line.marked, intent, 0.55), yes=line in PLAIN_YES)

    @rule(line=st.sampled_from(PLAIN_YES))
    def says_yes(self, line: Line) -> None:
        self.say(line, yes=True)

    @precondition(lambda self: self.people and self.who.summary is not None)
    @rule(line=st.sampled_from(PLAIN_YES))
    def agrees_to_the_summary(self, line: Line) -> None:
        self.say(line, yes=True)

    @rule(asked=st.sampled_from(IN_ONE_BREATH), line=st.sampled_from(PLAIN_YES))
    def says_yes_twice_at_once(self, asked: Line, line: Line) -> None:
        self.reaches_a_summary(asked)
        waits = self.who.summary is not None
        recorded = self.seen["recorded"]
        self.send(*({"id": self.new_id(), "message": line.text} for _ in range(2)), reads=line, yes=True)
        self.seen["two at once"] += waits and self.seen["recorded"] > recorded

    @rule(asked=st.sampled_from(IN_ONE_BREATH), line=st.sampled_from(PLAIN_YES))
    def agrees_in_a_turn_that_is_lost_and_sends_it_again(self, asked: Line, line: Line) -> None:
        self.reaches_a_summary(asked)
        document = {"id": self.new_id(), "message": line.text}
        before = self.assistant.books()
        self.assistant.loses_a_turn = True
        with pytest.raises(Problem):
            self.assistant.hears(self.who.identity, document, reads=line)
        self.seen["lost"] += len(self.assistant.books().requests) - len(before.requests)
        self.send(document, reads=line, yes=True, before=before)

    @rule(asked=st.sampled_from(IN_ONE_BREATH), line=st.sampled_from(CORRECTIONS))
    def corrects_the_summary_and_clicks_the_old_yes(self, asked: Line, line: Line) -> None:
        self.reaches_a_summary(asked)
        if self.who.summary is None:
            return
        _, payload = self.who.summary
        self.say(line)
        self.seen["old yes"] += self.who.summary is not None and self.who.summary[1] != payload
        self.click({"title": "Yes", "payload": payload}, "nlu_fallback")

    @rule(line=st.sampled_from(WAYS_OUT))
    def leaves(self, line: Line) -> None:
        self.say(line)
        assert self.who.state.form is None, f"{line.text!r} doesn't end the form"

    @precondition(lambda self: self.people and self.buttons())
    @rule(place=st.integers(0, 9), intent=st.sampled_from(["nlu_fallback", "account_list"]))
    def clicks(self, place: int, intent: str) -> None:
        buttons = self.buttons()
        self.click(buttons[place % len(buttons)], intent)

    @precondition(lambda self: self.people and self.who.clickable)
    @rule(place=st.integers(0, 99), intent=st.sampled_from(["nlu_fallback", "account_list"]))
    def clicks_something_further_up(self, place: int, intent: str) -> None:
        self.click(self.who.clickable[place % len(self.who.clickable)], intent)

    @precondition(lambda self: self.people and self.who.sent is not None)
    @rule()
    def sends_the_last_message_again(self) -> None:
        assert self.who.sent is not None
        document, reads = self.who.sent
        before = self.assistant.books()
        [answer] = self.assistant.hears(self.who.identity, document, reads=reads)
        assert answer == self.who.answer
        assert self.assistant.books() == before
        assert self.assistant.state_of(self.who.identity) == self.who.state
        self.seen["sent again"] += 1

    @rule()
    def an_hour_passes(self) -> None:
        self.assistant.clock.passes(minutes=61)

    @precondition(lambda self: self.people and self.who.state.form is not None)
    @rule(lines=st.lists(st.sampled_from(NONSENSE), min_size=3, max_size=3))
    def talks_nonsense_until_the_form_is_over(self, lines: list[Line]) -> None:
        for number in range(MOST_NONSENSE):
            self.say(lines[number % len(lines)])
            if self.who.state.form is None:
                self.seen["ended by nonsense"] += 1
                return
        raise AssertionError(f"{MOST_NONSENSE} messages of nonsense, and the form still asks: {words(self.who.answer)}")

    # How it is sent, and what must hold afterwards

    def new_id(self) -> str:
        return f"m-{next(self.numbers)}"

    def buttons(self) -> list[dict[str, str]]:
        return [button for message in self.who.answer for button in message.get("buttons", [])]

    def reaches_a_summary(self, asked: Line) -> None:
        """Where the person may have one; a visitor is asked to log in."""
        if self.who.summary is None:
            self.say(asked)

    def say(self, line: Line, *, yes: bool = False) -> None:
        self.send({"id": self.new_id(), "message": line.text}, reads=line, yes=yes or line in PLAIN_YES)

    def click(self, button: dict[str, str], intent: str) -> None:
        """A button that says a text is understood as `intent`, which may well be wrong."""
        document = {"id": self.new_id(), "payload": button["payload"]}
        # A Yes of another summary than the one that is open is none.
        is_open = self.who.summary is not None and button["payload"] == self.who.summary[1]
        self.send(document, reads=Line("a title", intent, 0.5), yes=is_yes_button(button) and is_open)

    def send(self, *documents: dict[str, str], reads: Line, yes: bool, before: Books | None = None) -> None:
        before = before or self.assistant.books()
        self.assistant.clock.passes(seconds=20)
        answers = self.assistant.hears(self.who.identity, *documents, reads=reads)
        after = self.assistant.books()
        for answer in answers:
            self.check_answer(answer, after)
        self.check_books(before, after, yes=yes)
        self.check_form()
        self.remember(answers[-1], documents[-1], reads)

    def check_answer(self, answer: Messages, books: Books) -> None:
        assert words(answer).strip(), "an answer without a word"
        assert "(reference " not in words(answer), "something broke"
        assert not self.assistant.actions.failed, self.assistant.actions.failed
        told = json.dumps(answer, ensure_ascii=False)
        for other in self.people:
            if other is not self.who:
                found = {one for one in other.private if re.search(rf"(?<![\w,.]){re.escape(one)}(?![\w])", told)}
                assert not found, f"{self.who.customer_id} is told of {other.customer_id}: {found}"
        for reference, row in {**books.requests, **books.cases}.items():
            assert reference not in told or row["customer_id"] == self.who.customer_id

    def check_books(self, before: Books, after: Books, *, yes: bool) -> None:
        added = after.requests.keys() - before.requests.keys()
        changed = {reference for reference, row in before.requests.items() if after.requests.get(reference) != row}
        assert len(added) + len(changed) <= 1, "two requests from one yes"
        for reference in added | changed:
            row = after.requests[reference]
            assert yes, "a request without a yes"
            assert self.who.summary is not None, "a yes to no summary"
            assert row["customer_id"] == self.who.customer_id
            assert self.assistant.clock.now - self.who.spoke_at < LIFE, "a yes after an hour of silence"
        for reference in added:
            self.check_new_request(after.requests[reference])
        for reference in changed:
            was, row = before.requests[reference], after.requests[reference]
            assert {key for key in row if row[key] != was[key]} <= {"status", "changed_at"}
            assert (was["status"], row["status"]) == ("open", "withdrawn")
        opened = after.cases.keys() - before.cases.keys()
        assert len(opened) <= 1
        assert all(after.cases[reference]["customer_id"] == self.who.customer_id for reference in opened)
        events = Counter(after.events) - Counter(before.events)
        assert sorted(reference for _, reference in events.elements()) == sorted(added | changed | opened)
        self.seen.update(["recorded"] * len(added) + ["withdrawn"] * len(changed) + ["cases"] * len(opened))
        self.seen.update(after.requests[reference]["kind"] for reference in added)

    def check_new_request(self, row: dict[str, Any]) -> None:
        assert self.who.summary is not None
        assert row["summary"] in self.who.summary[0], "recorded is something else than was shown"
        assert row["status"] == "open"
        assert row["account_id"] is None or row["account_id"] in self.who.accounts

    def check_form(self) -> None:
        state = self.who.state = self.assistant.state_of(self.who.identity)
        assert state.waits, "the turn has no end"
        assert not state.takes_back, "a message was forgotten"
        assert state.form is None or self.who.customer_id is not None, "a visitor is in a form"

    def remember(self, answer: Messages, document: dict[str, str], reads: Line) -> None:
        who = self.who
        who.answer, who.sent, who.spoke_at = answer, (document, reads), self.assistant.clock.now
        who.clickable += self.buttons()
        shown = [(m.get("text", ""), b["payload"]) for m in answer for b in m.get("buttons", []) if is_yes_button(b)]
        if shown:
            who.summary = shown[-1]
        # After a goodbye the question stays open without being asked again.
        elif reads.intent != "goodbye" or who.state.form is None:
            who.summary = None


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        with assistant_in(tmp_path_factory.mktemp("machine")) as here:
            yield here
    finally:
        structlog.reset_defaults()


def test_what_must_hold_holds_in_every_conversation(assistant: Assistant) -> None:
    Conversations.assistant, Conversations.private, Conversations.seen = assistant, private_of(assistant), Counter()
    run_state_machine_as_test(
        Conversations,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            # A conversation that fails is printed as it is: making it shorter takes minutes.
            phases=[Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    seen = Conversations.seen
    # Else the conversations would have shown nothing.
    assert seen["recorded"] >= 10, seen
    assert all(seen[one] for one in ("cases", "two at once", "sent again", "lost", "old yes", "ended by nonsense")), (
        seen
    )
