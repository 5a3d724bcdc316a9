"""What a question was about, in words that read as the same again: for buttons and for the next question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from advisor.dialogue import Mention, Question
from advisor.periods.grammar import read_span
from advisor.periods.period import period_of
from advisor.scope import Scope


def heeded(entities: Sequence[str], scope: Scope, mentions: Sequence[Mention]) -> dict[str, str]:
    """Entity → words, for those of `entities` that a question named, whether understanding marked them or not.

    What holds by default (all accounts, this year) is left out, so that a follow-up can tell it from what was said. A
    period that an answer before handed on is no default of this question, and stays.
    """
    period = scope.period
    found: Mapping[str, str | None] = {
        "account": None if scope.whole else _joined([account.account_id for account in scope.accounts]),
        "period": period.words if period is not None and (period.handed_on or not period.assumed) else None,
        "asset_class": _joined(scope.asset_classes),
        "security": _joined([security.ticker for security in scope.securities]),
        "benchmark": None if scope.benchmark is None else scope.benchmark.ticker,
        "direction": scope.rank,
        "dimension": scope.dimension,
        "transaction_type": _joined(scope.transaction_types),
        "goal": None if scope.goal is None else scope.goal.goal_id,
        **dict.fromkeys(("amount", "frequency", "date")),
        **({} if scope.wish is None else scope.wish.words),
    }
    words: dict[str, str] = {}
    for entity in entities:
        said = found.get(entity) or (None if entity in found else _said(entity, mentions))
        if said:
            words[entity] = said
    return words


def named_before(
    entities: Sequence[str], question: Question, *, default_period: str | None, today: date
) -> dict[str, str]:
    """Entity → words of a question that can't be answered yet because one of its names isn't clear."""
    kept = {entity: said for entity in entities if (said := _said(entity, question.mentions))}
    if "period" in entities and default_period is not None:
        marked = [mention for mention in question.mentions if mention.entity == "period"]
        period = period_of(marked, message=question.text, default=default_period, today=today, first_transaction=None)
        plain = read_span(kept.get("period", ""), today)
        if not period.assumed and (plain is None or plain.label != period.label):
            kept["period"] = period.label  # the message said it, or more of it than was marked
    return kept


def _said(entity: str, mentions: Sequence[Mention]) -> str | None:
    return _joined([mention.value for mention in mentions if mention.entity == entity], " ")


def _joined(names: Sequence[str], between: str = " and ") -> str | None:
    return between.join(names) or None
