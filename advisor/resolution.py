"""From a question's words to everything that they stand for: accounts, period, securities and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from advisor.dialogue import Mention, Question
from advisor.finance.book import book_at
from advisor.kinds import Kind
from advisor.model import Customer, Dimension, Goal, Security, Transaction, TransactionType
from advisor.periods.period import Period, period_of
from advisor.repository import Repository
from advisor.resolve.accounts import accounts_meant
from advisor.resolve.ask_back import AskBack
from advisor.resolve.asset_classes import asset_classes_in, asset_classes_meant
from advisor.resolve.benchmarks import benchmark_meant
from advisor.resolve.dimensions import dimension_meant
from advisor.resolve.goals import goal_meant
from advisor.resolve.own_names import accounts_named, beside_own_names
from advisor.resolve.ranks import rank_meant
from advisor.resolve.securities import Known, ask_for_security, securities_meant
from advisor.resolve.securities_named import securities_in, securities_marked
from advisor.resolve.transaction_types import transaction_types_meant
from advisor.resolve.wish_words import wish_meant
from advisor.resolve.wishes import Wish, ask_about
from advisor.scope import Scope
from advisor.settings import Settings
from advisor.wording.voice import Voice


def scope_of(
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
    marked: Sequence[Mention] = ()
    if "account" in kind.entities:
        question = replace(question, mentions=tuple(beside_own_names(question.mentions, question.text, opened)))
        marked = accounts_named(_mentions(question, kind, "account"), question.text, opened)
    accounts = accounts_meant(marked, opened)
    if isinstance(accounts, AskBack):
        return accounts
    asset_classes = asset_classes_meant(_classes(question, kind, marked))
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
        rank=rank_meant(_mentions(question, kind, "direction"), _unmarked(question, marked, "direction")),
        dimension=_dimension(question, kind, repository, marked),
        transaction_types=_transaction_types(question, kind, marked),
        goal=goal,
        wish=wish,
        message=question.text,
    )


def _classes(question: Question, kind: Kind[Any], accounts: Sequence[Mention]) -> Sequence[Mention]:
    marked = _mentions(question, kind, "asset_class")
    if marked or "asset_class" not in kind.entities:
        return marked
    return asset_classes_in(_unmarked(question, accounts, "asset_class"))


def _securities(
    question: Question, kind: Kind[Any], repository: Repository, transactions: Sequence[Transaction], *, today: date
) -> tuple[Security, ...] | AskBack:
    if "security" not in kind.entities:
        return ()
    mentions = list(_mentions(question, kind, "security"))
    if kind.securities_needed:  # "S&P 500 vs Nasdaq": an index is a security, too
        mentions += [mention for mention in question.mentions if mention.entity == "benchmark"]
    traded = {row.ticker for row in transactions if row.ticker is not None}
    held = book_at(transactions, today).shares
    known = Known(repository.securities(), held, traded)
    needed = kind.securities_needed
    named = (
        securities_marked(mentions, question.text, known, needed=needed)
        if mentions
        else securities_in(question.text, known, needed=needed)
    )
    found = securities_meant(named, known)
    if not isinstance(found, AskBack) and len(found) < kind.securities_needed:
        return ask_for_security(known, named=found[0] if found else None)
    return found


def _benchmark(question: Question, kind: Kind[Any], repository: Repository) -> Security | AskBack | None:
    if "benchmark" not in kind.entities:
        return None
    securities = repository.securities()
    named = _mentions(question, kind, "benchmark")
    if not named:
        indexes = Known([security for security in securities if security.kind == "index"])
        named = securities_in(question.text, indexes, needed=1)[:1]
    named = named or [mention for mention in question.mentions if mention.entity == "security"]
    return benchmark_meant(named, securities)


def _dimension(question: Question, kind: Kind[Any], repository: Repository, accounts: Sequence[Mention]) -> Dimension:
    if "dimension" not in kind.entities:
        return "position"
    securities = repository.securities()
    return dimension_meant(
        _mentions(question, kind, "dimension"),
        _unmarked(question, accounts, "dimension"),
        regions={security.region for security in securities if security.region},
        sectors={security.sector for security in securities if security.sector},
    )


def _transaction_types(question: Question, kind: Kind[Any], accounts: Sequence[Mention]) -> tuple[TransactionType, ...]:
    if "transaction_type" not in kind.entities:
        return ()
    mentions = _mentions(question, kind, "transaction_type")
    return transaction_types_meant(mentions, _unmarked(question, accounts, "transaction_type"))


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


def _mentions(question: Question, kind: Kind[Any], entity: str) -> Sequence[Mention]:
    return [m for m in question.mentions if m.entity == entity] if entity in kind.entities else []


def _unmarked(question: Question, accounts: Sequence[Mention], entity: str) -> str:
    """The message without the words that stand for another entity: an account called "Trading" asks for no trades."""
    message = question.text
    for mention in (*question.mentions, *accounts):
        at = message.casefold().find(mention.text.casefold()) if mention.text else -1
        if mention.entity != entity and at >= 0:
            message = f"{message[:at]} {message[at + len(mention.text) :]}"
    return message
