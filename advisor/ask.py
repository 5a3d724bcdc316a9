"""The one way in: a question of a customer, answered from a repository as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from advisor.dialogue import Mention, Question, Reply, ReplyButton, Topic
from advisor.facts import facts_of
from advisor.finance.book import book_at
from advisor.heeded import heeded, named_before
from advisor.kinds import KINDS, Kind
from advisor.model import Customer, Goal, Security, Transaction, TransactionType
from advisor.periods.period import Period, period_of
from advisor.repository import Repository
from advisor.resolve.accounts import accounts_meant
from advisor.resolve.ask_back import AskBack
from advisor.resolve.asset_classes import asset_classes_meant
from advisor.resolve.benchmarks import benchmark_meant
from advisor.resolve.dimensions import dimension_meant
from advisor.resolve.goals import goal_meant
from advisor.resolve.lists import asks_for_a_list
from advisor.resolve.own_names import own_names_in
from advisor.resolve.ranks import rank_meant
from advisor.resolve.securities import Known, ask_for_security, securities_in, securities_meant
from advisor.resolve.transaction_types import transaction_types_meant
from advisor.resolve.wish_words import wish_meant
from advisor.resolve.wishes import Wish, ask_about
from advisor.scope import Scope
from advisor.settings import Settings
from advisor.wording.voice import Voice

__all__ = ["ANSWERABLE", "Mention", "Question", "Reply", "ReplyButton", "Settings", "answer"]

ANSWERABLE: frozenset[str] = frozenset(KINDS)

_DEFAULTS = Settings()
_MOST_FOLLOW_UPS = 3
_NO_CUSTOMER = "I can't find your customer record. Please contact our team, so that they can look into it."


def answer(question: Question, repository: Repository, *, today: date, settings: Settings = _DEFAULTS) -> Reply:
    """Answer one question from what was known on `today`.

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
        scope = _scope(question, kind, view, customer, today=today, settings=settings)
        return (
            _question_back(question, kind, scope, today)
            if isinstance(scope, AskBack)
            else _reply(question, kind, scope)
        )


def _scope(
    question: Question,
    kind: Kind[Any],
    repository: Repository,
    customer: Customer,
    *,
    today: date,
    settings: Settings,
) -> Scope | AskBack:
    """Everything that the question names, resolved; the first name that isn't clear is asked back."""
    opened = [account for account in repository.accounts(customer.customer_id) if account.opened_on <= today]
    marked = _mentions(question, kind, "account")
    if not marked and "account" in kind.entities:
        marked = own_names_in(question.text, opened)
    accounts = accounts_meant(marked, opened)
    if isinstance(accounts, AskBack):
        return accounts
    asset_classes = asset_classes_meant(_mentions(question, kind, "asset_class"))
    if isinstance(asset_classes, AskBack):
        return asset_classes
    ids = [account.account_id for account in accounts]
    transactions = tuple(repository.transactions(ids, until=today)) if ids else ()
    period: Period | None = None
    if kind.default_period is not None:
        period = period_of(
            _mentions(question, kind, "period"),
            message=question.text,
            default=kind.default_period,
            today=today,
            first_transaction=transactions[0].date if transactions else None,
            own_history="account" in kind.entities,
        )
    securities = _securities(question, kind, repository, transactions, today=today)
    if isinstance(securities, AskBack):
        return securities
    benchmark = _benchmark(question, kind, repository)
    if isinstance(benchmark, AskBack):
        return benchmark
    wish = _wish(question, kind, today)
    goal = _goal(question, kind, repository, customer, wish, today=today, settings=settings)
    if isinstance(goal, AskBack):
        return goal
    return Scope(
        repository=repository,
        customer=customer,
        all_accounts=opened,
        accounts=accounts,
        transactions=transactions,
        today=today,
        as_of=repository.last_price_date(until=today),
        settings=settings,
        period=period,
        asset_classes=asset_classes,
        securities=securities,
        benchmark=benchmark,
        rank=rank_meant(_mentions(question, kind, "direction"), question.text),
        dimension=dimension_meant(_mentions(question, kind, "dimension"), question.text),
        transaction_types=_transaction_types(question, kind),
        goal=goal,
        wish=wish,
        message=question.text,
    )


def _securities(
    question: Question, kind: Kind[Any], repository: Repository, transactions: Sequence[Transaction], *, today: date
) -> tuple[Security, ...] | AskBack:
    if "security" not in kind.entities:
        return ()
    mentions = _mentions(question, kind, "security")
    traded = {row.ticker for row in transactions if row.ticker is not None}
    held = book_at(transactions, today).shares
    known = Known(repository.securities(), held, traded)
    found = securities_meant(mentions or securities_in(question.text, known), known)
    if not isinstance(found, AskBack) and len(found) < kind.securities_needed:
        return ask_for_security(known, named=found[0] if found else None)
    return found


def _benchmark(question: Question, kind: Kind[Any], repository: Repository) -> Security | AskBack | None:
    if "benchmark" not in kind.entities:
        return None
    return benchmark_meant(_mentions(question, kind, "benchmark"), repository.securities())


def _transaction_types(question: Question, kind: Kind[Any]) -> tuple[TransactionType, ...]:
    if "transaction_type" not in kind.entities:
        return ()
    return transaction_types_meant(_mentions(question, kind, "transaction_type"), question.text)


def _wish(question: Question, kind: Kind[Any], today: date) -> Wish | None:
    if "amount" not in kind.entities:
        return None
    amounts, frequencies, dates, goals = (
        _mentions(question, kind, entity) for entity in ("amount", "frequency", "date", "goal")
    )
    return wish_meant(amounts, frequencies, dates, goals, message=question.text, today=today)


def _goal(
    question: Question,
    kind: Kind[Any],
    repository: Repository,
    customer: Customer,
    wish: Wish | None,
    *,
    today: date,
    settings: Settings,
) -> Goal | AskBack | None:
    """The goal that is meant, once it is clear which, and what is wished for it."""
    if "goal" not in kind.entities:
        return None
    goals = repository.goals(customer.customer_id)
    goal = goal_meant(_mentions(question, kind, "goal"), goals, message=question.text)
    if goal is None or wish is None:
        return goal
    if isinstance(goal, AskBack):
        return replace(goal, kept=wish.words)
    money = Voice(customer.currency, settings.locale, None).money
    return ask_about(wish, goal, money=money, today=today) or goal


def _reply(question: Question, kind: Kind[Any], scope: Scope) -> Reply:
    """A record may say itself which accounts it covers: a field `covers` of account ids, no fact of its own."""
    record = kind.compute(scope)
    voice = Voice(scope.customer.currency, scope.settings.locale, scope.as_of, scope.accounts, scope.whole)
    worded = kind.word(record, voice)
    follow_ups = [button for button in worded.follow_ups if button.intent in ANSWERABLE]
    covered = getattr(record, "covers", None)
    facts = {
        "kind": question.kind,
        "as_of": None if scope.as_of is None else scope.as_of.isoformat(),
        "currency": scope.customer.currency,
        "accounts": [account.account_id for account in scope.accounts] if covered is None else list(covered),
        **facts_of(record),
    }
    chart = None if kind.chart is None else kind.chart(record, voice)
    said = heeded(kind.entities, scope, question.mentions)
    topic = Topic(question.kind, said, listing=asks_for_a_list(question.text))
    return Reply(worded.text, facts, chart, tuple(follow_ups[:_MOST_FOLLOW_UPS]), topic)


def _question_back(question: Question, kind: Kind[Any], back: AskBack, today: date) -> Reply:
    """A button for each choice: the same question with that choice, the other entities as they were."""
    entities = [entity for entity in kind.entities if entity != back.entity]
    kept = back.kept
    if kept is None:
        kept = named_before(entities, question, default_period=kind.default_period, today=today)
    buttons = [ReplyButton(choice.title, question.kind, {**kept, back.entity: choice.value}) for choice in back.choices]
    values = tuple(choice.value for choice in back.choices)
    topic = Topic(question.kind, kept, back.entity, values, listing=asks_for_a_list(question.text))
    return Reply(back.text, buttons=tuple(buttons), topic=topic)


def _mentions(question: Question, kind: Kind[Any], entity: str) -> Sequence[Mention]:
    return [m for m in question.mentions if m.entity == entity] if entity in kind.entities else []
