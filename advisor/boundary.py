"""Questions that ask for advice or a forecast: no recommendation and no prediction, but the customer's own facts.

Whatever the wording was, what is told is the same: how this month went, the deepest fall so far, and how the mix stands
to its target. What follows from that is for the customer and a person to say.
"""

from __future__ import annotations

from datetime import date

from advisor.dialogue import Mention, Question, Reply, ReplyButton
from advisor.facts import facts_of
from advisor.finance.allocation import MaxDrift, max_drift
from advisor.kinds import KINDS
from advisor.market_days import markets_closed
from advisor.model import Customer
from advisor.periods.period import ASSUMED
from advisor.questions.allocation import allocation
from advisor.questions.performance import performance
from advisor.questions.risk_summary import risk_summary
from advisor.repository import Repository
from advisor.resolution import scope_of
from advisor.resolve.ask_back import AskBack
from advisor.scope import Scope
from advisor.settings import Settings
from advisor.wording.boundary import word_own_facts
from advisor.wording.voice import Voice

BOUNDARY = frozenset({"faq_should_i_trade", "faq_market_forecast", "faq_single_stocks"})
_BUTTONS = (ReplyButton("See my risk", "risk_summary", {}), ReplyButton("Talk to an adviser", "schedule_call", {}))
_DEFAULTS = Settings()


def own_facts(
    kind: str, customer_id: str, repository: Repository, *, today: date, settings: Settings = _DEFAULTS
) -> Reply | None:
    """What the customer's own data tell beside an answer of the content; None for an unknown customer or no account.

    Raises ValueError for a kind outside `BOUNDARY`; whatever the repository raises passes through.
    """
    if kind not in BOUNDARY:
        raise ValueError(f"advisor.boundary: {kind!r} asks for no advice; take one of {', '.join(sorted(BOUNDARY))}")
    with repository.reading() as view:
        customer = view.customer(customer_id)
        if customer is None:
            return None
        month = _scope("performance", f"this month{ASSUMED}", view, customer, today, settings)
        if not month.accounts:
            return None
        result = performance(month)
        risk = risk_summary(_scope("risk_summary", None, view, customer, today, settings))
        by_class = allocation(_scope("allocation", None, view, customer, today, settings)).by_class
        drift: MaxDrift = max_drift(by_class)
        closed = markets_closed(month)
    voice = Voice(customer.currency, settings.locale, month.as_of, month.accounts, month.whole, closed=closed)
    facts = {
        "kind": kind,
        "as_of": None if month.as_of is None else month.as_of.isoformat(),
        "currency": customer.currency,
        "accounts": [account.account_id for account in month.accounts],
        "performance": facts_of(result),
        "risk": facts_of(risk),
        "max_drift": facts_of(drift),
    }
    return Reply(word_own_facts(result, risk, drift, voice), facts, buttons=_BUTTONS)


def _scope(
    kind: str, period: str | None, view: Repository, customer: Customer, today: date, settings: Settings
) -> Scope:
    """All accounts: nothing is named, so nothing can be asked back."""
    mentions = () if period is None else (Mention("period", period, period),)
    question = Question(kind, customer.customer_id, "", mentions)
    scope = scope_of(question, KINDS[kind], view, customer, today=today, settings=settings)
    if isinstance(scope, AskBack):
        raise RuntimeError(f"advisor.boundary: a question for {kind!r} that names nothing was asked back")
    return scope
