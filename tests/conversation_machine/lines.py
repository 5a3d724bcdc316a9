"""What the customers of the state machine say: lines by hand, each as a good understanding would read it.

Understanding itself is measured elsewhere; here it is given, now and then wrong on purpose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

CONFIDENT = 0.95
_MARKED = re.compile(r"\[([^\]]+)\]\((\w+)\)")


@dataclass(frozen=True)
class Line:
    """`marked` is the text with its entities as [words](entity)."""

    marked: str
    intent: str
    confidence: float = CONFIDENT

    @property
    def text(self) -> str:
        return _MARKED.sub(r"\1", self.marked)

    def parsed(self) -> dict[str, Any]:
        """As Rasa's understanding hands it on."""
        entities: list[dict[str, Any]] = []
        taken_away = 0
        for match in _MARKED.finditer(self.marked):
            start = match.start() - taken_away
            words, entity = match[1], match[2]
            entities.append({"entity": entity, "value": words, "start": start, "end": start + len(words)})
            taken_away += len(match[0]) - len(words)
        intent = {"name": self.intent, "confidence": self.confidence}
        ranking = [intent, {"name": "fees_paid", "confidence": 0.04}, {"name": "deposit", "confidence": 0.03}]
        return {"text": self.text, "intent": intent, "entities": entities, "intent_ranking": ranking}


def _lines(intent: str, *marked: str) -> tuple[Line, ...]:
    return tuple(Line(one, intent) for one in marked)


BEGINNINGS = (
    *_lines(
        "deposit",
        "i want to put in money",
        "deposit [$750](amount) into my [taxable account](account)",
        "put [200](amount) into the [joint](account)",
    ),
    *_lines("withdraw", "take money out", "withdraw [200 dollars](amount) from the [joint account](account)"),
    *_lines("recurring_deposit", "put [100](amount) into the [joint](account) [every month](frequency)"),
    *_lines("cancel_transfer", "cancel my last transfer", "cancel that deposit"),
    *_lines("change_risk_level", "set my risk level to [6](risk_level)", "i want more risk"),
    *_lines("open_goal", "I want to save [40,000](amount) for a [boat](goal) by [June 2031](date)", "a new goal"),
    *_lines("schedule_call", "can i talk to an adviser", "book a call [next Tuesday](date)"),
    *_lines("statement_request", "send me a statement", "statement of [October](period) for the [joint](account)"),
    *_lines("risk_questionnaire", "let me do the risk questionnaire"),
)
# Said at once, so that the summary comes right away; the accounts are those of either customer.
IN_ONE_BREATH = (
    *_lines("deposit", "put [200](amount) into the [joint](account)"),
    *_lines("withdraw", "withdraw [200 dollars](amount) from the [joint account](account)"),
    *_lines("change_risk_level", "set my risk level to [7](risk_level)"),
)
# The only texts after which a request may be recorded.
PLAIN_YES = _lines("affirm", "yes", "yes please", "sure, go ahead", "ok", "do it")
NO = _lines("deny", "no", "no thanks")
WAYS_OUT = (*_lines("stop", "stop", "never mind"), *_lines("nlu_fallback", "start over"))
CORRECTIONS = (
    *_lines("deny", "no, [600](amount)", "no, the [joint one](account)"),
    # Here and below, what has a yes in it and is none.
    *_lines("affirm", "yes but make it [700](amount)", "yes, from the [taxable](account) instead"),
    *_lines("nlu_fallback", "[5](risk_level) instead"),
)
ANSWERS = (
    *CORRECTIONS,
    *_lines("nlu_fallback", "500", "the joint one", "monthly", "5", "10 am", "everything", "in five years"),
    *_lines("account_list", "[taxable](account)", "the [joint](account)"),
    *_lines("affirm", "yes, if it is free", "yes, from the [joint](account) instead?"),
    *_lines("nlu_fallback", "yes or no?", "i didn't say yes", "yesterday", "is that a yes"),
)
OTHER_QUESTIONS = (
    *_lines("faq_etf", "what is an etf"),
    *_lines("faq_market_forecast", "will the market crash"),
    *_lines("portfolio_value", "how much do i have", "how much is in my [joint](account)"),
    *_lines("holdings", "what do i own"),
    *_lines("performance", "how did i do [this year](period)"),
    *_lines("transactions", "what happened lately"),
    *_lines("transfer_status", "where is my money", "what have i asked for"),
    *_lines("goal_progress", "how are my goals"),
    *_lines("account_list", "which accounts do i have"),
    *_lines("fees_paid", "what did i pay you [last year](period)"),
    Line("and last year?", "nlu_fallback", 0.4),
)
SMALL_TALK = (
    *_lines("greet", "hello"),
    *_lines("thank", "thanks"),
    *_lines("goodbye", "bye"),
    *_lines("small_talk", "how are you"),
    *_lines("help", "what can you do"),
    *_lines("repeat", "say that again"),
    *_lines("feedback_negative", "that is wrong"),
    *_lines("complaint", "i want to complain, nobody calls back"),
    *_lines("human_handoff", "give me a person"),
)
NONSENSE = (
    Line("asdf qwer", "nlu_fallback", 0.2),
    Line("purple monkey dishwasher", "out_of_scope", 0.8),
    Line("???", "nlu_fallback", 0.2),
)
EVERYTHING = (
    *BEGINNINGS, *PLAIN_YES, *NO, *WAYS_OUT, *ANSWERS, *OTHER_QUESTIONS, *SMALL_TALK, *NONSENSE,
)  # fmt: skip
# Everything about the customer's own account that has figures in its answer; what only one of two is told is private.
ABOUT_THE_ACCOUNT = (
    "account_summary", "portfolio_value", "account_list", "cash_balance", "holdings", "performance", "transactions",
    "transfer_status", "net_contributions", "fees_paid", "dividends", "goal_progress", "recurring_deposit_info",
    "tax_documents", "realized_gains",
)  # fmt: skip
