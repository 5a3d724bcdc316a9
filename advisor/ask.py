"""The one way in: a question of a customer, answered from a repository as of a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from advisor.dialogue import Mention, Question, Reply, ReplyButton, Topic
from advisor.facts import facts_of
from advisor.heeded import heeded, named_before
from advisor.kinds import KINDS, Kind
from advisor.market_days import markets_closed
from advisor.outlook import NO_FORECAST, asks_what_comes
from advisor.repository import Repository
from advisor.requests.store import Recorded
from advisor.resolution import scope_of
from advisor.resolve.ask_back import AskBack, together
from advisor.resolve.lists import asks_for_a_list
from advisor.scope import Scope
from advisor.settings import Settings
from advisor.wording.requests import requests_about, requests_as_facts, word_requests
from advisor.wording.voice import MOST_ON_REQUEST, MOST_ROWS, Voice, rows_left

__all__ = ["ANSWERABLE", "Mention", "Question", "Reply", "ReplyButton", "Settings", "answer"]

ANSWERABLE: frozenset[str] = frozenset(KINDS)

_DEFAULTS = Settings()
SHOW_THE_REST = "show the rest"  # what the button says; follow-ups read it
_MOST_FOLLOW_UPS = 3
_CANCEL_ONE = ReplyButton("Cancel a request", "cancel_transfer", {})
_NO_CUSTOMER = "I can't find your customer record. Please contact our team, so that they can look into it."


RequestsOf = Callable[[str], Sequence[Recorded]]  # customer id → open requests, newest first


def _none(_: str) -> Sequence[Recorded]:
    return ()


def answer(
    question: Question,
    repository: Repository,
    *,
    today: date,
    settings: Settings = _DEFAULTS,
    requests_of: RequestsOf = _none,
) -> Reply:
    """Answer one question from what was known on `today`; `requests_of` is asked only by the kinds that tell requests.

    Names that are unknown or fit several things give a question back: buttons and no facts. Raises ValueError for a
    kind outside `ANSWERABLE`; whatever the repository raises passes through.
    """
    kind = KINDS.get(question.kind)
    if kind is None:
        raise ValueError(f"advisor.ask: kind {question.kind!r} isn't answered; ask one of {', '.join(sorted(KINDS))}")
    with repository.reading() as view:  # a load in between must not mix two datasets in one answer
        customer = view.customer(question.customer_id)
        if customer is None:
            return Reply(_NO_CUSTOMER)
        scope = scope_of(question, kind, view, customer, today=today, settings=settings)
        return (
            _question_back(question, kind, scope, today)
            if isinstance(scope, AskBack)
            else _reply(question, kind, scope, requests_of)
        )


def _reply(question: Question, kind: Kind[Any], scope: Scope, requests_of: RequestsOf) -> Reply:
    """A record may say itself which accounts it covers: a field `covers` of account ids, no fact of its own. A field
    `unpriced` holds the securities whose missing price its words tell."""
    record = kind.compute(scope)
    voice = Voice(
        scope.customer.currency,
        scope.settings.locale,
        scope.as_of,
        scope.accounts,
        scope.whole,
        question.rows_before,
        markets_closed(scope) if kind.uses_prices else None,
        tells_no_prices=kind.uses_prices and not getattr(record, "unpriced", ()),
    )
    worded = kind.word(record, voice)
    follow_ups = [button for button in worded.follow_ups if button.intent in ANSWERABLE]
    left = rows_left(worded.text)
    if left:
        follow_ups.insert(0, ReplyButton(f"Show the other {left}", question.kind, {}, says=SHOW_THE_REST))
    text = worded.text.rstrip()  # a last sentence that there was no need for leaves nothing behind
    text = f"{NO_FORECAST} {text}" if asks_what_comes(question.kind, question.text) else text
    requests: tuple[Recorded, ...] = ()
    if kind.tells_requests and not question.rows_before and (scope.period is None or scope.period.start is not None):
        asked_for = requests_of(question.customer_id)
        requests = requests_about(asked_for, scope.accounts, scope.transaction_types)
    if requests:
        text = f"{text}\n{word_requests(requests, voice)}"
        follow_ups.insert(0, _CANCEL_ONE)
    covered = getattr(record, "covers", None)
    facts = {
        "kind": question.kind,
        "as_of": None if scope.as_of is None else scope.as_of.isoformat(),
        "currency": scope.customer.currency,
        "accounts": [account.account_id for account in scope.accounts] if covered is None else list(covered),
        **facts_of(record),
        **({"requests": requests_as_facts(requests)} if requests else {}),
    }
    chart = None if kind.chart is None else kind.chart(record, voice)
    said = heeded(kind.entities, scope, question.mentions)
    shown = _rows_shown(question.rows_before) if left else 0
    topic = Topic(question.kind, said, listing=asks_for_a_list(question.text), rows_shown=shown)
    return Reply(text, facts, chart, tuple(follow_ups[:_MOST_FOLLOW_UPS]), topic)


def _rows_shown(before: int) -> int:
    """How far a list has been told, once so many rows of it were told before."""
    return before + MOST_ON_REQUEST if before else MOST_ROWS


def _question_back(question: Question, kind: Kind[Any], back: AskBack, today: date) -> Reply:
    """A button for each choice: the same question with that choice beside what was clear, the rest as it was."""
    entities = [entity for entity in kind.entities if entity != back.entity]
    kept = back.kept
    if kept is None:
        kept = named_before(entities, question, default_period=kind.default_period, today=today)
    values = tuple(choice.value for choice in back.choices)
    buttons = [
        ReplyButton(choice.title, question.kind, {**kept, back.entity: together(back.before, choice.value, back.after)})
        for choice in back.choices
    ]
    topic = Topic(
        question.kind,
        kept,
        back.entity,
        values,
        before=back.before,
        after=back.after,
        listing=asks_for_a_list(question.text),
    )
    return Reply(back.text, buttons=tuple(buttons), topic=topic)
