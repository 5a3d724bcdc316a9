"""Every kind of request that can be taken; a new one is one form and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from advisor.questionnaire.dialogue import RISK_QUESTIONNAIRE
from advisor.requests.forms.cancel_transfer import CANCEL_TRANSFER
from advisor.requests.forms.change_risk_level import CHANGE_RISK_LEVEL
from advisor.requests.forms.deposit import DEPOSIT
from advisor.requests.forms.open_goal import OPEN_GOAL
from advisor.requests.forms.recurring_deposit import RECURRING_DEPOSIT
from advisor.requests.forms.schedule_call import SCHEDULE_CALL
from advisor.requests.forms.statement_request import STATEMENT_REQUEST
from advisor.requests.forms.withdraw import WITHDRAW
from advisor.requests.records import Draft, Heard, Said, Step, World
from advisor.requests.store import Recorded


class RequestKind(Protocol):
    """A request's dialogue. None of the methods raises for anything that a customer says."""

    def begin(self, heard: Heard, world: World, draft_id: str) -> Step:
        """The first step, with what the message says already. Never `NotForMe` nor `Confirmed`."""
        ...

    def go_on(self, draft: Draft, heard: Heard, world: World) -> Step:
        """The next step, after a message that answers the open question, corrects something, or does neither."""
        ...

    def ask_again(self, draft: Draft, world: World) -> Said:
        """The open question once more, for after something else was answered."""
        ...

    def told(self, recorded: Recorded, world: World) -> str | Said:
        """What happens next with a request that was recorded; a sentence or two behind its reference."""
        ...


REQUEST_KINDS: Mapping[str, RequestKind] = {
    "deposit": DEPOSIT,
    "recurring_deposit": RECURRING_DEPOSIT,
    "withdraw": WITHDRAW,
    "cancel_transfer": CANCEL_TRANSFER,
    "change_risk_level": CHANGE_RISK_LEVEL,
    "open_goal": OPEN_GOAL,
    "schedule_call": SCHEDULE_CALL,
    "statement_request": STATEMENT_REQUEST,
    "risk_questionnaire": RISK_QUESTIONNAIRE,
}
