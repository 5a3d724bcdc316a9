"""The one way in: a question of a customer, answered from a repository as of a day."""

from __future__ import annotations

from datetime import date

from advisor.dialogue import Mention, Question, Reply, ReplyButton
from advisor.repository import Repository
from advisor.settings import Settings

__all__ = ["ANSWERABLE", "Mention", "Question", "Reply", "ReplyButton", "Settings", "answer"]

ANSWERABLE: frozenset[str] = frozenset({"portfolio_value", "performance", "holdings", "account_list", "cash_balance"})


def answer(question: Question, repository: Repository, *, today: date, settings: Settings | None = None) -> Reply:
    """Answer one question from what was known on `today`.

    Raises ValueError for a kind outside `ANSWERABLE`; whatever the repository raises passes through.
    """
    raise NotImplementedError
